"""The sheets of a workbook as tables: what a person sees of them, each cell with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from datamap.labels.counting import few
from datamap.reading.document import Cell, Skipped, Table, Text
from datamap.reading.grid import Grids
from datamap.reading.parts import Parts
from datamap.reading.refuse import refused
from datamap.reading.words import text_of
from datamap.spreadsheet import Book, Layout, Odd, Unreadable
from datamap.spreadsheet import read as read_book
from datamap.spreadsheet.layout import within
from datamap.spreadsheet.xlsx import letters_of

_NAMED = 20
"""Rows, columns or cells that one entry of the report names; it counts the others."""


def read(raw: bytes, file: str) -> Parts:
    """The visible sheets of an ``.xlsx`` or ``.ods`` workbook."""
    try:
        book = read_book(raw)
    except Unreadable as e:
        raise refused(file, e.found, e.expected) from None
    kind = "xlsx" if b"xl/workbook.xml" in raw else "ods"
    return Parts(kind, *_tables(book))


def _tables(book: Book) -> tuple[tuple[Table, ...], tuple[Skipped, ...]]:
    grids = Grids()
    tables: list[Table] = []
    skipped: list[Skipped] = []
    for name, rows in book.sheets.items():
        layout = book.layouts.get(name, Layout())
        if not any(rows):
            continue
        if layout.hidden:
            skipped.append(
                Skipped(f"the hidden sheet '{name}' ({len(rows):,} rows)", name, "hidden sheets are not read")
            )
            continue
        sheet = _Sheet(name, rows, layout, grids)
        table = sheet.table()
        if table.rows:
            tables.append(table)
        skipped += sheet.skipped
    return tuple(tables), tuple(skipped)


class _Sheet:
    """Makes the table of one sheet."""

    def __init__(self, name: str, rows: Sequence[Sequence[Any]], layout: Layout, grids: Grids):
        self._name, self._rows, self._layout, self._grids = name, rows, layout, grids
        self._width = max(map(len, rows))
        self._letters = [letters_of(c + 1) for c in range(self._width)]
        self._without_result: list[str] = []
        self._under: list[str] = []
        self.skipped: list[Skipped] = []

    def table(self) -> Table:
        """The table of what is visible."""
        self._grids.take(len(self._rows) * self._width)
        grid = [[self._cell(value, r, c) for c, value in enumerate(row)] for r, row in enumerate(self._rows, 1)]
        for r, row in enumerate(grid, 1):
            row += [Cell(Text("", f"{self._name}!{self._letters[c]}{r}", "", ())) for c in range(len(row), self._width)]
        gone_rows = set(within(self._layout.rows, range(1, len(grid) + 1)))
        gone_columns = set(within(self._layout.columns, range(1, self._width + 1)))
        self._merge(grid, gone_rows, gone_columns)
        self._report(grid, gone_rows, gone_columns)
        if gone_rows or gone_columns:
            grid = [
                [cell for c, cell in enumerate(row, 1) if c not in gone_columns]
                for r, row in enumerate(grid, 1)
                if r not in gone_rows
            ]
        return Grids().table(grid, self._name, self._name)

    def _cell(self, value: Any, row: int, column: int) -> Cell:
        where = f"{self._name}!{self._letters[column]}{row}"
        if type(value) is not str:
            if isinstance(value, Odd):
                if value.shown == "":
                    self._without_result.append(f"{self._letters[column]}{row} ({value.what})")
                value = value.shown
            if isinstance(value, dt.date):
                value = value.isoformat()
        return Cell(text_of(value, where))

    def _merge(self, grid: list[list[Cell]], gone_rows: set[int], gone_columns: set[int]) -> None:
        """Repeat the text of each merged cell on all positions that it covers."""
        for top, left, bottom, right in self._layout.merged:
            rows = range(top, min(bottom, len(grid)) + 1)
            columns = range(left, min(right, self._width) + 1)
            if not rows or not columns:
                continue
            self._grids.take(len(rows) * len(columns))
            text = grid[top - 1][left - 1].text
            first = True  # the first visible position is the cell itself
            for r in rows:
                for c in columns:
                    covered = grid[r - 1][c - 1].text
                    if covered.words not in ("", text.words):
                        self._under.append(f"{self._letters[c - 1]}{r}")
                    visible = r not in gone_rows and c not in gone_columns
                    grid[r - 1][c - 1] = Cell(text, repeats=not first)
                    first = first and not visible

    def _report(self, grid: list[list[Cell]], gone_rows: set[int], gone_columns: set[int]) -> None:
        rows = [r for r in sorted(gone_rows) if any(c.text.words for c in grid[r - 1])]
        columns = [c for c in sorted(gone_columns) if any(row[c - 1].text.words for row in grid)]
        parts = (
            (rows, [str(r) for r in rows], "hidden row", "hidden rows are not read"),
            (columns, [self._letters[c - 1] for c in columns], "hidden column", "hidden columns are not read"),
            (self._under, self._under, "text under a merged cell", "people see only the merged cell's text"),
            (
                self._without_result,
                self._without_result,
                "formula or error without a result",
                "the file has no result of it; nothing is computed",
            ),
        )
        for found, names, what, why in parts:
            if found:
                count = "" if len(found) == 1 else f" ({len(found):,})"
                self.skipped.append(
                    Skipped(f"{what}{count}: {few(names, _NAMED)}", f"{self._name}!{names[0].split()[0]}", why)
                )
