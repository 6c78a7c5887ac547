"""Edits that change several entries: the activities of a recipient, its transfer tools, security measures, removals."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from datamap.formats import merging
from datamap.formats.workbook import reading, show
from datamap.formats.workbook.edits import CONFLICT, REFUSED, REMOVED, Edit, Refused
from datamap.formats.workbook.layout import LISTS
from datamap.formats.workbook.merge import Merge
from datamap.formats.workbook.names import ONE
from datamap.formats.workbook.reading import Cell
from datamap.formats.workbook.rows import NO_TOOL, Ref, blank, seen
from datamap.formats.workbook.typed import Typed, column_of
from datamap.labels.counting import few
from datamap.model import Inventory, Safeguard, shape
from datamap.model.purpose import ServedBy
from datamap.model.recipient import Site
from datamap.model.vocabulary import UNKNOWN

TOOL = "kind+version"


def apply(merge: Merge) -> None:
    """Write the edits that :meth:`Merge.run` leaves."""
    for row in merge.read.rows:
        if row.sheet.holds == "recipients" and "serves" in row.cells:
            _serves(merge, row)
    tools = _Tools(merge)
    for row in merge.read.rows:
        if row.sheet.holds == "recipients.safeguards" and row.cells:
            tools.row(row)
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
    notes = [f"{word}: {few(names, 20)}" for word, names in (("added to", added), ("removed from", removed)) if names]
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


class _Tools:
    """The rows of sheet Transfers: one transfer tool of one recipient each."""

    def __init__(self, merge: Merge):
        self.merge = merge
        self.items: dict[Ref, tuple[dict[str, Any], dict[str, Any]]] = {}
        for recipient in merge.base["recipients"] or ():
            now = merge.lists.locate("recipients", recipient["id"])
            here = list(now["safeguards"] or ()) if now is not None else []
            for number, item in enumerate(recipient["safeguards"] or ()):
                found = _same(item, number, here)
                if now is not None and found is not None:
                    self.items["safeguards", recipient["id"], number] = now, found

    def row(self, row: Typed) -> None:
        """Write one row."""
        merge = self.merge
        number = row.ref[2] if row.ref else NO_TOOL
        if row.ref is not None and number != NO_TOOL:
            if row.ref in self.items or _edited_before(self, row):
                self._change(row, *self.items[row.ref])
                return
            done = _removed_before(merge, row)
            for key in row.cells:
                why, expected = "the tool is no longer in the inventory as it was", "the workbook written again"
                if done:
                    merge.accept(row, key, row.texts.get("recipient", ""), "the tool was removed", already=True)
                else:
                    merge.refuse(row, key, why, expected, CONFLICT)
            return
        try:
            recipient = self.owner(row)
        except Refused as e:
            for key in row.cells:
                merge.refuse(row, key, e.why, e.expected)
            return
        self._add(row, recipient)

    def owner(self, row: Typed) -> dict[str, Any]:
        """The recipient of a row.

        Raises
        ------
        Refused
        """
        merge, text = self.merge, seen(row.texts.get("recipient", ""))
        place = row.places.get("recipient", f"{row.sheet.name}!A{row.number}")
        if place in merge.excluded:
            raise Refused(merge.excluded[place], "the name of a recipient")
        if row.ref and "recipient" not in row.cells:
            found = merge.lists.locate("recipients", str(row.ref[1]))
            if found is None:
                raise Refused("the recipient is no longer in the inventory", "a recipient that is there")
            return found
        mark = len(merge.names.created)
        ids = merge.names.refer("recipients", text, place)[0] if text else []
        if len(ids) != 1:
            merge.names.undo(mark)
            raise Refused("a row needs one recipient", "the name of one recipient in the first column")
        return next(e for e in merge.data["recipients"] if e["id"] == ids[0])

    def _add(self, row: Typed, recipient: dict[str, Any]) -> None:
        """A new tool of a recipient; without a tool, places of the recipient."""
        merge = self.merge
        first, made, before = len(merge.edits), len(merge.names.created), deepcopy(recipient)
        self._added(row, recipient)
        if recipient == before and len(merge.names.created) == made:
            merge.as_before(first)

    def _added(self, row: Typed, recipient: dict[str, Any]) -> None:
        merge = self.merge
        if "recipient" in row.cells:
            merge.accept(row, "recipient", recipient["name"])
        tool = seen(row.texts.get(TOOL, ""))
        if tool and "recipient" in row.cells:  # the row states it of another recipient now
            row.cells.setdefault(TOOL, row.texts[TOOL])
        item = {**blank(Safeguard), "kind": "unknown"}
        columns = [column_of(row, k) for k in row.cells if k not in ("recipient", TOOL)]
        if TOOL in row.cells and not tool:
            _not_recorded(merge, row, recipient)
        if tool and TOOL in row.cells:
            more = self._tool(row, item, recipient)
            if more is None:
                return
        elif "countries" in row.cells:
            more, columns = [], _only_places(merge, row, columns)
        else:
            for column in columns:
                merge.refuse(row, column.key, "a row without a transfer tool", "a transfer tool, or 'none'")
            return
        for column in columns:
            merge.cell(row, column, item, {**item}, recipient["name"])
        self._places(recipient, item["countries"])
        if item["kind"] != "unknown":
            same = [t for t in recipient["safeguards"] or () if t == item]
            recipient["safeguards"] = [*(recipient["safeguards"] or ()), *([] if same else [item])]
            self._more(recipient, item, more)

    def _more(self, recipient: dict[str, Any], item: dict[str, Any], more: list[dict[str, Any]]) -> None:
        """Further tools that the cell of a tool names."""
        here = list(recipient["safeguards"] or ())  # none is left where another edit of the row removed the tool
        extra = [{**blank(Safeguard), "countries": item["countries"], **m} for m in more]
        if extra := [m for m in extra if m not in here]:
            recipient["safeguards"] = [*here, *extra]

    def _tool(self, row: Typed, item: dict[str, Any], recipient: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Set the tool of a new row; the further tools of its cell, or None where there is nothing more to write."""
        merge, column = self.merge, column_of(row, TOOL)
        cell = Cell(column, item, merge.names, row.places[TOOL])
        try:
            got = merge.understood(row.cells[TOOL], cell)
            if got.values["kind"] == "none":
                if recipient["safeguards"]:
                    raise Refused("the recipient has other transfer tools", "no row for a tool that is not in place")
                recipient["safeguards"] = []
                merge.accept(row, TOOL, recipient["name"], "no transfer tool")
                return None
        except Refused as e:
            merge.refuse(row, TOOL, e.why, e.expected)
            for key in row.cells:
                if key not in ("recipient", TOOL):
                    merge.refuse(row, key, "its transfer tool was not accepted", "a transfer tool that is accepted")
            return None
        item.update(got.values)
        told = got.meaning or show.tool(got.values["kind"], got.values["version"])
        merge.accept(
            row, TOOL, recipient["name"], told, "; ".join(f"not imported: {t}" for t in got.left), part=bool(got.left)
        )
        return got.more

    def _places(self, recipient: dict[str, Any], codes: Any) -> None:
        """Countries of a tool that the recipient does not have yet are places of it."""
        have = [s["country"] for s in recipient["sites"] or ()]
        new = [{**blank(Site), "country": c} for c in codes or () if c not in have]
        if new:
            recipient["sites"] = [*(recipient["sites"] or ()), *new]

    def _change(self, row: Typed, recipient: dict[str, Any], item: dict[str, Any]) -> None:
        merge = self.merge
        base = self.base(row.ref)
        gone = _cleared(row)
        for key in row.cells:
            column = column_of(row, key)
            if key == "recipient":
                self._move(row, recipient, item)
            elif gone and key != TOOL and seen(row.cells[key]):
                merge.refuse(row, key, "the tool of this row was removed", "a transfer tool in this row")
            elif gone and key != TOOL:
                merge.accept(row, key, recipient["name"], "the tool was removed")
            elif gone:
                left = [t for t in recipient["safeguards"] if t is not item]
                none = seen(row.cells[key]) != ""
                recipient["safeguards"] = left or ([] if none else UNKNOWN)
                merge.accept(row, key, recipient["name"], "the tool was removed")
            elif got := merge.cell(row, column, item, base, recipient["name"]):
                self._more(recipient, item, got.more)
        self._places(recipient, item["countries"] if "countries" in row.cells and not gone else ())

    def base(self, ref: Any) -> dict[str, Any]:
        """The tool of a row as the workbook had it when it was written."""
        recipient = self.merge.lists.base_by_id["recipients"][ref[1]]
        found: dict[str, Any] = recipient["safeguards"][ref[2]]
        return found

    def _move(self, row: Typed, recipient: dict[str, Any], item: dict[str, Any]) -> None:
        """A row whose recipient was changed: the tool belongs to the other one."""
        merge = self.merge
        try:
            other = self.owner(row)
        except Refused as e:
            merge.refuse(row, "recipient", e.why, e.expected)
            return
        moved = other is not recipient
        if moved:
            recipient["safeguards"] = [t for t in recipient["safeguards"] if t is not item] or UNKNOWN
            other["safeguards"] = [*(other["safeguards"] or ()), item]
            self.items[row.ref or ()] = other, item
            self._places(other, item["countries"])
        why = f"no longer a tool of {recipient['name']}" if moved else ""
        merge.accept(row, "recipient", other["name"], why=why, already=not moved)

    def remove(self, refs: list[Ref]) -> None:
        """Tools whose rows are gone."""
        for ref in refs:
            if ref[2] == NO_TOOL or ref not in self.items:
                continue
            recipient, item = self.items[ref]
            told = show.tool(item["kind"], item["version"])
            if item != self.base(ref):
                why = "its row is gone, and the inventory has changed it since"
                self.merge.edits.append(
                    Edit("Transfers", recipient["name"], told, CONFLICT, why=why, expected="one of the two changes")
                )
                continue
            recipient["safeguards"] = [t for t in recipient["safeguards"] if t is not item] or UNKNOWN
            self.merge.edits.append(Edit("Transfers", recipient["name"], told, REMOVED, why="its row is gone"))


