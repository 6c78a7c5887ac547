"""The law pack: dated, cited facts from ``data/*.yaml`` and the look-ups on them. No look-up without a date.

Three regimes (``eu``, ``uk``, ``ch``) are data of one form; this module knows none of them by name. A correction in
the data is a new row that ``replaces`` the old one and says when the pack learnt it (``recorded``), so that
:func:`load` can read the pack as it stood on an earlier day (``known_on``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from datamap.errors import CallError, LawError
from datamap.law import reading
from datamap.law.facts import (
    ADEQUACY_KINDS,
    DAY,
    Act,
    Element,
    Instrument,
    PlaceRow,
    Regime,
    Remark,
    Status,
    Watch,
)

__all__ = [
    "ADEQUACY_KINDS", "DATA", "REGIMES", "Act", "Element", "Instrument", "Law", "PlaceRow", "Regime", "Remark",
    "Status", "Watch", "load",
]  # fmt: skip

DATA = Path(__file__).parent / "data"
REGIMES = ("eu", "uk", "ch")


@dataclass(frozen=True)
class Law:
    """The law as the pack has it; :func:`load` reads it, :meth:`without` alters it, nothing global changes.

    Attributes
    ----------
    version : str
        Of the pack's edition, such as ``2026.11``.
    horizon : date
        The newest source seen. A later day is answered with that said.
    horizon_note : str
        What is unchecked beyond it, in words.
    known_on : date or None
        The pack was read as it stood that day.
    removed : frozenset of str
        Instruments taken out by :meth:`without`.
    digest : str
        SHA-256 over the facts that were read, so over what ``known_on`` left, and over ``removed``.
    """

    version: str
    horizon: dt.date
    horizon_note: str
    known_on: dt.date | None
    removed: frozenset[str]
    digest: str
    regimes: Mapping[str, Regime]
    watching: tuple[Watch, ...]
    sources: Mapping[str, Mapping[str, str]]
    _lines: dict[tuple[str, str], tuple[list[dt.date], list[Status]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_lines": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    # --- instruments -----------------------------------------------------------------------------------------------

    def regime(self, regime: str = "eu") -> Regime:
        """The facts of a regime."""
        if regime not in self.regimes:
            raise CallError(f"regime: '{regime}' is not known. Expected one of: {', '.join(self.regimes)}")
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
        for i in self.instruments():
            if i.id == id_:
                return i
        known = ", ".join(sorted(i.id for i in self.instruments()))
        raise CallError(f"instrument: '{id_}' is not in the law pack. Expected one of: {known}")

    def without(self, *ids: str) -> Law:
        """The law as it would be without some instruments, given by id (``eu-us-dpf``) or by kind (``dpf``)."""
        known = {i.id for i in self.instruments()} | {i.kind for i in self.instruments()} | self.removed
        unknown = [i for i in ids if i not in known]
        if unknown:
            named = ", ".join(map(repr, unknown))
            raise CallError(f"--without: {named} not in the law pack. Expected one of: {', '.join(sorted(known))}")
        gone = {i.id for i in self.instruments() if i.id in ids or i.kind in ids}
        if not gone:
            return self
        regimes = {
            k: replace(r, instruments=tuple(i for i in r.instruments if i.id not in gone))
            for k, r in self.regimes.items()
        }
        removed = self.removed | gone
        digest = hashlib.sha256(f"{self.digest} without {' '.join(sorted(gone))}".encode()).hexdigest()
        return replace(self, regimes=regimes, removed=frozenset(removed), digest=digest, _lines={})

    def tools(
        self, kind: str, version: str = "unknown", regime: str = "eu", day: dt.date | None = None
    ) -> tuple[Instrument, ...]:
        """The generations of a kind of tool, oldest first; ``version`` unknown gives them all."""
        r = self.at(regime, day) if day else self.regime(regime)
        fits = (version, "unknown")
        found = [i for i in r.instruments if i.kind == kind and (version == "unknown" or i.version in fits)]
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
        """What was pending on a day about an instrument, a place or a provision (``art-30``)."""
        return tuple(w for w in self.watching if about in w.about and w.open_on(day))

    def acts(self, about: str, day: dt.date, regime: str = "eu") -> tuple[Act, ...]:
        """Amendments, guidance and judgments of a day about an instrument (by id) or a subject (``tia``, ``scc`` ...)."""
        return tuple(
            a for a in self.at(regime, day).acts
            if about in (*a.about, *a.amends) and a.from_ and a.from_ <= day and (a.until is None or day <= a.until)
        )  # fmt: skip

    # --- places ----------------------------------------------------------------------------------------------------

    def resolve(self, country: str, regime: Regime) -> str:
        """The place whose rows apply: a territory of the United States follows the United States."""
        return regime.same_as.get(country, country)

    def status(self, country: str, day: dt.date, regime: str = "eu") -> Status:
        """What the law says of a place on a day, for an exporter of the regime.

        Parameters
        ----------
        country : str
            ISO 3166-1 alpha-2, XK, ``EPO``, ``EU-INST``, or a region that is inside as a whole (``EU``, ``EEA``). A
            code that no row names is a third country without a decision.

        Examples
        --------
        >>> load().status("HR", dt.date(2013, 6, 30)).status, load().status("HR", dt.date(2013, 7, 1)).status
        ('no-decision', 'eea')
        """
        starts, line = self._line(country, regime)
        of_interval = line[bisect_right(starts, day) - 1]
        found = self._read(country, day, self.at(regime, day))
        return replace(
            found, regime=regime, since=of_interval.since, until=of_interval.until, beyond=self._beyond(day)
        )

    def history(self, country: str, regime: str = "eu") -> tuple[Status, ...]:
        """The place's whole history, one row per interval, oldest first; its days are where each interval starts."""
        first = min(r.starts for r in self.regimes.values())
        return tuple(s for s in self._line(country, regime)[1] if s.until is None or s.until >= first)

    def boundaries(self, country: str | None = None, regime: str = "eu") -> tuple[dt.date, ...]:
        """Every day on which something starts, or the day after it ended; for one place, or for the whole regime."""
        r = self.regime(regime)
        if country is not None:
            return tuple(sorted(self._edges(country, r)))
        days: set[dt.date] = {r.tia_required_from, r.starts}
        for row in (*r.places, *r.remarks, *r.instruments, *r.acts, *(e for i in r.instruments for e in i.elements)):
            days |= {row.from_} if row.from_ else set()
            days |= {row.until + DAY} if row.until else set()
        for i in r.instruments:
            days |= {d for d in (i.annulled_on, i.contested_from) if d}
            days |= {d + DAY for d in (i.signable_until, i.sunset) if d}
        days |= {row["from"] for row in r.frameworks}
        return tuple(sorted(days | (set(self.boundaries(None, r.before)) if r.before else set())))

    def _beyond(self, day: dt.date) -> str:
        if day > self.horizon:
            return "beyond-horizon"
        return "before-pack" if day < min(r.starts for r in self.regimes.values()) else ""

    def _line(self, country: str, regime: str) -> tuple[list[dt.date], list[Status]]:
        """The intervals of a place: their first days, and the status of each; worked out once per place."""
        if (country, regime) not in self._lines:
            r = self.regime(regime)
            days = [dt.date.min, *sorted(self._edges(country, r))]
            rows: list[Status] = []
            for day in days:
                now = self._read(country, day, self.at(regime, day))
                if rows and _alike(rows[-1], now):
                    continue
                if rows:
                    rows[-1] = replace(rows[-1], until=day - DAY)
                rows.append(replace(now, regime=regime, since=day if day > dt.date.min else None))
            self._lines[country, regime] = [s.since or dt.date.min for s in rows], rows
        return self._lines[country, regime]

    def _edges(self, country: str, r: Regime) -> set[dt.date]:
        """Days on which something about a place starts, and days after it ended."""
        at = self.resolve(country, r)
        rows: list[Any] = [*r.by_place.get(at, ()), *r.decisions.get(at, ())]
        rows += [e for i in r.decisions.get(at, ()) for e in i.elements]
        rows += [m for m in r.remarks if country in m.places]
        days = {row.from_ for row in rows if row.from_} | {row.until + DAY for row in rows if row.until}
        if at in r.inside:
            days |= {row["from"] for row in r.frameworks}
        if r.before:
            days = {d for d in days if d >= r.starts} | {r.starts}
            days |= {d for d in self._edges(country, self.regimes[r.before]) if d < r.starts}
        elif r.undetermined_before and at not in r.by_place:
            days.add(r.starts)
        return days

    def _read(self, country: str, day: dt.date, r: Regime) -> Status:
        """The facts on a place on a day, without the interval they hold for."""
        at = self.resolve(country, r)
        remarks = tuple(m.text for m in r.remarks if country in m.places and m.holds(day))
        base = Status(country, r.id, day, "no-decision", notes=remarks)
        if at in r.inside:
            return replace(base, status="eea", citation=r.cited(day))
        if r.undetermined_before and day < r.starts and at not in r.by_place:
            return replace(base, notes=(r.undetermined_before, *remarks), confidence="low")
        row = next((row for row in r.by_place.get(at, ()) if row.holds(day)), None)
        if row:
            return replace(
                base, status=row.status, notes=(*((row.note,) if row.note else ()), *remarks),
                citation=row.citation or row.note, url=row.url, confidence=row.confidence,
                contested=row.status == "national-extension",
            )  # fmt: skip
        # of decisions that overlap the newest is named first
        found = sorted((i for i in r.decisions.get(at, ()) if i.in_force(day)), key=lambda i: i.from_, reverse=True)
        if not found:
            return base
        first = found[0]
        return replace(
            base, status="adequate-in-part" if first.in_part(day) else "adequate", instruments=tuple(found),
            notes=(*(e.text for e in first.elements if e.applies_on(day)), *remarks), citation=first.citation,
            url=first.url, confidence=first.confidence,
            contested=any(w.id in first.watch and w.open_on(day) for w in self.watching),
        )  # fmt: skip


