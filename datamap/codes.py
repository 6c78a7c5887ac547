"""Arithmetic on integer codes: distinct combinations of columns, children of rows, sets of codes; no loop over rows."""

from __future__ import annotations

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
        self.code = self.code * card + codes
        self._cards *= card

    def distinct(self) -> tuple[np.ndarray, np.ndarray]:
        """For each row the number of its combination, and for each combination the first row that has it."""
        numbers, found = pd.factorize(self.code)
        first = np.zeros(len(found), dtype=np.int64)
        first[numbers[::-1]] = np.arange(len(numbers))[::-1]
        return numbers, first


def repeat(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For groups of ``counts`` rows: the group of each row, and its position within the group."""
    group = np.repeat(np.arange(len(counts)), counts)
    return group, np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)


def children(parents: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each parent's children are: order that sorts them by parent, first position and count per parent."""
    order = np.argsort(parents, kind="stable")
    counts = np.bincount(parents, minlength=size)
    return order, np.cumsum(counts) - counts, counts


def numbered(rows: np.ndarray, codes: np.ndarray, size: int) -> tuple[np.ndarray, list[tuple[int, ...]]]:
    """Number each row's set of codes: for ``size`` rows, the set's number and the sets themselves."""
    card = int(codes.max()) + 1 if len(codes) else 1
    pairs = rows.astype(np.int64) * card + codes
    if not (pairs[1:] > pairs[:-1]).all():
        pairs = distinct(pairs)
        rows = pairs // card
        codes = pairs - rows * card
    counts = np.bincount(rows, minlength=size)
    start = np.cumsum(counts) - counts
    key = Key(size)
    for position in range(int(counts.max()) if len(counts) else 0):
        has = counts > position
        column = np.zeros(size, dtype=np.int64)
        column[has] = codes[start[has] + position] + 1
        key.add(column, card + 1)
    numbers, first = key.distinct()
    return numbers, [tuple(codes[start[r] : start[r] + counts[r]].tolist()) for r in first]


def gathered(at: np.ndarray, bits: np.ndarray, size: int) -> np.ndarray:
    """For ``size`` places the bits (1 to 8) of all rows at each, together (int8)."""
    out = np.zeros(size, dtype=np.int8)
    for bit in (1, 2, 4, 8):
        has = np.zeros(size, dtype=bool)
        has[at[(bits & bit) > 0]] = True
        out |= np.where(has, np.int8(bit), np.int8(0))
    return out


def distinct(keys: np.ndarray) -> np.ndarray:
    """The distinct values, sorted. Sorting beats hashing by far where there are millions."""
    keys = np.sort(keys)
    keep = np.ones(len(keys), dtype=bool)
    keep[1:] = keys[1:] != keys[:-1]
    return keys[keep]
