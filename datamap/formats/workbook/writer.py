"""An inventory as the workbook to work in: sheets that people fill in, drop-downs, and the last sheet with the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from datamap.documents import package
from datamap.documents.looks import LABEL, PLAIN, Look, header_look, height_of, lines, row_heights
from datamap.documents.sheets import Painter, print_areas, print_bands
from datamap.formats.workbook import choices, kept
from datamap.formats.workbook.layout import Column, Sheet, sheets, text
from datamap.formats.workbook.rows import Row, plain, rows
from datamap.model import Inventory

HEADER = 2
"""The row of the labels of a table; the first row has a note."""
ROW_KEY = "Row"
"""The label of the last column, whose words identify the rows."""
FORM = ("Fact", "Answer", "How to fill it in")
FORM_WIDTHS = (62, 56, 50)
SPARE = 1000
"""Rows below the last one that have drop-downs."""
TITLE = 32
"""Characters of the title of a hint."""
NOTE = Look(text="44546A", wrap=False)
KEY = Look(size=7, text="B0B0B0", wrap=False)
HELP = Look(text="6B6B6B")


def book_bytes(inventory: Inventory, *, blank: bool = False) -> bytes:
    """The workbook of an inventory, as the bytes of an ``.xlsx`` file; the same inventory gives the same bytes.

    Parameters
    ----------
    blank : bool
        Whether the inventory only stands for a blank workbook, see :func:`blank_inventory`.

    Raises
    ------
    CallError
        The workbook cannot contain it.
    """
    by_sheet = rows(plain(inventory))
    if blank:  # a name that is empty is shown as two quotation marks, which mean nothing to who begins
        (who,) = (r for s in sheets() if s.form for r in by_sheet[s.name] if r.cells.get("controller.name") == '""')
        who.cells["controller.name"] = ""
    day = inventory.meta.date
    with Painter() as painter:
        for sheet in sheets():
            if sheet.form:
                _form(painter, sheet, by_sheet[sheet.name])
            else:
                _table(painter, sheet, by_sheet[sheet.name])
        _lists(painter)
        whole = painter.sheet(text("store"), [140])
        whole.print_area = "A1:A1"  # the rest is not for people
        painter.rows(whole, kept.cells(inventory, by_sheet, blank), lambda row, column: LABEL if row == 1 else KEY)
        return package.save(painter.book, day if isinstance(day, dt.date) else dt.date(2000, 1, 1))


def blank_inventory() -> Inventory:
    """What a blank workbook is written from; its id and name are those of no one until someone fills them in."""
    return Inventory.model_validate({"meta": {"id": "new"}, "controller": {"name": ""}})


def _form(painter: Painter, sheet: Sheet, found: Sequence[Row]) -> None:
    body = [(c.label, _value(c, row.cells[c.key]), c.help) for c, row in zip(sheet.columns, found, strict=True)]
    made = painter.sheet(sheet.name, FORM_WIDTHS, f"B{HEADER + 1}")
    made.row_dimensions = row_heights(body, FORM_WIDTHS, HEADER + 1)
    looks = (LABEL, PLAIN, HELP)
    painter.rows(made, [[sheet.note], list(FORM)], _head(len(FORM)))
    painter.rows(made, body, lambda row, column: looks[column - 1])
    made.print_title_rows = f"{HEADER}:{HEADER}"
    for row, column in enumerate(sheet.columns, start=HEADER + 1):
        _offer(made, column, f"B{row}")


def _table(painter: Painter, sheet: Sheet, found: Sequence[Row]) -> None:
    widths = [*(c.width for c in sheet.columns), 5]
    labels = [*(c.label for c in sheet.columns), ROW_KEY]
    body = [[*(_value(c, row.cells[c.key]) for c in sheet.columns), row.key] for row in found]
    made = painter.sheet(sheet.name, widths, f"B{HEADER + 1}")
    for number in range(1, len(widths)):  # what people type into a blank row wraps as well
        made.column_dimensions[get_column_letter(number)].alignment = Alignment(wrap_text=True, vertical="top")
    head = height_of(max(lines(label, width - 2) for label, width in zip(labels, widths, strict=True)))
    made.row_dimensions = {HEADER: head, **row_heights(body, widths, HEADER + 1)}
    painter.rows(made, [[f"{sheet.note} {text('note')}"], labels], _head(sheet.main))
    last = len(widths)
    painter.rows(made, body, lambda row, column: KEY if column == last else LABEL if column == 1 else PLAIN)
    end = HEADER + len(found)
    made.auto_filter.ref = f"A{HEADER}:{get_column_letter(last)}{end + SPARE}"
    made.print_title_rows = f"{HEADER}:{HEADER}"
    bands = print_bands(widths[:-1], 1)
    if len(bands) > 1:
        made.print_title_cols = "A:A"
    if found:
        made.print_area = print_areas(bands, HEADER, end)
    else:  # of a blank one, the rows that people fill in are not known; its columns are spread over as many pages
        made.page_setup.fitToWidth = len(bands)
    for number, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        _offer(made, column, f"{letter}{HEADER + 1}:{letter}{end + SPARE}")
    key = get_column_letter(last)
    _hint(made, ROW_KEY, text("row_help"), "", f"{key}{HEADER + 1}:{key}{end + SPARE}")


def _head(main: int) -> Any:
    """The looks of the note and of the labels: dark for what most entries need, grey for the others."""
    looks = header_look(), header_look(optional=True)
    return lambda row, column: NOTE if row < HEADER else looks[column > main]


def _value(column: Column, shown: str) -> Any:
    """A cell's value: days as days, everything else as text."""
    if column.kind in ("date", "day") and shown[:1].isdigit():
        return dt.date.fromisoformat(shown)
    return shown


def _offer(sheet: Any, column: Column, area: str) -> None:
    """A drop-down, and what to write as a hint; another value is accepted too."""
    offered = choices.area(column)
    if offered or column.help:
        _hint(sheet, column.label.rpartition(": ")[2], column.help, offered, area)


def _hint(sheet: Any, label: str, help_: str, offered: str, area: str) -> None:
    check = DataValidation("list" if offered else None, formula1=offered or None, allow_blank=True)
    check.showErrorMessage = False
    if help_:
        title = label if len(label) <= TITLE else label[:TITLE].rpartition(" ")[0]
        check.showInputMessage, check.promptTitle, check.prompt = True, title, help_[:255]
    check.add(area)
    sheet.data_validations.append(check)


def _lists(painter: Painter) -> None:
    offered = choices.lists()
    widths = [max(14, *(min(len(v), 44) + 2 for v in (label, *values))) for label, values in offered.items()]
    made = painter.sheet(text("lists"), widths, "A2")
    most = max(map(len, offered.values()))
    painter.rows(made, [list(offered)], lambda row, column: header_look(optional=True))
    body = ([values[i] if i < len(values) else "" for values in offered.values()] for i in range(most))
    painter.rows(made, body, lambda row, column: PLAIN)
