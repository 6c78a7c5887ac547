"""A table of a document: cells over several columns and rows, header rows, tables within cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.reading.document import Block, Cell, Table, Text
from datamap.reading.grid import Grids
from datamap.reading.words import cleaned, strong_of


@dataclass
class _Place:
    """One cell as written."""

    raw: list[str] = field(default_factory=list)
    size: int = 0
    bold: list[tuple[int, int]] = field(default_factory=list)
    wide: int = 1
    continues: bool = False


class OpenTable:
    """Collects the cells of one table.

    Attributes
    ----------
    inner : list of Block
        Tables within its cells: they follow it.
    under : list of (str, str)
        Place and words of what is under a merged cell, when the table is made.
    """

    def __init__(self, name: str, grids: Grids):
        self._name, self._grids = name, grids
        self._rows: list[list[_Place]] = []
        self._before: list[int] = []
        self._header = 0
        self._current: _Place | None = None
        self.inner: list[Block] = []
        self.under: list[tuple[str, str]] = []

    @property
    def where(self) -> str:
        """The cell that is open."""
        column = sum(c.wide for c in self._rows[-1]) if self._rows else 0
        return f"{self._name}, row {len(self._rows)}, column {max(column, 1)}"

    def row(self) -> None:
        """A row begins."""
        self._rows.append([])
        self._before.append(0)

    def header(self) -> None:
        """The row repeats on each page: it is a header, if those above it are."""
        if self._header == len(self._rows) - 1:
            self._header = len(self._rows)

    def before(self, columns: int) -> None:
        """The row leaves out columns at its start."""
        if self._rows:
            self._before[-1] = columns

    def cell(self) -> None:
        """A cell begins."""
        if not self._rows:
            self.row()
        self._current = _Place()
        self._rows[-1].append(self._current)

    def end_cell(self) -> None:
        """A cell ends."""
        self._current = None

    def wide(self, columns: int) -> None:
        """The cell is over several columns."""
        if self._current is not None:
            self._current.wide = max(columns, 1)

    def merged(self, first: bool) -> None:
        """The cell begins one over several rows, or continues one."""
        if self._current is not None:
            self._current.continues = not first

    def add(self, source: str, bold: list[tuple[int, int]]) -> None:
        """Add a paragraph to the cell."""
        cell = self._current
        if cell is None or not source.strip():
            return
        if cell.raw:
            cell.raw.append("\n")
            cell.size += 1
        cell.bold += [(cell.size + a, cell.size + b) for a, b in bold]
        cell.raw.append(source)
        cell.size += len(source)

    def made(self) -> Table:
        """The table."""
        grid: list[list[Cell]] = []
        for r, row in enumerate(self._rows):
            line = [Cell(Text.plain("", self._name))] * self._before[r]
            for place in row:
                at = len(line)
                above = grid[-1][at] if place.continues and grid and at < len(grid[-1]) else None
                own = _text(place, f"{self._name}, row {r + 1}, column {at + 1}")
                if above and own.words:
                    self.under.append((own.where, own.words))
                text = above.text if above else own
                line += [Cell(text, repeats=bool(above) or n > 0) for n in range(place.wide)]
            self._grids.row(len(line))
            grid.append(line)
        return Grids().table(grid, self._name, header=self._header if self._header < len(grid) else 0)


def _text(place: _Place, where: str) -> Text:
    source = "".join(place.raw)
    words, picks = cleaned(source)
    return Text(words, where, source, picks, strong_of(place.bold, picks))
