"""One page of a PDF: its lines with their look, and its ruled tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from datamap.reading.document import Cell, Table
from datamap.reading.grid import Grids
from datamap.reading.pdf_cells import Box, Rows, rows_of
from datamap.reading.pdf_columns import Halves, forms, halves_of
from datamap.reading.words import text_of

_CHARACTERS = 40_000
_RULES = 4_000
"""Characters and lines of a page; more make the search for tables take too long."""
_MARGIN = 100
"""Characters of the longest header or footer that is left out."""
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.I)


class TooCrowded(Exception):
    """A page has more on it than is read."""


@dataclass(frozen=True)
class Line:
    """A line of text with its place and look."""

    text: str
    where: str
    top: float
    bottom: float
    left: float
    right: float
    size: float
    bold: bool
    halves: Halves | None = None


def _is_in(box: Box, found: dict[str, Any]) -> bool:
    """Whether the middle of something is in a part of the page."""
    x0, top, x1, bottom = box
    return x0 <= (found["x0"] + found["x1"]) / 2 <= x1 and top <= (found["top"] + found["bottom"]) / 2 <= bottom


def _taken(table: Any, rows: Rows) -> Sequence[Box]:
    """The parts of a page that a table takes: itself, or its cells where words may be beside them."""
    if any(words is None for row in rows for words in row):
        return table.cells
    whole, *cells = ((x1 - x0) * (bottom - top) for x0, top, x1, bottom in (table.bbox, *table.cells))
    return [table.bbox] if sum(cells) > 0.999 * whole else table.cells


class Page:
    """The lines and tables of one page."""

    def __init__(self, page: Any, number: int):
        self.number = number
        if len(page.chars) > _CHARACTERS:
            raise TooCrowded(f"page {number}: {len(page.chars):,} characters")
        self.pictures = len(page.images)
        self.height = float(page.height)
        rules = len(page.rects) + len(page.lines) + len(page.curves)
        self.tables: list[tuple[Box, Rows]] = []
        self._taken: list[Box] = []
        if rules <= _RULES:
            for table in page.find_tables():
                # it looks at every character of its page for every row
                table.page = page.filter(partial(_is_in, table.bbox))
                rows = rows_of(table)
                if len(rows) > 1 and max(map(len, rows)) > 1:
                    self.tables.append((table.bbox, rows))
                    self._taken += _taken(table, rows)
        rest = page.filter(self._is_outside) if self.tables else page
        self.lines = [self._line(found, n) for n, found in enumerate(rest.extract_text_lines(), 1)]
        page.close()

    def _is_outside(self, found: dict[str, Any]) -> bool:
        """Whether something is outside of the tables."""
        return not any(_is_in(box, found) for box in self._taken)

    def _line(self, found: dict[str, Any], number: int) -> Line:
        chars = found["chars"]
        sizes = Counter(round(c["size"] * 2) / 2 for c in chars)
        size = sizes.most_common(1)[0][0] if sizes else 0.0
        bold = sum(bool(_BOLD.search(c["fontname"])) for c in chars if not c["text"].isspace())
        return Line(
            text=found["text"],
            where=f"page {self.number}, line {number}",
            top=found["top"],
            bottom=found["bottom"],
            left=found["x0"],
            right=found["x1"],
            size=size,
            bold=bold > 0.8 * sum(not c["text"].isspace() for c in chars),
            halves=halves_of(chars, found["text"], size),
        )

    def edges(self) -> list[Line]:
        """The first and last lines, if they are where headers and footers are."""
        ends = self.lines[:2] + self.lines[2:][-2:]
        return [
            line
            for line in ends
            if len(line.text) <= _MARGIN and (line.top < 0.08 * self.height or line.bottom > 0.92 * self.height)
        ]

    def parts(self, grids: Grids) -> Iterator[list[Line] | Table]:
        """Groups of lines and tables, from top to bottom; labels and values beside each other are a table."""
        made = 0
        for part in self._found():
            if isinstance(part[0], Line):
                yield [line for line in part if isinstance(line, Line)]
                continue
            made += 1
            yield self._table([row for row in part if not isinstance(row, Line)], made, grids)

    def _found(self) -> Iterator[Sequence[Line] | Rows]:
        """Groups of lines, and the rows of tables."""
        waiting = sorted(self.tables, key=lambda found: found[0][1])
        group: list[Line] = []
        for line in self.lines:
            while waiting and waiting[0][0][1] < line.top:
                yield from forms(group)
                group = []
                yield waiting.pop(0)[1]
            group.append(line)
        yield from forms(group)
        for _, rows in waiting:
            yield rows

    def _table(self, rows: Rows, number: int, grids: Grids) -> Table:
        name = f"page {self.number}, table {number}"
        grid: list[list[Cell]] = []
        for r, row in enumerate(rows, 1):
            grids.row(len(row))
            grid.append([])
            for c, words in enumerate(row, 1):
                if isinstance(words, tuple):
                    cell = Cell(grid[words[0]][words[1]].text, repeats=True)
                else:
                    cell = Cell(text_of(words or "", f"{name}, row {r}, column {c}"))
                grid[-1].append(cell)
        return Grids().table(grid, name)
