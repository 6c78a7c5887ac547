"""The lines that would resolve what each rule finds; beside the rules, one line for each.

A rule has an entry in :data:`LINES`, or in :data:`NO_LINES` a reason why none can be given. What is usual for a kind of
data is a question (:data:`USUAL`), because only people know whether it is so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from datamap.formats.yaml import writer
from datamap.formats.yaml.places import fill
from datamap.model.vocabulary import UNKNOWN, Told, vocabulary
from datamap.rules import lines_reviews, lines_transfers
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
    put,
)
from datamap.rules.notice.letters import ARTICLE_46, NAMES
from datamap.rules.purposes.purpose_not_screened import QUESTIONS

_NEW_BASIS = fill("6-1-a to 6-1-f")
_NONE = ("", "unknown", "none")
_EVIDENCE = [{"section": fill("the section of the document"), "words": fill("its words")}]
_PARTY = {"name": fill("the name"), "email": fill("an e-mail address")}
_ACTIVITY = {"id": fill("an id"), "name": fill("the name of the activity")}
_TERM = {"period": fill("a period such as P3Y"), "starts": fill("the event from which it runs")}
_TELLS = [word for word in vocabulary(Told) if word != "unknown"]
_NOT_TOOLS = among("kind", ["dpa", "other", "unknown"])


def _signed(kept: bool = True) -> Lines:
    """A contract that is signed, beside the tools that are recorded or in place of them."""
    return add("safeguards", CONTRACT, drop=lambda item: not kept)


def _handed_on(about: About) -> list[Change]:
    """A contract between a processor and the one behind it; none where several laws each ask for another one."""
    laws = about.facts.receives_under(int(about.finding["row"]))
    return _signed()(about) if laws.sum() < 2 else []


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
    wanted = about.finding["message"]
    fields: dict[str, object] = {}
    if "data protection officer" in wanted:
        fields["dpo"] = [_PARTY]
    if "representative" in wanted:
        fields["representative"] = [_PARTY]
    if "no address" in wanted or "contact" in wanted:
        fields["email"] = fill("an e-mail address")
    if "the country of establishment" in wanted:
        fields["country"] = fill("the country of establishment")
    if "as controller or as processor" in wanted:
        fields["role"] = fill("controller, processor or both")
    out = [Change("controller", "", fields)] if fields else []
    served = {"on_behalf_of": [{"name": fill("a controller")}]}
    if "processing activities" in wanted:
        out.append(Change("purposes", "", _ACTIVITY, new=True))
    if "the processing it carries out for others" in wanted:
        out.append(Change("purposes", "", {**_ACTIVITY, "role": "processor", **served}, new=True))
    named = [p for p in about.inventory.purposes if not p.on_behalf_of and f"“{p.name}”" in wanted]
    return out + [Change("purposes", p.id, served) for p in named]


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
    """Who is jointly responsible for a purpose, where no one is named."""
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


def _automated(about: About) -> list[Change]:
    """What permits automated decisions; on special data, a condition that Art. 22(4) accepts."""
    if "special categories" in about.finding["message"]:
        return _condition(fill("9-2-a or 9-2-g"))(about)
    ground, review = fill("contract, law or consent"), fill("yes, once people can obtain it")
    return put(automated_ground=ground, human_review=review)(about)


def _checked(about: About) -> list[Change]:
    """A new check of the contract; a check without a day gets one, because it could be the newest."""
    kept = [writer.entry(c) for c in items(about.entry, "checked")]
    dated = [c if "on" in c else {**c, "on": fill("the day of this earlier check")} for c in kept]
    new = {"by": fill("who checked it"), "on": fill("the day of the check"), "document": fill("its version")}
    return [Change(about.table, about.id, {"checked": [*dated, new]})]


def _used(about: About) -> list[Change]:
    """The purpose that uses an entry; which one is a place to fill in where there are several."""
    field, purposes = about.table, list(about.inventory.purposes)
    if len(purposes) == 1:
        kept = [writer.plain(i) for i in items(purposes[0], field)]
        return [Change("purposes", purposes[0].id, {field: [*kept, about.id]})]
    if not purposes:
        return [Change("purposes", "", {**_ACTIVITY, field: [about.id]}, new=True)]
    kept = [fill("the ids that it has")]
    return [Change("purposes", fill("the id of the purpose that uses it"), {field: [*kept, about.id]})]


def _one_organisation(about: About) -> list[Change]:
    """One id of the organisation for all entries that the finding names."""
    named = about.finding["message"].rpartition(": ")[2].rstrip(".").split(", ")
    ids = [r.id for r in about.inventory.recipients if r.id in named]
    return [Change("recipients", id_, {"organisation": fill("one id for all of them")}) for id_ in ids]


def _represented(about: About) -> list[Change]:
    needed = "needs a representative" in about.finding["message"]
    return [Change("controller", "", {"representative": [_PARTY]})] if needed else []


def _law_of(about: About) -> list[Change]:
    """The law that applies, where it is not recorded."""
    asked = "it is not recorded whether" in about.finding["message"]
    return [Change("controller", "", {"regime": fill("eu, uk or ch")})] if asked else []


LINES: Final[Mapping[str, Lines]] = {
    "TR001": lines_transfers.authorised_contract,
    "TR002": lines_transfers.authorised_contract,
    "TR003": put(sites=[{"country": fill("the country of the importing entity"), "activity": "establishment"}]),
    "TR004": lines_transfers.undetermined,
    "TR005": _signed(kept=False),
    "TR006": _signed(kept=False),
    "TR007": each(
        "safeguards",
        lambda item: item.kind in ARTICLE_46 and not item.tia_reference,
        tia=fill("the outcome, positive or negative"),
        tia_reference=fill("where the assessment is filed"),
    ),
    "TR008": _signed(),
    "TR009": _handed_on,
    "TR010": _signed(kept=False),
    "TR011": put(legal_entity=fill("the legal entity that imports the data")),
    "TR015": lines_transfers.generation,
    "TR016": lines_transfers.module(),
    "TR017": lines_transfers.module(signed=fill("the day of signature")),
    "TR018": each("safeguards", lines_transfers.CLAUSES, annexes=fill("yes, if its annexes are completed")),
    "TR019": _signed(kept=False),
    "TR020": _signed(kept=False),
    "TR021": lines_transfers.scope,
    "TR022": lines_transfers.scope_of_each,
    "TR023": lines_transfers.ending,
    "TR026": put(
        legal_entity=fill("the legal entity that imports the data"),
        sites=[fill("the country of the importing entity")],
    ),
    "TR027": add("safeguards", CONTRACT, drop=_NOT_TOOLS),
    "TR028": put(sites=[fill("the country of the importing entity")]),
    "TR029": both(put(not_a_transfer=""), _signed()),
    "TR030": lines_transfers.defeated,
    "TR031": lines_transfers.destinations,
    "TR032": lines_transfers.scope,
    "TR033": lines_reviews.repeated,
    "TR034": lines_reviews.reviewed,
    "TR035": lines_reviews.concluded,
    "TR036": lines_transfers.compelling,
    "TR037": lines_reviews.repeated,
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
        lambda b: b.basis == "6-1-f" and b.reference in _NONE,
        reference=fill("where the balancing test is filed"),
    ),
    "LB013": each("legal_bases", among("basis", ["6-1-a"]), parents=fill("how parents consent or authorise")),
    "LB014": each("legal_bases", lambda b: True, law=fill("the law that permits the number")),
    "LB015": each("legal_bases", among("basis", ["6-1-f"]), basis=fill("another letter than 6-1-f"), interest=None),
    "PD001": _used,
    "PD002": put(declared=fill("yes, once the notice mentions it")),
    "PD003": put(categories=[fill("the id of a category")]),
    "PD004": put(subjects=[fill("the id of a category of people")]),
    "PD005": put(recipients=[fill("the id of a recipient")]),
    "PD006": put(special=fill("none, or the kind, such as health")),
    "PD007": each("sources", is_unknown("name"), name=fill("the name of the source")),
    "PD008": put(name=fill("a name that distinguishes it from the other")),
    "PD009": put(automated_logic=fill("the logic, in a sentence")),
    "PD010": put(dpia=fill("done, once it is"), dpia_reference=fill("where the assessment is filed")),
    "PD011": put(next_review=fill("the day of the next review")),
    "PD012": _screened,
    "PD013": put(device_access=fill("necessary, if it is strictly necessary")),
    "PD014": put(dpia=fill("done, once it is"), dpia_reference=fill("where the assessment is filed")),
    "PD015": _automated,
    "PD016": lines_reviews.screened_again,
    "PD017": lines_reviews.repeated,
    "RE001": put(retention=[_TERM]),
    "RE002": put(retention=[_TERM]),
    "RE003": put(retention=[_TERM]),
    "RE004": each("retention", lambda t: t.law in _NONE, law=fill("the law that obliges or authorises")),
    "RE005": each("retention", lambda t: t.starts in _NONE, starts=fill("the event from which it runs")),
    "RC001": put(dpa=fill("yes, once it is concluded"), dpa_reference=fill("where the contract is filed")),
    "RC002": _used,
    "RC003": put(role=fill("processor, controller, joint, authority or internal")),
    "RC004": _confirmed,
    "RC005": _one_organisation,
    "RC006": put(joint_arrangement=fill("yes, once it is concluded")),
    "RC007": both(
        put(arrangement=fill("yes, once it is concluded")),
        _partners,
    ),
    "RC008": put(sub_processors=[fill("the id of a recipient")]),
    "RC009": _checked,
    "RC010": each("recipients", is_unknown("categories"), categories=[fill("the id of a category that it receives")]),
    "RR001": _record,
    "RR002": _record,
    "RR003": put(at="measures", **{fill("an id"): fill("the measure")}),
    "RR004": put(at="controller", dpo=[_PARTY]),
    "RR005": put(at="controller", dpo=[_PARTY]),
    "RR006": _represented,
    "RR008": put(expires=fill("the last day of the renewed document, or none")),
    "NO001": _told,
    "NO002": _examined,
    "RU005": put(at="meta", date=fill("the day of the review")),
    "RU006": _law_of,
    "RU007": lines_reviews.confirmed_again,
}
"""Code of a rule -> the lines that resolve its findings."""

NO_LINES: Final[Mapping[str, str]] = {
    "TR012": "The participants list decides: run the audit with --dpf-list FILE.",
    "TR013": "A newer participants list decides: run the audit with --dpf-list FILE.",
    "TR014": "The participants list decides: run the audit with --dpf-list FILE.",
    "TR024": "It concerns a past day. The inventory of today decides what applies today.",
    "TR025": "The record and the notice must name the country of the importer; the inventory has it.",
    "RR007": "The file decides: put it back at its path, or record the path and the SHA-256 of the version in force.",
    "RR009": "The file decides: list it under documents, with its path and its SHA-256, or correct the reference.",
    "NO003": "Correct the notice; then delete the observation under notice, observations.",
    "RU001": "The law pack decides: install a newer version of datamap.",
    "RU002": "A newer participants list decides: run the audit with --dpf-list FILE.",
    "RU003": "It is in the file of decisions: decide again on the finding that it names.",
    "RU004": "It is in the file of decisions: delete the acceptance, or correct its fingerprint.",
}
"""Code of a rule without lines -> why."""

WHY_NONE: Final[Mapping[str, str]] = {
    "TR009": "It receives data from processors under several laws, each with its own contract: ask each processor.",
    "TR004": "No fact in the inventory decides it: the law itself is open on this point, as the reasons show.",
    "TR023": "The decision applies until it ends. A contract recorded under safeguards takes over on the next day.",
    "RR006": "Each law needs a separate audit (regime).",
    "RU006": "The rules do not check that law. A person has to.",
}
"""Code of a rule with lines -> why there are none where it has none."""

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
