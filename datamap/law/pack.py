"""The law pack: dated, cited facts from ``data/*.yaml`` and the look-ups on them. No look-up without a date.

Three regimes (``eu``, ``uk``, ``ch``) are three data files of one form, read by :func:`datamap.law.reading.load`; this
module knows none of them by name.
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
from datamap.labels.counting import few
from datamap.law import boundaries, status
from datamap.law.rows import (
    Condition,
    Dated,
    Element,
    Instrument,
    National,
    PlaceRow,
    Provision,
    Reason,
    Regime,
    Status,
    Watch,
)
from datamap.model import arguments

__all__ = [
    "ADEQUACY_KINDS",
    "Condition",
    "Dated",
    "Element",
    "Instrument",
    "Law",
    "National",
    "PlaceRow",
    "Provision",
    "Reason",
    "Regime",
    "Status",
    "Watch",
]

ADEQUACY_KINDS = ("adequacy", "dpf", "privacy-shield", "safe-harbour")
"""Kinds that are decisions under Art. 45; the others are tools of Art. 46 and derogations of Art. 49."""


@dataclass(frozen=True)
class Law:
    """The law as the pack has it; :func:`datamap.law.load` reads it, :meth:`without` alters it, nothing global changes.

    Attributes
    ----------
    version : str
        Of the pack, such as ``2026.11``.
    horizon : date
        The day of the newest source. An answer for a later day states that it is beyond it.
    known_on : date or None
        The pack was read as of that day.
    removed, kinds_removed : frozenset of str, mapping
        Instruments taken out by :meth:`without`, and the kind of each.
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
    kinds_removed: Mapping[str, str] = field(default_factory=dict)

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

    def elements(self) -> tuple[Element, ...]:
        """Every scope element of the instruments, and every condition of the reasons for no transfer."""
        reasons = (e for r in self.regimes.values() for reason in r.no_transfer for e in reason.elements)
        return (*(e for i in self.instruments() for e in i.elements), *reasons)

    def instrument(self, id_: str) -> Instrument:
        """One instrument by its id."""
        arguments.check_text(id_, "instrument")
        for i in self.instruments():
            if i.id == id_:
                return i
        raise CallError(
            f"instrument: {id_!r} is not in the law pack. "
            + arguments.list_expected(id_, [i.id for i in self.instruments()])
        )

    def without(self, *ids: str) -> Law:
        """The law as it would be without some instruments, given by id (``eu-us-dpf``) or by kind (``dpf``)."""
        known = {i.id for i in self.instruments()} | {i.kind for i in self.instruments()}
        unknown = [i for i in arguments.check_texts(ids, "--without") if i not in known]
        if unknown:
            near = [f"'{n}'" for n in dict.fromkeys(arguments.find_nearest(i, known) for i in unknown) if n]
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            expected = f"Expected one of: {few(sorted(known), arguments.LISTED)}{hint}"
            raise CallError(f"--without: {', '.join(map(repr, unknown))} not in the law pack. {expected}")
        gone = {i.id: i.kind for i in self.instruments() if i.id in ids or i.kind in ids}
        if not gone:
            return self
        regimes = {
            k: replace(r, instruments=tuple(i for i in r.instruments if i.id not in gone)).indexed()
            for k, r in self.regimes.items()
        }
        removed = {**self.kinds_removed, **gone}
        digest = hashlib.sha256(f"{self.digest} without {' '.join(sorted(removed))}".encode()).hexdigest()
        return replace(self, regimes=regimes, removed=frozenset(removed), digest=digest, kinds_removed=removed)

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
            # a table may have a code that ISO withdrew: it has no decision
            return countries.code_of(country) or country
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
        """The law on a place on a day, for an exporter under the regime.

        Parameters
        ----------
        country : str
            A place as people spell it: ISO 3166-1 alpha-2 or a name, XK, ``EPO``, ``EU-INST``, or a region that is
            inside as a whole (``EU``, ``EEA``).

        Raises
        ------
        CallError
            A place, a day or a regime that is not known.
        """
        return status.status_of(self, self.place(country), arguments.parse_day(day, "day"), regime)

    def tools(
        self, kind: str, version: str = "unknown", regime: str = "eu", day: dt.date | None = None
    ) -> tuple[Instrument, ...]:
        """The generations of a kind of tool, oldest first; ``version`` unknown gives them all."""
        r = self.at(regime, day) if day else self.regime(regime)
        found = [
            i for i in r.instruments if i.kind == kind and (version == "unknown" or i.version in (version, "unknown"))
        ]
        return tuple(sorted(found, key=lambda i: (i.from_, i.version)))

    def no_tool(
        self, kind: str, version: str = "unknown", regime: str = "eu", day: dt.date | None = None
    ) -> Mapping[str, Any] | None:
        """The row that states why something is not a transfer tool, if the pack has one; ``day`` None: the newest."""
        r = self.at(regime, day) if day else self.regime(regime)
        found = [row for row in r.no_tool if row["kind"] == kind and row.get("version", version) == version]
        if day:
            found = [row for row in found if row.get("from", day) <= day <= row.get("until", day)]
        return found[-1] if found else None

    def reason(self, id_: str, day: dt.date, regime: str = "eu") -> Reason | None:
        """A reason why there is no transfer, as the law of the day has it; None where it has not."""
        rows = sorted((r for r in self.at(regime, day).no_transfer if r.id == id_), key=lambda r: r.from_)
        return next((r for r in reversed(rows) if r.from_ <= day), rows[0] if rows else None)

    def condition(self, letter: str, day: dt.date, regime: str = "eu") -> Condition | None:
        """What a derogation depends on beside its letter, such as ``49-1-a``, under the law of a day."""
        found = (c for c in self.at(regime, day).conditions if c.letter == letter and c.applies_on(day))
        return next(found, None)

    def national(self, topic: str, country: str, day: dt.date, regime: str = "eu") -> National | None:
        """What the law of a country adds on a topic on a day; None where the pack does not know."""
        rows = (n for n in self.at(regime, day).national if (n.topic, n.country) == (topic, country))
        return next((n for n in rows if n.applies_on(day)), None)

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
        return boundaries.of(self, country, regime)

    def days(self) -> frozenset[dt.date]:
        """Every day on which the pack's answers can change, under any regime."""
        days = {w.since for w in self.watching}
        days |= {d for r in self.regimes.values() for d in (r.starts, r.tia_required_from)}
        days |= {row["from"] for r in self.regimes.values() for row in r.frameworks if row["from"]}
        days |= {row["from"] for r in self.regimes.values() for row in r.no_tool if row.get("from")}
        days |= {row.from_ for r in self.regimes.values() for row in r.no_transfer}
        return frozenset(days).union(*(self.boundaries(None, name) for name in self.regimes))

    def oldest_check(self) -> dt.date:
        """The earliest day on which a row now in the pack was last checked."""
        days = [row.verified_on for r in self.regimes.values() for row in r.places]
        days += [row.verified_on for r in self.regimes.values() for row in r.instruments]
        return min((d for d in days if d), default=dt.date.max)

    def remark(self, country: str, day: dt.date, regime: str = "eu") -> str:
        """A remark on a place under a regime, in addition to its rows; empty if there is none."""
        r = self.at(regime, day)
        return r.remarks.get(country, "") or r.remarks.get(self.resolve(country, r), "")

    def framework(self, day: dt.date, regime: str = "eu") -> Mapping[str, Any]:
        """The law on transfers that applied on a day: the row of ``frameworks``, with ``citation`` and ``url``."""
        rows = self.at(regime, day).frameworks
        return [rows[0], *(row for row in rows if row["from"] <= day)][-1]

    def history(self, country: str, regime: str = "eu") -> tuple[Status, ...]:
        """The place's whole history, one row per interval, oldest first."""
        return boundaries.history(self, country, regime)


def altered(law: Law, kind: str) -> str:
    """That instruments of a kind were taken out of the law, in words behind a name; empty where none was."""
    mine = sorted(id_ for id_, of in law.kinds_removed.items() if of == kind)
    return f", here read without {', '.join(mine)}" if mine else ""
