"""The statements on a country on a day, and where to look for what no statement answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from datamap.errors import LawError
from datamap.facts import HISTORY, Interval, Pack, Schema, Sort

DATA = Path(__file__).parent / "data"
TOPICS = ("access", "oversight", "redress", "tools")
"""What a sheet states: access by authorities, its oversight, redress for people, what it means for transfer tools."""

SCHEMA = Schema(
    sorts={
        "file": Sort(("defaults", "statements", "look")),
        "statements": Sort(
            ("id", "country", "topic", "text", "source"),
            ("citation", "from", "until", "confidence", "not_read", "verified_on", *HISTORY),
        ),
        "look": Sort(("id", "topic", "text", "source"), ("verified_on", "confidence", *HISTORY)),
    },
    words={"topic": TOPICS, "confidence": ("high", "medium", "low")},
)


@dataclass(frozen=True, slots=True)
class Statement(Interval):
    """One statement on a country.

    Attributes
    ----------
    id, country, topic, text, citation : str
    sources : tuple of str
        Titles of the sources, with what was read of them.
    url : str
        Where it can be looked up; empty where no source has a link.
    not_read : str
        What was not read; empty: nothing that matters.
    confidence : {'high', 'medium', 'low'}
    verified_on : date
    from_, until : date or None
    """

    id: str
    country: str
    topic: str
    text: str
    citation: str
    sources: tuple[str, ...]
    url: str
    not_read: str
    confidence: str
    verified_on: dt.date
    from_: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Sheets:
    """All country sheets of an edition.

    Attributes
    ----------
    version : str
    horizon : date
    statements, look : tuple of Statement
    """

    version: str
    horizon: dt.date
    statements: tuple[Statement, ...]
    look: tuple[Statement, ...]

    def of(self, country: str, day: dt.date, topic: str = "") -> tuple[Statement, ...]:
        """The statements on a country on a day, on one topic or on all; empty where the sheet is blank.

        Examples
        --------
        >>> import datetime as dt
        >>> [s.id for s in load().of("US", dt.date(2026, 9, 30), "redress")]
        ['us-redress']
        >>> load().of("ZA", dt.date(2026, 9, 30))
        ()
        """
        found = (s for s in self.statements if s.country == country and s.applies_on(day))
        return tuple(s for s in found if not topic or s.topic == topic)

    def where_to_look(self, topic: str) -> tuple[Statement, ...]:
        """Where to look for what no statement answers."""
        return tuple(s for s in self.look if s.topic == topic)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that have a sheet."""
        return tuple(dict.fromkeys(s.country for s in self.statements))


def load(known_on: dt.date | None = None) -> Sheets:
    """The country sheets, as they were known on a day; by default the newest.

    A day before the first edition gives no sheet: every statement is blank then.
    """
    return _load(known_on)


@cache
def _load(known_on: dt.date | None) -> Sheets:
    pack = Pack(DATA, ("sheets",), SCHEMA, title="the pack of country sheets", error=LawError)
    first = min(row["recorded"] for row in pack.rows("pack", "editions"))
    rows = {sort: pack.rows("sheets", sort, known_on) for sort in ("statements", "look")}
    edition = pack.edition(None if known_on is None or known_on < first else known_on)
    statements, look = (tuple(_statement(row, pack) for row in rows[sort]) for sort in ("statements", "look"))
    return Sheets(edition["version"], edition["horizon"], statements, look)


def _statement(row: Mapping[str, Any], pack: Pack) -> Statement:
    return Statement(
        id=row["id"],
        country=row.get("country", ""),
        topic=row["topic"],
        text=row["text"],
        citation=row.get("citation", ""),
        sources=tuple(str(pack.sources[s]["title"]) for s in row["source"]),
        url=pack.link(row),
        not_read=row.get("not_read", ""),
        confidence=row["confidence"],
        verified_on=row["verified_on"],
        from_=row.get("from"),
        until=row.get("until"),
    )
