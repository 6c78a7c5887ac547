"""Arithmetic on whole columns: no loop over rows, so that ten thousand companies cost about what one does.

Every table is a set of arrays of equal length, and a reference to a row of another table is that row's number, -1 where
it refers to nothing. Three techniques come back everywhere:

* a word of a closed list is a small number (its code): what is true of a word is looked up once per word, then spread
  over the rows by indexing: ``truth_of_word[codes]``;
* several columns together are one number per row (:class:`Key`), so that equal rows have equal numbers;
* a true or false for each row of a table is set by the numbers of the rows that are pointed at (:func:`marked`).

``values.take(rows)`` is ``values[rows]`` in two thirds of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def take_or(values: np.ndarray, rows: np.ndarray, default: Any) -> np.ndarray:
    """The value at each row number, and a default where the row number is -1.

    numpy reads position -1 as "the last", so the default is appended to the values and -1 finds it there.

    Examples
    --------
    >>> take_or(np.array([10, 20, 30]), np.array([2, -1, 0]), 99)
    array([30, 99, 10])
    """
    return np.append(values, np.asarray(default, dtype=values.dtype)).take(rows)


def records(frame: pd.DataFrame | Mapping[str, Any], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of a frame, row by row, as plain Python values.

    ``tolist`` converts a whole column at once; it is many times as fast as reading each cell from the frame.

    Examples
    --------
    >>> list(records(pd.DataFrame({"id": ["a", "b", "c"], "row": [4, 5, 6]}), "row", "id"))
    [(4, 'a'), (5, 'b'), (6, 'c')]
    """
    return zip(*(_plain(frame[c]) for c in columns), strict=True)


def _plain(column: pd.Series) -> list[Any]:
    if isinstance(getattr(column, "array", None), pd.arrays.ArrowStringArray):  # its own ``tolist`` reads each cell
        return np.asarray(column.array, dtype=object).tolist()
    return column.tolist()


def cells(column: pd.Series) -> Callable[[int], str]:
    """What reads a row of a column as text.

    For single rows of a large table: to look a column up in its frame for each row takes longer than all the rest.

    Examples
    --------
    >>> read = cells(pd.Series(["CZ", "US", "CZ"], dtype="category"))
    >>> read(1), read(2)
    ('US', 'CZ')
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        words, codes = [str(word) for word in column.cat.categories], column.cat.codes.to_numpy()
        return lambda row: words[codes[row]]
    values = column.array
    if isinstance(values, pd.arrays.ArrowStringArray):  # pandas checks each position, which takes long
        held = values.__arrow_array__()
        return lambda row: held[row].as_py()
    return lambda row: str(values[row])


def spread(column: pd.Series) -> np.ndarray:
    """The words of a column of a closed list as objects; each word is made once, not once for each row.

    Examples
    --------
    >>> spread(pd.Series(["yes", "no", "yes"], dtype="category"))
    array(['yes', 'no', 'yes'], dtype=object)
    """
    return np.asarray(column.cat.categories, dtype=object).take(column.cat.codes.to_numpy())


def most_of_group(values: np.ndarray, first: np.ndarray) -> np.ndarray:
    """The largest value in the group of each row, where the rows of a group are neighbours.

    ``first`` marks the first row of each group. numpy takes the largest from one mark to the next (``reduceat``); the
    number of marks so far is the group of a row.

    Examples
    --------
    >>> most_of_group(np.array([3, 5, 4]), np.array([True, False, True]))
    array([5, 5, 4])
    """
    return np.maximum.reduceat(values, np.flatnonzero(first))[np.cumsum(first) - 1]


def ranks_within(groups: np.ndarray, size: int, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The position of each row among those of its group, by a value that no other row of the group has.

    Group and value together are one number; in the order of these numbers each group is a run, and a position is the
    place in the whole order less the place where the run begins.

    Parameters
    ----------
    groups : int array
        The group of each row, from 0.
    size : int
        Number of groups.
    values : int array
        From 0.

    Returns
    -------
    rank, order, begin : int array
        The positions; the rows in the whole order; where each group begins in it.

    Examples
    --------
    Three rows: the first and the third are in group 1, the second is alone in group 0.

    >>> ranks_within(np.array([1, 0, 1]), 2, np.array([7, 5, 6]))
    (array([1, 0, 0], dtype=uint32), array([1, 2, 0]), array([0, 1]))
    """
    order = np.argsort(groups * np.int64(values.max(initial=0) + 1) + values)
    count = np.bincount(groups, minlength=size)
    begin = np.cumsum(count) - count
    rank = np.empty(len(order), dtype=np.uint32)
    rank[order] = np.arange(len(order)) - np.repeat(begin, count)
    return rank, order, begin


class Key:
    """One number for each row, equal where the rows have the same combination of values.

    Each column is one more digit of a number, in the base of its own number of values (as hours, minutes and seconds
    are one number of seconds). When the number would not fit in 62 bits, the combinations so far are renumbered from 0.

    Examples
    --------
    Three rows of two columns; the first and the third are the same combination.

    >>> key = Key(3)
    >>> key.add(np.array([0, 1, 0]), 2)
    >>> key.add(np.array([4, 4, 4]), 5)
    >>> key.code
    array([4, 9, 4])
    >>> numbers, some = key.distinct()
    >>> numbers  # the combination of each row
    array([0, 1, 0])
    >>> some  # a row that has combination 0, and one that has combination 1
    array([2, 1])
    """

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
        self.code *= card  # in place, because a new array for every column costs more than the arithmetic
        self.code += codes
        self._cards *= card

    def distinct(self) -> tuple[np.ndarray, np.ndarray]:
        """The number of each row's combination, by first appearance; and for each combination a row that has it."""
        numbers, found = pd.factorize(self.code)
        some = np.empty(len(found), dtype=np.int64)
        some[numbers] = np.arange(len(numbers))
        return numbers, some


