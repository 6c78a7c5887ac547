"""The facts of the law pack as classes: an instrument, its scope, a place, a pending matter, a regime; and a status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from datamap.facts import Interval


@dataclass(frozen=True, slots=True)
class Element(Interval):
    """One element of a decision's scope, or one condition of a reason why there is no transfer.

    ``sort`` is ``condition`` (must be met) or ``exclusion`` (must not apply). ``met_by``, ``unmet_by``, ``hit_by`` and
    ``ruled_out_by`` name what decides: ``fact`` (the inventory's answer under this id), ``fact:ID=yes`` (its answer
    under another id), ``listed``, ``place``, ``sector=private``, ``data=hr`` and so on. Several tests joined by ``&``
    hold together; ``not TEST`` holds where the test does not, also because the value is not known. ``usual_by``: where
    one of these holds, what is excluded is the usual case, so that an answer is needed. ``states``: the reason itself
    states the condition, so that the inventory need not record it again.
    """

    sort: str
    id: str
    text: str
    met_by: tuple[str, ...] = ()
    unmet_by: tuple[str, ...] = ()
    hit_by: tuple[str, ...] = ()
    ruled_out_by: tuple[str, ...] = ()
    usual_by: tuple[str, ...] = ()
    states: bool = False
    from_: dt.date | None = None
    until: dt.date | None = None

    @property
    def whether(self) -> str:
        """What is open while the inventory has no answer: "whether the recipient is …", "whether it concerns …"."""
        return f"whether {self.text}" if self.sort == "condition" else f"whether it concerns {self.text}"


@dataclass(frozen=True, slots=True)
class Dated(Interval):
    """A text that holds from a day, until a day."""

    text: str
    from_: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """An adequacy decision, a tool of Art. 46 or a derogation of Art. 49; ``from_`` and ``until`` are included."""

    id: str
    kind: str
    regime: str
    short: str
    citation: str
    from_: dt.date
    until: dt.date | None = None
    version: str = "unknown"
    places: tuple[str, ...] = ()
    citation_before: str = ""
    citations: tuple[Dated, ...] = ()
    annulled_on: dt.date | None = None
    annulled_by: str = ""
    sunset: dt.date | None = None
    signable_from: dt.date | None = None
    signable_until: dt.date | None = None
    end_set: dt.date | None = None
    kept: str = ""
    contested_from: dt.date | None = None
    contested_why: str = ""
    tia: bool = False
    within_group: bool = False
    exporter_role: tuple[str, ...] = ()
    other_exporter: str = ""
    exporter_sector: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    modules: tuple[tuple[str, tuple[str, str]], ...] = ()
    added_to: str = ""
    importer_not_under_gdpr: bool = False
    needs: tuple[str, ...] = ()
    needs_text: str = ""
    not_for_public: dt.date | None = None
    occasional_only: dt.date | None = None
    if_regular: tuple[Dated, ...] = ()
    elements: tuple[Element, ...] = ()
    onward: tuple[Dated, ...] = ()
    watch: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    confidence: str = "high"
    effect_confidence: str = "high"
    dpv: str = ""
    note: str = ""
    url: str = ""
    source: tuple[str, ...] = ()
    verified_on: dt.date | None = None
    recorded: dt.date | None = None

    def in_force(self, day: dt.date) -> bool:
        """Whether it could be relied on that day, as the law was known then."""
        return self.from_ <= day and (self.until is None or day <= self.until)

    def end_known(self, day: dt.date) -> dt.date | None:
        """Its last day, if that was already fixed on a day; an end that only a later judgment brought was not."""
        return None if self.annulled_on or (self.end_set and day < self.end_set) else self.until

    def cited(self, day: dt.date) -> str:
        """The citation that fits the day: that of the Directive before the GDPR applied, that of an act as amended."""
        if self.citation_before and day < dt.date(2018, 5, 25):
            return self.citation_before
        return next((c.text for c in self.citations if c.applies_on(day)), self.citation)

    def only_occasional(self, day: dt.date) -> bool:
        """Whether the law of the day limits it to occasional transfers."""
        return self.occasional_only is not None and self.occasional_only <= day

    def on(self, texts: tuple[Dated, ...], day: dt.date) -> str:
        """The one of some texts that applies on a day; empty if there is none."""
        return next((t.text for t in texts if t.applies_on(day)), "")


@dataclass(frozen=True, slots=True)
class PlaceRow(Interval):
    """Places that were inside, in transition or under an extension, in an interval."""

    places: tuple[str, ...]
    status: str
    from_: dt.date
    until: dt.date | None
    note: str
    citation: str
    confidence: str
    source: tuple[str, ...]
    url: str = ""
    verified_on: dt.date | None = None
    recorded: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason why disclosing data abroad is not a transfer, in an interval.

    ``roles`` are roles of the recipient that contradict it, with ``roles_text`` in words; ``elements`` its conditions;
    ``other_entity``: a recipient that is another legal entity than the organisation contradicts it.
    """

    id: str
    text: str
    citation: str
    from_: dt.date
    until: dt.date | None = None
    roles: tuple[str, ...] = ()
    roles_text: str = ""
    other_entity: bool = False
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision(Interval):
    """What is cited for a rule, or for a family of rules (the letters of its code), in an interval."""

    rule: str
    text: str
    from_: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Condition(Interval):
    """What a derogation depends on beside its letter: what to ask, and what to keep on file."""

    letter: str
    question: str
    to_document: str
    from_: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class National(Interval):
    """What national law adds on a topic: ``analytics`` (Directive 2002/58/EC Art. 5(3)), ``officer`` (Art. 37(4)).

    ``value`` of ``analytics``: ``exempt`` (without consent under the conditions in ``text``), ``consent``, ``opt-out``
    (refusal is enough, for every kind of access); of ``officer``: the number of people from which an officer is due.
    """

    topic: str
    country: str
    value: str
    text: str
    citation: str
    from_: dt.date
    until: dt.date | None = None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """Something pending that could change a verdict."""

    id: str
    about: tuple[str, ...]
    since: dt.date
    text: str
    confidence: str
    source: tuple[str, ...]
    recorded: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The law on a place on a day, before any tool is considered.

    ``status`` is one of eea, own-area, transition, bridge, adequate, adequate-in-part, national-extension, no-decision;
    ``beyond`` is ``before-pack`` or ``beyond-horizon`` where the pack cannot know.
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
    confidence: str = "high"
    beyond: str = ""
    url: str = ""
    verified_on: dt.date | None = None
    source: tuple[str, ...] = ()


