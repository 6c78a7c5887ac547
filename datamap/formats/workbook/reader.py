"""The workbook to work in -> an inventory: alone, or into an inventory that may have changed since it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from datamap.errors import InputError, Problem
from datamap.formats import check, grid, problems
from datamap.formats.workbook import kept as last
from datamap.formats.workbook import links, typed
from datamap.formats.workbook.edits import Edit, Imported
from datamap.formats.workbook.layout import LISTS, sheets, text
from datamap.formats.workbook.merge import Merge
from datamap.formats.workbook.rows import plain
from datamap.labels import countries
from datamap.model import Inventory, Origin

OLD = "map - "
"""The beginning of the names of the sheets that only the full layout of version 0.1 has."""
WHOLE = "the sheet as datamap wrote it: undo the change, or copy the edits into a new workbook ('datamap workbook')"
ROUNDS = 20
"""Times that edits are left out because the inventory would not be valid with them."""


def is_ours(book: grid.Book) -> bool:
    """Whether a workbook is one to work in, whole or damaged."""
    here = {name.strip().casefold() for name in book.sheets}
    if text("store").casefold() in here or any(last.is_kept(rows) for rows in book.sheets.values()):
        return True
    return len(here.intersection(s.name.casefold() for s in sheets())) >= 5


def is_old(book: grid.Book) -> bool:
    """Whether a workbook has the full layout of version 0.1."""
    return sum(name.strip().casefold().startswith(OLD) for name in book.sheets) >= 3


def refuse_old(path: str | Path, book: grid.Book) -> None:
    """Refuse the workbook of version 0.1, with the way to move its facts.

    Raises
    ------
    InputError
    """
    if is_old(book):
        expected = (
            "a workbook that 'datamap workbook' wrote. To move this one: install datamap 0.1, there 'datamap import "
            "FILE -o INVENTORY.yaml', then here 'datamap workbook INVENTORY.yaml -o FILE.xlsx'"
        )
        raise InputError([Problem(str(path), 0, "", "a workbook of the full layout of datamap 0.1", expected)])


def read(path: str | Path) -> Imported:
    """Read a workbook to work in; every edit is in the result, also those that were not accepted.

    Raises
    ------
    InputError
        The file is not such a workbook, or its last sheet is damaged.
    """
    book, raw = grid.load(path)
    return read_book(path, book, raw)


def read_book(
    path: str | Path, book: grid.Book, raw: bytes, onto: Inventory | None = None, *, prefer: bool = False
) -> Imported:
    """Read a workbook whose cells have been read already, alone or into an inventory.

    Where both have changed, the inventory stays and the conflict is reported; with ``prefer``, the workbook's value is
    written.
    """
    refuse_old(path, book)
    kept = _kept(path, book)
    if onto is not None and not kept.blank and onto.meta.id != kept.base.meta.id:
        what = f"a workbook of '{kept.base.meta.id}', and the inventory is that of '{onto.meta.id}'"
        raise InputError([Problem(str(path), 0, "", what, "an inventory of the same organisation (meta.id)")])
    found = typed.read(book, kept)
    target = kept.base if onto is None else onto
    inventory, edits = _valid(str(path), kept, found, target, new=onto is None, prefer=prefer)
    origin = onto.origin if onto is not None else Origin(str(path), hashlib.sha256(raw).hexdigest(), {})
    return Imported(inventory.with_origin(origin), tuple(sorted(dict.fromkeys(edits), key=_order)))


def strict(path: str | Path) -> Inventory:
    """The inventory of a workbook all of whose edits are accepted.

    Raises
    ------
    InputError
        An edit is not accepted: the inventory would not be what the workbook states.
    """
    got = read(path)
    if wrong := [e.problem(str(path)) for e in got.untaken if not e.beside]:
        raise InputError(wrong)
    return got.inventory


def _kept(path: str | Path, book: grid.Book) -> last.Kept:
    rows = next((rows for rows in book.sheets.values() if last.is_kept(rows)), None)
    if rows is None:
        if is_ours(book):
            raise InputError([Problem(str(path), 0, text("store"), "the sheet is missing or was emptied", WHOLE)])
        names = ", ".join(list(book.sheets)[:6])
        expected = (
            "a workbook that 'datamap workbook' wrote; turn another register into an inventory first: "
            "datamap import FILE -o INVENTORY.yaml"
        )
        raise InputError([Problem(str(path), 0, "", f"not a workbook to work in (its sheets: {names})", expected)])
    try:
        return last.read(rows)
    except last.Damaged as e:
        raise InputError([Problem(str(path), 0, text("store"), str(e), WHOLE)]) from None


def _valid(
    file: str, kept: last.Kept, found: typed.Read, target: Inventory, *, new: bool, prefer: bool
) -> tuple[Inventory, list[Edit]]:
    """The merged inventory: edits with which it would not be valid are left out, and reported.

    Raises
    ------
    InputError
        It is not valid without them either: a blank workbook without a name, an inventory that was not valid.
    """
    excluded: dict[str, str] = {}
    if not found.gone and not kept.blank and not any(row.cells for row in found.rows):
        return target, found.edits
    for _ in range(ROUNDS):
        merge = Merge(kept, found, plain(target), excluded, prefer=prefer)
        merge.run()
        links.apply(merge)
        merge.report_created()
        if new and kept.blank:
            _name(file, merge.data)
        inventory, faults = validated(merge.data)
        if inventory is not None:
            return inventory, merge.edits
        more = _blamed(merge, faults)
        if not set(more) - set(excluded):
            raise InputError(
                [Problem(file, 0, problems.written(f.path, merge.data), f.found, f.expected) for f in faults]
            )
        excluded |= more
    raise InputError([Problem(file, 0, "", "edits that do not fit each other", "fewer edits at a time")])


def _name(file: str, data: dict[str, Any]) -> None:
    """The id of an organisation that was entered into a blank workbook."""
    if not data["controller"]["name"].strip():
        raise InputError([Problem(file, 0, "Organisation!B3", "a blank cell", "the name of the organisation")])
    if data["meta"]["id"] == "new":
        made = problems.id_meant(data["controller"]["name"])[: check.LONGEST_ID] or "organisation"
        data["meta"]["id"] = f"{made}-1" if made in check.DEVICES else made


def validated(data: dict[str, Any]) -> tuple[Inventory | None, list[problems.Fault]]:
    """An inventory from plain data, or what is wrong with it."""
    faults: list[problems.Fault] = []
    inventory = None
    try:
        inventory = Inventory.model_validate(data, context={"country": countries.code_of})
    except ValidationError as e:
        faults += problems.faults(e)
    faults += check.check(data, countries.code_of)
    return (None if faults else inventory), faults


def _blamed(merge: Merge, faults: Iterable[problems.Fault]) -> dict[str, str]:
    """The cells whose edits make an inventory invalid: those of the field, else those of the entry."""
    out: dict[str, str] = {}
    for fault in faults:
        cells = _cells_of(merge, fault)
        names = {f for f in fault.path if isinstance(f, str)}
        exact = [place for place, fields in cells if names.intersection(fields)]
        for place in exact or [p for p, _ in cells]:
            out.setdefault(place, f"with it the entry is not valid: {fault.found}; expected {fault.expected}")
    return out


def _cells_of(merge: Merge, fault: problems.Fault) -> list[tuple[str, tuple[str, ...]]]:
    """The cells that were edited of the entry in which a fault is, each with its fields."""
    path = fault.path
    found = []
    for row in merge.read.rows:
        for key in row.cells:
            column = typed.column_of(row, key)
            if row.sheet.form:
                mine = column.path == tuple(path[: len(column.path)]) and (not column.path or bool(path))
                mine = mine and len(path) > len(column.path) and path[len(column.path)] in column.fields
            elif len(path) < 2 or path[0] not in LISTS:
                mine = False
            else:
                entry = merge.data[path[0]][path[1]]
                mine = _about(merge, row, entry)
            if mine:
                found.append((row.places[key], column.fields))
    return found


def _about(merge: Merge, row: typed.Typed, entry: Mapping[str, Any]) -> bool:
    if row.sheet.holds in LISTS:
        return merge.entries.get(id(row)) is entry
    return bool(row.ref and row.ref[1] == entry["id"]) or row.texts.get("recipient", "").strip() == entry["name"]


def _order(edit: Edit) -> tuple[int, int, int, str]:
    """Sheets in their order, rows, columns."""
    sheet, _, cell = edit.place.partition("!")
    letters = cell.rstrip("0123456789")
    names = [s.name for s in sheets()]
    row = int(cell[len(letters) :] or 0)
    return names.index(sheet) if sheet in names else len(names), row, len(letters), letters
