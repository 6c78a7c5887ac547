"""Sheets for people: header, widths, wrapping, frozen panes, filter, colours by word, print set-up."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from lxml import etree
from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormatting
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from datamap.documents import cells as safe
from datamap.documents.looks import PLAIN, Look, StyledCell, header_look, height_of, lines
from datamap.errors import CallError

WORDS = {
    "error": ("FBE3E4", "8A1C1C"),
    "not covered": ("FBE3E4", "8A1C1C"),
    "undetermined": ("F0E6F8", "5B2182"),
    "warning": ("FFF1D6", "7A4B00"),
    "covered": ("E3F3E6", "1D5B2A"),
    "no transfer": ("F1F1F1", "3F3F3F"),
    "note": ("E2EEF9", "1B4A7A"),
    "unknown": ("F0E6F8", "5B2182"),
    "no": ("F1F1F1", "3F3F3F"),
}
"""Background and text colour of words, with a contrast of at least 6 to 1; the colour only repeats the word."""

A3, A4 = 8, 9
"""Numbers of paper sizes."""

PAGES = {A3: 220, A4: 156}
"""Width in characters that a page in landscape shows in a readable size: 8 points, also with a wide font."""

Style = Callable[[int, int], Look]
"""From row and column, counted from 1, to a look."""


@dataclass
class Grid:
    """One table that fills a sheet.

    Attributes
    ----------
    name : str
    headers : sequence of str
    widths : sequence of int
        In characters.
    columns : sequence of sequence
        Values by column, all of one length.
    optional : sequence of bool
        Which headers are marked optional by colour (their words do so too).
    freeze : int
        Columns that stay visible and repeat in print.
    colour : mapping of int to mapping of str to str
        Column -> its words that have colours -> the word of :data:`WORDS` that has the same.
    """

    name: str
    headers: Sequence[str]
    widths: Sequence[int]
    columns: Sequence[Sequence[Any]]
    optional: Sequence[bool] = ()
    freeze: int = 1
    colour: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @property
    def empty(self) -> bool:
        return not any(v != "" for c in self.columns for v in c)


class Painter:
    """Writes sheets into a workbook, one after the other, without keeping their cells."""

    def __init__(self, scrub: Callable[[str], str] | None = None, *, paper: int = A3, page: str = "Page &P of &N"):
        self.book = Workbook(write_only=True)
        self.names: set[str] = set()
        self._styles: dict[tuple[Look, str], int] = {}  # openpyxl compares fonts and fills of each cell with all others
        self._scrub, self._paper, self._page = scrub, paper, page

    def sheet(self, name: str, widths: Sequence[int], frozen: str | None = None) -> Any:
        """A new sheet with its columns' widths and print set-up; :meth:`rows` adds the cells."""
        sheet = self.book.create_sheet(safe.sheet_name(name, self.names))
        for i, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(i)].width = width
        if frozen:
            sheet.freeze_panes = frozen
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", self._paper
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = 0.3
        sheet.page_margins.bottom, sheet.page_margins.footer = 0.8, 0.4
        sheet.print_options.gridLines = True
        sheet.oddFooter.left.text, sheet.oddFooter.center.text, sheet.oddFooter.right.text = "&F", "&A", self._page
        return sheet

    def rows(self, sheet: Any, rows: Iterable[Sequence[Any]], style: Style) -> None:
        """Append rows of values. One cell object serves each look: it is written before the next one is asked for."""
        made: dict[
            tuple[int, str], tuple[Look, StyledCell]
        ] = {}  # by identity: hashing a look takes longer than a cell
        scrub, dangerous, check, title, letters = self._scrub, safe.DANGEROUS, safe.value, sheet.title, _Letters()

        def cells(values: Sequence[Any], row: int) -> Iterator[StyledCell]:
            for column, given in enumerate(values, start=1):
                if scrub is not None and isinstance(given, str):
                    given = scrub(given)
                value = check(given, title, row, column)
                if value is None:
                    continue
                look = style(row, column)
                if isinstance(value, str):
                    sort = "q" if value.startswith(dangerous) else "s"
                else:
                    sort = "d" if isinstance(value, dt.date) else "n"
                known = made.get((id(look), sort))
                if known is None:
                    known = made[id(look), sort] = look, self._cell(sheet, look, sort)
                cell = known[1]
                cell._value, cell.coordinate = value, f"{letters[column]}{row}"
                yield cell

        sheet._values_to_row = cells
        for row in rows:
            sheet.append(row)

    def _cell(self, sheet: Any, look: Look, sort: str) -> StyledCell:
        """A cell of a look; the workbook works out each look once, not once for each sheet."""
        if (look, sort) not in self._styles:
            self._styles[look, sort] = look.style_id(sheet, sort)
        return StyledCell.of(sheet, self._styles[look, sort], sort)

    def table(self, grid: Grid) -> Any:
        """A sheet with one table from A1 on: header row, filter, print bands, colours."""
        width = len(grid.headers)
        sheet = self.sheet(grid.name, grid.widths, f"{get_column_letter(grid.freeze + 1)}2")
        heads = [header_look(bool(grid.optional) and grid.optional[i]) for i in range(width)]
        sheet.row_dimensions = heights(grid)
        self.rows(sheet, [list(grid.headers)], lambda row, column: heads[column - 1])
        self.rows(sheet, zip(*grid.columns, strict=True), lambda row, column: PLAIN)
        last = max(grid.height, 1) + 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{last}"
        _set_print(sheet, grid, last, PAGES[self._paper])
        _colour_words(sheet, grid, last)
        return sheet

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: type[BaseException] | None, error: BaseException | None, *_: object) -> None:
        """After a failure, close the unfinished workbook and remove its temporary files.

        Raises
        ------
        CallError
            The folder for temporary files, through which the sheets go, has no room.
        """
        if failure is None:
            return
        for sheet in self.book.worksheets:
            if sheet._writer is not None:
                with suppress(OSError, etree.SerialisationError):  # what ended the work ends the closing too
                    if not sheet.closed:
                        sheet.close()
                sheet._writer.cleanup()
        if isinstance(error, (OSError, etree.SerialisationError)):  # lxml has its own error for a write that fails
            raise CallError(
                f"the workbook cannot be made: {tempfile.gettempdir()}, the folder for temporary files, cannot be "
                f"written ({getattr(error, 'strerror', None) or error}). Expected room in it, or another folder in "
                "TMPDIR; nothing was written"
            ) from error


