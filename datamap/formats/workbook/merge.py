"""Three-way merge: the edits of a workbook into an inventory that may have changed since the workbook was written.

A cell that was not edited changes nothing. A cell that was edited is written only where the inventory still has the
value that the workbook had, or has the new one already; else it is a conflict and the inventory stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from datamap.formats.workbook import readers, show
from datamap.formats.workbook.edits import ACCEPTED, CONFLICT, CREATED, PART, REFUSED, Edit, Refused
from datamap.formats.workbook.kept import Kept
from datamap.formats.workbook.layout import LISTS, Column
from datamap.formats.workbook.names import NOUNS, ONE, Registry
from datamap.formats.workbook.reading import Cell, Got
from datamap.formats.workbook.rows import CUT, at, blank, plain, seen
from datamap.formats.workbook.typed import Read, Typed, column_of
from datamap.labels.cells import shorten
from datamap.model.vocabulary import UNKNOWN

NO_NAMES = show.Names({})
SILENT = ("text", "withdrawal", "texts", "lines", "names", "parties", "entries", "right", "date", "day")
"""Kinds of cells whose values are shown as they were typed."""


class Merge:
    """The edits of one workbook on their way into one inventory.

    Parameters
    ----------
    kept : Kept
    read : Read
    data : dict
        The inventory that is changed, as plain data.
    excluded : mapping
        Place of a cell -> why it is not written: what it states cannot be part of an inventory.
    """

    def __init__(self, kept: Kept, read: Read, data: dict[str, Any], excluded: Mapping[str, str]):
        self.kept, self.read, self.data, self.excluded = kept, read, data, excluded
        self.base = plain(kept.base)
        self.edits: list[Edit] = list(read.edits)
        self.by_id = {name: {e["id"]: e for e in data[name] or ()} for name in LISTS}
        self.former = {name: {f: e["id"] for e in data[name] or () for f in e["formerly"] or ()} for name in LISTS}
        self.base_by_id = {name: {e["id"]: e for e in self.base[name] or ()} for name in LISTS}
        gone = [(str(ref[0]), str(ref[1])) for sheet, ref in read.gone if sheet.holds in LISTS]
        self._initially = {(name, i): deepcopy(self.locate(name, i)) for name, i in gone}
        self.names = Registry(data)
        self.touched: set[tuple[int, str]] = set()
        self.entries: dict[int, dict[str, Any] | None] = {}
        for name in LISTS:
            for entry in self.base[name] or ():
                found = self.locate(name, entry["id"])
                if found is not None:
                    self.names.other(name, found["id"], entry["name"])

    def locate(self, target: str, id_: str) -> dict[str, Any] | None:
        """The entry that has an id, or had it before."""
        found = self.by_id[target].get(id_)
        return found if found is not None else self.by_id[target].get(self.former[target].get(id_, ""))

    def changed_since(self, target: str, id_: str, entry: Mapping[str, Any]) -> bool:
        """Whether the inventory has another entry than the workbook had, apart from edits of the workbook itself."""
        before = self._initially.get((target, id_), entry)
        return before != self.base_by_id[target].get(id_)

    def run(self) -> None:
        """Write the edits of forms and lists; what other files do follows in :func:`reader.merged`."""
        tables = [r for r in self.read.rows if r.sheet.holds in LISTS]
        for row in tables:
            if row.ref is not None:
                self._known(row)
        for row in tables:
            if row.ref is None:
                self._new(row)
        for row in self.read.rows:
            if row.sheet.form:
                self._form(row)
        for row in sorted(tables, key=lambda r: LISTS.index(r.sheet.holds)):
            self._row(row)

    # --- which entry a row is ------------------------------------------------------------------------------------

    def _known(self, row: Typed) -> None:
        assert row.ref is not None
        entry = self.locate(row.sheet.holds, str(row.ref[1]))
        self.entries[id(row)] = entry
        if entry is None:
            why = "the entry is no longer in the inventory"
            for key in row.cells:
                self.refuse(row, key, why, "an entry that is there; a new row without its key adds it again", CONFLICT)
        elif seen(row.cells.get("name", "")):
            self.names.add(row.sheet.holds, entry["id"], row.cells["name"])

    def _new(self, row: Typed) -> None:
        self.entries[id(row)] = None
        target, name = row.sheet.holds, seen(row.texts.get("name", ""))
        place = row.places.get("name", f"{row.sheet.name}!A{row.number}")
        try:
            if place in self.excluded:
                raise Refused(self.excluded[place], "a name")
            if not name:
                raise Refused("a row without a name", f"the name of the {ONE[target]} in the first column")
            id_ = self.names.find(target, name)
            if id_ and any(e is not None and e["id"] == id_ for e in self._rows_of(target)):
                expected = "one row for each name: write the facts in that row, or give this one another name"
                raise Refused("a row of this name is there already", expected)
        except Refused as e:
            for key in row.cells if name else list(row.cells)[:1]:
                self.refuse(row, key, e.why, e.expected)
            return
        if id_:
            self.entries[id(row)] = self.by_id[target][id_]
            self.accept(row, "name", name, why="the inventory has an entry of this name: the row belongs to it")
            return
        entry = self.names.create(target, " ".join(name.split()), place)
        self.by_id[target][entry["id"]] = entry
        self.entries[id(row)] = entry

    def _rows_of(self, target: str) -> list[dict[str, Any] | None]:
        return [self.entries.get(id(r)) for r in self.read.rows if r.sheet.holds == target]

    # --- cells ---------------------------------------------------------------------------------------------------

    def _form(self, row: Typed) -> None:
        column = column_of(row, row.key)
        if column.kind == "entries":
            return
        entry = at(self.data, column.path)
        self.cell(row, column, entry, at(self.base, column.path), entry.get("name") or "")

    def _row(self, row: Typed) -> None:
        entry = self.entries[id(row)]
        if entry is None:
            return
        base = self.base_by_id[row.sheet.holds].get(str(row.ref[1])) if row.ref else None
        for key in row.cells:
            column = column_of(row, key)
            if column.kind == "serves" or (key == "name" and base is None):
                continue
            self.cell(row, column, entry, base or blank(NOUNS[row.sheet.holds]), entry["name"])

    def cell(self, row: Typed, column: Column, entry: dict[str, Any], base: Mapping[str, Any], name: str) -> bool:
        """Write one cell into an entry, if the entry still has what the workbook had. Returns whether it did."""
        place, text = row.places[column.key], row.cells[column.key]
        mark = len(self.names.created)
        try:
            got = self.understood(text, Cell(column, entry, self.names, place))
        except Refused as e:
            self.names.undo(mark)
            self.refuse(row, column.key, e.why, e.expected)
            return False
        if self._newer(column, entry, base, got):
            self.names.undo(mark)
            now = show.show(column, entry, show.Names(self.data)) or "nothing"
            why = f"the inventory has changed since the workbook was written; it has: {shorten(now)}"
            self.refuse(
                row, column.key, why, "the workbook written again from the inventory, and the edit in it", CONFLICT
            )
            return False
        removed = self._write(entry, got.values)
        told = got.meaning
        if not told and column.kind not in SILENT and seen(text):
            told = show.show(column, entry, NO_NAMES)
        notes = ["the evidence of the earlier value was removed"] if removed else []
        if got.left:
            notes.append(f"not imported: {'; '.join(map(shorten, got.left))}")
        self.accept(row, column.key, name, told, "; ".join(notes), part=bool(got.left))
        return True

    def understood(self, text: str, cell: Cell) -> Got:
        """What a cell means.

        Raises
        ------
        Refused
        """
        if cell.place in self.excluded:
            raise Refused(self.excluded[cell.place], "a value that fits the rest of the entry")
        if CUT.strip() in text:
            raise Refused("the text is longer than a cell holds", "a shorter text, or the edit in the YAML file")
        return readers.read(text, cell)

    def _newer(self, column: Column, entry: Mapping[str, Any], base: Mapping[str, Any], got: Got) -> bool:
        """Whether the inventory has another value than the workbook had, and than the edit."""
        for field, new in got.values.items():
            if (id(entry), field) in self.touched:
                continue
            now, then, wanted = (_compared(column, v) for v in (entry[field], base.get(field), new))
            if now not in (then, wanted):
                return True
        return False

    def _write(self, entry: dict[str, Any], values: Mapping[str, Any]) -> bool:
        """Set fields; evidence of an earlier value does not prove the new one. Returns whether some was removed."""
        removed = False
        for field, value in values.items():
            self.touched.add((id(entry), field))
            if entry[field] == value and type(entry[field]) is type(value):
                continue
            entry[field] = value
            kept = []
            for item in entry.get("evidence") or ():
                facts = [f for f in item["facts"] or () if f != field]
                if len(facts) < len(item["facts"] or ()):
                    removed = True
                    item = {**item, "facts": facts} if facts else None
                kept += [item] if item else []
            if entry.get("evidence"):
                entry["evidence"] = kept
        return removed

    # --- what happened -------------------------------------------------------------------------------------------

    def refuse(self, row: Typed, key: str, why: str, expected: str, state: str = REFUSED) -> None:
        """Report a cell that was not written."""
        entry = self.entries.get(id(row))
        name = entry["name"] if entry else seen(row.texts.get("name", ""))
        typed = shorten(row.texts.get(key, ""), 200)
        place = row.places.get(key, f"{row.sheet.name}!A{row.number}")
        self.edits.append(Edit(place, name, column_of(row, key).label, state, typed, "", why, expected))

    def accept(self, row: Typed, key: str, name: str, meaning: str = "", why: str = "", part: bool = False) -> None:
        """Report a cell that was written, with its interpretation where that differs from what was typed."""
        typed = row.texts.get(key, "")
        meaning = "" if " ".join(meaning.split()).casefold() == " ".join(typed.split()).casefold() else meaning
        column = column_of(row, key)
        state = PART if part else ACCEPTED
        meaning = shorten(meaning, 200) or ("nothing recorded" if not seen(typed) else "")
        self.edits.append(Edit(row.places[key], name, column.label, state, shorten(typed, 200), meaning, why))

    def report_created(self) -> None:
        """Report the entries that a new row or a new name created."""
        for made in self.names.created:
            self.edits.append(
                Edit(made.place, made.name, "", CREATED, made.name, f"a new {ONE[made.target]}", made.remark)
            )


def _compared(column: Column, value: Any) -> Any:
    """The part of a field that a cell shows, where other cells show the rest of it."""
    if column.kind == "conditions":
        return [(b["conditions"], b["law"]) for b in value or () if b["conditions"]]
    if column.kind == "withdrawal":
        return [b["withdrawal"] for b in value or () if b["withdrawal"] not in ("unknown", "")]
    if column.kind == "letter":
        return next((i["told"] for i in value or () if i["letter"] == column.item), "unknown")
    if column.kind == "right":
        return next((r["contact"] for r in value or () if r["right"] == column.item), None)
    return value if value is UNKNOWN or not isinstance(value, tuple) else list(value)
