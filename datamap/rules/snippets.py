"""The lines that would resolve what each rule finds; beside the rules, one line for each.

A rule has an entry in :data:`LINES`, or in :data:`NO_LINES` a reason why none can be given. What is usual for a kind of
data is a question (:data:`USUAL`), because only people know whether it is so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from datamap.formats.yaml import writer
from datamap.formats.yaml.places import fill
from datamap.model.vocabulary import UNKNOWN, Told, vocabulary
from datamap.rules.lines import (
    CONTRACT,
    About,
    Change,
    Lines,
    add,
    among,
    both,
    each,
    is_unknown,
    items,
    modules,
    put,
)
from datamap.rules.notice.letters import ARTICLE_46, NAMES
from datamap.rules.phrases import enumerated
from datamap.rules.purposes.purpose_not_screened import QUESTIONS

_NEW_BASIS = fill("6-1-a to 6-1-f")
_EVIDENCE = [{"section": fill("the section of the document"), "words": fill("its words")}]
_PARTY = {"name": fill("the name"), "email": fill("an e-mail address")}
_TERM = {"period": fill("a period such as P3Y"), "starts": fill("the event from which it runs")}
_TELLS = [word for word in vocabulary(Told) if word != "unknown"]
_CLAUSES = among("kind", ["scc"])
_NOT_TOOLS = among("kind", ["dpa", "other", "unknown"])


def _signed(kept: bool = True) -> Lines:
    """A contract that is signed, beside the tools that are recorded or in place of them."""
    return add("safeguards", CONTRACT, drop=lambda item: not kept)


def _generation(about: About) -> list[Change]:
    """The generation of clauses that are recorded without one: those that could be signed up to the day."""
    known = [i for i in about.law.at(about.regime, about.day).instruments if i.kind == "scc" and i.from_ <= about.day]
    choice = fill("the generation, " + enumerated(sorted({i.version for i in known}), "or"))
    asked = is_unknown("version")
    day = fill("the day of signature")
    change = each("safeguards", lambda i: i.kind == "scc" and asked(i), version=choice, signed=day)
    return change(about) if known else []


def _undetermined(about: About) -> list[Change]:
    """What decides on a tool that is recorded in part; a contract where no tool is recorded."""

    def rules(field: str) -> Callable[[Any], bool]:
        return lambda tool: tool.kind in ("bcr-c", "bcr-p") and getattr(tool, field) == "unknown"

    asked = (
        _generation,
        each("safeguards", rules("authorised"), authorised=fill("yes, if an authority approved them")),
        each("safeguards", rules("within_group"), within_group=fill("yes or no")),
    )
    found = next((changes for lines in asked if (changes := lines(about))), [])
    entry = about.entry
    none = getattr(entry, "safeguards", None) is UNKNOWN and not getattr(entry, "not_a_transfer", "")
    return found or (_signed()(about) if none else [])


def _module(**more: str) -> Lines:
    """The module of clauses that are recorded, with which of them fits the roles."""

    def lines(about: About) -> list[Change]:
        clauses = (i for i in about.law.at(about.regime, about.day).instruments if i.kind == "scc" and i.modules)
        found = next((modules(i, about) for i in clauses), "1, 2, 3 or 4")
        return each("safeguards", _CLAUSES, module=fill(f"the module, {found}"), **more)(about)

    return lines


def _scope(about: About) -> list[Change]:
    """The facts that the remedy names in brackets: ``(credit-information: no)``, ``(own-initiative, page-element)``."""
    known = {fact.fact: fact.value for fact in items(about.entry, "scope")}
    found = re.findall(r"\(([a-z][a-z-]*(?:, [a-z][a-z-]*)*)(?:: no)?\)", about.finding["remedy"])
    asked = {name: fill("yes or no") for names in found for name in names.split(", ") if name not in known}
    return [Change(about.table, about.id, {"scope": {**known, **asked}})] if asked else []


def _condition(number: str, **more: str) -> Lines:
    """A condition for the legal bases that have none; a legal basis with it where none is recorded."""

    def lines(about: About) -> list[Change]:
        bases = [writer.entry(b) for b in items(about.entry, "legal_bases")] or [{"basis": _NEW_BASIS}]
        chosen = bases[0]
        conditions = [*chosen.get("conditions", ()), number] if isinstance(chosen.get("conditions"), list) else [number]
        return [
            Change(about.table, about.id, {"legal_bases": [{**chosen, "conditions": conditions, **more}, *bases[1:]]})
        ]

    return lines


def _record(about: About) -> list[Change]:
    """What the record of an organisation lacks."""
    party, wanted = about.inventory.controller, about.finding["message"]
    fields: dict[str, object] = {}
    if "data protection officer" in wanted:
        fields["dpo"] = [_PARTY]
    if "representative" in wanted:
        fields["representative"] = [_PARTY]
    if "no address" in wanted or "contact" in wanted:
        fields["email"] = fill("an e-mail address")
    out = [Change("controller", "", fields)] if fields else []
    if "controllers for which" in wanted:
        named = [p for p in about.inventory.purposes if p.on_behalf_of is UNKNOWN and f"“{p.name}”" in wanted]
        out += [Change("purposes", p.id, {"on_behalf_of": [{"name": fill("a controller")}]}) for p in named]
    return out if party else []


def _destinations(about: About) -> list[Change]:
    """The countries of the categories of recipients of a purpose."""
    served = {s.recipient for s in items(about.entry, "recipients")}
    asked = [r for r in about.inventory.recipients if r.id in served and f"{r.name}" in about.finding["message"]]
    return [Change("recipients", r.id, {"sites": [fill("a country, or EU")]}) for r in asked if r.kind == "category"]


def _confirmed(about: About) -> list[Change]:
    """The purposes of a recipient, each with the document that names it."""
    out = []
    for purpose in about.inventory.purposes:
        links = items(purpose, "recipients")
        if any(s.recipient == about.id and s.how != "stated" for s in links):
            mine = [
                {k: v for k, v in writer.entry(s).items() if k not in ("how", "why")} | {"evidence": _EVIDENCE}
                if s.recipient == about.id
                else writer.plain(s)
                for s in links
            ]
            out.append(Change("purposes", purpose.id, {"recipients": mine}))
    return out


def _screened(about: About) -> list[Change]:
    """The questions of a screening that are open."""
    choices = {
        "automated_decisions": fill("yes or no"),
        "dpia": fill("required, not-required or done"),
        "sources": [fill("subject, third-party, public or own-records")],
    }
    asked = {n: choices[n] for n in QUESTIONS if getattr(about.entry, n) in ("unknown", UNKNOWN)}
    return [Change(about.table, about.id, asked)] if asked else []


def _partners(about: About) -> list[Change]:
    """Who is jointly responsible for a purpose, where nobody is named."""
    known = bool(items(about.entry, "joint_with"))
    return [] if known else [Change(about.table, about.id, {"joint_with": [{"name": fill("the name")}]})]


def _told(about: About) -> list[Change]:
    """The letter of the notice that is lacking."""
    known = {i.letter: writer.entry(i) for i in about.inventory.notice.informs}
    letter = about.finding["letter"]
    if letter not in known:
        return []
    rest = {name: {k: v for k, v in fields.items() if k != "letter"} for name, fields in known.items()}
    plain = {name: fields["told"] if set(fields) == {"told"} else fields for name, fields in rest.items()}
    return [Change("notice", "", {"informs": {**plain, letter: fill(f"{_TELLS[0]}, once the notice has it")}})]


def _examined(about: About) -> list[Change]:
    known: dict[str, str] = {i.letter: i.told for i in about.inventory.notice.informs if i.told != "unknown"}
    asked = {n: known.get(n) or fill(" or ".join(_TELLS)) for n in NAMES}
    return [Change("notice", "", {"informs": asked})]


LINES: Final[Mapping[str, Lines]] = {
    "TR001": _signed(),
    "TR002": _signed(),
    "TR003": put(sites=[{"country": fill("the country of the importing entity"), "activity": "establishment"}]),
    "TR004": _undetermined,
    "TR005": _signed(kept=False),
    "TR006": _signed(kept=False),
    "TR007": each(
        "safeguards",
        lambda item: item.kind in ARTICLE_46 and not item.tia_reference,
        tia=fill("the outcome, positive or negative"),
        tia_reference=fill("where the assessment is filed"),
    ),
    "TR008": _signed(),
    "TR009": _signed(),
    "TR010": _signed(kept=False),
    "TR011": put(legal_entity=fill("the legal entity that imports the data")),
    "TR015": _generation,
    "TR016": _module(),
    "TR017": _module(signed=fill("the day of signature")),
    "TR018": each("safeguards", _CLAUSES, annexes=fill("yes, if its annexes are completed")),
    "TR019": _signed(kept=False),
    "TR020": _signed(kept=False),
    "TR021": _scope,
    "TR026": put(
        legal_entity=fill("the legal entity that imports the data"),
        sites=[fill("the country of the importing entity")],
    ),
    "TR027": add("safeguards", CONTRACT, drop=_NOT_TOOLS),
    "TR028": put(sites=[fill("the country of the importing entity")]),
    "TR029": both(put(not_a_transfer=""), _signed()),
    "TR030": each(
        "safeguards",
        among("tia", ["negative"]),
        tia=fill("positive, only if supplementary measures changed the outcome"),
        tia_reference=fill("where the assessment is filed"),
    ),
    "TR031": _destinations,
    "TR032": _scope,
    "TR036": each(
        "safeguards",
        among("version", ["49-1-2"]),
        reference=fill("where the assessment and the safeguards are filed"),
    ),
    "LB001": put(legal_bases=[{"basis": _NEW_BASIS}]),
    "LB002": each("legal_bases", lambda b: b.how != "stated", how=None, why=None, evidence=_EVIDENCE),
    "LB003": each("legal_bases", is_unknown("when"), when=fill("when or for whom it applies")),
    "LB004": each("legal_bases", among("basis", ["6-1-f"]), interest=fill("the interest pursued")),
    "LB005": each("legal_bases", among("basis", ["6-1-c", "6-1-e"]), law=fill("the law that obliges or authorises")),
    "LB006": each("legal_bases", among("basis", ["6-1-a"]), withdrawal=fill("how consent is withdrawn")),
    "LB007": _condition(fill("9-2-a to 9-2-j")),
    "LB008": _condition("10", law=fill("the law that obliges or authorises")),
    "LB009": each("legal_bases", among("basis", ["6-1-f"]), basis=fill("another letter than 6-1-f"), interest=None),
    "LB010": each("legal_bases", lambda b: bool(b.conditions), law=fill("the law that obliges or authorises")),
    "LB011": each("legal_bases", among("basis", ["6-1-a"]), basis=fill("another letter than 6-1-a"), withdrawal=None),
    "LB012": each(
        "legal_bases",
        lambda b: b.basis == "6-1-f" and b.reference in ("", "unknown", "none"),
        reference=fill("where the balancing test is filed"),
    ),
    "LB013": each("legal_bases", among("basis", ["6-1-a"]), parents=fill("how parents consent or authorise")),
    "LB014": each("legal_bases", lambda b: True, law=fill("the law that permits the number")),
    "PD002": put(declared=fill("yes, once the notice mentions it")),
    "PD003": put(categories=[fill("the id of a category")]),
    "PD004": put(subjects=[fill("the id of a category of people")]),
    "PD005": put(recipients=[fill("the id of a recipient")]),
    "PD006": put(special=fill("none, or the kind, such as health")),
    "PD007": each("sources", is_unknown("name"), name=fill("the name of the source")),
    "PD009": put(automated_logic=fill("the logic, in a sentence")),
    "PD010": put(dpia=fill("done, once it is"), dpia_reference=fill("where the assessment is filed")),
    "PD011": put(next_review=fill("the day of the next review")),
    "PD012": _screened,
    "PD013": put(device_access=fill("necessary, if it is strictly necessary")),
    "PD014": put(dpia=fill("done, once it is"), dpia_reference=fill("where the assessment is filed")),
    "PD015": put(
        automated_ground=fill("contract, law or consent"), human_review=fill("yes, once people can obtain it")
    ),
    "RE001": put(retention=[_TERM]),
    "RE002": put(retention=[_TERM]),
    "RE003": put(retention=[_TERM]),
    "RE004": each("retention", is_unknown("law"), law=fill("the law that obliges or authorises")),
    "RE005": each("retention", is_unknown("starts"), starts=fill("the event from which it runs")),
    "RC001": put(dpa=fill("yes, once it is concluded"), dpa_reference=fill("where the contract is filed")),
    "RC003": put(role=fill("processor, controller, joint, authority or internal")),
    "RC004": _confirmed,
    "RC006": put(joint_arrangement=fill("yes, once it is concluded")),
    "RC007": both(
        put(arrangement=fill("yes, once it is concluded")),
        _partners,
    ),
    "RC008": put(sub_processors=[fill("the id of a recipient")]),
    "RC009": add(
        "checked",
        {"by": fill("who checked it"), "on": fill("the day of the check"), "document": fill("its version")},
    ),
    "RC010": each("recipients", is_unknown("categories"), categories=[fill("the id of a category that it receives")]),
    "RR001": _record,
    "RR002": _record,
    "RR003": put(at="measures", **{fill("an id"): fill("the measure")}),
    "RR004": put(at="controller", dpo=[_PARTY]),
    "RR005": put(at="controller", dpo=[_PARTY]),
    "RR008": put(expires=fill("the last day of the renewed document, or none")),
    "NO001": _told,
    "NO002": _examined,
    "RU005": put(at="meta", date=fill("the day of the review")),
}
"""Code of a rule -> the lines that resolve its findings."""

NO_LINES: Final[Mapping[str, str]] = {
    "TR012": "The participants list decides: run the audit with --dpf-list FILE.",
    "TR013": "A newer participants list decides: run the audit with --dpf-list FILE.",
    "TR014": "The participants list decides: run the audit with --dpf-list FILE.",
    "TR022": "It concerns several recipients: each needs the line under scope that the remedy names.",
    "TR023": "The decision applies until it ends. A contract recorded under safeguards takes over on the next day.",
    "TR024": "It concerns a past day. The inventory of today decides what applies today.",
    "TR025": "The record and the notice must name the country of the importer; the inventory has it.",
    "TR033": "The assessment decides: write its form with datamap assess, go through it, and read it back.",
    "TR034": "The review decides: its result is a new decided_on and review_on of the assessment.",
    "TR035": "The assessment decides: impinges, applied, clear_text and measures record what it found.",
    "TR037": "Answer the last row of its form with yes (datamap assess), and read the form back.",
    "LB015": "People decide: end the activity, give it another legal basis, or change it and repeat the test.",
    "PD016": "Only people know which is wrong, the screening or the map. The form of the screening shows both.",
    "PD017": "The form decides: write it with datamap assess, go through it, and read it back.",
    "PD001": "Add the id of the category under categories of the purpose that uses it, or delete the entry.",
    "PD008": "Only people know whether the entries are one activity: delete one, or rename one.",
    "RC002": "Add the id of the recipient under recipients of the purpose that it serves, or delete the entry.",
    "RC005": "Only people know whether the entries are one organisation: set organisation to one id in both, or merge.",
    "RR007": "The file decides: put it back at its path, or record the path and the SHA-256 of the version in force.",
    "RR009": "The file decides: list it under documents, with its path and its SHA-256, or correct the reference.",
    "RR006": "Each law needs a separate audit (regime). A representative is recorded under controller.",
    "NO003": "Correct the notice; then delete the observation under notice, observations.",
    "RU001": "The law pack decides: install a newer version of datamap.",
    "RU002": "A newer participants list decides: run the audit with --dpf-list FILE.",
    "RU003": "It is in the file of decisions: decide again on the finding that it names.",
    "RU004": "It is in the file of decisions: delete the acceptance, or correct its fingerprint.",
    "RU006": "The rules do not check that law. A person has to.",
    "RU007": "It concerns several facts: under evidence of each, write who confirms it now, in what function and when.",
}
"""Code of a rule without lines -> why."""

USUAL: Final[Mapping[str, str]] = {
    "health": "Is it care or treatment under the responsibility of a professional bound by secrecy (9-2-h, Art. 9(3))? "
    "A duty of employment or social security law (9-2-b)? Or explicit consent (9-2-a)?",
    "trade-union-membership": "Is it a duty of employment law (9-2-b), or a body's own members (9-2-d)?",
    "biometric": "Did each person consent explicitly, with another way open to them (9-2-a)?",
    "genetic": "Is it care (9-2-h), research under a law (9-2-j), or explicit consent (9-2-a)?",
    "religious-or-philosophical-beliefs": "Is it a duty of employment law (9-2-b), or a body's own members (9-2-d)?",
    "political-opinions": "Is it a body's own members (9-2-d), or data that the person made public (9-2-e)?",
    "racial-or-ethnic-origin": "Does a law require it in the substantial public interest (9-2-g)?",
    "sex-life-or-orientation": "Did each person consent explicitly (9-2-a)?",
}
"""Kind of special data -> what usually allows it, as a question."""
