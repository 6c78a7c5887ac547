"""An ``.ods`` workbook. Repeated rows and cells are counted before they are repeated; blank ones at an end omitted."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from datamap.spreadsheet.comments import KEPT, LONGEST
from datamap.spreadsheet.layout import Layout
from datamap.spreadsheet.parts import Parts, Unreadable, damaged
from datamap.spreadsheet.values import Odd, no_number, number, percent, plain
from datamap.spreadsheet.xlsx import letters_of

CONTENT = "content.xml"
_CELLS = ("table-cell", "covered-table-cell")
_BESIDE = frozenset(("annotation", "frame", "custom-shape", "g", "rect", "ellipse", "line", "text-box", "ruby-text"))
"""What may be in a cell without being its text: comments, pictures and shapes."""
_SPACE, _TAB, _BREAK = "\0", "\1", "\2"  # stand for blanks that count: no XML holds these characters
_BLANKS = re.compile(r"[ \t\r\n]+")
_COUNTS = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})
_MANY = 1 << 21
"""No sheet has more rows or columns; a repetition beyond it is cut to it, and the limits of a workbook decide."""
_LONG = 1 << 20
"""Blanks that one element may stand for."""

Rows = list[list[Any]]


def read(parts: Parts) -> tuple[dict[str, Rows], dict[str, str], dict[str, Layout]]:
    """Rows by sheet name, the custom document properties, and the layouts by sheet name."""
    _locked(parts)
    content = _Content(parts)
    parts.parse(CONTENT, content.start, content.end, content.text)
    return content.sheets, parts.properties("meta.xml", "user-defined", "meta:name"), content.layouts


def _locked(parts: Parts) -> None:
    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "encryption-data":
            raise Unreadable("a workbook with a password", "one without a password")

    if "META-INF/manifest.xml" in parts.names:
        parts.parse("META-INF/manifest.xml", start)


def _count(attributes: dict[str, str], name: str, most: int) -> int:
    given = attributes.get(name, "1")
    if not given.isdecimal() or not given.isascii():
        raise damaged(f"{name}='{given[:20]}'")
    return most if len(given) > 9 else min(int(given), most)


class _Content:
    """Reads the sheets, cell by cell."""

    def __init__(self, parts: Parts):
        self._budget = parts.budget
        self.sheets: dict[str, Rows] = {}
        self.layouts: dict[str, Layout] = {}
        self._layout = Layout()
        self._hidden_styles: set[str] = set()
        self._struck_styles: set[str] = set()
        self._line_through = False
        self._style = ""
        self._columns = 0
        self._hidden_row = False
        self._depth = self._aside = 0
        self._in_cell = self._in_text = False
        self._rows: Rows = []
        self._blank_rows = self._repeat_row = 0
        self._line: list[Any] = []
        self._blanks = self._filled = self._length = 0
        self._cell: dict[str, str] = {}
        self._paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._comment: list[str] | None = None
        self._in_comment = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in _BESIDE and self._in_cell:
            self._aside += 1
            if name == "annotation":
                self._comment = []
            self._in_comment = self._comment is not None and name == "p"
        elif name == "table":
            self._depth += 1
            if self._depth == 1:
                self._start_sheet(attributes)
        elif self._depth != 1:
            self._look(name, attributes)  # outside a sheet, or in a table within a cell
        elif name == "table-column":
            first, hidden = self._columns + 1, attributes.get("table:visibility", "visible") != "visible"
            self._columns += _count(attributes, "table:number-columns-repeated", _MANY)
            if hidden:
                self._layout.hide_column(first, self._columns)
        elif name == "table-row":
            self._repeat_row = _count(attributes, "table:number-rows-repeated", _MANY)
            self._line, self._blanks, self._filled, self._length = [], 0, 0, 0
            self._hidden_row = attributes.get("table:visibility", "visible") != "visible"
        elif name in _CELLS:
            self._cell, self._paragraphs, self._in_cell = attributes, [], True
            self._line_through = attributes.get("table:style-name") in self._struck_styles
        elif self._in_cell:
            self._within(name, attributes)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        name = attributes.get("table:name", "")
        self._rows = self.sheets.setdefault(name, [])
        self._layout = self.layouts.setdefault(name, Layout(attributes.get("table:style-name") in self._hidden_styles))
        self._blank_rows = self._columns = 0

    def _look(self, name: str, attributes: dict[str, str]) -> None:
        """Find the styles that hide a sheet, and those that put a line through a text."""
        if name == "style":
            self._style = attributes.get("style:name", "")
        elif name == "text-properties" and self._style and _line_through(attributes):
            self._struck_styles.add(self._style)
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _here(self) -> tuple[int, int]:
        """Row and column of the cell that begins here."""
        return len(self._rows) + self._blank_rows + 1, len(self._line) + self._blanks + 1

    def _note(self) -> None:
        """Keep the comment on a cell."""
        if self._comment is not None and len(self._layout.comments) < KEPT:
            row, column = self._here()
            self._layout.comments.append((f"{letters_of(column)}{row}", " ".join(self._comment)[:LONGEST]))
        self._comment = None

    def _merge(self) -> None:
        """Keep where the cell that begins here is merged with others."""
        down = _count(self._cell, "table:number-rows-spanned", _MANY)
        right = _count(self._cell, "table:number-columns-spanned", _MANY)
        if down > 1 or right > 1:
            row, column = self._here()
            self._layout.merge((row, column, row + down - 1, column + right - 1))

    def _within(self, name: str, attributes: dict[str, str]) -> None:
        if attributes.get("text:style-name") in self._struck_styles:
            self._line_through = True
        if name in ("p", "h"):
            self._pieces, self._in_text = [], True
        elif name == "s":
            self._pieces.append(_SPACE * _count(attributes, "text:c", _LONG))
        elif name == "tab":
            self._pieces.append(_TAB)
        elif name == "line-break":
            self._pieces.append(_BREAK)

    def text(self, text: str) -> None:
        if self._in_text and not self._aside:
            self._pieces.append(text)
        elif self._in_comment and self._comment is not None:
            self._comment.append(text[:LONGEST])

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
            self._in_comment = False
        elif name == "table":
            self._depth -= 1
        elif self._depth != 1:
            return
        elif name in ("p", "h") and self._in_text:
            self._in_text = False
            text = _BLANKS.sub(" ", "".join(self._pieces)).strip(" ")
            self._paragraphs.append(text.translate(_COUNTS))
        elif name in _CELLS:
            self._in_cell = False
            self._note()
            self._merge()
            value = _value(self._cell, self._paragraphs)
            if self._line_through and value != "":
                row, column = self._here()
                self._layout.struck.setdefault(row, column)
            self._put(value, _count(self._cell, "table:number-columns-repeated", _MANY))
        elif name == "table-row":
            self._end_row()

    def _put(self, value: Any, times: int) -> None:
        if value == "":
            self._blanks += times
            return
        length = times * (len(value) if isinstance(value, str) else 10)
        self._budget.content(times, length)
        self._budget.room(self._blanks)
        self._line += [""] * self._blanks + [value] * times
        self._blanks = 0
        self._filled += times
        self._length += length

    def _end_row(self) -> None:
        if not self._line:
            self._blank_rows += self._repeat_row
            return
        again = self._repeat_row - 1
        self._budget.content(again * self._filled, again * self._length)
        self._budget.room(self._blank_rows + self._repeat_row)
        self._rows += [[]] * self._blank_rows + [self._line] * self._repeat_row
        self._blank_rows = 0
        if self._hidden_row:
            self._layout.hide_row(len(self._rows) - again, len(self._rows))


def _line_through(attributes: dict[str, str]) -> bool:
    given = (attributes.get(f"style:text-line-through-{of}", "none") for of in ("style", "type"))
    return any(line != "none" for line in given)


def _value(cell: dict[str, str], paragraphs: list[str]) -> Any:
    shown = "\n".join(paragraphs)
    kind = cell.get("office:value-type", "")
    if cell.get("calcext:value-type") == "error":
        return Odd(f"the error {shown[:40]}")
    if kind in ("float", "percentage", "currency"):
        given = cell.get("office:value", "")
        value = number(given)
        if value is None:
            return no_number(given)
        return percent(value) if kind == "percentage" else plain(value)
    if kind == "boolean":
        return "yes" if cell.get("office:boolean-value") == "true" else "no"
    if kind == "date":
        return _date(cell.get("office:date-value", "")) or shown
    if kind == "string" and not paragraphs:
        return cell.get("office:string-value", "")
    return shown


def _date(text: str) -> Any:
    """A date or a time on a day; None where the calendar of Python has none such."""
    try:
        return plain(dt.datetime.fromisoformat(text[:40]))
    except ValueError:
        return None
