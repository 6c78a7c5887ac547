"""An ``.xlsx`` workbook: shared texts, formats that make a number a date, and the sheets in their order."""

from __future__ import annotations

import posixpath
import re
from typing import Any, NamedTuple

from datamap.spreadsheet.comments import comments_of
from datamap.spreadsheet.layout import Layout
from datamap.spreadsheet.numbers import Formats, Numbers, formats_of, iso
from datamap.spreadsheet.parts import Parts, Shortcut, Unreadable, damaged
from datamap.spreadsheet.struck import is_on, struck_styles
from datamap.spreadsheet.values import Odd, unescape

BOOK = "xl/workbook.xml"
COLUMNS, ROWS = 16_384, 1_048_576
"""What a sheet may have, in Excel and here."""
_DIGITS = "0123456789"

Rows = list[list[Any]]


class Struck(NamedTuple):
    """What has a line through it: cell formats and shared texts, each by its number."""

    styles: frozenset[str]
    texts: frozenset[str]


def read(parts: Parts) -> tuple[dict[str, Rows], dict[str, str], dict[str, Layout]]:
    """Rows by sheet name, the custom document properties, and the layouts by sheet name."""
    sheets, from_1904 = _workbook(parts)
    targets = _relations(parts)
    strings, struck = _strings(
        parts, next((t for kind, t in targets.values() if kind == "sharedStrings"), "xl/sharedStrings.xml")
    )
    styles = next((t for kind, t in targets.values() if kind == "styles"), "xl/styles.xml")
    formats, lines = formats_of(parts, styles, from_1904), Struck(struck_styles(parts, styles), struck)
    out: dict[str, Rows] = {}
    layouts: dict[str, Layout] = {}
    for name, relation, hidden in sheets:
        kind, target = targets.get(relation, ("", ""))
        if not target:
            raise damaged(f"the sheet '{name[:31]}' is missing")
        if kind == "worksheet":  # not a sheet that holds only a chart
            layouts[name] = Layout(hidden)
            out[name] = _Sheet(name, parts, strings, formats, layouts[name], lines).rows(target)
            layouts[name].comments = comments_of(parts, target)
    return out, parts.properties("docProps/custom.xml", "property", "name"), layouts


def _workbook(parts: Parts) -> tuple[list[tuple[str, str, bool]], bool]:
    """Name, relation and whether hidden of each sheet; whether the calendar begins in 1904."""
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append((unescape(attributes.get("name", "")), relation, hidden))
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


def _strings(parts: Parts, part: str) -> tuple[dict[str, str], frozenset[str]]:
    """The shared texts by their number, written as cells write it; the numbers of those with a line through them."""
    if part not in parts.names:
        return {}, frozenset()
    text = _Text()
    parts.parse(part, text.start, text.end, text.text, Shortcut(_PLAIN_TEXT, text.plain))
    return {str(n): found for n, found in enumerate(text.found)}, frozenset(map(str, text.struck))


_PLAIN_TEXT = re.compile(rb"<((?:\w+:)?)si><\1t>([^<>&\x00-\x08\x0b-\x1f\xef]*+)</\1t></\1si>")
"""A shared text of one look in characters that stand for themselves, as nearly all are."""


