"""The rows of a table by the row of another table that they belong to."""

from __future__ import annotations

import numpy as np


class Children:
    """The rows of a child table that belong to each row of its parent table.

    The children are put in the order of their parents once; those of one parent are then neighbours, and a place where
    they begin and their number describe them all.

    Parameters
    ----------
    parents : int array
        For each child the row of its parent, from 0.
    size : int
        Number of parents.

    Examples
    --------
    Three children: the first and the third belong to parent 1, the second to parent 0; parent 2 has none.

    >>> children = Children(np.array([1, 0, 1]), 3)
    >>> at, child = children.of(np.array([1, 2]))
    >>> at  # both results are for the parent at position 0 of the question
    array([0, 0])
    >>> child
    array([0, 2])
    >>> children.of(np.array([1, 2]), lonely=True)
    (array([0, 0, 1]), array([ 0,  2, -1]))
    """

    def __init__(self, parents: np.ndarray, size: int):
        self.counts = np.bincount(parents, minlength=size)
        self._start = np.cumsum(self.counts) - self.counts
        # most tables are written in the order of their parents: a child's place is then its row, and nothing is sorted
        in_order = (parents[1:] >= parents[:-1]).all()
        # -1 is appended as in take_or, once for all questions: place -1 is the last
        self._order = None if in_order else np.append(np.argsort(parents, kind="stable"), -1)

    def rows(self, parent: int) -> list[int]:
        """The children of one parent."""
        begin = int(self._start[parent])
        end = begin + int(self.counts[parent])
        return list(range(begin, end)) if self._order is None else self._order[begin:end].tolist()

    def joined(self, bits: np.ndarray) -> np.ndarray:
        """The bits of all children of each parent, joined by "or"; 0 for a parent without children.

        Examples
        --------
        >>> Children(np.array([1, 0, 1]), 3).joined(np.array([1, 2, 4]))
        array([2, 5, 0])
        """
        out, some = np.zeros(len(self.counts), bits.dtype), np.flatnonzero(self.counts)
        if len(some):
            ordered = bits if self._order is None else bits[self._order[:-1]]
            out[some] = np.bitwise_or.reduceat(ordered, self._start[some])
        return out

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
