"""The verdict where facts are only proposed: the worst that any of the maps gives, with a sentence on the proposals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from datamap.law.verdict import Verdict
from datamap.model.vocabulary import VERDICTS
from datamap.tables import Tables
from datamap.tables.arrays import take_or
from datamap.transfers.situations import Legs, judge_situations

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

    Terms = tuple[dt.date, Law, Participants | None]

NOT_CONFIRMED = (
    "Some of the facts are only proposed; until they are confirmed they count as not in place. "
    "If all proposals are confirmed, the verdict is “{verdict}”."
)


def in_other(tables: Tables, legs: Legs, other: Tables) -> Legs:
    """The same transfers in another map of the same inventories; a recipient that it lacks is -1."""
    recipients, sites = tables.rows_in(other, "recipients"), tables.rows_in(other, "sites")
    via = take_or(recipients, legs.via, -1)
    # a transfer through a processor that the other map lacks is not one of its transfers
    lost = (legs.via >= 0) & (via < 0)
    return Legs(np.where(lost, -1, recipients[legs.recipient]), via, take_or(sites, legs.site, -1), legs.data)


def worst_of(
    judgment: np.ndarray, verdicts: tuple[Verdict, ...], others: Sequence[tuple[Tables, Legs]], terms: Terms
) -> tuple[np.ndarray, tuple[Verdict, ...]]:
    """Each transfer's worst decision in any of the maps.

    Parameters
    ----------
    judgment : int array
        The number of each transfer's decision in the first map.
    verdicts : tuple of Verdict
        The decisions.
    others : sequence of (Tables, Legs)
        The other maps with the same transfers as their rows; the first is the one with every proposal accepted.
    terms : tuple
        Day, law and participants list.

    Returns
    -------
    int array, tuple of Verdict
    """
    first = accepted = judgment
    found = list(verdicts)
    for n, (tables, legs) in enumerate(others):
        at = np.flatnonzero(legs.recipient >= 0)
        numbers, more = judge_situations(tables, legs.take(at), *terms)
        here = np.full(len(judgment), -1)
        here[at] = numbers + len(found)
        found += more
        rank = np.array([VERDICTS.index(v.verdict) for v in found])
        worse = at[rank[here[at]] < rank[judgment[at]]]
        judgment = judgment.copy()
        judgment[worse] = here[worse]
        if n == 0:
            accepted = np.where(here < 0, first, here)
    return _explained(judgment, accepted, found)


def _explained(
    judgment: np.ndarray, accepted: np.ndarray, found: list[Verdict]
) -> tuple[np.ndarray, tuple[Verdict, ...]]:
    """The decisions with a sentence where another verdict follows once the proposals are confirmed."""
    if not len(judgment):
        return judgment, tuple(found)
    pairs, number = np.unique(np.stack([judgment, accepted]), axis=1, return_inverse=True)
    out: list[Verdict] = []
    position: dict[tuple[int, str], int] = {}  # one for each decision, whichever pairs it comes from
    for mine, then in pairs.T.tolist():
        verdict, other = found[mine], found[then].verdict
        if (mine, other) not in position:
            position[mine, other] = len(out)
            note = NOT_CONFIRMED.format(verdict=other)
            same = verdict.verdict == other
            out.append(verdict if same else replace(verdict, reasons=(*verdict.reasons, note)))
    once = np.array([position[mine, found[then].verdict] for mine, then in pairs.T.tolist()], dtype=np.int64)
    return once[number.reshape(-1)], tuple(out)