class _Text:
    """Collects the text of a shared string (``si``): its parts of different looks, without how they are pronounced."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.struck: set[int] = set()
        self._pieces: list[str] = []
        self._reading = self._aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._reading = not self._aside
        elif name == "rPh":
            self._aside = True
        elif name == "strike" and is_on(attributes):
            self.struck.add(len(self.found))
        elif name == "si":
            self._pieces = []

    def end(self, name: str) -> None:
        if name == "t":
            self._reading = False
        elif name == "rPh":
            self._aside = False
        elif name == "si":
            self.found.append(unescape("".join(self._pieces)))

    def text(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)

    def plain(self, match: re.Match[bytes]) -> None:
        """Take a shared text that is written plainly."""
        try:
            self.found.append(unescape(match[2].decode()))
        except UnicodeDecodeError as e:
            raise damaged(f"shared texts: {e.reason}") from None


_PLAIN_ROW = re.compile(
    rb'<((?:\w+:)?)row r="([0-9]{1,7})"(?:(?! hidden="[1t]) [\w:]+="[^"<>&]*+")*+>'
    rb'((?:<\1c r="[A-Z]{1,3}\2"(?: s="[0-9]{1,6}")?(?: t="[a-z]{1,3}")?'
    rb"(?:/>|>(?:<\1v>[ !#-%\'-;=?-~]*+</\1v>)?</\1c>))*+)"
    rb"</\1row>"
)
"""A row of cells that hold a value and no more, as nearly all programs write nearly all rows; hidden ones excepted."""
_CELL = re.compile(r'c r="([A-Z]+)[0-9]+"(?: s="([0-9]+)")?(?: t="([a-z]+)")?(?:/>|>(?:<[^>]*v>([^<]*))?)')
"""Letters, style, kind and value of each cell of such a row."""


class _Sheet:
    """Reads one sheet: plain rows whole, all others cell by cell."""

    def __init__(
        self, name: str, parts: Parts, strings: dict[str, str], formats: Formats, layout: Layout, struck: Struck
    ):
        self._struck = struck
        self._name, self._parts, self._strings, self._layout = name, parts, strings, layout
        self._numeric = Numbers(formats)
        self._rows: dict[int, list[Any]] = {}
        self._row = self._column = 0
        self._in_cell = self._reading = self._aside = self._formula = self._line_through = False
        self._kind = self._style = self._row_text = ""
        self._pieces: list[str] = []
        self._formula_text = ""

    def rows(self, part: str) -> Rows:
        """The rows up to the last one with content."""
        self._parts.parse(part, self._start, self._end, self._text, Shortcut(_PLAIN_ROW, self._plain_row))
        size = max(self._rows, default=0)
        self._parts.budget.room(size)
        blank: list[Any] = []
        return [self._rows.get(i, blank) for i in range(1, size + 1)]

    def _plain_row(self, match: re.Match[bytes]) -> None:
        """Take a row that is written plainly: its values are counted at its end, once for all."""
        self._start_row(match[2].decode())
        line: list[Any] = []
        strings, styles, texts = self._strings, self._struck.styles, self._struck.texts
        for letters, style, kind, text in _CELL.findall(match[3].decode()):
            value = strings.get(text) if kind == "s" else None
            if value is None:
                value = self._value(kind or "n", style, text)
            if value == "":
                continue
            column = _COLUMNS.get(letters)
            if column is None:
                raise self._misplaced(f"{letters}{self._row_text}")
            if style in styles or kind == "s" and text in texts:
                self._layout.struck.setdefault(self._row, column)
            if column == len(line) + 1:
                line.append(value)
            else:
                _put(line, column, value)
        if self._row in self._rows:  # a row that occurs twice: its values go among those that are there
            for self._column, value in enumerate(line, 1):
                self._add(value)
        elif line:
            blank = line.count("")
            # most values are texts, and a call for each takes as long as to read it
            self._parts.budget.content(
                len(line) - blank, sum([len(v) if v.__class__ is str and v else _length(v) for v in line])
            )
            self._parts.budget.room(blank)
            self._rows[self._row] = line

    def _start_row(self, number: str) -> None:
        self._row = self._number(number, ROWS)
        self._row_text = str(self._row)
        self._column = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place(attributes.get("r", ""))
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._pieces = []
            self._in_cell, self._formula, self._line_through = True, False, False
        elif name == "row":
            self._start_row(attributes.get("r", str(self._row + 1)))
            if attributes.get("hidden", "0")[:1] in ("1", "t"):
                self._layout.hide_row(self._row, self._row)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden", "0")[:1] in ("1", "t"):
            self._layout.hide_column(*(self._number(attributes.get(k, ""), COLUMNS) for k in ("min", "max")))
        elif not self._in_cell:
            return
        elif name == "v":
            self._reading = True
        elif name == "t":
            self._reading = self._kind == "inlineStr" and not self._aside
        elif name == "f":
            self._formula = self._reading = True
            self._pieces = []
        elif name == "rPh":
            self._aside = True
        elif name == "strike" and is_on(attributes):
            self._line_through = True

    def _text(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)

    def _end(self, name: str) -> None:
        if not self._in_cell:
            return
        if name == "f":
            self._reading = False
            self._formula_text, self._pieces = "".join(self._pieces), []
        elif name in ("v", "t"):
            self._reading = False
        elif name == "rPh":
            self._aside = False
        elif name == "c":
            self._in_cell = self._aside = False
            text = "".join(self._pieces)
            value = self._value(self._kind, self._style, text)
            if self._formula:
                value = Odd(f"the formula ={self._formula_text[:59]}", "" if isinstance(value, Odd) else value)
            shared = self._kind == "s" and text in self._struck.texts
            if value != "" and (self._line_through or shared or self._style in self._struck.styles):
                self._layout.struck.setdefault(self._row, self._column)
            self._add(value)

    def _merge(self, given: str) -> None:
        first, _, last = given.partition(":")
        (top, left), (bottom, right) = self._corner(first), self._corner(last or first)
        self._layout.merge((top, left, bottom, right))

    def _corner(self, given: str) -> tuple[int, int]:
        letters = given.rstrip(_DIGITS)
        column = _COLUMNS.get(letters)
        if column is None:
            raise self._misplaced(given)
        return self._number(given[len(letters) :], ROWS), column

    def _misplaced(self, given: str) -> Unreadable:
        return damaged(f"sheet '{self._name[:31]}': '{given[:20]}' is not a row or cell")

    def _number(self, text: str, most: int) -> int:
        value = int(text) if text.isdecimal() and text.isascii() and len(text) <= 7 else 0
        if not 1 <= value <= most:
            raise self._misplaced(text)
        return value

    def _place(self, given: str) -> None:
        """Where a cell is: at its reference, or beside the one before it."""
        row = self._row_text
        column = _COLUMNS.get(given[: -len(row)]) if row and given.endswith(row) else None
        if column is not None:  # in its own row, as all programs write it
            self._column = column
        elif given:
            letters = given.rstrip(_DIGITS)
            column = _COLUMNS.get(letters)
            if column is None:
                raise self._misplaced(given)
            self._column, self._row = column, self._number(given[len(letters) :], ROWS)
            self._row_text = str(self._row)
        else:
            self._column += 1
            if self._column > COLUMNS or not 1 <= self._row <= ROWS:
                raise damaged(f"sheet '{self._name[:31]}': a cell outside the sheet")

    def _add(self, value: Any) -> None:
        """Put a value where the cell is; a blank one takes no place."""
        if value == "":
            return
        budget = self._parts.budget
        budget.content(1, _length(value))
        line = self._rows.setdefault(self._row, [])
        budget.room(max(self._column - 1 - len(line), 0))
        _put(line, self._column, value)

    def _value(self, kind: str, style: str, text: str) -> Any:
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
            return iso(text)
        return self._numeric[text, style]

    def _shared(self, text: str) -> str:
        found = self._strings.get(text.lstrip("0") or "0")
        if found is None:
            place = f"row {self._row} of sheet '{self._name[:31]}'"
            raise damaged(f"a cell in {place} refers to text {text[:20]} of {len(self._strings):,} shared texts")
        return found


def _length(value: Any) -> int:
    """The characters that a value counts for, where all text of a workbook is limited."""
    shown = value.shown if isinstance(value, Odd) else value
    return len(shown) if isinstance(shown, str) and shown else 10


def _put(line: list[Any], column: int, value: Any) -> None:
    """Put a value in a column of a row, after as many blank cells as are needed."""
    gap = column - 1 - len(line)
    if gap < 0:
        line[column - 1] = value
    else:
        line += [""] * gap
        line.append(value)


def _letters() -> dict[str, int]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = [*alphabet, *(a + b for a in alphabet for b in alphabet)]
    names += [a + b + c for a in alphabet for b in alphabet for c in alphabet]
    return {name: i for i, name in enumerate(names[:COLUMNS], start=1)}


_COLUMNS = _letters()

_NAMES = tuple(_COLUMNS)


def letters_of(column: int) -> str:
    """The letters of a column, from 1.

    Examples
    --------
    >>> letters_of(1), letters_of(28)
    ('A', 'AB')
    """
    if column <= COLUMNS:
        return _NAMES[column - 1]
    return f"column {column}"  # LibreOffice has more of them than Excel has letters
