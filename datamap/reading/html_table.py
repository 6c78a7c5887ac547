"""The tables of a page: cells over several rows and columns, headers, tables within cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from datamap.reading.document import Block, Cell, Paragraph, Table, Text
from datamap.reading.grid import POSITIONS, Grids, TooLarge
from datamap.reading.words import cleaned, strong_of

_WIDEST = 1_000
"""What a browser takes for the largest colspan."""
_LONGEST = 65_534
"""What a browser takes for the largest rowspan."""


@dataclass
class _Place:
    """One cell as written."""

    head: bool
    down: int
    right: int
    raw: list[str] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    size: int = 0


@dataclass
class _Open:
    """A table that is being read."""

    layout: bool
    rows: list[list[_Place]] = field(default_factory=list)
    in_head: list[bool] = field(default_factory=list)
    inner: list[Block] = field(default_factory=list)
    caption: _Place | None = None
    cell: _Place | None = None
    head: bool = False
    row_open: bool = False


class Tables:
    """Collects the cells of the tables that are open, and makes a grid of each when it closes."""

    def __init__(self, grids: Grids, prefix: str):
        self._grids, self._prefix = grids, prefix
        self._open: list[_Open] = []
        self._made = 0

    @property
    def in_cell(self) -> bool:
        """Whether words belong to a cell or a caption."""
        return bool(self._open) and self._open[-1].cell is not None

    def open(self, element: Any) -> None:
        """A table begins."""
        role = (element.get("role") or "").lower()
        self._open.append(_Open(role in ("presentation", "none")))

    def start(self, element: Any) -> None:
        """A row, a cell, a caption or a group of rows begins."""
        if not self._open:
            return
        table, tag = self._open[-1], element.tag
        if tag in ("thead", "tbody", "tfoot"):
            table.head, table.row_open = tag == "thead", False
        elif tag == "tr":
            table.row_open = True
            table.rows.append([])
            table.in_head.append(table.head)
        elif tag == "caption":
            table.cell = table.caption = table.caption or _Place(False, 1, 1)
        else:
            if not table.row_open:
                table.rows.append([])
                table.in_head.append(table.head)
                table.row_open = True
            down = _span(element.get("rowspan"), _LONGEST, whole=_LONGEST)
            table.cell = _Place(tag == "th", down, _span(element.get("colspan"), _WIDEST, whole=1))
            table.rows[-1].append(table.cell)

    def end(self, tag: str) -> None:
        """A cell, a row, a caption or the group of header rows ends."""
        if self._open:
            self._open[-1].cell = None
            if tag == "tr":
                self._open[-1].row_open = False
            elif tag == "thead":
                self._open[-1].head = False

    def add(self, source: str, bold: list[tuple[int, int]]) -> None:
        """Add the words of a block within the cell: on a line of their own."""
        cell = self._open[-1].cell
        assert cell is not None
        if cell.raw:
            cell.raw.append("\n")
            cell.size += 1
        cell.bold += [(cell.size + a, cell.size + b) for a, b in bold]
        cell.raw.append(source)
        cell.size += len(source)

    def close(self) -> list[Block]:
        """The blocks of the table that ends; none where it is within another, which then has them."""
        table = self._open.pop()
        cells = sum(map(len, table.rows))
        self._made += 1
        grid = None
        if not table.layout and cells > 1 and (not table.inner or any(c.head for row in table.rows for c in row)):
            grid = self._as_grid(table)
        blocks = [grid] if grid and grid.rows else self._as_paragraphs(table)
        blocks += table.inner
        if self._open:
            self._open[-1].inner += blocks
            return []
        return blocks

    def _as_paragraphs(self, table: _Open) -> list[Block]:
        """A table that only places its content on the page: its caption and each cell are paragraphs."""
        name = f"{self._prefix}table {self._made}"
        texts = [_text(table.caption, name)] if table.caption else []
        texts += [_text(cell, f"{name}, row {r}") for r, row in enumerate(table.rows, 1) for cell in row]
        return [Paragraph(t) for t in texts if t.words]

    def _as_grid(self, table: _Open) -> Table:
        name = f"{self._prefix}table {self._made}"
        grid: list[list[Cell]] = []
        open_cells: dict[int, tuple[int, Cell]] = {}
        for r, row in enumerate(table.rows):
            line: list[Cell] = []
            left = len(table.rows) - r
            for place in row:
                _covered(line, open_cells)
                text = _text(place, f"{name}, row {r + 1}, column {len(line) + 1}")
                down = min(place.down, left)
                self._grids.take(place.right * down)
                for n in range(place.right):
                    if len(line) in open_cells and n:
                        break
                    if down > 1:
                        open_cells[len(line)] = (down - 1, Cell(text, repeats=True))
                    line.append(Cell(text, repeats=n > 0))
            while beyond := [at for at in open_cells if at >= len(line)]:  # the row ends before a cell from above
                line += [Cell(Text.plain("", name))] * (min(beyond) - len(line))
                _covered(line, open_cells)
            if len(line) > POSITIONS:
                raise TooLarge
            grid.append(line)
        caption = _text(table.caption, name).words if table.caption else ""
        return Grids().table(grid, name, caption, _header(table))


def _covered(line: list[Cell], open_cells: dict[int, tuple[int, Cell]]) -> None:
    """Add the cells of rows above that reach down to this position."""
    while (at := len(line)) in open_cells:
        rows, cell = open_cells.pop(at)
        if rows > 1:
            open_cells[at] = (rows - 1, cell)
        line.append(cell)


def _header(table: _Open) -> int:
    """Rows at the top that are marked as a header, by their group or by all of their cells."""
    count = 0
    for row, in_head in zip(table.rows, table.in_head, strict=True):
        if not in_head and not (row and all(cell.head or not "".join(cell.raw).strip() for cell in row)):
            break
        count += 1
    return count if count < len(table.rows) else 0


def _span(given: str | None, most: int, whole: int) -> int:
    text = (given or "1").strip()
    if not text.isdecimal() or not text.isascii():
        return 1
    number = most if len(text) > 6 else min(int(text), most)
    return number or whole


def _text(cell: _Place, where: str) -> Text:
    source = "".join(cell.raw)
    words, picks = cleaned(source)
    return Text(words, where, source, picks, strong_of(cell.bold, picks))
