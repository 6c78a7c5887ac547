"""In which facts two law packs differ, and what a map must name so that a difference can reach it.

A fact on places reaches what names one of the places, a decision under Art. 45 also what names its kind of tool; all
else (tools of Art. 46, derogations, what is cited) can reach every map.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from datamap.law.pack import ADEQUACY_KINDS, Instrument, Law, PlaceRow, Regime, altered

EVERYTHING = "*"
"""What every map names."""

_TEXT = "text of "
_IN_PARTS = ("places", "by_place", "instruments", "decisions", "remarks", "national", "same_as")
"""What of a regime is compared by place, by country or by kind of tool, and not as a whole."""


def facts(law: Law, day: dt.date) -> dict[str, str]:
    """Every fact of a law pack by its name, each as one text: a digest, then what a map must name to rely on it.

    When a fact was recorded or last checked does not count.

    Examples
    --------
    >>> from datamap import law
    >>> facts(law.load(), dt.date(2026, 9, 30))["eu: decisions on JP"].split()[1:]
    ['JP']
    """
    found = {name: " ".join((_digest(what), *sorted(set(reach)))) for name, what, reach in _facts(law, day)}
    return dict(sorted(found.items()))


def reach(before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str]:
    """What a map must name so that a difference between two packs can reach it: places, kinds of tool, or `EVERYTHING`.

    Parameters
    ----------
    before, now : mapping
        Of :func:`facts`.
    """
    out: set[str] = set()
    for name in {*before, *now}:
        one, other = before.get(name, ""), now.get(name, "")
        # an element that only one of the packs has reaches what the decision with it reaches
        if one != other and (one and other or not name.startswith(_TEXT)):
            out.update(one.split()[1:], other.split()[1:])
    return frozenset(out)


def of_participants(law: Law) -> frozenset[str]:
    """What a map must name so that a participants list can reach it."""
    listed = [i for i in law.instruments() if i.kind == "dpf"]
    territories = {p for r in law.regimes.values() for i in listed for p in _with_territories(r, i.places)}
    return frozenset({"dpf", *territories})


def _facts(law: Law, day: dt.date) -> Iterator[tuple[str, Any, Iterable[str]]]:
    """The name of each fact, what it is, and what a map must name to rely on it."""
    yield "the horizon", law.horizon if day > law.horizon else None, [EVERYTHING]
    for kind in set(law.kinds_removed.values()):  # to a tool that the law does not have, the answer is what is left out
        yield f"{kind} left out", altered(law, kind), [kind]
    for e in law.elements():  # the same id may be in several decisions; the last one counts
        yield f"{_TEXT}{e.id}", e.whether, [EVERYTHING]
    for about in {a for w in law.watching for a in w.about}:
        rows = [replace(w, about=(), recorded=None) for w in law.watching if about in w.about]
        yield f"pending on {about}", rows, _of_pending(law, about)
    for r in law.regimes.values():
        yield from _of_regime(law, r)


def _of_regime(law: Law, r: Regime) -> Iterator[tuple[str, Any, Iterable[str]]]:
    general = {name: value for name, value in vars(r).items() if name not in _IN_PARTS}
    yield f"{r.id}: in general", general, [EVERYTHING]
    for place, rows in r.by_place.items():
        # what a row cites may be the titles of its sources
        cited = [[law.sources[source]["title"] for source in row.source] for row in rows]
        yield f"{r.id}: rows on {place}", [[*map(_undated, rows)], cited], _with_territories(r, [place])
    for place, decisions in r.decisions.items():
        yield f"{r.id}: decisions on {place}", [*map(_undated, decisions)], _with_territories(r, [place])
    for kind in {i.kind for i in r.instruments}:
        of_kind = [(i.places, _undated(i)) for i in r.instruments if i.kind == kind]
        yield f"{r.id}: {kind}", of_kind, [kind if kind in ADEQUACY_KINDS else EVERYTHING]
    for place, text in r.remarks.items():
        yield f"{r.id}: remark on {place}", text, _with_territories(r, [place])
    for place, other in r.same_as.items():
        yield f"{r.id}: {place} follows", other, [place]
    for country in {n.country for n in r.national}:
        yield f"{r.id}: national law of {country}", [n for n in r.national if n.country == country], [country]


def _with_territories(r: Regime, places: Iterable[str]) -> set[str]:
    """Some places, and those that follow them."""
    mine = set(places)
    return mine | {t for t, other in r.same_as.items() if other in mine}


def _of_pending(law: Law, about: str) -> set[str]:
    """What a map must name to rely on something pending: a place, or the places and the kind of a decision."""
    decided = [i for i in law.instruments() if i.id == about]
    if any(i.kind not in ADEQUACY_KINDS for i in decided):
        return {EVERYTHING}
    named = {p for i in decided for p in i.places} or {about}
    return {i.kind for i in decided}.union(*(_with_territories(r, named) for r in law.regimes.values()))


def _undated(row: Instrument | PlaceRow) -> Instrument | PlaceRow:
    """A row without its places, and without the days on which it was recorded and checked."""
    return replace(row, places=(), recorded=None, verified_on=None)


def _digest(what: Any) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]
