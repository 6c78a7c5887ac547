"""Where things are in a workbook that people changed: its sheets by name or labels, and cells that others cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from datamap.formats import grid
from datamap.formats.workbook import kept as last
from datamap.formats.workbook.edits import ACCEPTED, REFUSED, Edit
from datamap.formats.workbook.layout import Sheet, sheets, text

MOST = 5_000
"""Merged cells of a sheet that are looked at."""
HEAD = 20
"""First rows in which the labels of a sheet are sought."""


def label_of(cell: Any) -> str:
    """A label as it is compared."""
    return " ".join(cell.split()).casefold() if isinstance(cell, str) else ""


def named(book: grid.Book, edits: list[Edit]) -> Iterator[tuple[Sheet, str]]:
    """Each sheet with its name in a workbook; one that was renamed is found by its labels.

    Sheets that are missing, renamed, or not ours are reported among the edits.
    """
    here = {name.strip().casefold(): name for name in book.sheets}
    ours = {s.name.casefold(): here.get(s.name.casefold()) for s in sheets()}
    known = {*ours.values(), here.get(text("lists").casefold())}
    others = [n for n, rows in book.sheets.items() if n not in known and rows and not last.is_kept(rows)]
    for sheet in sheets():
        name = ours[sheet.name.casefold()]
        if name is None:
            name = next((n for n in others if _has_labels(book.sheets[n], sheet)), None)
            if name is None:
                why, expected = "the sheet is missing; nothing of it was changed", "the sheet with its labels"
                edits.append(Edit(sheet.name, "", "", REFUSED, why=why, expected=expected))
                continue
            others.remove(name)
            edits.append(Edit(name, "", "", ACCEPTED, why=f"read as the sheet {sheet.name}, by its labels"))
        yield sheet, name
    for name in others:
        why, expected = "a sheet that this workbook did not have; nothing of it was read", "facts on the other sheets"
        edits.append(Edit(name, "", "", REFUSED, why=why, expected=expected, beside=True))


def _has_labels(rows: Sequence[Sequence[Any]], sheet: Sheet) -> bool:
    """Whether most labels of a sheet are in the first rows of a sheet, or, of a form, in its first columns."""
    wanted = {c.label.casefold() for c in sheet.columns}
    if sheet.form:
        found = {label_of(cell) for row in rows[: 2 * len(wanted) + HEAD] for cell in row[:3]}
        return len(wanted & found) * 2 > len(wanted)
    return any(len(wanted.intersection(map(label_of, row))) * 2 > len(wanted) for row in rows[:HEAD])


class Covered:
    """The cells of a sheet that are merged with another one, whose value is all that a program keeps of them.

    Parameters
    ----------
    layout : Layout or None
    rows : int
        Rows with content.
    """

    def __init__(self, layout: grid.Layout | None, rows: int):
        self._areas = [a for a in (layout.merged if layout else ()) if a[0] <= rows]

    @property
    def too_many(self) -> bool:
        """Whether there are more than people make."""
        return len(self._areas) > MOST

    def by(self, row: int, column: int) -> str:
        """The cell that covers a cell; empty for none."""
        for top, left, bottom, right in self._areas:
            if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
                return f"{get_column_letter(left)}{top}"
        return ""
