"""Removing and merging entries of an inventory's plain data, with everything that refers to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.model import Inventory, shape
from datamap.model.shape import Path
from datamap.model.vocabulary import UNKNOWN

REFERRING: dict[tuple[str, str], str] = {
    ("Category", "subjects"): "subjects",
    ("Purpose", "subjects"): "subjects",
    ("Purpose", "measures"): "measures",
    ("Purpose", "categories"): "categories",
    ("Purpose", "recipients"): "recipients",
    ("ServedBy", "categories"): "categories",
    ("Retention", "categories"): "categories",
    ("Source", "categories"): "categories",
    ("Recipient", "categories"): "categories",
    ("Recipient", "sub_processors"): "recipients",
    ("Observation", "purposes"): "purposes",
    ("Observation", "recipients"): "recipients",
}
"""Kind of entry and field -> the list whose ids the field holds."""


def remove(data: dict[str, Any], paths: Iterable[Path]) -> None:
    """Remove entries by their paths, and what refers to them; a list that loses all its entries is not recorded."""
    gone = set(paths)
    for path in sorted({p[:-1] for p in gone}, key=len, reverse=True):  # the inner lists first: their paths stay
        owner = _at(data, path[:-1])
        left = [item for i, item in enumerate(owner.get(path[-1]) or ()) if (*path, i) not in gone]
        field = shape.at(path)[1]
        owner[path[-1]] = left or (field.default if field else UNKNOWN)
    if gone:
        _forget(data)


def merge_recipient(data: dict[str, Any], id_: str, to: str) -> bool:
    """Make one recipient a further name of another: its names, places and tools move there, and what refers to it.

    Returns
    -------
    bool
        Whether both exist and differ.
    """
    entries = {e["id"]: e for e in data["recipients"] or ()}
    if id_ == to or id_ not in entries or to not in entries:
        return False
    old, new = entries[id_], entries[to]
    names = [*(new["aliases"] or ()), old["name"], *(old["aliases"] or ())]
    new["aliases"] = [n for n in dict.fromkeys(names) if n != new["name"]]
    new["formerly"] = [*(new["formerly"] or ()), id_]
    for field in ("sites", "safeguards"):
        moved = old[field] or ()
        if old["how"] == "proposed":
            moved = [{**item, "how": "proposed"} for item in moved]
        known = [_content(item) for item in new[field] or ()]
        if more := [item for item in moved if _content(item) not in known]:
            new[field] = [*(new[field] or ()), *more]
    data["recipients"] = [e for e in data["recipients"] if e["id"] != id_]
    for entry, model in _entries(data):
        for (kind, field), target in REFERRING.items():
            if model.__name__ == kind and target == "recipients" and entry.get(field):
                entry[field] = _renamed(entry[field], id_, to)
    return True


def _content(item: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in item.items() if k not in ("how", "why", "evidence", "notes")}


def _renamed(items: Iterable[Any], old: str, new: str) -> list[Any]:
    """References with one id in place of another, each once."""
    out: dict[str, Any] = {}
    for item in items:
        id_ = _referred(item)
        if id_ == old:
            item = new if isinstance(item, str) else {**item, "recipient": new}
        out.setdefault(new if id_ == old else id_, item)
    return list(out.values())


def _forget(data: dict[str, Any]) -> None:
    """Remove references to entries that are gone."""
    ids = {name: {e["id"] for e in data.get(name) or ()} for name in set(REFERRING.values())}
    for entry, model in _entries(data):
        for (kind, field), target in REFERRING.items():
            if model.__name__ == kind and entry.get(field):
                left = [item for item in entry[field] if _referred(item) in ids[target]]
                if len(left) < len(entry[field]):
                    entry[field] = left or shape.of(model)[field].default


def _referred(item: Any) -> str:
    """The id in an item of a list of references."""
    return item if isinstance(item, str) else item.get("category") or item["recipient"]


def _entries(data: Any, model: Any = Inventory) -> list[tuple[dict[str, Any], Any]]:
    """Every entry below some data with its class, what is inside before what it is in."""
    found: list[tuple[dict[str, Any], Any]] = []
    for key, field in shape.of(model).items():
        if field.kind != "entry" or field.entry.__name__ == "Evidence" or not data.get(key):
            continue
        for item in data[key] if field.many else (data[key],):
            found += [*_entries(item, field.entry), (item, field.entry)]
    return found


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data
