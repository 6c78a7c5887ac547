"""The rows of sheet Transfers: the transfer tools of recipients outside the area."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from datamap.formats.workbook import show
from datamap.formats.workbook.edits import CONFLICT, PREFER, PREFER_REMOVAL, REFUSED, REMOVED, Edit, Refused
from datamap.formats.workbook.merge import Merge
from datamap.formats.workbook.reading import Cell, folded
from datamap.formats.workbook.rows import NO_TOOL, Ref, blank, seen
from datamap.formats.workbook.typed import Typed, column_of
from datamap.model import Safeguard
from datamap.model.recipient import Site
from datamap.model.vocabulary import UNKNOWN

TOOL = "kind+version"


class _Known:
    """The transfer tools of an inventory, and the rows of the workbook that stand for them."""

    def __init__(self, merge: Merge):
        self.merge = merge
        self.items: dict[Ref, tuple[dict[str, Any], dict[str, Any]]] = {}
        self._added_here: list[dict[str, Any]] = []
        self._new: list[tuple[str, dict[str, Any]]] = []
        for recipient in merge.base["recipients"] or ():
            now = merge.lists.locate("recipients", recipient["id"])
            here = list(now["safeguards"] or ()) if now is not None else []
            for number, item in enumerate(recipient["safeguards"] or ()):
                found = _same(item, number, here)
                if now is not None and found is not None:
                    self.items["safeguards", recipient["id"], number] = now, found

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

    def base(self, ref: Any) -> dict[str, Any]:
        """The tool of a row as the workbook had it when it was written."""
        recipient = self.merge.lists.base_by_id["recipients"][ref[1]]
        found: dict[str, Any] = recipient["safeguards"][ref[2]]
        return found

    def _unshown(self, recipient: dict[str, Any]) -> list[dict[str, Any]]:
        """The tools of a recipient that no row read so far stands for."""
        shown = [item for _, item in self.items.values()] + self._added_here
        return [t for t in recipient["safeguards"] or () if not any(t is s for s in shown)]

    def _here(self, row: Typed, recipient: dict[str, Any]) -> dict[str, Any] | None:
        """The tool that a new row states, where the inventory has it since, by an earlier import or by others."""
        merge, mark, item = self.merge, len(self.merge.names.created), blank(Safeguard)
        try:
            for key in (k for k in (TOOL, "countries") if k in row.cells):
                cell = Cell(column_of(row, key), item, merge.names, row.places[key])
                item |= merge.understood(row.cells[key], cell).values
        except Refused:
            merge.names.undo(mark)
            if item["kind"] == "unknown":
                return None
        same = [t for t in self._unshown(recipient) if (t["kind"], t["version"]) == (item["kind"], item["version"])]
        if len(same) > 1:
            same = [t for t in same if t["countries"] == item["countries"]]
        if len(same) != 1:
            return None
        self._added_here.append(same[0])
        return same[0]

    def _other(self, row: Typed) -> dict[str, Any] | None:
        """The one tool that the inventory has in place of that of a row."""
        assert row.ref is not None
        now = self.merge.lists.locate("recipients", str(row.ref[1]))
        had = self.merge.lists.base_by_id["recipients"][row.ref[1]]["safeguards"]
        missing = [n for n in range(len(had)) if ("safeguards", row.ref[1], n) not in self.items]
        found = self._unshown(now) if now is not None else []
        return found[0] if len(found) == 1 and missing == [row.ref[2]] else None

    def _paired(self, row: Typed) -> bool:
        """Whether one other tool is in place of that of a row: it gets all that the row states."""
        other = self._other(row)
        if other is None or row.ref is None:
            return False
        recipient = self.merge.lists.locate("recipients", str(row.ref[1]))
        assert recipient is not None
        self.items[row.ref] = recipient, other
        row.cells = {k: t for k, t in row.texts.items() if k != "recipient" or k in row.cells}
        return True

    def _more(self, recipient: dict[str, Any], item: dict[str, Any], more: list[dict[str, Any]]) -> None:
        """Further tools that the cell of a tool names."""
        here = list(recipient["safeguards"] or ())  # none is left where another edit of the row removed the tool
        wanted = [{**blank(Safeguard), "countries": item["countries"], **m} for m in more]
        if extra := [m for m in wanted if m not in here]:
            recipient["safeguards"] = [*here, *extra]
        self._added_here += [t for t in recipient["safeguards"] or () if t in wanted]


class Tools(_Known):
    """The rows of sheet Transfers: one transfer tool of one recipient each."""

    def row(self, row: Typed) -> None:
        """Write one row."""
        merge = self.merge
        number = row.ref[2] if row.ref else NO_TOOL
        if row.ref is not None and number != NO_TOOL:
            if row.ref in self.items or _edited_before(self, row) or (merge.prefer and self._paired(row)):
                self._change(row, *self.items[row.ref])
                return
            done = _removed_before(merge, row)
            for key in row.cells:
                why = "the tool is no longer in the inventory as it was"
                expected = PREFER if self._other(row) else "the workbook written again"
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
        more: list[dict[str, Any]] = []
        if tool and TOOL in row.cells:
            if (here := self._here(row, recipient)) is not None:
                self._change(row, recipient, here, blank(Safeguard))
                return
            if (got := self._tool(row, item, recipient)) is None:
                return
            more = got
        if item["kind"] in ("none", "unknown"):
            columns = _only_places(merge, row, columns)
        for column in columns:
            merge.cell(row, column, item, {**item}, recipient["name"])
        _places(recipient, item["countries"])
        if item["kind"] not in ("none", "unknown"):
            same = [t for t in recipient["safeguards"] or () if t == item]
            recipient["safeguards"] = [*(recipient["safeguards"] or ()), *([] if same else [item])]
            self._added_here += same or [item]
            self._more(recipient, item, more)
            if not same and TOOL in row.cells:
                self._new.append((row.places[TOOL], recipient))

    def _tool(self, row: Typed, item: dict[str, Any], recipient: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Set the tool of a new row; the further tools of its cell, or None where it was not accepted."""
        merge, column = self.merge, column_of(row, TOOL)
        cell = Cell(column, item, merge.names, row.places[TOOL])
        try:
            got = merge.understood(row.cells[TOOL], cell)
        except Refused as e:
            _refuse_all(merge, row, e.why, e.expected)
            return None
        if got.values["kind"] == "none":
            return self._none(row, item, recipient)
        item.update(got.values)
        told = got.meaning or show.tool(got.values["kind"], got.values["version"])
        merge.accept(
            row, TOOL, recipient["name"], told, "; ".join(f"not imported: {t}" for t in got.left), part=bool(got.left)
        )
        return got.more

    def _none(self, row: Typed, item: dict[str, Any], recipient: dict[str, Any]) -> list[dict[str, Any]] | None:
        """A row that states that there is no tool."""
        merge, here, unshown = self.merge, list(recipient["safeguards"] or ()), self._unshown(recipient)
        if here and len(unshown) < len(here):
            _refuse_all(merge, row, "the recipient has other transfer tools", "no row for a tool that is not in place")
            return None
        told = "; ".join(show.tool(t["kind"], t["version"]) for t in here)
        if here and not merge.prefer:
            _refuse_all(merge, row, f"the inventory has a transfer tool of this recipient: {told}", PREFER, CONFLICT)
            return None
        recipient["safeguards"], item["kind"] = [], "none"
        why = f"replaced: {told}" if here else ""
        merge.accept(row, TOOL, recipient["name"], "no transfer tool", why)
        return []

    def _change(
        self, row: Typed, recipient: dict[str, Any], item: dict[str, Any], base: dict[str, Any] | None = None
    ) -> None:
        """Write the cells of a row into its tool; ``base``: what the workbook had, where the row is a new one."""
        merge = self.merge
        new, base = base is not None, self.base(row.ref) if base is None else base
        gone = _cleared(row)
        for key in row.cells:
            column = column_of(row, key)
            if key == "recipient" and new:
                continue
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
        _places(recipient, item["countries"] if "countries" in row.cells and not gone else ())

    def report_beside(self) -> None:
        """Name the tools that a new one did not replace: a row that is new has none that it could replace.

        An earlier import of the row may have added one of another kind.
        """
        beside = {place: self._unshown(recipient) for place, recipient in self._new}
        for n, edit in enumerate(self.merge.edits):
            if edit.taken and (left := beside.pop(edit.place, [])):
                told = "; ".join(show.tool(t["kind"], t["version"]) for t in left)
                stays = f"the inventory keeps {told}, which no row states; if this replaces it, remove it there"
                self.merge.edits[n] = replace(edit, why="; ".join(filter(None, (edit.why, stays))))

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
            _places(other, item["countries"])
        why = f"no longer a tool of {recipient['name']}" if moved else ""
        merge.accept(row, "recipient", other["name"], why=why, already=not moved)

    def remove(self, refs: list[Ref]) -> None:
        """Tools whose rows are gone."""
        for ref in refs:
            if ref[2] == NO_TOOL or ref not in self.items:
                continue
            recipient, item = self.items[ref]
            told = show.tool(item["kind"], item["version"])
            if item != self.base(ref) and not self.merge.prefer:
                why = "its row is gone, and the inventory has changed it since"
                self.merge.edits.append(
                    Edit("Transfers", recipient["name"], told, CONFLICT, why=why, expected=PREFER_REMOVAL)
                )
                continue
            recipient["safeguards"] = [t for t in recipient["safeguards"] if t is not item] or UNKNOWN
            self.merge.edits.append(Edit("Transfers", recipient["name"], told, REMOVED, why="its row is gone"))


