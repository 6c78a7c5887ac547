"""What a sheet shows of its cells: hidden rows and columns, merged cells, comments, texts with a line through them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from datamap.spreadsheet.parts import Unreadable

MERGED = 200_000
"""Merged cells of a sheet that are kept."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; from 1."""


@dataclass
class Layout:
    """What a sheet shows.

    Attributes
    ----------
    hidden : bool
        Whether the whole sheet is hidden.
    rows, columns : list of (int, int)
        Hidden ones, as first and last, from 1, ascending.
    merged : list of Area
    comments : list of (str, str)
        Place and text, such as ``("B4", "is this right?")``.
    struck : dict of int to int
        Rows with a text that has a line through it, or through a part of it, and the first such column, both from 1.
    """

    hidden: bool = False
    rows: list[tuple[int, int]] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    struck: dict[int, int] = field(default_factory=dict)

    def merge(self, area: Area) -> None:
        """Keep a merged cell.

        Raises
        ------
        Unreadable
            The sheet has more than :data:`MERGED`.
        """
        if len(self.merged) >= MERGED:
            raise Unreadable("a sheet of too many merged cells", f"at most {MERGED:,} in a sheet")
        self.merged.append(area)

    def hide_row(self, first: int, last: int) -> None:
        """Keep hidden rows, in their order."""
        hide(self.rows, first, last)

    def hide_column(self, first: int, last: int) -> None:
        """Keep hidden columns, in their order."""
        hide(self.columns, first, last)


def hide(ranges: list[tuple[int, int]], first: int, last: int) -> None:
    """Add a range; joined with the one before it where they touch."""
    if ranges and ranges[-1][0] <= first <= ranges[-1][1] + 1:
        ranges[-1] = ranges[-1][0], max(last, ranges[-1][1])
    elif last >= first:
        ranges.append((first, last))


def within(ranges: Iterable[tuple[int, int]], numbers: range) -> list[int]:
    """Those of some numbers that are in one of the ranges.

    Examples
    --------
    >>> within([(2, 3), (9, 1000)], range(1, 11))
    [2, 3, 9, 10]
    """
    ordered = sorted(ranges)
    starts = [first for first, _ in ordered]
    furthest, most = [], 0
    for _, last in ordered:
        most = max(most, last)
        furthest.append(most)
    return [n for n in numbers if (i := bisect_right(starts, n)) and furthest[i - 1] >= n]