def _edited_before(tools: _Tools, row: Typed) -> bool:
    """Whether the inventory has the tool of a row as the row's edits make it: they were imported before."""
    merge, mark = tools.merge, len(tools.merge.names.created)
    item = {**tools.base(row.ref)}
    try:
        recipient = tools.owner(row)
        for key, text in row.cells.items():
            if key != "recipient":
                item |= merge.understood(text, Cell(column_of(row, key), item, merge.names, row.places[key])).values
    except Refused:
        merge.names.undo(mark)
        return False
    same = [t for t in recipient["safeguards"] or () if t == item]
    if not same or len(merge.names.created) > mark:
        merge.names.undo(mark)
        return False
    tools.items[row.ref or ()] = recipient, same[0]
    return True


def _removed_before(merge: Merge, row: Typed) -> bool:
    """Whether a row states that its tool is gone, and the inventory has fewer tools already."""
    id_ = str(row.ref[1]) if row.ref else ""
    now = merge.lists.locate("recipients", id_)
    had = merge.lists.base_by_id["recipients"][id_]["safeguards"]
    return _cleared(row) and now is not None and len(now["safeguards"] or ()) < len(had)


def _cleared(row: Typed) -> bool:
    """Whether the tool of a row was removed from its cell."""
    return TOOL in row.cells and seen(row.cells[TOOL]).casefold() in ("", "none")


