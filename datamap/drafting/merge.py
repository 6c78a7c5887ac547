"""Drafts of several documents -> one map: the same organisation once, and a question where it may be the same.

Names are the same where they are equal without case and punctuation, with legal forms abbreviated, or where a document
itself gives one as another name of the other. A brand and a legal entity, or two legal entities of one brand, are never
put together: whether they are one organisation is a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact, ToRead
from datamap.labels import values
from datamap.law import names
from datamap.reading.document import Quote

MERGED = "merged"
"""The group of the questions that several documents raise together."""


@dataclass(frozen=True, slots=True)
class Use:
    """A recipient as one place of a document names it."""

    draft: Draft
    recipient: DraftRecipient
    activity: DraftActivity | None = None


@dataclass(slots=True)
class Organisation:
    """A recipient with all its uses: in lists, and of activities."""

    uses: list[Use] = field(default_factory=list)

    @property
    def name(self) -> Fact:
        """The name: the first that is sure, as it was written."""
        return next((u.recipient.name for u in self.uses if u.recipient.name.sure), self.uses[0].recipient.name)

    @property
    def kind(self) -> str:
        """``organisation``, or ``category`` where all uses that state it name a category."""
        kinds = {u.recipient.kind for u in self.uses if u.recipient.kind}
        return "category" if kinds == {"category"} else "organisation"

    @property
    def names(self) -> list[tuple[Draft, Fact]]:
        """The names of all uses."""
        return [(u.draft, u.recipient.name) for u in self.uses]

    def all_facts(self, what: str) -> list[tuple[Draft, Fact]]:
        """The facts of a list or field of all uses, with the draft of the document.

        What a use states whose name is in doubt is in doubt too: it may be about another organisation.
        """
        found: list[tuple[Draft, Fact]] = []
        known = self.name.sure
        for use in self.uses:
            held = getattr(use.recipient, what)
            facts = held if isinstance(held, list) else [held] if held is not None else []
            if known and not use.recipient.name.sure:
                facts = [replace(f, sure=False, why=f.why or use.recipient.name.why) for f in facts]
            found += [(use.draft, f) for f in facts]
        return found

    def facts(self, what: str) -> list[tuple[Draft, Fact]]:
        """The facts of :meth:`all_facts`, each value once."""
        found: dict[tuple[str, ...], tuple[Draft, Fact]] = {}
        for draft, fact in self.all_facts(what):
            key = (fact.value, *(f"{k}={v}" for k, v in sorted(fact.extra.items()) if k != "countries"))
            if key not in found or fact.sure and not found[key][1].sure:
                found[key] = (draft, fact)
        return list(found.values())


@dataclass(slots=True)
class Merged:
    """What all documents state together.

    Attributes
    ----------
    drafts : list of Draft
        One for each document.
    organisations : list of Organisation
    taught : dict of str to str
        Labels of a private layout and the fact that each stands for.
    answered : list of (ToRead, str)
        Entries that an earlier answer settles, with that answer: they are on no reading list.
    """

    drafts: list[Draft]
    organisations: list[Organisation] = field(default_factory=list)
    taught: dict[str, str] = field(default_factory=dict)
    answered: list[tuple[ToRead, str]] = field(default_factory=list)

    @property
    def reading(self) -> list[ToRead]:
        """The reading lists of all documents, each entry once."""
        return [e for d in self.drafts for e in d.reading]

    @property
    def activities(self) -> list[tuple[Draft, DraftActivity]]:
        """The activities with the draft of their document."""
        return [(d, a) for d in self.drafts for a in d.activities]


def merge(drafts: list[Draft]) -> Merged:
    """The organisations of all drafts, with a question for each brand of several names."""
    merged = Merged(drafts)
    named = [(use, _names(use)) for use in _uses(drafts)]
    first = _joined(keys for _, keys in named)
    by_name: dict[str, Organisation] = {}
    for use, keys in named:
        held = by_name.get(first[keys[0]]) if keys else None
        if held is None:
            held = Organisation()
            merged.organisations.append(held)
        held.uses.append(use)
        if keys:
            by_name[first[keys[0]]] = held
    for found in brands(merged):
        _ask_about(found)
    return merged


def _names(use: Use) -> list[str]:
    """The names under which one place of a document names a recipient, as they are compared."""
    name = use.recipient.name  # one in doubt does not connect organisations by its other names
    spelled = [name.value, *(a.value for a in use.recipient.aliases if a.sure and name.sure)]
    return [k for s in spelled if (k := names.entity(s))]


def _joined(found: Iterable[list[str]]) -> dict[str, str]:
    """For each name one of all that are the same directly or through others, whatever their order.

    Examples
    --------
    >>> _joined([["a"], ["b"], ["c", "b"], ["a", "b"], ["d"]])
    {'a': 'a', 'b': 'a', 'c': 'a', 'd': 'd'}
    """
    first: dict[str, str] = {}

    def of(name: str) -> str:
        while (upper := first.setdefault(name, name)) != name:
            name = upper
        return name

    for same in found:
        for name in same[1:]:
            first[of(name)] = of(same[0])
        if same:
            of(same[0])
    return {name: of(name) for name in first}


def _uses(drafts: list[Draft]) -> Iterator[Use]:
    for draft in drafts:
        for recipient in draft.recipients:
            yield Use(draft, recipient)
        for activity in draft.activities:
            for recipient in activity.recipients:
                yield Use(draft, recipient, activity)


def _alike(brands: dict[str, list[Organisation]]) -> list[list[Organisation]]:
    """Organisations by brand; a brand joins one that it goes on from by a place, or whose initials it is."""
    first = {brand: brand for brand in brands}
    initials = {"".join(w[0] for w in b.split()): b for b in brands if len(b.split()) > 2}
    for brand in sorted(brands, key=len):
        parts = brand.split()
        for n in range(1, len(parts)):
            head, tail = " ".join(parts[:n]), " ".join(parts[n:])
            if head in first and (n > 1 or places_in(tail)):
                first[brand] = first[head]
                break
    for short, brand in initials.items():
        if short in first:
            first[short] = first[brand]
    groups: dict[str, list[Organisation]] = {}
    for brand, found in brands.items():
        groups.setdefault(first[brand], []).extend(found)
    return list(groups.values())


def places_in(text: str) -> bool:
    """Whether a text is a place and nothing else."""
    read = values.read_places(text)
    return bool(read.values) and not read.rest


def brands(merged: Merged) -> list[list[Organisation]]:
    """The organisations by brand: those of one group may be one organisation, or several legal entities."""
    found: dict[str, list[Organisation]] = {}
    for organisation in merged.organisations:
        if organisation.kind == "organisation":
            found.setdefault(names.brand(organisation.name.value), []).append(organisation)
    return _alike(found)


def _ask_about(found: list[Organisation]) -> None:
    """Ask once about a brand under which several names are."""
    if len(found) > 1:
        spelled = ", ".join(f"'{o.name.value}'" for o in found)
        why = f"{spelled} may be one organisation or several legal entities"
        expected = "whether they are the same; each was read as a separate one"
        ask(found[-1].uses[0].draft, "organisation", found[-1].name.quotes, why, expected,
            values=tuple(sorted(o.name.value for o in found)))  # fmt: skip


def ask(
    draft: Draft, what: str, quotes: tuple[Quote, ...], why: str, expected: str, about: str = "", *,
    values: tuple[str, ...],
) -> None:  # fmt: skip
    """Add a question that several documents raise together to the reading list, about values that differ."""
    if quotes:
        draft.reading.append(ToRead(what, quotes[0], why, expected, MERGED, about, values))