def numbered(rows: np.ndarray, codes: np.ndarray, size: int) -> tuple[np.ndarray, list[tuple[int, ...]]]:
    """Number each row's set of codes: for ``size`` rows, the number of its set, and the sets themselves.

    The first code of every row is one column of a :class:`Key`, the second code another one, and so on.

    Examples
    --------
    Row 0 has the codes 7 and 8, row 2 has 8 and 7, which is the same set; row 1 has none.

    >>> numbered(np.array([0, 0, 2, 2]), np.array([7, 8, 8, 7]), 3)
    (array([0, 1, 0]), [(7, 8), ()])
    """
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


def passing(test: Callable[[str], bool], words: Collection[str], codes: np.ndarray) -> np.ndarray:
    """Which rows have a word that passes a test (bool); the test is made once for each word, not for each row.

    Examples
    --------
    >>> passing(str.isupper, ["DE", "unknown"], np.array([1, 0, 0]))
    array([False,  True,  True])
    """
    return np.array([test(w) for w in words], dtype=bool).take(codes)


def among(column: pd.Series, words: Collection[str]) -> np.ndarray:
    """Which rows of a column have one of some words (bool).

    Examples
    --------
    >>> among(pd.Series(["yes", "unknown", "no"], dtype="category"), ["yes", "no"])
    array([ True, False,  True])
    """
    if isinstance(column.array, pd.arrays.ArrowStringArray):  # pandas takes many times as long for a short column
        held = column.array.__arrow_array__()
        return np.asarray(pc.is_in(held, pa.array(list(words), held.type)))
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return np.asarray(column.isin(list(words)))
    return passing(words.__contains__, column.cat.categories, column.cat.codes.to_numpy())


def repeats(ordered: np.ndarray) -> np.ndarray:
    """Positions of the values that an ordered array holds more than once.

    Examples
    --------
    >>> repeats(np.array([3, 5, 5]))
    array([1, 2])
    """
    if not len(ordered):
        return np.zeros(0, dtype=np.int64)
    same = ordered[1:] == ordered[:-1]  # each value against the one before it
    return np.flatnonzero(np.append(same, False) | np.append(False, same))


def marked(size: int, rows: np.ndarray, where: np.ndarray | None = None) -> np.ndarray:
    """Which of ``size`` rows are referred to (bool), optionally only by the references for which a mask is true.

    A reference of -1 marks one place too many at the end, which is cut off again.

    Examples
    --------
    >>> marked(3, np.array([2, -1, 2]))
    array([False, False,  True])
    >>> marked(3, np.array([2, 0, 1]), np.array([True, True, False]))
    array([ True, False,  True])
    """
    out = np.zeros(size + 1, dtype=bool)
    # numpy converts row numbers of another type one by one, which takes longer than to convert the column before
    out[(rows if where is None else rows[where]).astype(np.intp, copy=False)] = True
    return out[:-1]


def gathered(at: np.ndarray, bits: np.ndarray, size: int) -> np.ndarray:
    """The bits (1, 2, 4, 8) of all rows that belong to each of ``size`` places, joined by "or" (int8).

    A place of -1 is left out, as in :func:`marked`.

    Examples
    --------
    Rows 0 and 2 belong to place 1, which then has the bits 1 and 4; row 1 belongs to place 0.

    >>> gathered(np.array([1, 0, 1]), np.array([1, 2, 4], dtype=np.int8), 2)
    array([2, 5], dtype=int8)
    """
    out = np.zeros(size + 1, dtype=np.int8)
    for bit in (1, 2, 4, 8):  # one bit at a time: numpy finds a maximum in place several times as fast as an "or"
        if (mine := bits & np.int8(bit)).any():
            one = np.zeros(size + 1, dtype=np.int8)
            np.maximum.at(one, at, mine)
            out |= one
    return out[:-1]


_CLOSE = 8
"""Places for each value up to which marking them is faster than sorting the values (measured with millions)."""


def distinct(keys: np.ndarray) -> np.ndarray:
    """The distinct values, sorted.

    Values from 0 that are close together are marked one by one, others are sorted: both are far faster than hashing
    where there are millions.

    Examples
    --------
    >>> distinct(np.array([7, 3, 7]))
    array([3, 7])
    """
    most = int(keys.max(initial=0))
    if most < _CLOSE * len(keys) and keys.min() >= 0:
        return np.flatnonzero(marked(most + 1, keys)).astype(keys.dtype)
    keys = np.sort(keys)
    return keys[is_first(keys)]


def among_ordered(ordered: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Which values are in an ordered array (bool), by a binary search for each: nothing is sorted or hashed again.

    Examples
    --------
    >>> among_ordered(np.array([3, 7]), np.array([7, 5, 3]))
    array([ True, False,  True])
    """
    if not len(ordered):
        return np.zeros(len(values), dtype=bool)
    at = np.searchsorted(ordered, values)
    at[at == len(ordered)] = 0
    return np.asarray(ordered[at] == values)


def is_first(ordered: np.ndarray) -> np.ndarray:
    """Which values of an ordered array differ from the one before them (bool): the first of each run of equal values.

    Examples
    --------
    >>> is_first(np.array([5, 5, 8]))
    array([ True, False,  True])
    """
    out = np.ones(len(ordered), dtype=bool)
    out[1:] = ordered[1:] != ordered[:-1]
    return out