def _set_print(sheet: Any, grid: Grid, last: int, page: int) -> None:
    sheet.print_title_rows = "1:1"
    bands = print_bands(grid.widths, grid.freeze, page)
    if grid.empty:
        bands = bands[:1]
    if bands != [(0, len(grid.widths))]:
        sheet.print_title_cols = f"A:{get_column_letter(grid.freeze)}"
        sheet.print_area = print_areas(bands, 1, last)


def _colour_words(sheet: Any, grid: Grid, last: int) -> None:
    for i, words in grid.colour.items():
        letter = get_column_letter(i + 1)
        column = ConditionalFormatting(f"{letter}2:{letter}{last}")
        for word, same in words.items():
            back, text = WORDS[same]
            fill, font = PatternFill(bgColor=back), Font(color=text, bold=True)
            rule = FormulaRule(formula=[f'${letter}2="{word}"'], fill=fill, font=font)
            sheet.conditional_formatting.add(column, rule)


def heights(grid: Grid) -> dict[int, dict[str, str]]:
    """Height of each row that needs more than a line, as attributes of the row: not every program computes it."""
    most = [1] * grid.height
    for width, values in zip(grid.widths, grid.columns, strict=True):
        for i, value in enumerate(values):
            if isinstance(value, str) and (len(value) >= width or "\n" in value):
                most[i] = max(most[i], lines(value, width))
    found = {i: n for i, n in enumerate(most, start=2) if n > 1}
    found[1] = max(lines(h, w - 2) for h, w in zip(grid.headers, grid.widths, strict=True))
    return {i: height_of(n) for i, n in found.items()}


def print_bands(widths: Sequence[int], freeze: int, page: int = PAGES[A3]) -> list[tuple[int, int]]:
    """Ranges of columns (from, to) that each fit one page beside the columns that repeat."""
    repeated = sum(widths[:freeze])
    bands: list[tuple[int, int]] = []
    start, used = 0, 0
    for i, width in enumerate(widths):
        if i > start and used + width + (repeated if bands else 0) > page:
            bands.append((start, i))
            start, used = i, 0
        used += width
    return [*bands, (start, len(widths))]


def print_areas(bands: Sequence[tuple[int, int]], header: int, last: int, first: int = 1) -> str:
    """The print area of bands: the first from row ``first``, the others from the header, all to the last row.

    Examples
    --------
    >>> print_areas([(0, 2), (2, 4)], header=9, last=20)
    'A1:B20,C9:D20'
    """
    areas = []
    for start, end in bands:
        top = first if start == 0 else header
        areas.append(f"{get_column_letter(start + 1)}{top}:{get_column_letter(end)}{last}")
    return ",".join(areas)


class _Letters(dict[int, str]):
    """Letters of a column by its number."""

    def __missing__(self, column: int) -> str:
        self[column] = get_column_letter(column)
        return self[column]
