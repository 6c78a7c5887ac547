"""Processors that hand data on: where they are, which law binds each, on which grounds it receives the data itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from datamap.labels import countries
from datamap.law.adequacy import LISTINGS
from datamap.law.pack import Law
from datamap.law.verdict import Verdict
from datamap.tables import Tables
from datamap.tables.arrays import gathered, marked, numbered
from datamap.transfers.exporters import REGIMES, regimes

Coded = tuple[np.ndarray, list[tuple[str, ...]]]
"""A column of codes over the recipients, and the values that the codes mean."""

DECISION, LISTING, TOOL = (np.int8(n) for n in (1, 2, 4))
_GROUNDS = {"adequacy": DECISION, **dict.fromkeys(LISTINGS, LISTING)}
_BASES = [
    tuple(
        word
        for flag, words in ((DECISION, ("adequacy",)), (LISTING, tuple(LISTINGS)), (TOOL, ("tool",)))
        if flags & flag
        for word in words
    )
    for flags in range(8)
]
"""Words of :attr:`datamap.law.case.Case.exporter_basis` by joined flags."""


def established(tables: Tables) -> Coded:
    """Where each processor that engages others is established: its establishments, else its sites without an activity.

    A place where it only hosts or accesses data does not show which law binds it.
    """
    sites, size = tables["sites"], len(tables["recipients"])
    owner = sites["recipient"].to_numpy()
    codes, words = tables.codes("sites", "country")
    engages = marked(size, tables["sub_processors"]["recipient"].to_numpy())[owner]
    based = (sites["activity"] == "establishment").to_numpy()
    plain = (sites["activity"] == "unknown").to_numpy() & ~marked(size, owner, based)[owner]
    at = np.flatnonzero(engages & (based | plain))
    numbers, sets = numbered(owner[at], codes[at].astype(np.int64), size)
    return numbers, [tuple(sorted(words[c] for c in of)) for of in sets]


LAWS_RECEIVED = [
    tuple(law for n, law in enumerate(REGIMES) if flags >> n & 1) if flags.bit_count() > 1 else ()
    for flags in range(1 << len(REGIMES))
]
"""Words of :attr:`datamap.law.case.Case.received_under` by joined flags; none where it is one law."""


def received_under(
    tables: Tables, legs: tuple[np.ndarray, np.ndarray], day: dt.date, law: Law
) -> tuple[np.ndarray, np.ndarray]:
    """For each recipient the laws under which it receives data, and the law of its own place.

    Parameters
    ----------
    tables : Tables
    legs : (int array, int array)
        Of each transfer the recipient, and the processor that hands the data on (-1: the organisation itself).
    day : date
    law : Law

    Returns
    -------
    (int array, int array)
        One flag for each position in :data:`~datamap.transfers.exporters.REGIMES`, joined; and a position, or -1. A
        processor in the area of one of these laws hands data on under that law, any other under the laws under which
        it receives them. Whom no transfer reaches has the law of the organisation.
    """
    recipient, via = legs
    size, onward = len(tables["recipients"]), via >= 0
    own = _flag(_own(tables))
    of_place = _laws_of_places(tables, day, law)
    bound = np.where(of_place >= 0, _flag(np.maximum(of_place, 0)), 0)
    direct = np.where(marked(size, recipient, ~onward), own, 0)
    to, by, received = recipient[onward], via[onward], direct
    while True:  # laws are only added, so that it comes to an end
        now = direct.copy()
        np.bitwise_or.at(now, to, np.where(bound[by] > 0, bound[by], received[by]))
        if np.array_equal(now, received):
            return np.where(received > 0, received, own), of_place
        received = now


def one_law(tables: Tables, received: np.ndarray) -> np.ndarray:
    """The law under which each recipient receives data, as a position; of several, that of the organisation.

    It is for what is proposed and cited: the verdict asks each of several laws.
    """
    single = np.full(1 << len(REGIMES), -1)
    single[_flag(np.arange(len(REGIMES)))] = np.arange(len(REGIMES))
    law = single.take(received)
    return np.where(law < 0, _own(tables), law)


def _own(tables: Tables) -> np.ndarray:
    """For each recipient the law of the organisation."""
    return tables.once(regimes)[tables["recipients"]["controller"].to_numpy()].astype(np.int64)


def _flag(law: np.ndarray | int) -> np.ndarray:
    return np.left_shift(np.int64(1), law)


def _laws_of_places(tables: Tables, day: dt.date, law: Law) -> np.ndarray:
    """The one law of all places of each processor; -1 where none is known, or they differ."""
    codes, sets = tables.once(established)
    known = {place: _law_of(place, day, law) for places in sets for place in places}
    of = [{known[place] for place in places} for places in sets]
    single = np.array([each.pop() if len(each) == 1 else -1 for each in of], dtype=np.int64)
    return single[codes] if len(sets) else np.full(len(tables["recipients"]), -1)


def _law_of(place: str, day: dt.date, law: Law) -> int:
    """Position in ``REGIMES`` of the law whose own area a place is on the day; -1 where there is none."""
    for n, regime in enumerate(REGIMES):
        if place in countries.codes() and law.at(regime, day).id == regime:
            status = law.status(place, day, regime).status
            if status == "own-area" or (regime == "eu" and status == "eea"):
                return n
    return -1


def bases(recipient: np.ndarray, judgment: np.ndarray, verdicts: Sequence[Verdict], size: int) -> Coded:
    """The grounds on which each of ``size`` recipients receives data, from the decisions on its transfers."""
    of_verdict = np.array([_flags(v) for v in verdicts], dtype=np.int8)
    flags = gathered(recipient, of_verdict[judgment], size) if len(verdicts) else np.zeros(size, dtype=np.int8)
    return flags.astype(np.int64), _BASES


def _flags(v: Verdict) -> np.int8:
    """What a verdict relies on: a decision, a listing, a tool that binds the importer by itself."""
    if v.verdict not in ("covered", "undetermined"):
        return np.int8(0)
    kinds = [v.ground] if v.verdict == "covered" else [v.ground] if v.ground in _GROUNDS else []
    kinds += [tool.partition(":")[0] for tool in v.fallback]
    return np.bitwise_or.reduce([_GROUNDS.get(kind, TOOL) for kind in kinds], dtype=np.int8)
