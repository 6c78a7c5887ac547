"""The sheets of our workbook -> rows that contain facts, each with the path that it belongs to.

Sheets are found by name and columns by label. Derived cells are not read; the check cell beside them shows whether one
was edited, and such an edit is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from datamap.formats import grid
from datamap.labels import CHECK, ENTRY, PARENT, PART, Column, Sheet, cells, holder, sheets

EVIDENCE = "Map - Evidence"
"""The sheet of evidence: its rows belong to entries of other sheets."""
_WORDS = (cells.UNKNOWN, cells.NONE, cells.NOTHING)
Report = Callable[[str, str, str], None]
"""Reports a problem: place, found, expected."""


@dataclass
class Entry:
    """One row that contains facts: its list, the entry it belongs to, its number, its cells and their columns."""

    path: str
    sheet: str
    row: int
    number: int | None
    cells: dict[str, Any]
    letters: Mapping[str, int]
    parent: str = ""
    said: str = ""
    extra: list[str] = field(default_factory=list)
    noun: dict[str, Any] = field(default_factory=dict)

    def place(self, key: str) -> str:
        """The cell of a fact, such as ``Retention!C7``; the row where the sheet has no such column."""
        at = self.letters.get(key)
        return f"{self.sheet}!{grid_letter(at) if at is not None else ''}{self.row}"


def grid_letter(index: int) -> str:
    """Letters of a column, 0-based: 0 is A, 27 is AB."""
    out = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        out = chr(65 + rest) + out
    return out


def is_ours(book: grid.Book) -> bool:
    """Whether a workbook has, or had, the full layout: half of the sheets are there."""
    here = {name.strip().casefold() for name in book.sheets}
    wanted = [s.name.casefold() for s in sheets().values() if s.columns]
    return 2 * len(here.intersection(wanted)) >= len(wanted)


class Rows:
    """Reads the rows of a workbook.

    Parameters
    ----------
    book : Book
    warn, error : callable
        Report a problem: place, found, expected.

    Attributes
    ----------
    entries : dict
        Path of the model -> its rows.
    evidence : list
        The rows of the sheet of evidence.
    notes : list of str
        What columns that are not ours contain on derived sheets.
    """

    def __init__(self, book: grid.Book, warn: Report, error: Report):
        self.book, self._warn, self._error = book, warn, error
        self.entries: dict[str, list[Entry]] = {path: [] for path in holder()}
        self.evidence: list[Entry] = []
        self.notes: list[str] = []
        self._checked = book.properties.get("datamap contacts") != "withheld"
        self._numbers: dict[str, set[int]] = {}

    def read(self, names: Mapping[str, str]) -> None:
        """Read every sheet; ``names`` maps a sheet of the layout to its name in the book."""
        for name, sheet in sheets().items():
            if sheet.columns:
                found = list(self._rows(sheet, self.book.sheets[names[name]]))
                if name == EVIDENCE:
                    self.evidence = found

    def _rows(self, sheet: Sheet, rows: list[list[Any]]) -> Iterator[Entry]:
        """The rows of a sheet that contain facts; those of entries are filed by their path."""
        by_label = {c.label.casefold(): c for c in sheet.columns}
        head, header = _header(rows, by_label)
        if header is None:
            if not sheet.derived:
                labels = ", ".join(c.label for c in sheet.columns[:4])
                self._error(sheet.name, "no header row", f"a row with the labels {labels} ...")
            return
        used = {i for r in rows[head + 1 :] for i, cell in enumerate(r) if cell != ""}
        at, strange = _columns_found(header, by_label, used)
        self._report_columns(sheet, at, strange, head, rows)
        for number, row in enumerate(rows[head + 1 :], start=head + 2):
            if all(c == "" or isinstance(c, str) and not c.strip() for c in row):
                continue
            values = {key: row[i] if i < len(row) else "" for key, i in at.items()}
            entry = Entry("", sheet.name, number, None, values, at)
            others = ((label, row[i]) for i, label in strange.items() if i < len(row) and row[i] != "")
            entry.extra = [f"{label}: {_shown(cell)}" for label, cell in others]
            if self._checked:
                self._checks(sheet, entry)
            if sheet.derived and sheet.name != EVIDENCE:
                self.notes += [f"{sheet.name}, row {number}, {e}" for e in entry.extra]
            elif sheet.derived or self._filed(sheet, entry):
                yield entry

    def _report_columns(
        self, sheet: Sheet, at: Mapping[str, int], strange: Mapping[int, str], head: int, rows: list[list[Any]]
    ) -> None:
        for i, label in strange.items():
            place = f"{sheet.name}!{grid_letter(i)}{head + 1}"
            if label == "Organisation id" and len({r[i] for r in rows[head + 1 :] if len(r) > i and r[i] != ""}) > 1:
                expected = "one organisation: write one workbook for each organisation of a group"
                self._error(place, "a workbook of several organisations", expected)
            kept = "the notes of the inventory" if sheet.derived else "the notes of each entry"
            found = f"the column '{label}' is not part of the layout"
            self._warn(place, found, f"one of the layout's labels; its content is kept in {kept}")
        for column in sheet.columns:
            if column.key not in at and not column.derived and column.key != ENTRY:
                found = f"the column '{column.label}' is missing"
                self._warn(sheet.name, found, "the column with its label; its facts are read as not recorded")

    def _checks(self, sheet: Sheet, entry: Entry) -> None:
        """Report derived cells that were edited."""
        made = [c for c in sheet.columns if c.derived and c.key != CHECK]
        if not made or f"={CHECK}" not in entry.letters:
            return
        checks = str(entry.cells[f"={CHECK}"]).split()
        for i, column in enumerate(made):
            if column.slot not in entry.letters:
                continue
            value = entry.cells[column.slot]
            edited = checks[i] != cells.check([_shown(value)]) if len(checks) == len(made) else value != ""
            if edited:
                where = f"the change on sheet '{column.edit}'" if column.edit else "no change here"
                found = f"a derived cell was edited: {cells.shorten(_shown(value))}"
                self._warn(entry.place(column.slot), found, f"{where}; the edit was ignored")

    def _filed(self, sheet: Sheet, entry: Entry) -> bool:
        """File a row under its path; False where it contains nothing."""
        parts = {word.casefold(): path for path, word in sheet.holds.items()}
        part = str(entry.cells.get(PART, "")).strip().casefold() if PART in entry.cells else ""
        path = parts.get(part, "") if len(sheet.holds) > 1 else next(iter(sheet.holds))
        if not path:
            found = cells.shorten(part) or "a blank cell"
            self._error(entry.place(PART), found, f"one of: {', '.join(sheet.holds.values())}")
            return False
        entry.path = path
        first = entry.cells.get(ENTRY, "")
        word = first.strip().casefold() if isinstance(first, str) else ""
        facts = [c.key for c in sheet.columns if not c.derived and c.key not in (ENTRY, PART, PARENT)]
        blank = all(entry.cells.get(k, "") == "" for k in facts) and not entry.extra
        if word in _WORDS and blank:
            if word == cells.NOTHING:
                return False
            entry.said = word
        elif word and word not in _WORDS:
            numbers = self._numbers.setdefault(path, set())
            if word.isdigit() and int(word) and int(word) not in numbers:
                entry.number = int(word)
                numbers.add(entry.number)
            elif not word.isdigit():
                expected = "a number, unknown, none, or nothing for a new row; the row was read as a new one"
                self._warn(entry.place(ENTRY), cells.shorten(word), expected)
        self.entries[path].append(entry)
        return True


def _columns_found(
    header: list[Any], by_label: Mapping[str, Column], used: set[int]
) -> tuple[dict[str, int], dict[int, str]]:
    """The place of each column of the layout, and the labels of other columns that contain something."""
    at: dict[str, int] = {}
    strange: dict[int, str] = {}
    for i, cell in enumerate(header):
        label = cell.split("\n")[0].strip() if isinstance(cell, str) else str(cell)
        column = by_label.get(label.casefold())
        if label and column is not None and column.slot not in at:
            at[column.slot] = i
        elif label or i in used:
            strange[i] = label or f"column {grid_letter(i)}"
    return at, strange


def _header(rows: list[list[Any]], labels: Mapping[str, Column]) -> tuple[int, list[Any] | None]:
    """The header row: the first with most of the labels, among the first twenty."""
    best, at = 0, -1
    for i, row in enumerate(rows[:20]):
        hits = sum(isinstance(c, str) and c.split("\n")[0].strip().casefold() in labels for c in row)
        if hits > best:
            best, at = hits, i
    return (at, rows[at]) if best > max(1, len(labels) // 3) else (-1, None)


def _shown(value: Any) -> str:
    if isinstance(value, grid.Odd):
        return value.what
    return value if isinstance(value, str) else str(value.isoformat())
