"""What a cell holds, as a text or a date."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import Any

_ESCAPE = re.compile("_x([Dd][89ABab][0-9A-Fa-f]{2})__x([Dd][C-Fc-f][0-9A-Fa-f]{2})_|_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell without a constant value: a formula, or an error."""

    what: str


def unescape(text: str) -> str:
    """A text with the characters that Excel's escapes stand for.

    Half of a character (``_xD800_``) is not a character: it stays as written.

    Examples
    --------
    >>> unescape("a_x000A_b"), unescape("_x005F_x000A_"), unescape("_xD83D__xDE00_"), unescape("_xD800_")
    ('a\\nb', '_x000A_', '😀', '_xD800_')
    """
    return _ESCAPE.sub(_char, text) if "_x" in text else text


def _char(m: re.Match[str]) -> str:
    if m[1]:
        return chr(0x10000 + ((int(m[1], 16) & 0x3FF) << 10) + (int(m[2], 16) & 0x3FF))
    code = int(m[3], 16)
    return m[0] if 0xD800 <= code <= 0xDFFF else chr(code)


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


def number(text: str) -> int | float | None:
    """The number that a text is; None for anything else, infinity and "not a number" among them.

    Examples
    --------
    >>> number("7"), number("1e3"), number("NaN"), number("1e999"), number("x")
    (7, 1000.0, None, None, None)
    """
    if len(text) > 400:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def no_number(text: str) -> Odd:
    """A cell that should hold a number and does not."""
    return Odd(f"'{text[:40]}', which is not a number")
