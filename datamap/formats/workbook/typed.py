"""The sheets of a workbook as people left them: rows, which entry each is, and the cells that were edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from datamap.formats import grid
from datamap.formats.workbook.edits import REFUSED, Edit
from datamap.formats.workbook.finding import Covered, label_of, named
from datamap.formats.workbook.kept import Kept
from datamap.formats.workbook.layout import Column, Sheet
from datamap.formats.workbook.rows import Ref, digest, seen
from datamap.formats.workbook.writer import FORM, ROW_KEY
from datamap.labels.cells import shorten

SEARCHED = 20
"""First rows among which the labels of a sheet are sought."""


@dataclass
class Typed:
    """One row that people can have edited.

    Attributes
    ----------
    sheet : Sheet
    number : int
        Of the row, counted from 1.
    ref : tuple or None
        What it is about; None for a new row.
    cells : dict
        Key of the column -> text and place of each cell that was edited.
    texts : dict
        Key of the column -> text of every cell that has one.
    places : dict
        Key of the column -> place of the cell.
    """

    sheet: Sheet
    number: int
    key: str
    ref: Ref | None = None
    cells: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


@dataclass
class Read:
    """What people left in a workbook.

    Attributes
    ----------
    rows : list of Typed
        The rows with edits, and those without, in the order of the sheets.
    gone : list of (sheet, ref)
        Rows that are no longer there.
    edits : list of Edit
        What could not be read.
    """

    rows: list[Typed] = field(default_factory=list)
    gone: list[tuple[Sheet, Ref]] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


def read(book: grid.Book, kept: Kept) -> Read:
    """The rows of a workbook beside what it contained when it was written."""
    found = Read()
    for sheet, name in named(book, found.edits):
        rows, layout = book.sheets[name], book.layouts.get(name)
        _comments(sheet, layout, found)
        _struck(sheet, rows, layout, found)
        covered = Covered(layout, len(rows))
        if sheet.form:
            _form(sheet, rows, kept, found)
        elif covered.too_many:
            why, expected = "too many merged cells; nothing of the sheet was changed", "a separate cell for each fact"
            found.edits.append(Edit(sheet.name, "", "", REFUSED, why=why, expected=expected))
        else:
            _table(sheet, rows, kept, found, covered)
    return found


def _comments(sheet: Sheet, layout: grid.Layout | None, found: Read) -> None:
    """Report comments on cells: they are no facts of the map, and would be lost."""
    for place, text in layout.comments if layout else ():
        why, expected = "a comment on a cell is not imported", "the text in a cell, such as that of column Notes"
        found.edits.append(
            Edit(f"{sheet.name}!{place}", "", "", REFUSED, shorten(text), why=why, expected=expected, beside=True)
        )


def _struck(sheet: Sheet, rows: Sequence[Sequence[Any]], layout: grid.Layout | None, found: Read) -> None:
    """Report rows with a line through a text: a person decides whether what it states has ended."""
    for number, column in layout.struck.items() if layout else ():
        place = f"{sheet.name}!{get_column_letter(column)}{number}"
        cell = rows[number - 1][column - 1]
        said = shorten(cell) if isinstance(cell, str) else ""
        why = "the text has a line through it, which is not imported: the row was read as if it had none"
        expected = "the row deleted, if it no longer applies; else the text without the line"
        found.edits.append(Edit(place, "", "", REFUSED, said, why=why, expected=expected))


def _form(sheet: Sheet, rows: Sequence[Sequence[Any]], kept: Kept, found: Read) -> None:
    base = kept.rows.get(sheet.name, {})
    by_label = {c.label.casefold(): c for c in sheet.columns}
    start, at = next(
        (
            (i, list(map(label_of, row)).index(FORM[0].casefold()))
            for i, row in enumerate(rows[:SEARCHED])
            if FORM[0].casefold() in map(label_of, row)
        ),
        (-1, 0),
    )
    seen_labels = set()
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        label, answer = (row[i] if i < len(row) else "" for i in (at, at + 1))
        column = by_label.get(label_of(label))
        place = f"{sheet.name}!{get_column_letter(at + 2)}{number}"
        text = _text(answer, place, label, found)
        if column is None or column.key in seen_labels:
            if text and start >= 0:
                _refuse(found, place, text, "the fact beside it is not one of this sheet", "a row with its label")
            continue
        seen_labels.add(column.key)
        if text is None:
            continue
        ref, digests = base.get(column.key, ((*column.path, column.fields[0], column.item), {}))
        typed = Typed(sheet, number, column.key, ref, texts={column.key: text}, places={column.key: place})
        if digest(text) != digests.get(column.key, ""):
            typed.cells[column.key] = text
            found.rows.append(typed)
    missing = [c for c in sheet.columns if c.key not in seen_labels and any(base.get(c.key, ((), {}))[1].values())]
    for column in missing:
        why, expected = (
            "its row is missing; the fact was not changed",
            "the row with its label; a blank answer removes the fact",
        )
        found.edits.append(Edit(sheet.name, "", column.label, REFUSED, why=why, expected=expected))


def _table(sheet: Sheet, rows: Sequence[Sequence[Any]], kept: Kept, found: Read, covered: Covered) -> None:
    base = kept.rows.get(sheet.name, {})
    head, at = _header(sheet, rows)
    if sheet.columns[0].key not in at:
        labels = ", ".join(c.label for c in sheet.columns[:3])
        why = f"no row with the labels {labels} ...; nothing of the sheet was changed"
        found.edits.append(Edit(sheet.name, "", "", REFUSED, why=why, expected="the labels above the rows"))
        return
    _missing_columns(sheet, at, base, found)
    typed = list(_rows(sheet, rows, (head, at), covered, found))
    _identify(typed, base, bool(ROW_KEY in at))
    known = {row.key for row in typed if row.ref is not None}
    for row in typed:
        digests = base[row.key][1] if row.ref is not None else {}
        row.cells = {k: t for k, t in row.texts.items() if digest(t) != digests.get(k, "")}
    found.rows += typed
    # a row that showed nothing, such as that of an entry named by a blank, is not missed
    found.gone += [(sheet, ref) for key, (ref, shown) in base.items() if key not in known and any(shown.values())]


def _header(sheet: Sheet, rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """The row with most of the labels, and the place of each column in it."""
    labels = {c.label.casefold(): c.key for c in sheet.columns} | {ROW_KEY.casefold(): ROW_KEY}
    best: tuple[int, dict[str, int]] = (-1, {})
    for number, row in enumerate(rows[:SEARCHED]):
        at: dict[str, int] = {}
        for i, cell in enumerate(row):
            key = labels.get(label_of(cell))
            if key is not None:
                at.setdefault(key, i)
        if len(at) > len(best[1]):
            best = number, at
    return best


def _missing_columns(sheet: Sheet, at: Mapping[str, int], base: Mapping[str, Any], found: Read) -> None:
    for column in sheet.columns:
        if column.key not in at and any(digests.get(column.key) for _, digests in base.values()):
            why, expected = "the column is missing; its facts were not changed", "the column with its label"
            found.edits.append(Edit(sheet.name, "", column.label, REFUSED, why=why, expected=expected))


def _rows(
    sheet: Sheet, rows: Sequence[Sequence[Any]], header: tuple[int, Mapping[str, int]], covered: Covered, found: Read
) -> Iterator[Typed]:
    """The rows below the labels that contain something."""
    head, at = header
    ours = set(at.values())
    labels = rows[head]
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if all(i == at.get(ROW_KEY) or _blank(cell) for i, cell in enumerate(row)):
            continue
        key = row[at[ROW_KEY]] if ROW_KEY in at and at[ROW_KEY] < len(row) else ""
        typed = Typed(sheet, number, key.strip() if isinstance(key, str) else str(key))
        for column in sheet.columns:
            if column.key not in at:
                continue
            i = at[column.key]
            place = f"{sheet.name}!{get_column_letter(i + 1)}{number}"
            if over := covered.by(number, i + 1):
                why = f"the cell is merged with {over}; its fact was not changed"
                _refuse(found, place, "", why, "a separate cell for each fact", column.label)
                continue
            text = _text(row[i] if i < len(row) else "", place, column.label, found)
            if text is not None:
                typed.texts[column.key], typed.places[column.key] = text, place
        for i, cell in enumerate(row):
            if i not in ours and not _blank(cell):
                label = labels[i] if i < len(labels) and isinstance(labels[i], str) else ""
                why = f"the column {shorten(label)!r} is not one of this sheet" if label else "the column has no label"
                place = f"{sheet.name}!{get_column_letter(i + 1)}{number}"
                _refuse(
                    found,
                    place,
                    str(getattr(cell, "what", cell)),
                    why,
                    "a column with one of the labels, such as Notes",
                )
        if typed.texts and any(map(seen, typed.texts.values())):
            yield typed


def _blank(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _text(cell: Any, place: str, label: Any, found: Read) -> str | None:
    """The text of a cell; None for one that has no constant value, which is reported."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, grid.Odd):
        shown = cell.shown if isinstance(cell.shown, str) else cell.shown.isoformat()
        _refuse(found, place, shown, f"{cell.what} is in the cell", "a value instead of a formula", str(label))
        return None
    return str(cell.isoformat())


