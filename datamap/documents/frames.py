"""A frame as a workbook with one sheet: safe cells, header, filter, widths, coloured words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datamap.documents import package
from datamap.documents.sheets import WORDS, Grid, Painter
from datamap.files import writing

if TYPE_CHECKING:
    import pandas as pd

NARROW, WIDE = 10, 60
"""Least and largest width of a column, in characters."""
SAMPLE = 200
"""Rows that the width of a column is measured on."""


def write_frame(frame: pd.DataFrame, path: str | Path, title: str, *, force: bool = False) -> Path:
    """Write a frame into a workbook; lists become texts, and no text becomes a formula.

    Parameters
    ----------
    frame : DataFrame
    path : str or Path
        A name that ends in ``.xlsx``.
    title : str
        Name of the sheet.
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.

    Raises
    ------
    CallError
        Another ending, a file that is not replaced without `force`, or a text that is too long for a cell.
    """
    writing.check(path, writing.WORKBOOK, force=force)
    columns = [[_plain(v) for v in frame[name].tolist()] for name in frame.columns]
    headers = [str(name).replace("_", " ") for name in frame.columns]
    widths = [_width((header, *column[:SAMPLE])) for header, column in zip(headers, columns, strict=True)]
    coloured = [n for n, name in enumerate(frame.columns) if str(name).startswith(("verdict", "severity"))]
    for n in coloured:  # the words of the other workbooks, which have the colours
        columns[n] = [str(v).replace("-", " ") for v in columns[n]]
    with Painter() as painter:
        painter.table(
            Grid(title, headers, widths, columns, colour={n: {word: word for word in WORDS} for n in coloured})
        )
        data = package.save(painter.book, dt.date.today())
    return writing.write(path, data, force=force)


def _plain(value: Any) -> Any:
    """A value that a cell can hold."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (str, int, float, dt.date)) or value is None:
        return None if value != value else value  # a missing number is not equal to itself
    if isinstance(value, Iterable):
        return "; ".join(str(_plain(v)) for v in value)
    return str(value)


def _width(values: Iterable[Any]) -> int:
    return min(max(NARROW, *(len(str(v)) + 2 for v in values)), WIDE)
