"""The status of a place on a day: inside, adequate, adequate in part, or without a decision."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from datamap.law.rows import Instrument, PlaceRow, Status

if TYPE_CHECKING:
    from datamap.law.pack import Law

DAY = dt.timedelta(1)
INSIDE = ("eea", "own-area", "transition", "bridge")
"""Statuses of a place to which sending data is not a transfer to a third country."""


def is_inside(law: Law, place: str, day: dt.date, regime: str) -> bool:
    """Whether a place is inside the area of an exporter's law on a day.

    There is no default for the regime: Germany is inside for an exporter in France, and not for one in Britain.
    """
    return law.status(place, day, regime).status in INSIDE


def left_open(law: Law, day: dt.date, regime: str) -> str:
    """Why the law of a day leaves every place open, in the words of that day; empty if it does not."""
    r = law.at(regime, day)
    words = str(law.framework(day, regime).get("undetermined", r.undetermined_before))
    return words if day < r.starts else ""


def status_of(law: Law, country: str, day: dt.date, regime: str) -> Status:
    """The status of a place, given by its code, for an exporter under a regime."""
    r = law.at(regime, day)
    at = law.resolve(country, r)
    beyond = law.beyond(day)
    if at in r.inside:
        notes = ("the region is inside as a whole",)
        cited = str(law.framework(day, regime)["citation"])
        return Status(country, regime, day, "eea", citation=cited, beyond=beyond, notes=notes)
    if r.undetermined_before and day < r.starts and at not in r.by_place:
        return Status(
            country,
            regime,
            day,
            "no-decision",
            until=r.starts - DAY,
            notes=(left_open(law, day, regime),),
            confidence="low",
            beyond=beyond,
        )
    edges = r.edges(at)
    next_change = min((first - DAY for first, _ in edges if first > day), default=None)
    for row in r.by_place.get(at, ()):
        if row.applies_on(day):
            return _by_row(law, Status(country, regime, day, row.status, beyond=beyond), row, next_change)
    found = tuple(i for i in r.decisions.get(at, ()) if i.in_force(day))
    if found:
        return _by_decision(Status(country, regime, day, "adequate", beyond=beyond), found, next_change)
    since = max((last + DAY for _, last in edges if last and last < day), default=None)
    return Status(country, regime, day, "no-decision", since=since, until=next_change, beyond=beyond)


def _by_row(law: Law, s: Status, row: PlaceRow, next_change: dt.date | None) -> Status:
    """The status by a row on the place itself: a member state, a transition, an extension."""
    return Status(
        s.country,
        s.regime,
        s.day,
        s.status,
        since=row.from_,
        until=_earlier(row.until, next_change),
        notes=(row.note,),
        citation=row.citation or "; ".join(law.sources[source]["title"] for source in row.source),
        confidence=row.confidence,
        beyond=s.beyond,
        url=row.url,
        verified_on=row.verified_on,
        source=row.source,
    )


def _by_decision(s: Status, found: tuple[Instrument, ...], next_change: dt.date | None) -> Status:
    """The status by the decisions in force; a later one that overlaps an earlier one comes first."""
    found = tuple(sorted(found, key=lambda i: i.from_, reverse=True))
    first = found[0]
    scope = tuple(e.text for e in first.elements if e.applies_on(s.day))
    return Status(
        s.country,
        s.regime,
        s.day,
        "adequate-in-part" if scope else "adequate",
        instruments=found,
        since=first.from_,
        until=_earlier(first.until, next_change),
        notes=scope,
        citation=first.cited(s.day),
        confidence=first.confidence,
        beyond=s.beyond,
        url=first.url,
        verified_on=first.verified_on,
        source=first.source,
    )


def _earlier(*days: dt.date | None) -> dt.date | None:
    return min((d for d in days if d), default=None)
