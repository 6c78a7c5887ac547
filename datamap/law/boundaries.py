"""The days on which the law changes, and the history of a place between them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from datamap.law.rows import Dated, Element, Status

if TYPE_CHECKING:
    from datamap.law.pack import Law


def of(law: Law, country: str | None, regime: str) -> tuple[dt.date, ...]:
    """Every day on which something starts, or the day after it ended; ``country`` None: of the whole regime."""
    r = law.regime(regime)
    instruments = r.instruments
    if country is not None:
        at = law.resolve(country, r)
        edges, instruments = r.edges(at), r.decisions.get(at, ())
    else:
        edges = [(p.from_, p.until) for p in r.places] + [(i.from_, i.until) for i in r.instruments]
    first = [
        d
        for i in instruments
        for d in (i.contested_from, i.end_set, i.signable_from, i.not_for_public, i.occasional_only)
    ]
    first += [f for f, _ in edges]
    last = [u for _, u in edges] + [i.signable_until for i in instruments]
    parts: list[Element | Dated] = [p for i in instruments for p in i.elements]
    parts += [p for i in instruments for p in (*i.citations, *i.if_regular, *i.onward)]
    first += [p.from_ for p in parts]
    last += [p.until for p in parts]
    return tuple(sorted({d for d in first if d} | {d + dt.timedelta(1) for d in last if d}))


def history(law: Law, country: str, regime: str) -> tuple[Status, ...]:
    """The whole history of a place, one row per interval, oldest first."""
    country = law.place(country)
    r = law.regime(regime)
    days = [r.starts, *(d for d in law.boundaries(country, regime) if d > r.starts)]
    rows: list[Status] = []
    for day in days:
        now = replace(law.status(country, day, regime), since=day)
        last = rows[-1] if rows else None
        if last and (last.status, last.instruments, last.notes) == (now.status, now.instruments, now.notes):
            continue
        if last:
            rows[-1] = replace(last, until=day - dt.timedelta(1))
        rows.append(replace(now, until=None, beyond=""))
    return tuple(rows)
