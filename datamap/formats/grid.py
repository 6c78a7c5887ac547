"""The cells of a workbook file: :mod:`datamap.spreadsheet`, with the name of the file in every error."""

from __future__ import annotations

from pathlib import Path

from datamap.errors import InputError, Problem
from datamap.files import reading
from datamap.spreadsheet import Book, Layout, Odd, Unreadable, plain
from datamap.spreadsheet import read as cells_of

__all__ = ["Book", "Layout", "Odd", "load", "plain", "read"]


def read(path: str | Path, raw: bytes) -> Book:
    """The cells of an ``.xlsx`` or ``.ods`` workbook.

    Raises
    ------
    InputError
        The file is not a workbook, has macros or a password, or is damaged or too large.
    """
    try:
        return cells_of(raw)
    except Unreadable as e:
        raise InputError([Problem(str(path), 0, "", e.found, e.expected)]) from None


def load(path: str | Path) -> tuple[Book, bytes]:
    """The cells of a file, and its bytes."""
    raw = reading.load(path)
    return read(path, raw), raw
