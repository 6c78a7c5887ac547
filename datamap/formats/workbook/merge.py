"""Three-way merge: the edits of a workbook into an inventory that may have changed since the workbook was written.

A cell that was not edited changes nothing. A cell that was edited is written only where the inventory still has the
value that the workbook had, or has the new one already; else it is a conflict and the inventory stays as it is, unless
the workbook is preferred.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from datamap.formats.workbook import readers, show
from datamap.formats.workbook.changed import Fields, Lists, same
from datamap.formats.workbook.edits import ACCEPTED, CONFLICT, CREATED, PART, PREFER, REFUSED, Edit, Refused
from datamap.formats.workbook.kept import Kept
from datamap.formats.workbook.layout import LISTS, Column
from datamap.formats.workbook.marks import check_name, check_stated
from datamap.formats.workbook.names import NOUNS, ONE, Registry
from datamap.formats.workbook.reading import Cell, Got
from datamap.formats.workbook.rows import CUT, at, blank, plain, seen
from datamap.formats.workbook.typed import Read, Typed, column_of
from datamap.labels.cells import shorten
from datamap.labels.values import is_blank

NO_NAMES = show.Names({})
CHANGED = "the inventory has changed since the workbook was written, by an earlier import or by others"
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
    prefer : bool
        Whether the workbook's value is written where the inventory has changed too.
    """

    def __init__(
        self, kept: Kept, read: Read, data: dict[str, Any], excluded: Mapping[str, str], *, prefer: bool = False
    ):
        self.kept, self.read, self.data, self.excluded, self.prefer = kept, read, data, excluded, prefer
        self.base = plain(kept.base)
        self.edits: list[Edit] = list(read.edits)
        gone = [(str(ref[0]), str(ref[1])) for sheet, ref in read.gone if sheet.holds in LISTS]
        self.lists = Lists(data, self.base, gone)
        self.fields = Fields()
        self.names = Registry(data)
        self.entries: dict[int, dict[str, Any] | None] = {}
        for name in LISTS:
            for entry in self.base[name] or ():
                found = self.lists.locate(name, entry["id"])
                if found is not None:
                    self.names.other(name, found["id"], entry["name"])

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
        entry = self.lists.locate(row.sheet.holds, str(row.ref[1]))
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
            check_name(name, column_of(row, "name").label)
            id_ = self.names.find(target, name)
            if id_ and any(e is not None and e["id"] == id_ for e in self._rows_of(target)):
                expected = "one row for each name: write the facts in that row, or give this one another name"
                raise Refused("a row of this name is there already", expected)
        except Refused as e:
            for key in row.cells:
                self.refuse(row, key, e.why, e.expected)
            return
        if id_:
            self.entries[id(row)] = self.lists.by_id[target][id_]
            why = "the inventory has an entry of this name: the row belongs to it"
            self.accept(row, "name", name, why=why, already=True)
            return
        entry = self.names.create(target, " ".join(name.split()), place)
        self.lists.by_id[target][entry["id"]] = entry
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
        base = self.lists.base_by_id[row.sheet.holds].get(str(row.ref[1])) if row.ref else None
        for key in row.cells:
            column = column_of(row, key)
            if column.kind == "serves" or (key == "name" and base is None):
                continue
            self.cell(row, column, entry, base or blank(NOUNS[row.sheet.holds]), entry["name"])

    def cell(self, row: Typed, column: Column, entry: dict[str, Any], base: Mapping[str, Any], name: str) -> Got | None:
        """Write one cell into an entry, if the entry still has what the workbook had. Returns what it means, if so."""
        place, text = row.places[column.key], row.cells[column.key]
        mark = len(self.names.created)
        try:
            got = self.understood(text, Cell(column, entry, self.names, place))
        except Refused as e:
            self.names.undo(mark)
            self.refuse(row, column.key, e.why, e.expected)
            return None
        newer = self.fields.newer(column, entry, base, got)
        now = shorten(show.show(column, entry, show.Names(self.data)) or "nothing")
        if newer and not self.prefer:
            self.names.undo(mark)
            self.refuse(row, column.key, f"{CHANGED}; it has: {now}", PREFER, CONFLICT)
            return None
        already = len(self.names.created) == mark and all(same(entry[f], v) for f, v in got.values.items())
        removed = self.fields.write(entry, got.values)
        told = got.meaning
        if not told and column.kind not in SILENT and seen(text):
            told = show.show(column, entry, NO_NAMES)
        notes = [f"replaced: {now}"] if newer else []
        notes += ["the evidence of the earlier value was removed"] if removed else []
        if got.left:
            notes.append(f"not imported: {'; '.join(map(shorten, got.left))}")
        self.accept(row, column.key, name, told, "; ".join(notes), part=bool(got.left), already=already)
        return got

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
        check_stated(text)
        return readers.read(text, cell)

    # --- what happened -------------------------------------------------------------------------------------------

    def refuse(self, row: Typed, key: str, why: str, expected: str, state: str = REFUSED) -> None:
        """Report a cell that was not written."""
        entry = self.entries.get(id(row))
        name = entry["name"] if entry else seen(row.texts.get("name", ""))
        typed = shorten(row.texts.get(key, ""), 200)
        place = row.places.get(key, f"{row.sheet.name}!A{row.number}")
        self.edits.append(Edit(place, name, column_of(row, key).label, state, typed, "", why, expected))

    def accept(
        self,
        row: Typed,
        key: str,
        name: str,
        meaning: str = "",
        why: str = "",
        *,
        part: bool = False,
        already: bool = False,
    ) -> None:
        """Report a cell that was written, with its interpretation where that differs from what was typed."""
        typed = row.texts.get(key, "")
        meaning = "" if " ".join(meaning.split()).casefold() == " ".join(typed.split()).casefold() else meaning
        column = column_of(row, key)
        state = PART if part else ACCEPTED
        nothing = is_blank(seen(typed)) and seen(typed).casefold() != "unknown"
        meaning = shorten(meaning, 200) or ("nothing recorded" if nothing else "")
        told = Edit(row.places[key], name, column.label, state, shorten(typed, 200), meaning, why, already=already)
        self.edits.append(told)

    def as_before(self, first: int) -> None:
        """State of the edits from a number on that they changed nothing."""
        self.edits[first:] = [replace(e, already=e.taken) for e in self.edits[first:]]

    def report_created(self) -> None:
        """Report the entries that a new row or a new name created."""
        for made in self.names.created:
            self.edits.append(
                Edit(made.place, made.name, "", CREATED, made.name, f"a new {ONE[made.target]}", made.remark)
            )