def _refuse(found: Read, place: str, text: str, why: str, expected: str, label: str = "") -> None:
    found.edits.append(Edit(place, "", label, REFUSED, shorten(text), why=why, expected=expected))


def _identify(rows: Sequence[Typed], base: Mapping[str, tuple[Ref, Mapping[str, str]]], keyed: bool) -> None:
    """Find the entry of each row: by its key; of copies, the one that is most like it; without keys, by its name."""
    by_key: dict[str, list[Typed]] = {}
    for row in rows:
        by_key.setdefault(row.key if row.key in base else "", []).append(row)
    free = by_key.pop("", [])
    for key, copies in by_key.items():
        ref, digests = base[key]
        best = max(copies, key=lambda r: _likeness(r, digests))
        best.ref = ref
        free += [r for r in copies if r is not best]
    named: dict[str, list[str]] = {}
    for key, (_, digests) in base.items():
        if key not in by_key:
            named.setdefault(next(iter(digests.values()), ""), []).append(key)
    for row in free:
        row.ref = None
        if row.key in base and keyed:
            continue  # a copy of a row is a new entry
        name = digest(row.texts.get(row.sheet.columns[0].key, ""))
        same = named.get(name, [])
        if name and len(same) == 1:
            row.key = same.pop()
            row.ref = base[row.key][0]


def _likeness(row: Typed, digests: Mapping[str, str]) -> tuple[int, int]:
    first = next(iter(digests))
    same = sum(digest(row.texts.get(k, "")) == d for k, d in digests.items())
    return (len(digests) if digest(row.texts.get(first, "")) == digests[first] else 0) + same, -row.number


def column_of(row: Typed, key: str) -> Column:
    """The column of a cell."""
    return next(c for c in row.sheet.columns if c.key == key)
