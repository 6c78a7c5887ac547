"""The inventory that a workbook changes: its entries by their ids, and the fields that edits set.

Both know what the workbook had, so that an edit never overwrites what others changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from datamap.formats.workbook.layout import LISTS, Column
from datamap.formats.workbook.reading import Got
from datamap.model.vocabulary import UNKNOWN


class Lists:
    """The entries of an inventory, and those that the workbook was written from, by list and id.

    Parameters
    ----------
    data : mapping
        The inventory as plain data.
    base : mapping
        The inventory that the workbook was written from.
    gone : iterable of (str, str)
        List and id of the entries whose rows are no longer in the workbook.
    """

    def __init__(self, data: Mapping[str, Any], base: Mapping[str, Any], gone: Iterable[tuple[str, str]] = ()):
        self.by_id = {name: {e["id"]: e for e in data[name] or ()} for name in LISTS}
        self.base_by_id = {name: {e["id"]: e for e in base[name] or ()} for name in LISTS}
        self._former = {name: {f: e["id"] for e in data[name] or () for f in e["formerly"] or ()} for name in LISTS}
        self._initially = {(name, i): deepcopy(self.locate(name, i)) for name, i in gone}

    def locate(self, target: str, id_: str) -> dict[str, Any] | None:
        """The entry that has an id, or had it before."""
        found = self.by_id[target].get(id_)
        return found if found is not None else self.by_id[target].get(self._former[target].get(id_, ""))

    def changed_since(self, target: str, id_: str, entry: Mapping[str, Any]) -> bool:
        """Whether the inventory has another entry than the workbook had, apart from edits of the workbook itself."""
        before = self._initially.get((target, id_), entry)
        return before != self.base_by_id[target].get(id_)


class Fields:
    """The fields that the edits of one workbook have set: several cells can show parts of one field."""

    def __init__(self) -> None:
        self._set: set[tuple[int, str]] = set()

    def newer(self, column: Column, entry: Mapping[str, Any], base: Mapping[str, Any], got: Got) -> bool:
        """Whether the inventory has another value than the workbook had, and than the edit."""
        for field, new in got.values.items():
            if (id(entry), field) in self._set:
                continue
            now, then, wanted = (_compared(column, v) for v in (entry[field], base.get(field), new))
            if now not in (then, wanted):
                return True
        return False

    def write(self, entry: dict[str, Any], values: Mapping[str, Any]) -> bool:
        """Set fields; evidence of an earlier value does not prove the new one. Returns whether some was removed."""
        removed = False
        for field, value in values.items():
            self._set.add((id(entry), field))
            if same(entry[field], value):
                continue
            entry[field] = value
            if entry.get("evidence"):
                removed = any(field in (item["facts"] or ()) for item in entry["evidence"]) or removed
                entry["evidence"] = _without(entry["evidence"], field)
        return removed


def same(one: Any, other: Any) -> bool:
    """Whether two values of a field are one: an unknown list and an empty one are not."""
    return bool(one == other) and type(one) is type(other)


def _without(evidence: Iterable[Mapping[str, Any]], field: str) -> list[Mapping[str, Any]]:
    """Evidence without that of a field; what proves other facts too keeps those."""
    kept: list[Mapping[str, Any]] = []
    for item in evidence:
        facts = [f for f in item["facts"] or () if f != field]
        if len(facts) == len(item["facts"] or ()):
            kept.append(item)
        elif facts:
            kept.append({**item, "facts": facts})
    return kept


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
