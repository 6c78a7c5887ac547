"""An ``.xlsx`` workbook: shared texts, formats that make a number a date, and the sheets in their order."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any

from datamap.spreadsheet.parts import Parts, damaged
from datamap.spreadsheet.values import Odd, no_number, number, plain, unescape

BOOK = "xl/workbook.xml"
COLUMNS, ROWS = 16_384, 1_048_576
"""What a sheet may have, in Excel and here."""
_DIGITS = "0123456789"
_FORMAT = 255
"""Characters of a number format; a longer one is none of Excel's."""

Rows = list[list[Any]]


def read(parts: Parts) -> tuple[dict[str, Rows], dict[str, str]]:
    """Rows by sheet name, and the custom document properties."""
    sheets, from_1904 = _workbook(parts)
    targets = _relations(parts)
    strings = _strings(
        parts, next((t for kind, t in targets.values() if kind == "sharedStrings"), "xl/sharedStrings.xml")
    )
    dates = _dates(parts, next((t for kind, t in targets.values() if kind == "styles"), "xl/styles.xml"), from_1904)
    out: dict[str, Rows] = {}
    for name, relation in sheets:
        kind, target = targets.get(relation, ("", ""))
        if not target:
            raise damaged(f"the sheet '{name[:31]}' is missing")
        if kind == "worksheet":  # not a chart, which has a sheet of its own
            out[name] = _Sheet(name, parts, strings, dates).rows(target)
    return out, _properties(parts)


def _workbook(parts: Parts) -> tuple[list[tuple[str, str]], bool]:
    sheets: list[tuple[str, str]] = []
    from_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            sheets.append((unescape(attributes.get("name", "")), relation))
        elif name == "workbookPr":
            from_1904 = attributes.get("date1904", "") in ("1", "true")

    parts.parse(BOOK, start)
    return sheets, from_1904


def _relations(parts: Parts) -> dict[str, tuple[str, str]]:
    """Kind and part of each relation of the workbook, by id; what is outside the file is left out."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode", "") != "External":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], target

    parts.parse("xl/_rels/workbook.xml.rels", start)
    return found


def _strings(parts: Parts, part: str) -> list[str]:
    out: list[str] = []
    if part not in parts.names:
        return out
    text = _Text(out.append)
    parts.parse(part, text.start, text.end, text.text)
    return out


class _Text:
    """Collects the text of a shared string (``si``): its parts of different looks, without how they are pronounced."""

    def __init__(self, done: Callable[[str], None]):
        self._done = done
        self._pieces: list[str] = []
        self._reading = self._aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._reading = not self._aside
        elif name == "rPh":
            self._aside = True
        elif name == "si":
            self._pieces = []

    def end(self, name: str) -> None:
        if name == "t":
            self._reading = False
        elif name == "rPh":
            self._aside = False
        elif name == "si":
            self._done(unescape("".join(self._pieces)))

    def text(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)


def _dates(parts: Parts, part: str, from_1904: bool) -> dict[str, Callable[[Any], Any]]:
    """What makes a number a date or a duration, by number of the cell's format."""
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
        how[i] = (lambda value, d=duration: from_excel(value, epoch, timedelta=d)) if is_date or duration else None
    return {str(n): made for n, i in enumerate(used) if (made := how[i]) is not None}


