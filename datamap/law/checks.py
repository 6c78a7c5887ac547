"""Which facts of the pack an answer is based on, and which of them no one has checked for more than a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from datamap.labels.counting import count
from datamap.law.pack import Law


def behind(
    law: Law, day: dt.date, regime: str, places: Iterable[str], tools: Iterable[tuple[str, str]] = ()
) -> dict[str, dt.date]:
    """The facts on places and tools (kind, version) that speak on a day, by name, with the day of their last check.

    That there is no decision is not a separate fact: the pack's horizon states how far that was checked.
    """
    found: dict[str, dt.date | None] = {}
    instruments = [i for kind, version in tools for i in law.tools(kind, version, regime, day)]
    for place in places:
        status = law.status(place, day, regime)
        instruments += status.instruments
        if status.since and not status.instruments:  # a row on the place: a member state, a transition, an extension
            found[f"{place} {status.status} from {status.since}"] = status.verified_on
    found |= {i.id: i.verified_on for i in instruments}
    return {name: checked for name, checked in found.items() if checked}


def year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; for 29 February the 28th."""
    return (day.replace(day=28) if (day.month, day.day) == (2, 29) else day).replace(year=max(day.year - 1, 1))


def old(facts: Mapping[str, dt.date], day: dt.date) -> dict[str, str]:
    """Those last checked more than a year before the day, the longest ago first."""
    limit = year_before(day)
    return {name: checked.isoformat() for checked, name in sorted((c, n) for n, c in facts.items() if c < limit)}


def said(old_: Mapping[str, str]) -> str:
    """The same as a sentence without its stop; empty where there are none."""
    if not old_:
        return ""
    facts = count(len(old_), "facts of law used here were", "fact of law used here was")
    return f"{facts} last checked more than a year before that day: " + ", ".join(
        f"{name} ({checked})" for name, checked in old_.items()
    )
