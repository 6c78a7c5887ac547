"""The cells of a workbook as texts, without harm: nothing is evaluated, no link followed, no bomb unpacked."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datamap.errors import InputError, Problem
from datamap.formats import files

UNPACKED = 1 << 30
"""Bytes a workbook may have unpacked: at this size reading takes minutes."""
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that holds no value of its own: a formula, or an error."""

    what: str


@dataclass
class Book:
    """What a workbook holds.

    Attributes
    ----------
    sheets : dict
        Rows by sheet name; a row is a list of texts, dates and :class:`Odd` cells, blank ones as empty texts.
    properties : dict
        Custom document properties.
    """

    sheets: dict[str, list[list[Any]]]
    properties: dict[str, str] = field(default_factory=dict)


def read(path: str | Path, raw: bytes) -> Book:
    """The cells of an ``.xlsx`` or ``.ods`` workbook.

    Raises
    ------
    InputError
        No workbook, one with macros, or one that is too large unpacked.
    """
    if raw[:4] == b"\xd0\xcf\x11\xe0":
        raise _refused(
            path, "a workbook of the old binary kind, or one with a password", "an .xlsx file without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names, size = set(archive.namelist()), sum(i.file_size for i in archive.infolist())
    except zipfile.BadZipFile:
        raise _refused(path, "no workbook", "an .xlsx or .ods file") from None
    if size > UNPACKED:
        raise _refused(path, f"a workbook of {size / 1e6:,.0f} MB unpacked", f"at most {UNPACKED / 1e6:,.0f} MB")
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise _refused(path, "a workbook with macros", "one without: save it as .xlsx")
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise _refused(path, "no workbook", "an .xlsx or .ods file")
    try:
        return _xlsx(raw) if "xl/workbook.xml" in names else _ods(raw)
    except InputError:
        raise
    except Exception as e:  # noqa: BLE001  a damaged file makes its reader raise anything
        raise _refused(
            path, f"a workbook that cannot be read ({type(e).__name__}: {str(e)[:120]})", "a whole .xlsx or .ods file"
        ) from None


def _xlsx(raw: bytes) -> Book:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    sheets = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        sheets[sheet.title] = [_texts(row) for row in sheet.iter_rows()]
    return Book(sheets, {p.name: str(p.value) for p in book.custom_doc_props})


def _texts(row: Any) -> list[Any]:
    return [_cell(c.value, c.data_type) for c in row]


def _cell(value: Any, kind: str) -> Any:
    if value is None:
        return ""
    if kind == "s" or kind == "inlineStr":
        return _ESCAPE.sub(_char, value) if "_x" in value else value
    if kind == "f":
        return Odd(f"the formula {str(getattr(value, 'text', value))[:60]}")
    if kind == "e":
        return Odd(f"the error {value}")
    return plain(value)


def _char(m: re.Match[str]) -> str:
    return chr(int(m[1], 16))


def plain(value: Any) -> Any:
    """A value of a cell as a text, or as a date where it is one.

    Examples
    --------
    >>> plain(True), plain(7.0), plain(dt.datetime(2026, 9, 30))
    ('yes', '7', datetime.date(2026, 9, 30))
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date):
        return value
    return str(value)


def _ods(raw: bytes) -> Book:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    return Book(
        {name: [["" if v == "" else plain(v) for v in row] for row in _rows(book, name)] for name in book.sheet_names}
    )


def _rows(book: Any, name: str) -> Iterator[list[Any]]:
    yield from book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def load(path: str | Path) -> tuple[Book, bytes]:
    """The cells of a file, and its bytes."""
    raw = files.load(path)
    return read(path, raw), raw


def _refused(path: str | Path, found: str, expected: str) -> InputError:
    return InputError([Problem(str(path), 0, "", found, expected)])
