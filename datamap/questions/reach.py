"""What reaches whom: the flows of a map as plain entries, for questions about one thing in it.

Both look-ups use it: what a breach affects (:mod:`datamap.questions.affected`), and what a request for access must
answer (:mod:`datamap.questions.access`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from datamap import tables
from datamap.errors import CallError
from datamap.labels import countries
from datamap.model import Inventory, arguments
from datamap.model.purpose import Purpose
from datamap.model.recipient import Recipient
from datamap.model.subject import Category, DataSubject
from datamap.model.vocabulary import UNKNOWN, VERDICTS, shown
from datamap.pipeline import Audit
from datamap.transfers import exporters

Key = tuple[str, str]
"""Organisation and id: ids of different organisations may be the same."""


class Flow(NamedTuple):
    """One activity gives a recipient one category; ``category`` is empty where it is not recorded which."""

    controller: str
    activity: str
    category: str
    recipient: str
    via: str
    """The processor that passes the data on; empty where there is none."""
    transfers: frozenset[int]
    """Rows of ``audit.transfers`` that the flow goes through."""


@dataclass(frozen=True)
class Reach:
    """The entries and flows of an audit, as they held on its day."""

    audit: Audit

    @cached_property
    def inventories(self) -> dict[str, Inventory]:
        """The maps by the id of their organisation; of a proposed entry only that it exists."""
        return {i.meta.id: i for i in tables.to_inventories(self.audit.tables)}

    @cached_property
    def regimes(self) -> dict[str, str]:
        """The law that each organisation is under: eu, uk or ch."""
        codes = exporters.regimes(self.audit.tables).tolist()
        return dict(zip(self.inventories, (exporters.REGIMES[c] for c in codes), strict=True))

    def _by_key(self, name: str) -> dict[Key, Any]:
        return {(c, e.id): e for c, i in self.inventories.items() for e in listed(getattr(i, name))}

    @cached_property
    def activities(self) -> dict[Key, Purpose]:
        """Activities by organisation and id."""
        return self._by_key("purposes")

    @cached_property
    def categories(self) -> dict[Key, Category]:
        """Categories of data by organisation and id."""
        return self._by_key("categories")

    @cached_property
    def recipients(self) -> dict[Key, Recipient]:
        """Recipients by organisation and id."""
        return self._by_key("recipients")

    @cached_property
    def people(self) -> dict[Key, DataSubject]:
        """Categories of people by organisation and id."""
        return self._by_key("subjects")

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """Every flow of the graph, onward ones included."""
        found = []
        for source, target, e in self.audit.graph.edges(data=True):
            if source[0] != "purpose":
                continue
            (_, controller, activity), recipient = source, target[2]
            for category, transfers in e["transfers"].items() or [(("", "", ""), frozenset())]:
                found.append(Flow(controller, activity, category[2], recipient, e["via"], frozenset(transfers)))
        return tuple(sorted(found, key=lambda f: f[:5]))

    def used(self, activity: Key) -> list[str]:
        """Ids of the categories that an activity uses; none where it is not recorded."""
        return [u.category for u in listed(self.activities[activity].categories)]

    def onward(self, recipients: Iterable[Key]) -> set[Key]:
        """The recipients to which these pass data on, in any number of steps."""
        after: dict[Key, set[Key]] = {}
        for f in self.flows:
            if f.via:
                after.setdefault((f.controller, f.via), set()).add((f.controller, f.recipient))
        found: set[Key] = set()
        left = list(recipients)
        while left:
            for key in after.get(left.pop(), set()) - found:
                found.add(key)
                left.append(key)
        return found

    def whose(self, activity: Key, category: str) -> list[Key] | None:
        """The people whose data of a category an activity uses; None where it is not recorded.

        The people of the activity, narrowed to those whom the category is about. Where the two have no one in common,
        both count: one of the two facts is wrong.
        """
        of_activity = self.activities[activity].subjects
        of_category = self.categories[activity[0], category].subjects if category else UNKNOWN
        known = [list(listed(s)) for s in (of_activity, of_category) if s is not UNKNOWN and s]
        if not known:
            return None
        both = [s for s in known[0] if s in known[-1]] or [s for part in known for s in part]
        return [(activity[0], s) for s in dict.fromkeys(both)]

    def concerns(self, activity: Key, category: str, people: set[Key]) -> bool | None:
        """Whether an activity uses this category of these people: yes, no (None), or it is not recorded (False)."""
        whose = self.whose(activity, category)
        if whose is None:
            return False
        return True if people & set(whose) else None

    def find(self, entries: dict[Key, Any], value: str, name: str) -> list[Key]:
        """The entries with this id, name or reference.

        Raises
        ------
        CallError
            With the nearest known id or name.
        """
        wanted = value.strip().casefold()
        found = [k for k, e in entries.items() if wanted in {x.casefold() for x in (k[1], *labels(e))}]
        if not found:
            known = {x for k, e in entries.items() for x in (k[1], *labels(e))}
            raise CallError(f"{name}: {shown(value)} is not known. {arguments.list_expected(value, known)}")
        return found

    def places(self, flows: Iterable[Flow], recipient: Key) -> list[dict[str, Any]]:
        """Where a recipient of these flows is, with the verdict: one entry per country, the worst verdict first."""
        rows = {row for f in flows if (f.controller, f.recipient) == recipient for row in f.transfers}
        t = self.audit.transfers.loc[sorted(rows), ["country", "verdict", "relied_on", "citation"]]
        entries = [
            {"country": c, "name": countries.name(c), "verdict": v, "relied_on": tool, "citation": citation}
            for c, v, tool, citation in t.itertuples(index=False, name=None)
        ]
        unique = {tuple(e.items()): e for e in entries}
        return sorted(unique.values(), key=lambda e: (VERDICTS.index(e["verdict"]), e["country"]))


def labels(entry: Any) -> Iterator[str]:
    """The words that name an entry: name, reference, other names."""
    yield entry.name
    if getattr(entry, "ref", ""):
        yield entry.ref
    yield from listed(getattr(entry, "aliases", ()))


def listed(value: Any) -> tuple[Any, ...]:
    """The entries of a list; none where it is unknown."""
    return () if value is UNKNOWN else tuple(value)


def split_kind(what: str, kinds: Iterable[str]) -> tuple[str, str]:
    """``recipient:stripe`` as its kind and name; the kind is empty where none is given.

    Raises
    ------
    CallError
        An empty name.
    """
    kind, colon, name = what.partition(":")
    kind, name = (kind.strip().casefold(), name) if colon and kind.strip().casefold() in kinds else ("", what)
    if not name.strip():
        raise CallError(f"what: {shown(what)} names nothing. Expected a name, or its kind and name: recipient:stripe")
    return kind, name.strip()
