"""Sheets as a person meets them: header, widths, wrapping, frozen panes, filter, colours by word, drop-downs, print set-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from datamap.documents import cells as safe
from datamap.labels.cells import NOTHING

WRAP = Alignment(horizontal="left", vertical="top", wrap_text=True)
TOP = Alignment(horizontal="left", vertical="top")
HEADER = {"law": "1F3A5F", "optional": "4A4A4A"}
"""Header colours; white on either has a contrast above 8 to 1, and the header says in words what the colour does."""

WORDS = {
    "error": ("FBE3E4", "8A1C1C"),
    "not covered": ("FBE3E4", "8A1C1C"),
    "cannot tell": ("F0E6F8", "5B2182"),
    "warning": ("FFF1D6", "7A4B00"),
    "covered": ("E3F3E6", "1D5B2A"),
    "no transfer": ("F1F1F1", "3F3F3F"),
    "note": ("E2EEF9", "1B4A7A"),
    "unknown": ("F0E6F8", "5B2182"),
    "no": ("F1F1F1", "3F3F3F"),
}
"""Background and text of cells in columns of words, each at least 6 to 1; a colour repeats what the word says."""

PAGE = 260
"""Width in characters that an A3 page in landscape shows at a size that can be read."""
LINE, HIGHEST = 13.2, 409
"""Points of a line of text, and points that a row can be high."""


@dataclass
class Grid:
    """One table on a sheet of its own.

    Attributes
    ----------
    name : str
    headers : sequence of str
    widths : sequence of int
        In characters.
    columns : sequence of sequence
        Values by column, all of one length.
    optional : sequence of bool
        Which headers are marked optional by colour (their words say so too).
    freeze : int
        Columns that stay in sight and repeat in print.
    colour : sequence of int
        Columns whose words have colours.
    machine : int
        Number of last columns that are for the reading program: on the screen, not in print.
    choices : mapping of int to str
        Column -> name of the list that its drop-down offers.
    """

    name: str
    headers: Sequence[str]
    widths: Sequence[int]
    columns: Sequence[Sequence[Any]]
    optional: Sequence[bool] = ()
    freeze: int = 1
    colour: Sequence[int] = ()
    choices: Mapping[int, str] = field(default_factory=dict)
    machine: int = 0
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0


class Painter:
    """Writes sheets into a workbook, one after the other, without keeping their cells."""

    def __init__(self, scrub: Any = None):
        self.book = Workbook(write_only=True)
        self.names: set[str] = set()
        self._scrub = scrub

    def sheet(self, name: str, widths: Sequence[int], frozen: str | None = None) -> Any:
        """A new sheet with its columns' widths and print set-up; cells are given with :meth:`rows`."""
        sheet = self.book.create_sheet(safe.sheet_name(name, self.names))
        for i, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(i)].width = width
        if frozen:
            sheet.freeze_panes = frozen
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = 0.4
        sheet.page_margins.bottom, sheet.page_margins.footer = 0.8, 0.4
        sheet.print_options.gridLines = True
        sheet.oddFooter.left.text, sheet.oddFooter.center.text, sheet.oddFooter.right.text = "&F", "&A", "Page &P of &N"
        return sheet

    def rows(self, sheet: Any, rows: Iterable[Sequence[Any]], style: Any, first: int = 1) -> None:
        """Append rows of values. ``style(row, column)`` gives a :class:`Look`; one cell object serves each look."""
        made: dict[
            tuple[int, str], tuple[Look, _Cell]
        ] = {}  # by identity: to hash a look costs more than to write a cell
        scrub, dangerous, check, title, letters = self._scrub, safe.DANGEROUS, safe.value, sheet.title, _Letters()

        def cells(values: Sequence[Any], row: int) -> Iterator[_Cell]:
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
                    known = made[id(look), sort] = look, look.cell(sheet, sort)
                cell = known[1]
                cell._value, cell.coordinate = value, f"{letters[column]}{row}"
                yield cell

        sheet._values_to_row = cells
        for row in rows:
            sheet.append(row)

    def table(self, grid: Grid) -> Any:
        """A sheet that holds one table from A1 on: header row, filter, print bands, drop-downs."""
        width = len(grid.headers)
        frozen = f"{get_column_letter(grid.freeze + 1)}2"
        sheet = self.sheet(grid.name, grid.widths, frozen)
        looks = [
            Look(bold=True, fill=HEADER["optional" if (grid.optional and grid.optional[i]) else "law"], text="FFFFFF")
            for i in range(width)
        ]
        plain, single = Look(), Look(wrap=False)
        shown = width - grid.machine
        sheet.row_dimensions = heights(grid)
        self.rows(sheet, [list(grid.headers)], lambda r, c: looks[c - 1])
        self.rows(sheet, zip(*grid.columns, strict=True), lambda r, c: plain if c <= shown else single)
        last = max(grid.height, 1) + 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{last}"
        self._print(sheet, grid, last)
        for i in grid.colour:
            letter = get_column_letter(i + 1)
            for word, (back, text) in WORDS.items():
                rule = FormulaRule(
                    formula=[f'${letter}2="{word}"'], fill=PatternFill(bgColor=back), font=Font(color=text, bold=True)
                )
                sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)
        by_list: dict[str, list[int]] = {}
        for i, name in grid.choices.items():
            by_list.setdefault(name, []).append(i)
        for name, columns in by_list.items():
            check = DataValidation("list", formula1=name, allow_blank=True, showErrorMessage=True, errorStyle="warning")
            check.errorTitle, check.error = (
                "Not on the list",
                "This word is not on sheet 'Lists'. A word that is not there is read back as unknown. Keep it?",
            )
            for i in columns:
                check.add(f"{get_column_letter(i + 1)}2:{get_column_letter(i + 1)}{last + 200}")
            sheet.data_validations.append(check)
        for (row, column), target in grid.links.items():
            link(sheet, row, column, target)
        return sheet

    def _print(self, sheet: Any, grid: Grid, last: int) -> None:
        sheet.print_title_rows = "1:1"
        bands = print_bands(grid.widths[: len(grid.widths) - grid.machine], grid.freeze)
        if not any(any(v not in ("", NOTHING) for v in c) for c in grid.columns):
            bands = bands[:1]
        if bands != [(0, len(grid.widths))]:
            sheet.print_title_cols = f"A:{get_column_letter(grid.freeze)}"
            sheet.print_area = ",".join(f"{get_column_letter(a + 1)}1:{get_column_letter(b)}{last}" for a, b in bands)

    def abandon(self) -> None:
        """Close what was begun and remove its temporary files, where the workbook is not to be."""
        for sheet in self.book.worksheets:
            if sheet._writer is not None:
                if not sheet.closed:
                    sheet.close()
                sheet._writer.cleanup()

    def list_name(self, name: str, sheet: str, column: int, size: int) -> None:
        """Give a column of the sheet of lists a name that drop-downs use."""
        letter = get_column_letter(column)
        area = f"{quote_sheetname(sheet)}!${letter}$2:${letter}${max(size, 1) + 1}"
        self.book.defined_names[name] = DefinedName(name, attr_text=area)


