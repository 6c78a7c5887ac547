"""What a number in a cell of an ``.xlsx`` workbook is, by its format: a date, a duration, a percentage, a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from datamap.spreadsheet.parts import Parts
from datamap.spreadsheet.values import Odd, no_number, number, percent, plain

_FORMAT = 255
"""Characters of a number format; Excel has none that is longer."""
_PERCENT = re.compile(r"[#0,?]*0(?:\.[0#?]+)?\s*\\?\s*%")

Formats = dict[str, Callable[[Any], Any]]
"""What makes the value of a number, by number of the cell's format."""


def formats_of(parts: Parts, part: str, from_1904: bool) -> Formats:
    """What makes a number a date, a duration or a percentage, by number of the cell's format."""
    formats: dict[str, str] = {}
    used: list[str] = []
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs"):
            inside = name
        elif name == "xf" and inside == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))

    if part in parts.names:
        parts.parse(part, start)
    if not set(used) - {"0"}:
        return {}
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    builtin = {str(i): code for i, code in BUILTIN_FORMATS.items()}
    how: dict[str, Callable[[Any], Any] | None] = {}
    for i in set(used):
        code = formats.get(i, builtin.get(i, ""))
        duration = len(code) <= _FORMAT and is_timedelta_format(code)
        is_date = len(code) <= _FORMAT and is_date_format(code)
        how[i] = partial(from_excel, epoch=epoch, timedelta=duration) if is_date or duration else None
        if how[i] is None and _PERCENT.fullmatch(code):
            how[i] = percent
    return {str(n): made for n, i in enumerate(used) if (made := how[i]) is not None}


class Numbers(dict[tuple[str, str], Any]):
    """What a number in a cell of a style is: a text, a date, or neither; the first ten thousand are remembered."""

    def __init__(self, formats: Formats):
        super().__init__()
        self._formats = formats

    def __missing__(self, key: tuple[str, str]) -> Any:
        made = self._made(*key)
        if len(self) < 10_000:
            self[key] = made
        return made

    def _made(self, text: str, style: str) -> Any:
        value = number(text)
        if value is None:
            return no_number(text)
        formatted = self._formats.get(style)
        if formatted is None:
            return plain(value)
        try:
            return plain(formatted(value))
        except (OverflowError, ValueError):
            return Odd(f"the number {text[:40]}, which is not a date")


def iso(text: str) -> Any:
    """A date that is written as text; the text itself where it is not one."""
    from openpyxl.utils.datetime import from_ISO8601

    try:
        return plain(from_ISO8601(text[:60]))
    except (OverflowError, ValueError):
        return text
