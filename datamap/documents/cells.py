"""Safe values for cells: texts stay texts, nothing is cut, no character that Excel refuses.

A text never becomes a formula or a link (its cell is of type string and marked ``quotePrefix``). Characters that XML
cannot contain are written as Excel writes them, ``_x0001_``, so that reading gives the same text again.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from openpyxl.utils import get_column_letter

from datamap.errors import CallError

LIMIT = 32_767
"""Characters (UTF-16 code units) that fit in a cell; openpyxl cuts the rest without a warning."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
FIRST_DAY, LAST_YEAR = dt.date(1900, 3, 1), 9999
"""Excel treats 1900 as a leap year: days before that March have two numbers, so they are written as text."""

# what XML cannot contain or would change, and what looks like Excel's own escape
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_BLANK = re.compile(r"[ \t\n]+")


def escape(text: str) -> str:
    """A text in the form that the file needs.

    Examples
    --------
    >>> escape("a\\rb_x000D_")
    'a_x000D_b_x005F_x000D_'
    """
    if _BLANK.fullmatch(text):  # Excel drops a text that consists of blanks
        return f"_x{ord(text[0]):04X}_" + text[1:]
    return _ESCAPED.sub(lambda m: f"_x{ord(m[0]):04X}_", text)


def fits(text: str) -> bool:
    """Whether a text fits in a cell."""
    return len(text) <= LIMIT // 2 or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LIMIT


def value(given: Any, sheet: str, row: int, column: int) -> Any:
    """The value to write: a number, a date or a safe text; None for a blank cell.

    Raises
    ------
    CallError
        A text that is too long for a cell; the message names the sheet and the cell.
    """
    if given is None or given == "":
        return None
    if isinstance(given, str):
        text = escape(given)
        if not fits(text):
            place = f"{sheet}!{get_column_letter(column)}{row}"
            raise CallError(
                f"{place}: a text of {len(text):,} characters. Expected at most {LIMIT:,}, the limit of a cell; "
                "nothing was written"
            )
        return text
    if isinstance(given, dt.date):
        return given if given >= FIRST_DAY else given.isoformat()
    return given


def sheet_name(name: str, taken: set[str]) -> str:
    """A sheet name that Excel accepts: without forbidden characters, at most 31 long, different from the others.

    Parameters
    ----------
    name : str
    taken : set of str
        Names in use, case-folded; the new one is added.
    """
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]", " ", name)
    plain = " ".join(plain.split()).strip("' ") or "sheet"
    number, out = 1, _clip(plain, 31)
    while out.casefold() in taken or out.casefold() == "history":
        number += 1
        out = _clip(plain, 31 - len(f" ({number})")) + f" ({number})"
    taken.add(out.casefold())
    return out


def _clip(text: str, size: int) -> str:
    while len(text.encode("utf-16-le")) // 2 > size:
        text = text[:-1]
    return text.strip("' ")