def lines(text: Any, width: int) -> int:
    """Lines that a text takes in a cell of a width, a little more rather than less."""
    if not isinstance(text, str) or (len(text) < width and "\n" not in text):
        return 1
    return sum(1 + (len(part) + len(part) // 14) // max(width, 4) for part in text.split("\n"))


def row_heights(rows: Sequence[Sequence[Any]], widths: Sequence[int], first: int = 1) -> dict[int, dict[str, str]]:
    """Height of each row of a sheet laid out by hand, as attributes of the row; from row ``first`` on."""
    most = {
        i: max((lines(v, w) for v, w in zip(row, widths, strict=False)), default=1)
        for i, row in enumerate(rows, start=first)
    }
    return {i: attributes(n) for i, n in most.items() if n > 1}


def attributes(count: int) -> dict[str, str]:
    """Attributes of a row that shows a number of lines."""
    return {"ht": f"{min(count * LINE + 3, HIGHEST):g}", "customHeight": "1"}


def heights(grid: Grid) -> dict[int, dict[str, str]]:
    """Height of each row that needs more than a line, as attributes of the row: not every program finds them itself."""
    most = [1] * grid.height
    shown = len(grid.widths) - grid.machine
    for width, values in zip(grid.widths[:shown], grid.columns[:shown], strict=True):
        for i, value in enumerate(values):
            if isinstance(value, str) and (len(value) >= width or "\n" in value):
                most[i] = max(most[i], lines(value, width))
    found = {i: n for i, n in enumerate(most, start=2) if n > 1}
    found[1] = max(lines(h, w - 2) for h, w in zip(grid.headers, grid.widths, strict=True))
    return {i: attributes(n) for i, n in found.items()}


def print_bands(widths: Sequence[int], freeze: int) -> list[tuple[int, int]]:
    """Ranges of columns (from, to) that each fit one page beside the columns that repeat."""
    repeated = sum(widths[:freeze])
    bands, start, used = [], 0, 0
    for i, width in enumerate(widths):
        if i > start and used + width + (repeated if bands else 0) > PAGE:
            bands.append((start, i))
            start, used = i, 0
        used += width
    return [*bands, (start, len(widths))]


@dataclass(frozen=True)
class Look:
    """How a cell looks. Frozen: equal looks share one cell object and one style of the workbook."""

    bold: bool = False
    size: int = 10
    fill: str = ""
    text: str = "000000"
    link: bool = False
    wrap: bool = True

    def cell(self, sheet: Any, sort: str) -> _Cell:
        """A cell of that look for a text (``s``), a text that looks like a formula (``q``), a date or a number."""
        cell = Cell(sheet, 1, 1)
        cell.font = Font(
            name="Calibri", bold=self.bold, size=self.size, color=self.text, underline="single" if self.link else None
        )
        cell.alignment = WRAP if self.wrap else TOP
        if self.fill:
            cell.fill = PatternFill("solid", start_color=self.fill)
        if sort == "d":
            cell.number_format = "yyyy-mm-dd"
        elif sort == "q":
            cell.quotePrefix = True
        made = _Cell(sheet, 1, 1)
        made.style_id, made.data_type = cell.style_id, "s" if sort == "q" else sort
        return made


class _Cell(Cell):
    """A cell whose style and place are known: openpyxl works both out anew for each cell that it writes."""

    has_style = True
    style_id = 0
    hyperlink = None
    coordinate = ""


class _Letters(dict):
    """Letters of a column by its number."""

    def __missing__(self, column: int) -> str:
        self[column] = get_column_letter(column)
        return self[column]


def link(sheet: Any, row: int, column: int, target: str) -> None:
    """An internal link: a location within the workbook, no relation to anything outside it."""
    ref = f"{get_column_letter(column)}{row}"
    sheet._hyperlinks.append(Hyperlink(ref=ref, location=target, display=None))