@dataclass(frozen=True)
class Regime:
    """The facts of one regime, as its file has them."""

    id: str
    name: str
    law: str
    starts: dt.date
    before: str
    undetermined_before: str
    tia_required_from: dt.date
    places: tuple[PlaceRow, ...]
    instruments: tuple[Instrument, ...]
    same_as: Mapping[str, str]
    inside: tuple[str, ...]
    no_tool: tuple[Mapping[str, Any], ...]
    no_transfer: tuple[Reason, ...]
    frameworks: tuple[Mapping[str, Any], ...]
    remarks: Mapping[str, str] = field(default_factory=dict)
    citable: tuple[tuple[str, dt.date], ...] = ()
    counterparts: tuple[tuple[str, str], ...] = ()
    provisions: tuple[Provision, ...] = ()
    conditions: tuple[Condition, ...] = ()
    national: tuple[National, ...] = ()
    by_place: Mapping[str, tuple[PlaceRow, ...]] = field(default_factory=dict)
    decisions: Mapping[str, tuple[Instrument, ...]] = field(default_factory=dict)

    def indexed(self) -> Regime:
        """With look-up tables by place."""
        rows: dict[str, list[PlaceRow]] = {}
        for row in self.places:
            for place in row.places:
                rows.setdefault(place, []).append(row)
        decisions: dict[str, list[Instrument]] = {}
        for i in self.instruments:
            for place in i.places:
                decisions.setdefault(place, []).append(i)
        return replace(
            self, by_place={k: tuple(v) for k, v in rows.items()}, decisions={k: tuple(v) for k, v in decisions.items()}
        )

    def edges(self, place: str) -> list[tuple[dt.date, dt.date | None]]:
        """First and last day of every row on a place."""
        rows = [(p.from_, p.until) for p in self.by_place.get(place, ())]
        return rows + [(i.from_, i.until) for i in self.decisions.get(place, ())]
