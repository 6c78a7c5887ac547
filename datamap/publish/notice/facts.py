"""What a notice to one audience states: its activities, their recipients and safeguards, and what is not known.

Facts come from the map as of the day, with proposals left out. A safeguard that does not cover a transfer on that day
is left out too: a notice that named it would give false comfort.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from datamap.errors import CallError
from datamap.labels.counting import few
from datamap.law.status import is_inside
from datamap.model import Inventory
from datamap.model.party import Party
from datamap.model.purpose import Purpose, Retention, Source
from datamap.model.recipient import Recipient, Safeguard
from datamap.model.subject import Category
from datamap.model.vocabulary import VAGUE_PLACES
from datamap.pipeline import Audit
from datamap.questions.reach import Flow, Key, Reach, listed

SILENT = ("", "unknown", "none")
NO_TOOL = ("unknown", "dpa", "other")
"""Kinds of safeguard that are not transfer tools."""


@dataclass
class Gaps:
    """What the map does not know: the kind of gap and the names that it concerns."""

    found: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, kind: str, name: str = "") -> None:
        self.found.setdefault(kind, {})[name] = None


@dataclass(frozen=True)
class Sight:
    """A recipient as the notice shows it.

    Attributes
    ----------
    places : tuple of str
        Codes of its places; ``unknown`` where none is recorded.
    tools : tuple of (str, str)
        Kind and version of each safeguard.
    abroad : tuple of str
        Its places outside the area of the organisation's law.
    unsure : bool
        Whether it is not known if data leave that area.
    unprotected : bool
        Whether data leave it and no safeguard that covers this is recorded.
    uncertain : bool
        Whether it is not known if a safeguard that is recorded covers this.
    """

    recipient: Recipient
    places: tuple[str, ...]
    tools: tuple[tuple[str, str], ...]
    abroad: tuple[str, ...]
    unsure: bool
    unprotected: bool
    uncertain: bool

    @property
    def name(self) -> str:
        """Its name, without the legal entity in brackets, which has a column of its own."""
        return self.recipient.name.removesuffix(f"({self.recipient.legal_entity})").strip() or self.recipient.name


@dataclass(frozen=True)
class Scope:
    """The facts of a notice to one audience.

    Attributes
    ----------
    reach : Reach
    organisation : str
    people : tuple of Key
        The categories of people that the audience is.
    """

    reach: Reach
    organisation: str
    people: tuple[Key, ...]

    @classmethod
    def of(cls, audit: Audit, audience: str) -> Scope:
        """The facts for an audience.

        Raises
        ------
        CallError
            An audience that is not on the map, or for which the organisation has no activity as controller.
        """
        reach = Reach(audit)
        if len(reach.inventories) != 1:
            raise CallError(f"notice: {len(reach.inventories)} maps. Expected the map of one organisation")
        people = tuple(reach.find(reach.people, audience, "--for"))
        scope = cls(reach, next(iter(reach.inventories)), people)
        if not scope.activities:
            with_some = sorted({p.name for k, p in reach.people.items() if cls(reach, k[0], (k,)).activities})
            expected = few(with_some) if with_some else "a map with activities of a controller"
            raise CallError(
                f"--for: no activity that the organisation is responsible for concerns '{audience}'. "
                f"Expected one of: {expected}"
            )
        return scope

    @property
    def inventory(self) -> Inventory:
        return self.reach.inventories[self.organisation]

    @property
    def law(self) -> str:
        """The law that the organisation is under: eu, uk, ch."""
        return self.reach.regimes[self.organisation]

    @property
    def laws(self) -> tuple[str, ...]:
        """The laws that the organisation is under, its own first."""
        return tuple(dict.fromkeys((self.law, *listed(self.inventory.controller.also_under))))

    @property
    def audience(self) -> str:
        return ", ".join(dict.fromkeys(self.reach.people[k].name for k in self.people))

    @cached_property
    def activities(self) -> dict[str, Purpose]:
        """The activities that concern the audience, or may, for which the organisation decides the purposes."""
        return {k[1]: p for k, p in self.reach.activities.items() if self._own(p) and self.data_of(k) is not None}

    def _own(self, activity: Purpose) -> bool:
        role = activity.role
        if role == "unknown" and self.inventory.controller.role == "processor":
            role = "processor"
        return role != "processor" and activity.status not in ("ended", "planned")

    @cached_property
    def _data(self) -> dict[Key, dict[str, bool] | None]:
        return {k: self._concerning(k) for k in self.reach.activities}

    def data_of(self, activity: Key) -> dict[str, bool] | None:
        """The categories of an activity that concern the audience, and whether this is certain; None if none does."""
        return self._data[activity]

    def _concerning(self, activity: Key) -> dict[str, bool] | None:
        used = {c: self.reach.concerns(activity, c, set(self.people)) for c in self.reach.used(activity) or [""]}
        found = {c: certain for c, certain in used.items() if certain is not None}
        return found or None

    def data(self, activity: str) -> dict[str, bool]:
        return self.data_of((self.organisation, activity)) or {}

    def about(self, entry: Retention | Source, activity: str) -> tuple[str, ...] | None:
        """The audience's data that an entry is about: none named where it is all of them; None where it has none."""
        own = self.data(activity)
        named = tuple(c for c in listed(entry.categories) if c in own)
        if not entry.categories or "" in own:
            return ()
        return None if not named else () if set(named) == set(own) else named

    def category(self, id_: str) -> Category:
        """A category of data."""
        return self.reach.categories[self.organisation, id_]

    def names_of(self, categories: Iterable[str] | None) -> list[str]:
        """Names of categories of data."""
        return [self.category(c).name for c in categories or ()]

    @cached_property
    def flows(self) -> list[Flow]:
        return [f for f in self.reach.flows if f.activity in self.activities and f.category in self.data(f.activity)]

    def recipients_of(self, activities: Iterable[str]) -> list[Sight]:
        """The recipients of activities, in the order of the map."""
        wanted = set(activities)
        got = {f.recipient for f in self.flows if f.activity in wanted}
        return [s for key, s in self.sights.items() if key in got]

    def confirmed(self, activity: str, recipient: str) -> bool:
        """Whether a source states that a recipient gets data of an activity; otherwise it was concluded by someone."""
        served = listed(self.activities[activity].recipients)
        links = [s for s in served if s.recipient == recipient]
        return not links or any(s.how == "stated" or any(e.confirmed_by for e in s.evidence) for s in links)

    @cached_property
    def sights(self) -> dict[str, Sight]:
        """Every recipient of the audience's data."""
        got = {f.recipient for f in self.flows}
        return {k[1]: self.sight(r) for k, r in self.reach.recipients.items() if k[1] in got}

    def sight(self, recipient: Recipient) -> Sight:
        """A recipient as the notice shows it."""
        rows = self._rows.get(recipient.id, [])
        abroad = tuple(dict.fromkeys(c for c, v, _ in rows if v != "no-transfer" and c not in VAGUE_PLACES))
        unsure = any(v != "no-transfer" and c in VAGUE_PLACES for c, v, _ in rows) or not rows
        bad = any(v == "not-covered" for _, v, _ in rows)
        open_ = any(v == "undetermined" for _, v, _ in rows)
        covering = {tool for *_, cover in rows for tool in cover}
        tools = [] if bad else [_named(s) for s in listed(recipient.safeguards) if self._fits(s, abroad)]
        tools = [t for t in tools if covering & {t[0], ":".join(t)} or open_ and self._in_force(*t, abroad)]
        if "adequacy" in covering and "adequacy" not in [k for k, _ in tools]:
            tools.insert(0, ("adequacy", ""))
        places = tuple(dict.fromkeys(s.country for s in listed(recipient.sites))) or ("unknown",)
        outside = tuple(c for c in abroad if not self.inside(c))
        bare = bool(abroad) and not tools
        return Sight(recipient, places, tuple(dict.fromkeys(tools)), outside, unsure, bare, open_ and bool(tools))

    @cached_property
    def _rows(self) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
        """By recipient: country and verdict of each transfer, and the tools that cover it, each alone."""
        found: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
        columns = ["recipient_id", "country", "verdict", "relied_on", "fallback"]
        for key, country, verdict, relied_on, fallback in self.reach.audit.transfers[columns].itertuples(
            index=False, name=None
        ):
            cover = (relied_on, *fallback) if verdict == "covered" else ()
            found.setdefault(key, []).append((country, verdict, cover))
        return found

    def _in_force(self, kind: str, version: str, abroad: tuple[str, ...]) -> bool:
        """Whether a tool of this kind, of its version where it is known, exists on the day for one of these places."""
        audit = self.reach.audit
        return any(
            (i.kind, i.regime) == (kind, self.law)
            and version in ("unknown", i.version)
            and i.in_force(audit.as_of)
            and (not i.places or not set(abroad).isdisjoint(i.places))
            for i in audit.law.instruments()
        )

    def inside(self, country: str) -> bool:
        """Whether a place is in the area of the organisation's law, so that a transfer to it needs no safeguard."""
        audit = self.reach.audit
        return is_inside(audit.law, country, audit.as_of, self.law)

    def _fits(self, tool: Safeguard, abroad: tuple[str, ...]) -> bool:
        """Whether a tool is one for the places abroad that data go to, and is not suspended."""
        if tool.kind in NO_TOOL or not abroad:
            return False
        suspended = tool.suspended not in ("none", "unknown") and str(tool.suspended) <= str(self.reach.audit.as_of)
        return not suspended and (not tool.countries or bool(set(tool.countries) & set(abroad)))


def _named(tool: Safeguard) -> tuple[str, str]:
    return tool.kind, tool.version


def contact_of(party: Party) -> str:
    """How to reach a party: e-mail, else telephone, else address; empty where none is recorded."""
    return next((t for t in (party.email, party.phone, party.address) if t not in SILENT), "")


def party(party: Party) -> str:
    """A party with its contact details."""
    texts = [party.name, party.address, party.contact, party.email, party.phone, party.website]
    return "; ".join(t for t in texts if t not in SILENT)
