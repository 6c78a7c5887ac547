"""What documents state differently: each difference is a question that names both sources, with the place in each.

So it is with the lines of one document on what an organisation has one of: its role, its contract, its legal entity.

They are compared by organisation, by activity of the same name, and by service: a word such as "newsletter" or
"hosting" in an activity, or in what a recipient provides (:mod:`datamap.drafting.services`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from datamap import labels
from datamap.drafting import services
from datamap.drafting.facts import Draft, DraftActivity, Fact
from datamap.drafting.merge import Merged, Organisation, ask, brands
from datamap.drafting.refused import doubt_refused
from datamap.drafting.tables.usage import IN_DOUBT
from datamap.labels import countries
from datamap.law import names
from datamap.model.period import spelt

HOLDS = "which of them applies"


@dataclass(frozen=True)
class Statement:
    """What one document states of a subject: values, as they are compared and as they are shown, and where."""

    draft: Draft
    values: Mapping[str, str]
    fact: Fact

    def __str__(self) -> str:
        file = Path(self.draft.documents[0].path).name if self.draft.documents else "a document"
        where = self.fact.quotes[0].where if self.fact.quotes else ""
        return f"{file} ({where})" if where else file

    def shown(self, what: str) -> str:
        """The values as a person reads them; ``what`` they are."""
        values = ", ".join(sorted(_plainly(what, value) for value in self.values.values()))
        reference = self.fact.extra.get("reference", "")
        return f"{values} ({reference})" if reference else values


GROUPS = {"transfer tool": "safeguard", "legal basis": "basis", "role": "role"}
"""The words of the translation table for a kind of value."""


def _plainly(what: str, value: str) -> str:
    """A value of the model in plain words: ``scc`` as standard contractual clauses, ``P3Y`` as 3 years."""
    if what == "location":
        return countries.name(value)
    if what == "retention":
        return spelt(value)
    group = GROUPS.get(what)
    return labels.word(group, value) if group and value in labels.words(group) else value


def ask_all(merged: Merged) -> None:
    """Ask about everything that two documents state differently, and what one states twice of an organisation."""
    for organisation in merged.organisations:
        _of_one_document(organisation)
        doubt_refused(organisation)
    if len(merged.drafts) < 2:
        return
    for organisation in merged.organisations:
        _of_organisation(organisation)
    _of_activities(merged)
    _of_services(merged)
    _of_controllers(merged)


def _statements(facts: Iterable[tuple[Draft, Fact]]) -> list[Statement]:
    """What each document states, of facts that state something."""
    found: dict[int, tuple[Draft, dict[str, str], Fact]] = {}
    for draft, fact in facts:
        if fact.value not in ("unknown", "") and fact.quotes:
            _, values, _ = found.setdefault(id(draft), (draft, {}, fact))
            values[names.plain(fact.value) or fact.value] = fact.value
    return [Statement(*x) for x in found.values()]


def _differences(stated: list[Statement], *, disjoint: bool = False) -> Iterator[tuple[Statement, Statement]]:
    """The first statement with each that differs from it; ``disjoint``: only where they have nothing in common."""
    for other in stated[1:]:
        first, second = set(stated[0].values), set(other.values)
        if first.isdisjoint(second) if disjoint else first != second:
            yield stated[0], other


def _values(*stated: Statement) -> tuple[str, ...]:
    """The values of statements that differ, whichever document is read first."""
    return tuple(sorted({v for s in stated for v in s.values.values()}))


ONE = (("contract", "dpa"), ("role", "role"), ("legal entity", "legal_entity"))
"""What an organisation has one of: the kind of question, and the field."""


def _of_one_document(organisation: Organisation) -> None:
    """Ask where several lines of one document differ on what an organisation has one of: none of them counts."""
    for what, field_ in ONE:
        stated: dict[int, dict[str, Statement]] = {}
        for draft, fact in organisation.all_facts(field_):
            if fact.value not in ("unknown", "") and fact.quotes:
                key = names.plain(fact.value) or fact.value
                stated.setdefault(id(draft), {}).setdefault(key, Statement(draft, {key: fact.value}, fact))
        for first, *others in (list(by_value.values()) for by_value in stated.values()):
            for other in others:
                _ask_which(organisation, what, first, other)


def _ask_which(organisation: Organisation, what: str, first: Statement, other: Statement) -> str:
    """Ask which of two statements applies; how they differ."""
    differ = f"{first} states {first.shown(what)}; {other} states {other.shown(what)}"
    name = organisation.name.value
    ask(other.draft, what, other.fact.quotes, f"{name}: {differ}: {HOLDS}?", HOLDS, name, values=_values(first, other))
    return differ


def _of_organisation(organisation: Organisation) -> None:
    """Ask where two documents differ on one organisation; a tool on which they differ is not sure."""
    for what, field_ in (("location", "places"), ("transfer tool", "tools"), *ONE):
        stated = _statements((d, _shown(f)) for d, f in organisation.all_facts(field_) if f.value != "dpa")
        for first, other in _differences(stated):
            differ = _ask_which(organisation, what, first, other)
            if field_ == "tools":
                _doubt_tools(organisation, differ)


def _shown(fact: Fact) -> Fact:
    """A fact to compare: a tool that the words deny or put off is what these words are."""
    refused = fact.value == "unknown" and not fact.sure and fact.extra.get("label")
    return replace(fact, value=f"'{fact.extra['label']}'") if refused else fact


def _doubt_tools(organisation: Organisation, why: str) -> None:
    for use in organisation.uses:
        tools = use.recipient.tools
        tools[:] = [replace(t, sure=False, why=t.why or why) if t.sure and t.value != "none" else t for t in tools]


PARTS = (("retention", "retention"), ("legal basis", "bases"))
"""What is compared of an activity: the kind of question, and the field."""


def _of_activities(merged: Merged) -> None:
    """Ask where two documents differ on an activity of the same name."""
    by_name: dict[str, list[tuple[Draft, DraftActivity]]] = {}
    for draft, activity in merged.activities:
        by_name.setdefault(names.plain(activity.name.value), []).append((draft, activity))
    for same in by_name.values():
        for what, field_ in PARTS:
            stated = _statements((d, f) for d, a in same for f in getattr(a, field_) if f.value != "none")
            for first, other in _differences(stated):
                name = same[0][1].name.value
                why = f"{name}: {first} states {first.shown(what)}; {other} states {other.shown(what)}: {HOLDS}?"
                ask(other.draft, what, other.fact.quotes, why, HOLDS, name, values=_values(first, other))


def _of_services(merged: Merged) -> None:
    """Ask where two documents name other recipients, periods or bases for the same service."""
    order = {id(draft): n for n, draft in enumerate(merged.drafts)}
    first_name = {id(o): group[0].name.value for group in brands(merged) for o in group}
    recipients: dict[str, list[tuple[Draft, Fact]]] = {}
    periods: dict[str, list[tuple[Draft, Fact]]] = {}
    bases: dict[str, list[tuple[Draft, Fact]]] = {}
    called: dict[str, set[str]] = {}
    for organisation in merged.organisations:
        named = first_name.get(id(organisation), "")
        for use in organisation.uses if named else ():
            recipient, texts = use.recipient, [use.activity.name.value] if use.activity is not None else []
            if recipient.role is not None and recipient.role.value == "sub-processor":
                continue  # whom a processor engages for its own services
            if recipient.name.why.endswith(IN_DOUBT):
                continue  # another one may have taken its place
            texts += [recipient.service.value] if recipient.service is not None else []
            for service in services.named_in(" | ".join(texts)):
                recipients.setdefault(service, []).append((use.draft, replace(recipient.name, value=named)))
                remarks = [*recipient.notes, *([recipient.service] if recipient.service is not None else [])]
                periods.setdefault(service, []).extend((use.draft, f) for f in services.periods_of(remarks))
    for draft, activity in merged.activities:
        for service in services.named_in(activity.name.value):
            called.setdefault(service, set()).add(names.plain(activity.name.value))
            periods.setdefault(service, []).extend((draft, f) for f in activity.retention if f.value != "none")
            bases.setdefault(service, []).extend((draft, f) for f in activity.bases if f.value != "none")
    for what, verb, expected, by_service in (
        ("recipient", "names", "which of them, or both", recipients),
        ("retention", "states", HOLDS, periods),
        ("legal basis", "states", HOLDS, bases),
    ):
        for service, facts in by_service.items():
            if what == "legal basis" and len(called.get(service, ())) < 2:
                continue  # asked already, under the name of the activity
            facts.sort(key=lambda x: order[id(x[0])])
            for first, other in _differences(_statements(facts), disjoint=True):
                why = f"{service}: {first} {verb} {first.shown(what)}; {other} {verb} {other.shown(what)}: {expected}?"
                ask(other.draft, what, other.fact.quotes, why, "a decision by a person", service,
                    values=_values(first, other))  # fmt: skip


def _of_controllers(merged: Merged) -> None:
    """Ask where two documents differ on the organisation whose map it is."""
    for key in ("name", "registration", "country"):
        stated = _statements((d, d.controller[key]) for d in merged.drafts if key in d.controller)
        for first, other in _differences(stated):
            one, two = (s.shown("location" if key == "country" else key) for s in (first, other))
            why = f"the organisation's {key}: {first} states {one}; {other} states {two}: {HOLDS}?"
            ask(other.draft, "organisation", other.fact.quotes, why, HOLDS, f"the organisation's {key}",
                values=_values(first, other))  # fmt: skip
