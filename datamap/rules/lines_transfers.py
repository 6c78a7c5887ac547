"""The lines that resolve what the rules on transfers find: tools, their conditions, places, scope, assessments."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from datamap.formats.yaml.places import fill
from datamap.model.recipient import Recipient
from datamap.model.vocabulary import UNKNOWN, VAGUE_PLACES
from datamap.rules.lines import CONTRACT, About, Change, Lines, add, among, both, each, is_unknown, items, modules, put
from datamap.rules.notice.letters import ARTICLE_46
from datamap.rules.phrases import enumerated
from datamap.rules.transfers.framework_scope_unconfirmed import asked
from datamap.rules.transfers.transfer_undetermined import ASKED

CLAUSES = among("kind", ["scc"])
_NONE = ("", "unknown", "none")
_SIGNED = add("safeguards", CONTRACT)
_FILED = {
    "tia": fill("the outcome, positive or negative"),
    "tia_reference": fill("where the assessment is filed"),
}


def generation(about: About) -> list[Change]:
    """The generation of clauses that are recorded without one: those that could be signed up to the day."""
    known = [i for i in about.law.at(about.regime, about.day).instruments if i.kind == "scc" and i.from_ <= about.day]
    choice = fill("the generation, " + enumerated(sorted({i.version for i in known}), "or"))
    unknown = is_unknown("version")
    day = fill("the day of signature")
    change = each("safeguards", lambda i: i.kind == "scc" and unknown(i), version=choice, signed=day)
    return change(about) if known else []


def module(**more: str) -> Lines:
    """The module of clauses that are recorded, with which of them fits the roles."""

    def lines(about: About) -> list[Change]:
        clauses = (i for i in about.law.at(about.regime, about.day).instruments if i.kind == "scc" and i.modules)
        found = next((modules(i, about) for i in clauses), "1, 2, 3 or 4")
        return each("safeguards", CLAUSES, module=fill(f"the module, {found}"), **more)(about)

    return lines


def scope(about: About) -> list[Change]:
    """The facts that the remedy names in brackets: ``(credit-information: no)``, ``(own-initiative, page-element)``."""
    known = {fact.fact: fact.value for fact in items(about.entry, "scope")}
    found = re.findall(r"\(([a-z][a-z-]*(?:, [a-z][a-z-]*)*)(?:: no)?\)", about.finding["remedy"])
    open_ = {name: fill("yes or no") for names in found for name in names.split(", ") if name not in known}
    return [Change(about.table, about.id, {"scope": {**known, **open_}})] if open_ else []


def scope_of_each(about: About) -> list[Change]:
    """The same fact for each recipient of which a finding on the organisation asks it."""
    t = asked(about.facts)
    remedy, message = about.finding["remedy"], about.finding["message"]
    short = {i.id: i.short for i in about.law.instruments()}
    mine = [
        (fact, recipient)
        for controller, which, fact, recipient in t[["controller", "which", "id", "recipient"]].itertuples(index=False)
        if controller == about.finding["row"] and f"({fact}: no)" in remedy and short[which] in message
    ]
    ids = about.facts.tables["recipients"]["id"].tolist()
    entries = {r.id: r for r in about.inventory.recipients}
    out = []
    for fact, row in dict.fromkeys(mine):
        known = {f.fact: f.value for f in items(entries[ids[row]], "scope")}
        out.append(Change("recipients", ids[row], {"scope": {**known, fact: fill("no, if it does not apply")}}))
    return out


def destinations(about: About) -> list[Change]:
    """The countries of the categories of recipients that a purpose reaches, also through a processor."""
    entries = {r.id: r for r in about.inventory.recipients}
    reached: dict[str, Recipient] = {}
    todo = [s.recipient for s in items(about.entry, "recipients")]
    while todo:
        if (id_ := todo.pop(0)) in entries and id_ not in reached:
            reached[id_] = entries[id_]
            todo += [s.recipient for s in items(entries[id_], "sub_processors")]
    wanted = [
        r
        for r in reached.values()
        if r.kind == "category"
        and r.name in about.finding["message"]
        and all(s.country in VAGUE_PLACES for s in items(r, "sites"))
    ]
    return [Change("recipients", r.id, {"sites": [fill("a country, or EU")]}) for r in wanted]


def _places_of_exporter(about: About) -> list[Change]:
    """What happens at the places of the processor that hands the data on: an establishment shows which law binds it."""
    what = fill("establishment, where it hands the data on, else hosting or access")
    engaging = [r for r in about.inventory.recipients if about.id in {s.recipient for s in items(r, "sub_processors")}]
    change = each("sites", is_unknown("activity"), activity=what)
    return [c for r in engaging for c in change(about.of("recipients", r))]


def _roles(about: About) -> list[Change]:
    """The roles of the two parties that are not recorded."""
    own = about.inventory.controller.role == "unknown"
    out = [Change("controller", "", {"role": fill("controller, processor or both")})] if own else []
    if getattr(about.entry, "role", "") == "unknown":
        out += put(role=fill("processor, controller, joint, authority or internal"))(about)
    return out


def _sectors(about: About) -> list[Change]:
    """The sectors of the two parties that are not recorded."""
    what = fill("private or public")
    own = about.inventory.controller.sector == "unknown"
    out = [Change("controller", "", {"sector": what})] if own else []
    return out + (put(sector=what)(about) if getattr(about.entry, "sector", "") == "unknown" else [])


def _requirements(about: About) -> list[Change]:
    """Whether the processor meets what binds it for onward transfers, recorded at the sub-processor."""
    known = {fact.fact: fact.value for fact in items(about.entry, "scope")}
    return [Change(about.table, about.id, {"scope": {**known, "onward-requirements": fill("yes or no")}})]


def _importer(about: About) -> list[Change]:
    """The legal entity that imports, and a contract with it, where the reason for no transfer does not apply."""
    entity = put(legal_entity=fill("the legal entity that imports the data"), not_a_transfer="")
    return both(entity, _SIGNED)(about)


def _rules_of_group(field: str, what: str) -> Lines:
    return each(
        "safeguards",
        lambda tool: tool.kind in ("bcr-c", "bcr-p") and getattr(tool, field) == "unknown",
        **{field: what},
    )


_OF_OTHER_LAW: Final = {
    "kind": fill("the kind of tool that is in place under the law which the other tools do not fit"),
    "signed": fill("the day of signature"),
}
_DECIDES: Final[Mapping[str, Lines]] = {
    "importer": _importer,
    "place": each("sites", is_unknown("activity"), activity=fill("establishment, hosting or access")),
    "exporter": _places_of_exporter,
    "received": add("safeguards", _OF_OTHER_LAW),
    "roles": _roles,
    "sector": _sectors,
    "onward": _requirements,
    "assessment": each("safeguards", lambda i: i.kind in ARTICLE_46 and i.tia in ("unknown", "none"), **_FILED),
}
"""What a verdict lacks -> the lines with the fact."""


def undetermined(about: About) -> list[Change]:
    """What decides on a tool that is recorded in part; a contract where no tool is recorded; else what is missing."""
    recorded = (
        generation,
        _rules_of_group("authorised", fill("yes, if an authority approved them")),
        _rules_of_group("within_group", fill("yes or no")),
    )
    found = next((changes for lines in recorded if (changes := lines(about))), [])
    entry = about.entry
    if not found and getattr(entry, "safeguards", None) is UNKNOWN and not getattr(entry, "not_a_transfer", ""):
        found = _SIGNED(about)
    missing = (lines for key, lines in _DECIDES.items() if ASKED[key] in about.finding["remedy"])
    return found or next((changes for lines in missing if (changes := lines(about))), []) or scope(about)


def defeated(about: About) -> list[Change]:
    """What brings a tool back: another outcome of its assessment, or the end of its suspension."""
    negative = [
        a
        for a in about.inventory.assessments
        if a.outcome == "negative" and f"“{a.name or a.id}”" in about.finding["message"]
    ]
    changed = fill("positive, only if supplementary measures changed the outcome")
    if negative:
        fields = {"outcome": changed, "decided_on": fill("the day of the decision")}
        return [Change("assessments", negative[0].id, fields)]
    ways = (
        each(
            "safeguards",
            among("tia", ["negative"]),
            tia=changed,
            tia_reference=fill("where the assessment is filed"),
        ),
        each("safeguards", _suspended, suspended=fill("none, once the authority has ended the suspension")),
    )
    return next((changes for lines in ways if (changes := lines(about))), [])


def _suspended(tool: Any) -> bool:
    return tool.suspended not in _NONE


def compelling(about: About) -> list[Change]:
    """What the documents on compelling legitimate interests lack: in the assessment, where there is one."""
    words = about.finding["message"]
    mine = [
        a
        for a in about.inventory.assessments
        if a.kind == "compelling-interests"
        and a.status != "withdrawn"
        and about.id in {t.recipient for t in items(a, "transfers")}
    ]
    lacking = {
        "not in force": {"status": fill("in-force, once it is decided"), "decided_on": fill("the day of the decision")},
        "the supervisory authority was": {"authority_informed": fill("the day on which it was informed")},
        "the people concerned were": {"people_informed": fill("the day on which they were informed")},
        "no document": {"reference": fill("where the assessment and the safeguards are filed")},
    }
    fields = {name: value for said, more in lacking.items() if said in words for name, value in more.items()}
    if mine and fields:
        return [Change("assessments", mine[0].id, fields)]
    filed = fill("where the assessment and the safeguards are filed")
    return each("safeguards", among("version", ["49-1-2"]), reference=filed)(about)


def ending(about: About) -> list[Change]:
    """The next term of a tool with an end; a decision applies until its own end."""
    day = about.finding["message"].rpartition(" on ")[2].rstrip(".")
    return each("safeguards", _until(day), until=fill("the new last day, once it is prolonged"))(about)


def _until(day: str) -> Callable[[Any], bool]:
    return lambda tool: tool.until is not None and tool.until.isoformat() == day


def authorised_contract(about: About) -> list[Change]:
    """A contract that can be signed; where there is none, one that an authority has to authorise."""
    if signed := _SIGNED(about):
        return signed
    known = any(i.kind == "ad-hoc" and i.in_force(about.day) for i in about.law.at(about.regime, about.day).instruments)
    tool = {
        "kind": "ad-hoc",
        "signed": fill("the day of signature"),
        "authorised": fill("yes, once the authority authorised it"),
    }
    return add("safeguards", tool)(about) if known else []
