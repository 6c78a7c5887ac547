"""The cells of a workbook as texts, without harm: nothing is evaluated, no link followed, no bomb unpacked.

A file is read as a stream. What it claims (the dimension of a sheet, the size of a part, how often a cell repeats)
reserves no memory; only cells with content do, and their number is limited.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from datamap.spreadsheet.layout import Layout
from datamap.spreadsheet.parts import Parts, Unreadable
from datamap.spreadsheet.values import Odd, plain, unescape

__all__ = ["Book", "Layout", "Odd", "Unreadable", "plain", "read", "unescape"]

_OLD = b"\xd0\xcf\x11\xe0"


@dataclass
class Book:
    """What a workbook holds.

    Attributes
    ----------
    sheets : dict
        Rows by sheet name; a row is a list of texts, dates and :class:`Odd` cells, blank ones as empty texts. A row
        ends with its last cell that has content, a sheet with its last such row.
    properties : dict
        Custom document properties.
    layouts : dict
        What each sheet shows: hidden rows and columns, merged cells.
    """

    sheets: dict[str, list[list[Any]]]
    properties: dict[str, str] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)


def read(raw: bytes) -> Book:
    """The cells of an ``.xlsx`` or ``.ods`` workbook.

    Raises
    ------
    Unreadable
        No workbook, a damaged one, one with macros or a password, or one that is too large.
    """
    from datamap.spreadsheet import ods, xlsx

    if raw[:4] == _OLD:
        raise Unreadable(
            "a workbook of the old binary kind, or one with a password", "an .xlsx file without a password"
        )
    parts = Parts(raw)
    if any(n.lower().endswith("vbaproject.bin") for n in parts.names):
        raise Unreadable("a workbook with macros", "one without: save it as .xlsx")
    if xlsx.BOOK in parts.names:
        return Book(*xlsx.read(parts))
    if ods.CONTENT in parts.names:
        return Book(*ods.read(parts))
    raise Unreadable("no workbook", "an .xlsx or .ods file")
