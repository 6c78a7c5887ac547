"""The law pack: dated, cited facts from ``data/*.yaml`` and the look-ups on them. No look-up without a date.

Three regimes (``eu``, ``uk``, ``ch``) are three data files of one form, read by :func:`datamap.law.reading.load`; this module
knows none of them by name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from datamap.errors import CallError
from datamap.labels import countries
from datamap.model import arguments

ADEQUACY_KINDS = ("adequacy", "dpf", "privacy-shield", "safe-harbour")
"""Kinds that are decisions under Art. 45; the others are tools of Art. 46 and derogations of Art. 49."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a decision's scope.

    ``sort`` is ``condition`` (must be met) or ``exclusion`` (must not be hit). ``met_by``, ``unmet_by``, ``hit_by`` and
    ``ruled_out_by`` name what decides: ``fact`` (the inventory's own answer under this id), ``listed``, ``place``,
    ``sector=private``, ``sector=public``, ``data=hr``, ``data=other``.
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

    def applies_on(self, day: dt.date) -> bool:
        """Whether the element belongs to the scope on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Instrument:
    """An adequacy decision, a tool of Art. 46 or a derogation of Art. 49; ``from_`` and ``until`` are inclusive days."""

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
    exporter_sector: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    modules: tuple[tuple[str, tuple[str, str]], ...] = ()
    importer_not_under_gdpr: bool = False
    needs: tuple[str, ...] = ()
    needs_text: str = ""
    not_for_public: dt.date | None = None
    occasional_only: bool = False
    elements: tuple[Element, ...] = ()
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
        """Its last day, where that was laid down by a day already; an end that only a later judgment brought was not."""
        return None if self.annulled_on or (self.end_set and day < self.end_set) else self.until

    def cited(self, day: dt.date) -> str:
        """The citation that fits the day: that of the Directive before the GDPR applied."""
        return self.citation_before if self.citation_before and day < dt.date(2018, 5, 25) else self.citation


@dataclass(frozen=True, slots=True)
class PlaceRow:
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
    """What the law says of a place on a day, before any tool is looked at.

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
    frameworks: tuple[Mapping[str, Any], ...]
    remarks: Mapping[str, str] = field(default_factory=dict)
    by_place: Mapping[str, tuple[PlaceRow, ...]] = field(default_factory=dict)
    decisions: Mapping[str, tuple[Instrument, ...]] = field(default_factory=dict)

    def indexed(self) -> Regime:
        """With look-up tables by place."""
        rows: dict[str, list] = {}
        for row in self.places:
            for p in row.places:
                rows.setdefault(p, []).append(row)
        decisions: dict[str, list] = {}
        for i in self.instruments:
            for p in i.places:
                decisions.setdefault(p, []).append(i)
        return replace(
            self, by_place={k: tuple(v) for k, v in rows.items()}, decisions={k: tuple(v) for k, v in decisions.items()}
        )


@dataclass(frozen=True)
class Law:
    """The law as the pack has it; :func:`datamap.law.load` reads it, :meth:`without` alters it, nothing global changes.

    Attributes
    ----------
    version : str
        Of the pack, such as ``2026.11``.
    horizon : date
        The newest source seen. A later day is answered with that said.
    known_on : date or None
        The pack was read as it stood that day.
    removed : frozenset of str
        Instruments taken out by :meth:`without`.
    digest : str
        SHA-256 over the data files, ``known_on`` and ``removed``.
    recorded : date
        The day of its edition: read as known on that day, it is the pack as it is.
    """

    version: str
    horizon: dt.date
    horizon_note: str
    known_on: dt.date | None
    removed: frozenset[str]
    digest: str
    recorded: dt.date
    regimes: Mapping[str, Regime]
    watching: tuple[Watch, ...]
    sources: Mapping[str, Mapping[str, str]]

    def regime(self, regime: str = "eu") -> Regime:
        """The facts of a regime."""
        if not isinstance(regime, str) or regime not in self.regimes:
            arguments.check_one_of(regime, self.regimes, "regime")
        return self.regimes[regime]

    def at(self, regime: str, day: dt.date) -> Regime:
        """The regime that an exporter of ``regime`` was under on a day (a UK exporter was under EU law until 2020)."""
        r = self.regime(regime)
        return self.regimes[r.before] if r.before and day < r.starts else r

    def instruments(self) -> tuple[Instrument, ...]:
        """Every instrument of every regime."""
        return tuple(i for r in self.regimes.values() for i in r.instruments)

    def instrument(self, id_: str) -> Instrument:
        """One instrument by its id."""
        arguments.check_text(id_, "instrument")
        for i in self.instruments():
            if i.id == id_:
                return i
        raise CallError(
            f"instrument: {id_!r} is not in the law pack. {arguments.list_expected(id_, [i.id for i in self.instruments()])}"
        )

    def without(self, *ids: str) -> Law:
        """The law as it would be without some instruments, given by id (``eu-us-dpf``) or by kind (``dpf``)."""
        known = {i.id for i in self.instruments()} | {i.kind for i in self.instruments()}
        unknown = [i for i in arguments.check_texts(ids, "--without") if i not in known]
        if unknown:
            near = [f"'{n}'" for n in dict.fromkeys(arguments.find_nearest(i, known) for i in unknown) if n]
            raise CallError(
                f"--without: {', '.join(map(repr, unknown))} not in the law pack. Expected one of: {', '.join(sorted(known))}"
                + (f"; did you mean {', '.join(near)}?" if near else "")
            )
        gone = {i.id for i in self.instruments() if i.id in ids or i.kind in ids}
        if not gone:
            return self
        regimes = {
            k: replace(r, instruments=tuple(i for i in r.instruments if i.id not in gone)).indexed()
            for k, r in self.regimes.items()
        }
        removed = self.removed | gone
        digest = hashlib.sha256(f"{self.digest} without {' '.join(sorted(removed))}".encode()).hexdigest()
        return replace(self, regimes=regimes, removed=frozenset(removed), digest=digest)

    def place(self, country: str) -> str:
        """The code of a place: a misspelt one would have no decision, which reads as an answer of the law.

        Raises
        ------
        CallError
            With the nearest place.
        """
        if isinstance(country, str) and (country in countries.codes() or country in countries.OTHERS):
            return country
        if isinstance(country, str) and re.fullmatch("[A-Z]{2,3}", country):
            return (
                countries.code_of(country) or country
            )  # a table may have a code that ISO withdrew: no decision is on it
        return arguments.parse_place(country, "country")

    def resolve(self, country: str, regime: Regime) -> str:
        """The place whose rows apply: a territory of the United States follows the United States."""
        return regime.same_as.get(country, country)

    def beyond(self, day: dt.date) -> str:
        """``before-pack`` or ``beyond-horizon`` where the pack cannot know of a day, else empty."""
        if day > self.horizon:
            return "beyond-horizon"
        return "before-pack" if day < min(r.starts for r in self.regimes.values()) else ""

    def status(self, country: str, day: dt.date, regime: str = "eu") -> Status:
        """What the law says of a place on a day, for an exporter of the regime.

        Parameters
        ----------
        country : str
            A place as people spell it: ISO 3166-1 alpha-2 or a name, XK, ``EPO``, ``EU-INST``, or a region that is inside as a
            whole (``EU``, ``EEA``).

        Raises
        ------
        CallError
            A place, a day or a regime that is not known.
        """
        country, day = self.place(country), arguments.parse_day(day, "day")
        r = self.at(regime, day)
        at = self.resolve(country, r)
        beyond = self.beyond(day)
        if at in r.inside:
            return Status(
                country, regime, day, "eea", citation=r.law, beyond=beyond, notes=("the region is inside as a whole",)
            )
        if r.undetermined_before and day < r.starts and at not in r.by_place:
            return Status(
                country,
                regime,
                day,
                "no-decision",
                until=r.starts - dt.timedelta(1),
                notes=(r.undetermined_before,),
                confidence="low",
                beyond=beyond,
            )
        edges = self._edges(at, r)
        next_ = min((f - dt.timedelta(1) for f, _ in edges if f > day), default=None)
        for row in r.by_place.get(at, ()):
            if row.from_ <= day and (row.until is None or day <= row.until):
                until = min((d for d in (row.until, next_) if d), default=None)
                return Status(
                    country,
                    regime,
                    day,
                    row.status,
                    (),
                    row.from_,
                    until,
                    (row.note,),
                    row.citation or "; ".join(self.sources[s]["title"] for s in row.source),
                    row.confidence,
                    beyond,
                    row.url,
                    row.verified_on,
                    row.source,
                )
        found = tuple(i for i in r.decisions.get(at, ()) if i.in_force(day))
        if found:
            # a later decision that overlaps an earlier one is named first
            found = tuple(sorted(found, key=lambda i: i.from_, reverse=True))
            first = found[0]
            scope = tuple(e.text for e in first.elements if e.applies_on(day))
            return Status(
                country,
                regime,
                day,
                "adequate-in-part" if scope else "adequate",
                found,
                first.from_,
                min((d for d in (first.until, next_) if d), default=None),
                scope,
                first.citation,
                first.confidence,
                beyond,
                first.url,
                first.verified_on,
                first.source,
            )
        since = max((u + dt.timedelta(1) for _, u in edges if u and u < day), default=None)
        return Status(country, regime, day, "no-decision", (), since, next_, beyond=beyond)

    def _edges(self, at: str, r: Regime) -> list[tuple[dt.date, dt.date | None]]:
        rows = [(p.from_, p.until) for p in r.by_place.get(at, ())]
        return rows + [(i.from_, i.until) for i in r.decisions.get(at, ())]

    def tools(
        self, kind: str, version: str = "unknown", regime: str = "eu", day: dt.date | None = None
    ) -> tuple[Instrument, ...]:
        """The generations of a kind of tool, oldest first; ``version`` unknown gives them all."""
        r = self.at(regime, day) if day else self.regime(regime)
        found = [
            i for i in r.instruments if i.kind == kind and (version == "unknown" or i.version in (version, "unknown"))
        ]
        return tuple(sorted(found, key=lambda i: (i.from_, i.version)))

    def no_tool(self, kind: str, version: str = "unknown", regime: str = "eu") -> Mapping[str, Any] | None:
        """The row that says why something is no transfer tool, if the pack has one."""
        for row in self.regime(regime).no_tool:
            if row["kind"] == kind and row.get("version", version) == version:
                return row
        return None

    def tia_required_from(self, regime: str = "eu") -> dt.date:
        """First day on which a transfer impact assessment is asked for (CJEU C-311/18)."""
        return self.regime(regime).tia_required_from

    def watch(self, about: str, day: dt.date) -> tuple[Watch, ...]:
        """What was pending on a day about an instrument or a place."""
        return tuple(
            w for w in self.watching if about in w.about and w.since <= day and (w.until is None or day <= w.until)
        )

    def boundaries(self, country: str | None = None, regime: str = "eu") -> tuple[dt.date, ...]:
        """Every day on which something starts, or the day after it ended; for one place, or for the whole regime."""
        r = self.regime(regime)
        instruments = r.instruments
        if country is not None:
            at = self.resolve(country, r)
            edges, instruments = self._edges(at, r), r.decisions.get(at, ())
        else:
            edges = [(p.from_, p.until) for p in r.places] + [(i.from_, i.until) for i in r.instruments]
        edges += [(i.signable_from, i.signable_until) for i in instruments]
        edges += [(d, None) for i in instruments for d in (i.contested_from, i.end_set)]
        edges += [(e.from_, e.until) for i in instruments for e in i.elements]
        return tuple(sorted({f for f, _ in edges if f} | {u + dt.timedelta(1) for _, u in edges if u}))

    def days(self) -> frozenset[dt.date]:
        """Every day on which the pack's answers can change, under any regime."""
        days = (
            {r.starts for r in self.regimes.values()}
            | {r.tia_required_from for r in self.regimes.values()}
            | {w.since for w in self.watching}
        )
        days |= {row["from"] for r in self.regimes.values() for row in r.frameworks if row["from"]}
        return frozenset(days).union(*(self.boundaries(None, name) for name in self.regimes))

    def oldest_check(self) -> dt.date:
        """The earliest day on which a row now in the pack was last checked."""
        rows = [r.verified_on for regime in self.regimes.values() for r in (*regime.places, *regime.instruments)]
        return min((d for d in rows if d), default=dt.date.max)

    def remark(self, country: str, day: dt.date, regime: str = "eu") -> str:
        """What a reader should know of a place under a regime, beside its rows; empty where there is nothing."""
        r = self.at(regime, day)
        return r.remarks.get(country, "") or r.remarks.get(self.resolve(country, r), "")

    def framework(self, day: dt.date, regime: str = "eu") -> Mapping[str, Any]:
        """The law on transfers that an exporter was under on a day: the row of ``frameworks``, with ``citation`` and ``url``."""
        rows = self.at(regime, day).frameworks
        return [rows[0], *(row for row in rows if row["from"] <= day)][-1]

    def history(self, country: str, regime: str = "eu") -> tuple[Status, ...]:
        """The place's whole history, one row per interval, oldest first."""
        country = self.place(country)
        r = self.regime(regime)
        days = [r.starts, *(d for d in self.boundaries(country, regime) if d > r.starts)]
        rows: list[Status] = []
        for day in days:
            now = replace(self.status(country, day, regime), since=day)
            last = rows[-1] if rows else None
            if last and (last.status, last.instruments, last.notes) == (now.status, now.instruments, now.notes):
                continue
            if last:
                rows[-1] = replace(last, until=day - dt.timedelta(1))
            rows.append(replace(now, until=None, beyond=""))
        return tuple(rows)