class _Sheet:
    """Reads one sheet, cell by cell."""

    def __init__(self, name: str, parts: Parts, strings: list[str], dates: dict[str, Callable[[Any], Any]]):
        self._name, self._parts, self._strings, self._dates = name, parts, strings, dates
        self._rows: dict[int, list[Any]] = {}
        self._row = self._column = 0
        self._in_cell = self._reading = self._aside = self._formula = False
        self._kind = self._style = self._row_text = ""
        self._pieces: list[str] = []
        self._made: dict[tuple[str, str], Any] = {}

    def rows(self, part: str) -> Rows:
        """The rows up to the last one with content."""
        self._parts.parse(part, self._start, self._end, self._text)
        size = max(self._rows, default=0)
        self._parts.budget.room(size)
        blank: list[Any] = []
        return [self._rows.get(i, blank) for i in range(1, size + 1)]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place(attributes.get("r", ""))
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._pieces = []
            self._in_cell, self._formula = True, False
        elif name == "row":
            self._row = self._number(attributes["r"], ROWS) if "r" in attributes else self._row + 1
            self._row_text = str(self._row)
            self._column = 0
        elif not self._in_cell:
            return
        elif name == "v":
            self._reading = not self._formula
        elif name == "t":
            self._reading = self._kind == "inlineStr" and not self._aside
        elif name == "f":
            self._formula = self._reading = True
            self._pieces = []
        elif name == "rPh":
            self._aside = True

    def _text(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)

    def _end(self, name: str) -> None:
        if not self._in_cell:
            return
        if name in ("v", "t", "f"):
            self._reading = False
        elif name == "rPh":
            self._aside = False
        elif name == "c":
            self._in_cell = self._aside = False
            value = self._value("".join(self._pieces))
            if value != "":
                self._put(value)

    def _number(self, text: str, most: int) -> int:
        value = int(text) if text.isdecimal() and text.isascii() and len(text) <= 7 else 0
        if not 1 <= value <= most:
            raise damaged(f"sheet '{self._name[:31]}': '{text[:20]}' is no row or cell")
        return value

    def _place(self, given: str) -> None:
        """Where a cell is: at its reference, or beside the one before it."""
        row = self._row_text
        column = _COLUMNS.get(given[: -len(row)]) if row and given.endswith(row) else None
        if column is not None:  # in the row that it stands in, as all programs write it
            self._column = column
        elif given:
            letters = given.rstrip(_DIGITS)
            column = _COLUMNS.get(letters)
            if column is None:
                raise damaged(f"sheet '{self._name[:31]}': '{given[:20]}' is no row or cell")
            self._column, self._row = column, self._number(given[len(letters) :], ROWS)
            self._row_text = str(self._row)
        else:
            self._column += 1
            if self._column > COLUMNS or not 1 <= self._row <= ROWS:
                raise damaged(f"sheet '{self._name[:31]}': a cell outside the sheet")

    def _put(self, value: Any) -> None:
        budget = self._parts.budget
        budget.content(1, len(value) if isinstance(value, str) else 10)
        line = self._rows.get(self._row)
        if line is None:
            line = self._rows[self._row] = []
        gap = self._column - 1 - len(line)
        if gap == 0:
            line.append(value)
        elif gap < 0:
            line[self._column - 1] = value
        else:
            budget.room(gap)
            line.extend([""] * gap)
            line.append(value)

    def _value(self, text: str) -> Any:
        if self._formula:
            return Odd(f"the formula ={text[:59]}")
        kind = self._kind
        if kind == "s":
            return self._shared(text) if text else ""
        if kind in ("inlineStr", "str"):
            return unescape(text)
        if text == "":
            return ""
        if kind == "b":
            return "yes" if text in ("1", "true") else "no"
        if kind == "e":
            return Odd(f"the error {text[:40]}")
        if kind == "d":
            return _iso(text)
        known = self._made.get((text, self._style))
        if known is None:
            known = self._numeric(text)
            if len(self._made) < 10_000:
                self._made[text, self._style] = known
        return known

    def _shared(self, text: str) -> str:
        at = int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else len(self._strings)
        if at >= len(self._strings):
            place = f"row {self._row} of sheet '{self._name[:31]}'"
            raise damaged(f"a cell in {place} refers to text {text[:20]} of {len(self._strings):,} shared texts")
        return self._strings[at]

    def _numeric(self, text: str) -> Any:
        value = number(text)
        if value is None:
            return no_number(text)
        as_date = self._dates.get(self._style)
        if as_date is None:
            return plain(value)
        try:
            return plain(as_date(value))
        except (OverflowError, ValueError):
            return Odd(f"the number {text[:40]}, which is no date")


def _iso(text: str) -> Any:
    from openpyxl.utils.datetime import from_ISO8601

    try:
        return plain(from_ISO8601(text[:60]))
    except (OverflowError, ValueError):
        return text


def _letters() -> dict[str, int]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = [*alphabet, *(a + b for a in alphabet for b in alphabet)]
    names += [a + b + c for a in alphabet for b in alphabet for c in alphabet]
    return {name: i for i, name in enumerate(names[:COLUMNS], start=1)}


_COLUMNS = _letters()


def _properties(parts: Parts) -> dict[str, str]:
    """Custom document properties by name."""
    out: dict[str, str] = {}
    name, pieces = "", []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if tag == "property":
            name = attributes.get("name", "")
            pieces.clear()

    def end(tag: str) -> None:
        if tag == "property":
            out[name] = "".join(pieces).strip()

    if "docProps/custom.xml" in parts.names:
        parts.parse("docProps/custom.xml", start, end, pieces.append)
    return out
