"""Processors that hand data on: where each is established, and on which grounds it receives the data itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from datamap.law.adequacy import LISTINGS
from datamap.law.verdict import Verdict
from datamap.tables import Tables
from datamap.tables.arrays import gathered, marked, numbered

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
    return np.bitwise_or.reduce([_GROUNDS.get(kind, TOOL) for kind in kinds], dtype=np.int8) if kinds else np.int8(0)