def _refuse_all(merge: Merge, row: Typed, why: str, expected: str, state: str = REFUSED) -> None:
    """Refuse a tool, and with it the other cells of its row."""
    merge.refuse(row, TOOL, why, expected, state)
    for key in row.cells:
        if key not in ("recipient", TOOL):
            merge.refuse(row, key, "its transfer tool was not accepted", "a transfer tool that is accepted")


def _places(recipient: dict[str, Any], codes: Any) -> None:
    """Countries of a tool that the recipient does not have yet are places of it."""
    have = [s["country"] for s in recipient["sites"] or ()]
    new = [{**blank(Site), "country": c} for c in codes or () if c not in have]
    if new:
        recipient["sites"] = [*(recipient["sites"] or ()), *new]


def _edited_before(tools: _Known, row: Typed) -> bool:
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
    none = folded(row.texts.get(TOOL, "")) not in ("", "unknown")
    for column in columns:
        if column.key == "countries":
            continue
        why, expected = "a row without a transfer tool", "a transfer tool in this row"
        if none:
            why = f"a row that states that there is no transfer tool has no '{column.label}'"
            expected = "an empty cell" + (
                "; write the note in column Notes of Recipients" if column.key == "notes" else ""
            )
        merge.refuse(row, column.key, why, expected)
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