def _only_places(merge: Merge, row: Typed, columns: list[Any]) -> list[Any]:
    """The column of the countries; what else is in a row without a tool is refused."""
    for column in columns:
        if column.key != "countries":
            merge.refuse(row, column.key, "a row without a transfer tool", "a transfer tool, or 'none'")
    return [c for c in columns if c.key == "countries"]


def _not_recorded(merge: Merge, row: Typed, recipient: dict[str, Any]) -> None:
    """A cell that had ``none`` and is blank now: whether there is a tool is no longer recorded."""
    if "recipient" in row.cells:
        merge.refuse(row, TOOL, "a row without a transfer tool", "a transfer tool, or 'none'")
    elif recipient["safeguards"]:
        why = "the inventory has a tool since the workbook was written"
        merge.refuse(row, TOOL, why, "the workbook written again", CONFLICT)
    else:
        recipient["safeguards"] = UNKNOWN
        merge.accept(row, TOOL, recipient["name"])


def _same(item: dict[str, Any], number: int, here: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The tool of an inventory that a tool of the workbook is: an equal one, or the only one of its kind."""
    if number < len(here) and here[number] == item:
        return here[number]
    equal = [t for t in here if t == item] or [
        t for t in here if (t["kind"], t["version"]) == (item["kind"], item["version"])
    ]
    return equal[0] if len(equal) == 1 else None


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
        elif merge.lists.changed_since(target, id_, entry):
            why = "its row is gone, and the inventory has changed the entry since the workbook was written"
            merge.edits.append(Edit(sheet, name, label, CONFLICT, why=why, expected="one of the two changes"))
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