def _alike(a: Status, b: Status) -> bool:
    """Whether two statuses belong to one interval: the second of two decisions that overlap does not divide it."""
    return (a.status, a.instruments[:1], a.notes, a.citation, a.confidence) == (
        b.status, b.instruments[:1], b.notes, b.citation, b.confidence,
    )  # fmt: skip


@cache
def load(known_on: dt.date | None = None) -> Law:
    """The law pack, or the pack as it stood on a day.

    Parameters
    ----------
    known_on : date, optional
        Leave out facts that the pack learnt later, and undo corrections made later.

    Raises
    ------
    CallError
        If the pack did not exist yet on that day.
    LawError
        If the data files do not make sense; the message says how to mend them.
    """
    return read(DATA, known_on)


def read(folder: Path, known_on: dt.date | None = None) -> Law:
    """The law pack in a folder; see :func:`load`."""
    p = reading.Problems()
    head = reading.yaml_of(folder / "pack.yaml")
    editions = [e for e in head["editions"] if known_on is None or e["recorded"] <= known_on]
    if not editions:
        first = min(e["recorded"] for e in head["editions"])
        raise CallError(
            f"--known-on: the law pack knows nothing before {first}; expected that day or a later one, found {known_on}"
        )
    edition = max(editions, key=lambda e: e["recorded"])
    ledger = reading.yaml_of(folder / "sources.yaml")
    watch = reading.yaml_of(folder / "watch.yaml")
    rows = reading.kept(watch["watch"], watch["defaults"], known_on, p)
    watching = tuple(w for r in rows if (w := reading.noun(Watch, r, ledger, p)) is not None)
    try:
        regimes = {name: reading.regime(folder, name, ledger, watching, known_on, p) for name in REGIMES}
    except KeyError as e:
        raise LawError(f"law pack: the column {e} is missing at the head of a file; see the head of eu.yaml") from e
    p.check()
    facts = [edition["version"], str(edition["horizon"]), watching, [(r.places, r.remarks, r.instruments, r.acts,
             sorted(r.same_as.items()), r.inside, r.no_tool, r.frameworks, r.starts) for r in regimes.values()]]  # fmt: skip
    digest = hashlib.sha256(repr(facts).encode()).hexdigest()
    return Law(
        edition["version"], edition["horizon"], edition["note"], known_on, frozenset(), digest, regimes, watching, ledger
    )
