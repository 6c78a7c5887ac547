"""The nouns of the law pack, frozen: decisions, tools, places inside, pending matters, guidance; and a place's status.

Intervals are days, both inclusive; no ``until`` means still so. What each column means is at the head of
``data/eu.yaml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ADEQUACY_KINDS = ("adequacy", "dpf", "privacy-shield", "safe-harbour")
"""Kinds that are decisions under Art. 45; the others are tools of Art. 46 and derogations of Art. 49."""

GDPR_APPLIES = dt.date(2018, 5, 25)
DAY = dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a decision's scope.

    ``sort`` is ``condition`` (must be met) or ``exclusion`` (must not be hit). ``met_by``, ``unmet_by``, ``hit_by`` and
    ``ruled_out_by`` name what decides: ``fact`` (the inventory's own answer under this id), ``listed``,
    ``sector=private``, ``sector=public``, ``data=hr``, ``data!=hr`` and so on.
    """

    sort: str
    id: str
    text: str
    met_by: tuple[str, ...] = ()
    unmet_by: tuple[str, ...] = ()
    hit_by: tuple[str, ...] = ()
    ruled_out_by: tuple[str, ...] = ()
    from_: dt.date | None = None
    until: dt.date | None = None
    pinpoint: str = ""
    confidence: str = "high"

    def applies_on(self, day: dt.date) -> bool:
        """Whether the element belongs to the scope on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Instrument:
    """An adequacy decision, a tool of Art. 46 or a derogation of Art. 49.

    Attributes
    ----------
    from_, until : date, date or None
        First and last day on which it can be relied on. For clauses that were repealed, ``until`` is the end of their
        grandfathering and ``signable_until`` the last day on which they could be concluded.
    annulled_on, annulled_by : date or None, str
        Day and name of the judgment; ``until`` is then the day before.
    extent : str
        ``whole`` or ``part``: whether the decision covers the country as such. Empty: by whether it has elements.
    citation_before, article : str
        The citation that fits a day under Directive 95/46/EC; the article that the instrument rests on.
    watch : tuple of str
        Pending matters that threaten it, by id; derived from ``watch.yaml``.
    dpv : str
        Term of the W3C Data Privacy Vocabulary 2, for exchange.
    """

    id: str
    kind: str
    regime: str
    short: str
    citation: str
    from_: dt.date
    until: dt.date | None = None
    version: str = "unknown"
    places: tuple[str, ...] = ()
    extent: str = ""
    citation_before: str = ""
    article: str = ""
    adopted: dt.date | None = None
    published: dt.date | None = None
    annulled_on: dt.date | None = None
    annulled_by: str = ""
    sunset: dt.date | None = None
    signable_until: dt.date | None = None
    contested_from: dt.date | None = None
    contested_why: str = ""
    tia: bool = False
    within_group: bool = False
    exporter_role: tuple[str, ...] = ()
    exporter_sector: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    modules: tuple[tuple[str, tuple[str, str]], ...] = ()
    importer_not_under_gdpr: bool = False
    needs: tuple[str, ...] = ()
    needs_text: str = ""
    not_for_public: bool = False
    occasional_only: bool = False
    elements: tuple[Element, ...] = ()
    watch: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    note: str = ""
    confidence: str = "high"
    effect_confidence: str = "high"
    dpv: str = ""
    url: str = ""
    source: tuple[str, ...] = ()
    pinpoint: str = ""
    verified_on: dt.date | None = None
    recorded: dt.date | None = None

    def in_force(self, day: dt.date) -> bool:
        """Whether it could be relied on that day, as the law was known then."""
        return self.from_ <= day and (self.until is None or day <= self.until)

    def cited(self, day: dt.date) -> str:
        """The citation that fits the day: that of the Directive before the GDPR applied."""
        return self.citation_before if self.citation_before and day < GDPR_APPLIES else self.citation

    def in_part(self, day: dt.date) -> bool:
        """Whether the decision covers only a part of the place on a day."""
        return self.extent == "part" or (not self.extent and any(e.applies_on(day) for e in self.elements))


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Places that were inside, in transition, under an extension or (said expressly) without decision, in an interval."""

    places: tuple[str, ...]
    status: str
    from_: dt.date
    until: dt.date | None = None
    note: str = ""
    citation: str = ""
    url: str = ""
    source: tuple[str, ...] = ()
    pinpoint: str = ""
    confidence: str = "high"
    verified_on: dt.date | None = None
    recorded: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the row speaks of the day."""
        return self.from_ <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader should know of places beside their status: a territory left out, a code that is not official."""

    places: tuple[str, ...]
    text: str
    from_: dt.date | None = None
    until: dt.date | None = None
    url: str = ""
    source: tuple[str, ...] = ()
    confidence: str = "high"
    verified_on: dt.date | None = None
    recorded: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the remark belongs to the day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Act:
    """An act or paper that is no transfer tool itself: an amendment, guidance, a judgment, clauses only announced."""

    id: str
    kind: str
    citation: str
    from_: dt.date | None = None
    until: dt.date | None = None
    about: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    note: str = ""
    url: str = ""
    source: tuple[str, ...] = ()
    confidence: str = "high"
    verified_on: dt.date | None = None
    recorded: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Something pending that could change a verdict (``threatens``) or is worth knowing (``about``)."""

    id: str
    about: tuple[str, ...]
    since: dt.date
    text: str
    until: dt.date | None = None
    threatens: tuple[str, ...] = ()
    url: str = ""
    source: tuple[str, ...] = ()
    confidence: str = "high"
    verified_on: dt.date | None = None
    recorded: dt.date | None = None

    def open_on(self, day: dt.date) -> bool:
        """Whether it was pending on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Status:
    """What the law says of a place on a day, before any tool is looked at.

    Attributes
    ----------
    status : str
        eea, own-area, transition, bridge, adequate, adequate-in-part, national-extension or no-decision.
    instruments : tuple of Instrument
        Adequacy instruments in force that day for the place, those for listed importers included; the newest first.
    since, until : date or None
        First and last day of the interval in which status, leading instrument and notes stay as they are; None: since
        before the pack's first day, or open.
    beyond : str
        ``before-pack`` or ``beyond-horizon`` where the pack cannot know; else empty.
    """

    country: str
    regime: str
    day: dt.date
    status: str
    instruments: tuple[Instrument, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    notes: tuple[str, ...] = ()
    citation: str = ""
    url: str = ""
    confidence: str = "high"
    contested: bool = False
    beyond: str = ""


@dataclass(frozen=True)
class Regime:
    """The facts of one exporter's law, as its files have them, with look-up tables by place."""

    id: str
    name: str
    law: str
    starts: dt.date
    before: str
    undetermined_before: str
    tia_required_from: dt.date
    places: tuple[PlaceRow, ...]
    remarks: tuple[Remark, ...]
    instruments: tuple[Instrument, ...]
    acts: tuple[Act, ...]
    same_as: Mapping[str, str]
    inside: tuple[str, ...]
    no_tool: tuple[Mapping[str, Any], ...]
    frameworks: tuple[Mapping[str, Any], ...]
    by_place: Mapping[str, tuple[PlaceRow, ...]] = field(init=False, repr=False)
    decisions: Mapping[str, tuple[Instrument, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rows: dict[str, list[PlaceRow]] = {}
        for row in self.places:
            for place in row.places:
                rows.setdefault(place, []).append(row)
        decisions: dict[str, list[Instrument]] = {}
        for i in self.instruments:
            for place in i.places:
                decisions.setdefault(place, []).append(i)
        object.__setattr__(self, "by_place", {k: tuple(v) for k, v in rows.items()})
        object.__setattr__(self, "decisions", {k: tuple(v) for k, v in decisions.items()})

    def cited(self, day: dt.date) -> str:
        """The law on transfers that applied on a day; the first one for a day before it."""
        last = self.frameworks[0]["citation"]
        for row in self.frameworks:
            if row["from"] <= day:
                last = row["citation"]
        return last
