"""Arithmetic on integer codes: distinct combinations of columns, children of rows, sets of codes; no loop over rows."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd


class Key:
    """Distinct combinations of integer columns, exactly: packed while they fit in 62 bits, else renumbered."""

    def __init__(self, size: int):
        self.code = np.zeros(size, dtype=np.int64)
        self._cards = 1

    def add(self, codes: np.ndarray, card: int) -> None:
        """Take one more column into the key: ``codes`` in 0..card-1."""
        if card <= 1:
            return
        if self._cards > (1 << 62) // card:
            self.code, found = pd.factorize(self.code)
            self._cards = len(found)
        self.code *= card  # in place: a new array for every column is what would cost
        self.code += codes
        self._cards *= card

    def distinct(self) -> tuple[np.ndarray, np.ndarray]:
        """For each row the number of its combination, in the order in which they come first, and for each combination a row that has it."""
        numbers, found = pd.factorize(self.code)
        some = np.empty(len(found), dtype=np.int64)
        some[numbers] = np.arange(len(numbers))
        return numbers, some


class Children:
    """The rows that hang on each row of another table.

    Parameters
    ----------
    parents : int array
        For each child the row of its parent, from 0.
    size : int
        Number of parents.
    """

    def __init__(self, parents: np.ndarray, size: int):
        self.counts = np.bincount(parents, minlength=size)
        self._start = np.cumsum(self.counts) - self.counts
        in_order = (parents[1:] >= parents[:-1]).all()  # as tables are mostly written: then a child's place is its row
        self._order = None if in_order else np.append(np.argsort(parents, kind="stable"), -1)  # place -1 is the last

    def of(self, parents: np.ndarray, lonely: bool = False) -> tuple[np.ndarray, np.ndarray]:
        """All children of some parents, parent by parent: the position in ``parents``, and the child.

        With ``lonely`` a parent without children has one, -1.
        """
        counts = self.counts[parents]
        per = np.maximum(counts, 1) if lonely else counts
        at = np.repeat(np.arange(len(per)), per)
        place = np.repeat(self._start[parents] - (np.cumsum(per) - per), per)
        place += np.arange(len(at))
        if lonely:
            place[counts[at] == 0] = -1
        return at, place if self._order is None else self._order[place]


def numbered(rows: np.ndarray, codes: np.ndarray, size: int) -> tuple[np.ndarray, list[tuple[int, ...]]]:
    """Number each row's set of codes: for ``size`` rows, the set's number and the sets themselves."""
    if not len(rows):
        return np.zeros(size, dtype=np.int64), [()] * min(size, 1)
    card = int(codes.max()) + 1
    pairs = rows.astype(np.int64) * card + codes
    if not (pairs[1:] > pairs[:-1]).all():
        pairs = distinct(pairs)
        rows = pairs // card
        codes = pairs - rows * card
    key = Key(size)
    at, left = rows, codes
    while len(at):  # the first of each row, then the second ...
        first = np.diff(at, prepend=-1) > 0
        column = np.zeros(size, dtype=np.int64)
        column[at[first]] = left[first] + 1
        key.add(column, card + 1)
        at, left = at[~first], left[~first]
    numbers, some = key.distinct()
    low, high = np.searchsorted(rows, some), np.searchsorted(rows, some, side="right")
    return numbers, [tuple(codes[i:j].tolist()) for i, j in zip(low, high, strict=True)]


def among(column: pd.Series, words: Collection[str]) -> np.ndarray:
    """Where a column has one of some words (bool); of a column of the vocabulary each of its words is asked once."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return np.asarray(column.isin(list(words)))
    return np.array([w in words for w in column.cat.categories], dtype=bool)[column.cat.codes.to_numpy()]


def repeats(ordered: np.ndarray) -> np.ndarray:
    """Positions of values that are there more than once, in an array that is in order."""
    same = ordered[1:] == ordered[:-1]
    return (
        np.flatnonzero(np.append(same, False) | np.append(False, same)) if len(ordered) else np.zeros(0, dtype=np.int64)
    )


def marked(size: int, rows: np.ndarray, where: np.ndarray | None = None) -> np.ndarray:
    """Which of ``size`` rows are pointed at (bool), where a mask over the pointers holds; -1 points at none."""
    out = np.zeros(size + 1, dtype=bool)
    out[rows if where is None else rows[where]] = True  # row -1 is the last
    return out[:-1]


def gathered(at: np.ndarray, bits: np.ndarray, size: int) -> np.ndarray:
    """For ``size`` places the bits (1, 2, 4, 8) of all rows at each, together (int8); place -1 is none."""
    out = np.zeros(size + 1, dtype=np.int8)
    for bit in (1, 2, 4, 8):  # numpy finds a maximum in place several times as fast as an "or"
        if (mine := bits & np.int8(bit)).any():
            one = np.zeros(size + 1, dtype=np.int8)
            np.maximum.at(one, at, mine)
            out |= one
    return out[:-1]


def distinct(keys: np.ndarray) -> np.ndarray:
    """The distinct values, sorted. Sorting beats hashing by far where there are millions."""
    keys = np.sort(keys)
    keep = np.ones(len(keys), dtype=bool)
    keep[1:] = keys[1:] != keys[:-1]
    return keys[keep]
