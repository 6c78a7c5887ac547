"""Rows of cells of any length -> a rectangular table, within a limit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

from datamap.reading.document import Cell, Table, Text

POSITIONS = 2_000_000
"""Positions in the tables of a document: a register of 10,000 rows and 200 columns."""

WIDEST = 16_384
"""Columns of a table, as in a workbook."""

Rows = Sequence[Sequence[Cell]]


class TooLarge(Exception):
    """A document has tables of more positions than are read."""

    expected = f"tables of at most {POSITIONS:,} positions in all and {WIDEST:,} columns"


class Grids:
    """Makes the tables of one document, and counts their positions before they take room."""

    def __init__(self) -> None:
        self._left = POSITIONS

    def table(self, rows: Rows, blank: str, name: str = "", header: int = 0) -> Table:
        """A table without blank rows and columns at its end.

        Parameters
        ----------
        rows : sequence of sequence of Cell
        blank : str
            Where a position is that the source does not have.

        Raises
        ------
        TooLarge
        """
        wide = [_filled(row) for row in rows]
        while wide and not wide[-1]:
            wide.pop()
        width = max(wide, default=0)
        self.take(width * len(wide))
        empty = Cell(Text.plain("", blank))
        made = tuple(
            tuple(row[:width]) if len(row) >= width else tuple(chain(row, repeat(empty, width - len(row))))
            for row in rows[: len(wide)]
        )
        return Table(made, name, min(header, len(made)))

    def take(self, positions: int) -> None:
        """Count positions; :class:`TooLarge` where the document has too many."""
        self._left -= positions
        if self._left < 0:
            raise TooLarge

    def row(self, columns: int) -> None:
        """Count the positions of a row; :class:`TooLarge` where it, or the document, has too many."""
        if columns > WIDEST:
            raise TooLarge
        self.take(max(columns, 1))


def _filled(row: Sequence[Cell]) -> int:
    """The number of cells up to the last one with words."""
    for i in range(len(row) - 1, -1, -1):
        if row[i].text.words:
            return i + 1
    return 0
