"""A table as a grid of texts: what covers it, what is empty, where its parts begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from datamap.drafting.tables import words
from datamap.reading.document import Quote, Table, Text

_CELL = re.compile(r"!\$?([A-Z]+)\$?(\d+)$")
LONG_LABEL = 120
"""Characters of the longest text that is taken for a label without being a known one."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a table and the label that it is under; ``words`` are without white space at their ends."""

    text: Text
    label: Text | None = None
    words: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", self.text.words.strip())  # kept: it is read a dozen times for each cell

    @property
    def title(self) -> str:
        """The first line of the label, or an empty text."""
        return self.label.words.strip().split("\n")[0] if self.label else ""

    @property
    def quote(self) -> Quote:
        """The whole text as it is in the source."""
        return self.text.stripped().quote()

    def part(self, start: int, end: int | None = None) -> Said:
        """A part of the text, without white space at its ends."""
        return Said(self.text.part(start, end).stripped(), self.label)


@dataclass(slots=True)
class Line:
    """One row, or one column, of a table: its texts by key, and those under a label without a key."""

    place: str
    said: dict[str, list[Said]] = field(default_factory=dict)
    rest: list[Said] = field(default_factory=list)

    def of(self, *keys: str) -> list[Said]:
        """The texts under some keys that are not placeholders."""
        return [s for key in keys for s in self.said.get(key, ()) if s.words]


@dataclass(slots=True)
class Record:
    """What a table states on one activity or recipient: one line, or several of a join or under merged cells."""

    table: str
    lines: list[Line] = field(default_factory=list)
    band: Said | None = None
    example: bool = False

    def all(self, key: str) -> list[Said]:
        """The texts of a key, each once, in the order of the lines."""
        if len(self.lines) == 1 and key not in self.lines[0].said:  # the usual case: one line, few keys
            return []
        held = [s for line in self.lines if key in line.said for s in line.said[key] if s.words]
        if len(held) < 2:
            return held
        found: dict[str, Said] = {}
        for said in held:
            found.setdefault(words.plain(said.words), said)
        return list(found.values())

    def rest(self) -> list[Said]:
        """The texts without a key, each once."""
        found: dict[tuple[str, str], Said] = {}
        for line in self.lines:
            for said in line.rest:
                found.setdefault((said.title, words.plain(said.words)), said)
        return list(found.values())

    def first(self, key: str, empty: Callable[[str], bool] = lambda text: not text) -> Said | None:
        """The first text of a key that is not empty."""
        for line in self.lines:
            for said in line.said.get(key, ()):
                if said.words and not empty(said.words):
                    return said
        return None

    @property
    def place(self) -> str:
        """The place of its first line."""
        return self.lines[0].place if self.lines else ""


class Grid:
    """A table without its empty rows and columns at the end."""

    def __init__(self, table: Table):
        self.name, self.marked = table.name, table.header
        self.cells = [list(row) for row in table.rows]
        self.height = len(self.cells)
        self.width = max(map(len, self.cells), default=0)
        self._words = [[_shown(cell.text.words) for cell in row] for row in self.cells]
        self._own = [
            ["" if text and self.across(r, c) else text for c, text in enumerate(row)]
            for r, row in enumerate(self._words)
        ]
        self._filled = [[c for c, text in enumerate(row) if text] for row in self._own]

    def text(self, r: int, c: int) -> Text:
        """The text of a position; of a merged cell also at the positions that it covers."""
        return self.cells[r][c].text

    def at(self, r: int, c: int) -> str:
        """The words of a position, without a template's placeholder."""
        return self._words[r][c] if r < self.height and c < len(self._words[r]) else ""

    def own(self, r: int, c: int) -> str:
        """The words of a position, as :meth:`at`; none where the cell to its left covers it."""
        return self._own[r][c] if r < self.height and c < len(self._own[r]) else ""

    def across(self, r: int, c: int) -> bool:
        """Whether a position is covered by the cell to its left."""
        row = self.cells[r]
        return (
            0 < c < len(row)
            and row[c].repeats
            and row[c].text.where == row[c - 1].text.where
            and bool(row[c].text.words)
        )

    def filled(self, r: int) -> list[int]:
        """The columns of a row that have a text; a cell over several columns counts once."""
        return self._filled[r]

    def blank(self, r: int) -> bool:
        """Whether nothing is in a row."""
        return not self._filled[r]

    def column(self, c: int, rows: range) -> Iterator[str]:
        """The words of a column that are not empty."""
        return filter(None, (self.own(r, c) for r in rows))

    def place(self, r: int) -> str:
        """A row for a person: ``row 3``, or where its first text is."""
        where = next((c.text.where for c in self.cells[r] if c.text.where and not c.repeats), "")
        cell = _CELL.search(where)
        return f"row {cell[2]}" if cell else where or f"row {r + 1}"

    def place_of_column(self, c: int) -> str:
        """A column for a person: ``column C``."""
        return f"column {letter(c)}"


def _shown(text: str) -> str:
    """The words of a cell without a template's placeholder."""
    found = text.strip()
    return "" if found and words.starts_with_mark("placeholder", found) else found


def letter(column: int) -> str:
    """The letter of a column, from 0.

    Examples
    --------
    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    out, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        out = chr(65 + digit) + out
    return out
