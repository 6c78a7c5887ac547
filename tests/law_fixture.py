"""The law pack with one fact changed: each row without which, with another end or with other words it might be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import datamap.law
from datamap.law import differences
from datamap.law.pack import ADEQUACY_KINDS, Law
from datamap.law.rows import Watch

LAW = datamap.law.load()
DAY = dt.date(2026, 9, 30)
ENDED = dt.date(2024, 1, 31)
OTHER = "another text"


def changed() -> Iterator[tuple[str, Law]]:
    """What was changed, and the law with it."""
    for name, regime in LAW.regimes.items():
        for what, more in _of_regime(regime):
            yield f"{name}: {what}", replace(LAW, regimes={**LAW.regimes, name: replace(regime, **more).indexed()})
    for n, watch in enumerate(LAW.watching):
        others = (*LAW.watching[:n], *LAW.watching[n + 1 :])
        yield f"no longer pending: {watch.id}", replace(LAW, watching=others)
        yield f"pending in other words: {watch.id}", replace(LAW, watching=(*others, replace(watch, text=OTHER)))
    for about in ("IN", "BR", "adequacy-jp"):
        pending = Watch("new", (about,), ENDED, OTHER, "high", ())
        yield f"pending on {about}", replace(LAW, watching=(*LAW.watching, pending))
    for i in LAW.instruments():
        yield f"read without {i.id}", LAW.without(i.id)


def _of_regime(r) -> Iterator[tuple[str, dict]]:
    for n, i in enumerate(r.instruments):
        before, after = r.instruments[:n], r.instruments[n + 1 :]
        yield f"{i.id} is gone", {"instruments": (*before, *after)}
        words = {"short": f"{i.short} anew", "citation": OTHER, "citations": (), "confidence": "low"}
        yield f"{i.id} in other words", {"instruments": (*before, replace(i, **words), *after)}
        if i.from_ < ENDED:
            ended = replace(i, until=ENDED, annulled_on=ENDED, annulled_by="a court")
            yield f"{i.id} has ended", {"instruments": (*before, ended, *after)}
        for k, e in enumerate(i.elements):
            elements = (*i.elements[:k], replace(e, text=OTHER), *i.elements[k + 1 :])
            yield f"{i.id}, {e.id} in other words", {"instruments": (*before, replace(i, elements=elements), *after)}
        if i.kind in ADEQUACY_KINDS and i.until is None:
            for place in ("IN", "BR"):
                new = replace(i, id=f"{i.id}-2", places=(place,), from_=ENDED)
                yield f"{i.id} for {place} too", {"instruments": (*r.instruments, new)}
    for n, row in enumerate(r.places):
        others = (*r.places[:n], *r.places[n + 1 :])
        yield f"without {row.status} of {', '.join(row.places[:3])}", {"places": others}
        yield f"{row.status} of {row.places[0]} with another note", {"places": (*others, replace(row, note=OTHER))}
        for place in row.places[:2]:
            left = replace(row, places=tuple(p for p in row.places if p != place))
            yield f"{place} without {row.status}", {"places": (*r.places[:n], left, *r.places[n + 1 :])}
    for place in r.same_as:
        yield f"{place} on its own", {"same_as": {p: o for p, o in r.same_as.items() if p != place}}
    for n, row in enumerate(r.national):
        yield f"no law of {row.country} on {row.topic}", {"national": (*r.national[:n], *r.national[n + 1 :])}
    for place in r.remarks:
        yield f"another remark on {place}", {"remarks": {**r.remarks, place: OTHER}}
    yield "assessments are asked for later", {"tia_required_from": dt.date(2030, 1, 1)}
    yield "nothing is cited", {"provisions": (), "conditions": ()}


CHANGED = dict(changed())


@cache
def _facts(day: dt.date) -> dict[str, str]:
    return differences.facts(LAW, day)


def reached(law: Law, day: dt.date = DAY) -> frozenset[str]:
    """What a map must name so that the difference to the pack can reach it."""
    return differences.reach(_facts(day), differences.facts(law, day))


@cache
def is_partial(change: str) -> bool:
    """Whether there are maps that a change cannot reach."""
    return differences.EVERYTHING not in reached(CHANGED[change])
