"""Edits that change several entries: the activities of a recipient, security measures, removals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datamap.formats import merging
from datamap.formats.workbook import reading, show
from datamap.formats.workbook.edits import CONFLICT, PREFER_REMOVAL, REFUSED, REMOVED, Edit, Refused
from datamap.formats.workbook.layout import LISTS
from datamap.formats.workbook.merge import Merge
from datamap.formats.workbook.names import ONE
from datamap.formats.workbook.rows import NO_TOOL, Ref, blank, seen
from datamap.formats.workbook.transfers import Tools
from datamap.formats.workbook.typed import Typed, column_of
from datamap.labels.counting import few
from datamap.model import Inventory, shape
from datamap.model.purpose import ServedBy
from datamap.model.vocabulary import UNKNOWN


def apply(merge: Merge) -> None:
    """Write the edits that :meth:`Merge.run` leaves."""
    for row in merge.read.rows:
        if row.sheet.holds == "recipients" and "serves" in row.cells:
            _serves(merge, row)
    tools = Tools(merge)
    rows = [r for r in merge.read.rows if r.sheet.holds == "recipients.safeguards" and r.cells]
    for row in sorted(rows, key=lambda r: r.ref is None or r.ref[2] == NO_TOOL):  # first those whose tools are known
        tools.row(row)
    tools.report_beside()
    gone = [(sheet.name, ref) for sheet, ref in merge.read.gone]
    for row in merge.read.rows:
        if row.sheet.form and column_of(row, row.key).kind == "entries":
            gone += _listed(merge, row)
    tools.remove([ref for _, ref in gone if ref[0] == "safeguards"])
    _remove(merge, [(sheet, ref) for sheet, ref in gone if ref[0] in LISTS])


def _serves(merge: Merge, row: Typed) -> None:
    """The activities of a recipient: those that were added or removed in its cell."""
    recipient = merge.entries[id(row)]
    if recipient is None:
        return
    place, text, mark = row.places["serves"], seen(row.cells["serves"]), len(merge.names.created)
    try:
        if place in merge.excluded:
            raise Refused(merge.excluded[place], "activities that can have this recipient")
        none = not text or reading.empty(text) is not None and not merge.names.known("purposes", text)
        wanted = [] if none else merge.names.refer("purposes", text, place)[0]
    except Refused as e:
        merge.names.undo(mark)
        merge.refuse(row, "serves", e.why, e.expected)
        return
    before = show.Names(merge.base).serving(str(row.ref[1])) if row.ref else []
    have = {found["id"] for i in before if (found := merge.lists.locate("purposes", i))}
    purposes = {p["id"]: p for p in merge.data["purposes"] or ()}
    added, removed = [], []
    for id_ in wanted:
        items = purposes[id_]["recipients"] or []
        if recipient["id"] not in map(show.referred, items):
            purposes[id_]["recipients"] = [*items, {**blank(ServedBy), "recipient": recipient["id"]}]
            added.append(purposes[id_]["name"])
    for id_ in sorted(have.difference(wanted)):
        here = purposes[id_]["recipients"] or ()
        left = [i for i in here if show.referred(i) != recipient["id"]]
        if len(left) < len(here):
            purposes[id_]["recipients"] = left or UNKNOWN
            removed.append(purposes[id_]["name"])
    # what the inventory has since: by an earlier import of this cell, or by others
    newer = [
        p["name"]
        for p in purposes.values()
        if p["id"] not in wanted and recipient["id"] in map(show.referred, p["recipients"] or ())
    ]
    told = (("added to", added), ("removed from", removed), ("stays in, as the inventory has it since", newer))
    notes = [f"{word}: {few(names, 20)}" for word, names in told if names]
    already = not notes and len(merge.names.created) == mark
    merge.accept(row, "serves", recipient["name"], why="; ".join(notes), already=already)


def _listed(merge: Merge, row: Typed) -> list[tuple[str, Ref]]:
    """The security measures of the organisation: new names are created; those that are no longer there are returned."""
    column = column_of(row, row.key)
    key, text, mark = column.fields[0], seen(row.cells[row.key]), len(merge.names.created)
    try:
        if row.places[row.key] in merge.excluded:
            raise Refused(merge.excluded[row.places[row.key]], "names")
        none = None if not text else reading.empty(text)
        ids = [] if not text or none is not None else merge.names.refer(key, text, row.places[row.key])[0]
    except Refused as e:
        merge.names.undo(mark)
        merge.refuse(row, row.key, e.why, e.expected)
        return []
    already = len(merge.names.created) == mark
    if none == [] and not merge.data[key]:
        already = merge.data[key] == []
        merge.data[key] = []
    merge.accept(row, row.key, merge.data["controller"]["name"], already=already)
    return [(row.places[row.key], (key, e["id"])) for e in merge.base[key] or () if e["id"] not in ids]


def _remove(merge: Merge, gone: list[tuple[str, Ref]]) -> None:
    """Entries whose rows are gone, with what refers to them."""
    used = {id(e) for e in merge.entries.values() if e is not None}
    paths: list[tuple[str | int, ...]] = []
    dead = {(str(r[0]), str(r[1])) for _, r in gone}
    for sheet, (target, id_) in gone:
        target, id_ = str(target), str(id_)
        entry = merge.lists.locate(target, id_)
        if entry is None or id(entry) in used:
            continue
        name, label = entry["name"], ONE[target]
        place = merge.names.used.get((target, entry["id"]))
        if place:
            why = f"its row is gone, and {place} names it"
            merge.edits.append(Edit(sheet, name, label, REFUSED, why=why, expected="no cell that names it"))
        elif merge.lists.changed_since(target, id_, entry) and not merge.prefer:
            why = "its row is gone, and the inventory has changed the entry since the workbook was written"
            merge.edits.append(Edit(sheet, name, label, CONFLICT, why=why, expected=PREFER_REMOVAL))
        else:
            where = [n for (t, i), n in _referring(merge.data, target, entry["id"]) if (t, i) not in dead]
            why = f"its row is gone; no longer named by {few(where)}" if where else "its row is gone"
            merge.edits.append(Edit(sheet, name, label, REMOVED, why=why))
            paths.append((target, merge.data[target].index(entry)))
    merging.remove(merge.data, paths)


def _referring(data: dict[str, Any], target: str, id_: str) -> Iterator[tuple[tuple[str, str], str]]:
    """The entries that name another: list and id, and name."""
    for name in (*LISTS, "assessments"):
        model = shape.of(Inventory)[name].entry.__name__
        fields = [f for (kind, f), what in merging.REFERRING.items() if what == target and kind == model]
        for entry in data[name] or ():
            if any(id_ in map(show.referred, entry[f] or ()) for f in fields):
                yield (name, entry["id"]), entry["name"] or entry["id"]
