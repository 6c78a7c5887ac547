"""What people write into a form beside its answers: above them, on other sheets, in comments. Nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from datamap.forms.form import ABOUT, HIDDEN
from datamap.forms.words import every
from datamap.model import arguments
from datamap.spreadsheet import Book, Odd

ANSWER = 2
"""The column of the cells about who answered."""


def shown(cell: Any) -> str:
    """What a cell contains, for a person; of a formula, what it is."""
    return str(cell.what if isinstance(cell, Odd) else cell).strip()


def elsewhere(book: Book, sheet: str, head: int) -> Iterator[tuple[str, str]]:
    """Place and text of what is above the answers of a form, on sheets that it did not have, and in comments."""
    for n, row in enumerate(book.sheets[sheet][:head]):
        yield from ((f"{sheet}!{_letter(at)}{n + 1}", text) for at, text in _above(n, row))
    for name, rows in book.sheets.items():
        if name not in (sheet, HIDDEN):
            for n, row in enumerate(rows, start=1):
                yield from ((f"{name}!{_letter(at)}{n}", text) for at, c in enumerate(row) if (text := shown(c)))
    for name, layout in book.layouts.items():
        yield from ((f"{name}!{place}", f"comment: {text}") for place, text in layout.comments)


def _above(n: int, row: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """Column and text of what the form did not have in a row above its answers."""
    label = shown(row[1]) if len(row) > 1 else ""
    key = next((key for key in ABOUT if label in every("form", key)), "")
    for at, cell in enumerate(row):
        text = shown(cell)
        ours = at == 1 and (n == 0 or key or text in every("form", "how"))
        if not text or ours or (key and at == ANSWER and (key != "day" or _is_day(cell))):
            continue
        yield at, text


def _is_day(cell: Any) -> bool:
    return not isinstance(cell, (str, Odd)) or arguments.day_or_none(str(cell).strip()) is not None


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(at + 1))
