"""Workbooks as no person would edit them on purpose: nothing changes in silence, and every edit is reported."""

from __future__ import annotations

import random
from pathlib import Path

from datamap.formats import grid
from datamap.formats.workbook import layout, reader, writer
from datamap.formats.workbook.edits import CONFLICT, REFUSED
from datamap.formats.workbook.rows import seen
from datamap.formats.yaml import reader as yaml_reader
from datamap.formats.yaml import writer as yaml_writer
from tests.fuzz.harness import Silent
from tests.fuzz.outputs import refuse_live_sheets
from tests.fuzz.words import TYPED
from tests.workbook_fixture import inventory, written


def table(rng: random.Random, book: grid.Book):
    """A sheet with rows, and one of its rows."""
    sheet = rng.choice([s for s in layout.sheets() if not s.form])
    rows = book.sheets[sheet.name]
    return sheet.name, rows, rng.randrange(2, len(rows)) if len(rows) > 2 else 1


def type_cell(rng, book):
    name = rng.choice(layout.sheets()).name
    rows = book.sheets[name]
    row = rows[rng.randrange(2, len(rows))] if len(rows) > 2 and rng.random() < 0.7 else None
    if row is None:
        row = [""] * len(rows[1])
        rows.append(row)
    row.extend([""] * (len(rows[1]) - len(row)))
    row[rng.randrange(len(row))] = rng.choice(TYPED)


def delete_row(rng, book):
    _, rows, at = table(rng, book)
    del rows[at]


def copy_row(rng, book):
    _, rows, at = table(rng, book)
    rows.insert(rng.randrange(2, len(rows) + 1), list(rows[at]))


def swap_cells(rng, book):
    _, rows, at = table(rng, book)
    a, b = rng.randrange(len(rows[at])), rng.randrange(len(rows[at]))
    rows[at][a], rows[at][b] = rows[at][b], rows[at][a]


def delete_column(rng, book):
    _, rows, _ = table(rng, book)
    at = rng.randrange(len(rows[1]))
    for row in rows[1:]:
        del row[at : at + 1]


def rename_label(rng, book):
    _, rows, _ = table(rng, book)
    rows[1][rng.randrange(len(rows[1]))] = rng.choice(TYPED)


def move_row_to_other_sheet(rng, book):
    _, rows, at = table(rng, book)
    _, others, _ = table(rng, book)
    others.append(rows.pop(at))


def delete_sheet(rng, book):
    book.sheets.pop(rng.choice([s.name for s in layout.sheets()]), None)


def break_store(rng, book):
    rows = book.sheets[layout.text("store")]
    at = rng.randrange(len(rows))
    rows[at] = [rows[at][0].replace(rng.choice("abcde"), "z", 1)]


MUTATIONS = (
    *([type_cell] * 12),
    *([delete_row] * 2),
    *([copy_row] * 3),
    *([swap_cells] * 3),
    delete_column,
    rename_label,
    move_row_to_other_sheet,
)


def mutated(rng: random.Random) -> grid.Book:
    book = grid.read("w.xlsx", written())
    for _ in range(rng.randint(1, 5)):
        rng.choice(MUTATIONS)(rng, book)
    if rng.random() < 0.03:
        break_store(rng, book)
    elif rng.random() < 0.03:
        delete_sheet(rng, book)
    return book


def changed(now) -> set[str]:
    """The names of entries that differ, and the sheets of forms that do."""
    found = set()
    for name in layout.LISTS:
        before, after = ({e.id: e for e in getattr(i, name)} for i in (inventory(), now))
        found |= {(after.get(i) or before[i]).name for i in {*before, *after} if before.get(i) != after.get(i)}
    old = inventory()
    found |= {"Organisation!"} if (old.meta, old.controller) != (now.meta, now.controller) else set()
    return found | ({"Notice!"} if (old.notice, old.rights) != (now.notice, now.rights) else set())


def attempt(rng: random.Random, folder: Path) -> None:
    """One workbook: several edits, or one of which the place is known."""
    if rng.random() < 0.3:
        type_one_cell(rng)
        return
    got = reader.read_book("w.xlsx", mutated(rng), b"")
    told = "\n".join(f"{e.place} {e.entry} {e.typed} {e.why}" for e in got.edits if e.state not in (CONFLICT, REFUSED))
    for name in changed(got.inventory):
        if name[:60] not in told:
            raise Silent(f"{name} changed without a report")
    if yaml_reader.parse(yaml_writer.dump(got.inventory)) != got.inventory:
        raise Silent("what is written does not read back equal")
    raw = writer.book_bytes(got.inventory)
    refuse_live_sheets(raw, "the workbook")
    if again := reader.read_book("w.xlsx", grid.read("w.xlsx", raw), b"").edits:
        raise Silent(f"an untouched workbook has edits: {again[:2]}")


def type_one_cell(rng: random.Random) -> None:
    """Type into one cell: it is reported if its text is another one, and only then."""
    book = grid.read("w.xlsx", written())
    sheet = rng.choice(layout.sheets())
    rows = book.sheets[sheet.name]
    row = rng.randrange(2, len(rows))
    column = 1 if sheet.form else rng.randrange(len(sheet.columns))
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    before, rows[row][column] = rows[row][column], rng.choice(TYPED)
    before = before if isinstance(before, str) else before.isoformat()
    got = reader.read_book("w.xlsx", book, b"")
    letter = chr(65 + column) if column < 26 else "A" + chr(39 + column)
    place = f"{sheet.name}!{letter}{row + 1}"
    differs = seen(before) != seen(rows[row][column])
    reported = {e.place for e in got.edits}
    if not any(seen(c) for c in rows[row][:-1] if isinstance(c, str)):
        if sheet.name == "Transfers" and not reported and got.inventory == inventory():
            return  # a row that waits for its tool: it stated nothing, and nothing is lost
        reported = {place} if sheet.name in reported else reported  # the row is empty: its entry is removed
    if (place in reported) != differs:
        raise Silent(f"{place}: {before!r} became {rows[row][column]!r}, reported: {sorted(reported)}")
    if not differs and got.inventory != inventory():
        raise Silent(f"{place}: nothing was edited, and the inventory differs")
