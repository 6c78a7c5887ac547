"""Removing and merging entries of an inventory's plain data, with everything that refers to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.model import Inventory, Recipient, shape
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
    ("Assessment", "transfers"): "recipients",
    ("Assessment", "activities"): "purposes",
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


def merge(data: dict[str, Any], list_: str, id_: str, to: str) -> bool:
    """Make one recipient, category or activity a part of another, with everything that refers to it.

    Returns
    -------
    bool
        Whether both exist and differ.
    """
    entries = {e["id"]: e for e in data[list_] or ()}
    if id_ == to or id_ not in entries or to not in entries:
        return False
    old, new = entries[id_], entries[to]
    notes = [new["notes"], old["notes"]]
    if "aliases" in old:
        new["aliases"] = [n for n in (*(new["aliases"] or ()), old["name"]) if n != new["name"]]
    elif old["name"] != new["name"]:
        notes.append(f"also named {old['name']}")
    for key, field in shape.of(shape.of(Inventory)[list_].entry).items():
        if list_ == "recipients" and key in _FOR_ALL and not (old[key] and new[key]):
            new[key] = field.default
            continue
        if key in _NOT_JOINED:
            notes += [f"{old['name']}: {key} {old[key]}"] if old[key] not in (new[key], field.default) else []
        elif key not in _OWN:
            notes += _join_list(old, new, field) if field.many else _join_value(old, new, field)
    new["formerly"] = [*(new["formerly"] or ()), id_]
    new["evidence"] = [*(new["evidence"] or ()), *(e for e in old["evidence"] or () if not e["facts"])]
    new["notes"] = "\n".join(filter(None, notes))
    data[list_] = [e for e in data[list_] if e["id"] != id_]
    _refer(data, list_, id_, to)
    if new.get("sub_processors"):  # none is its own
        left = [item for item in new["sub_processors"] if _referred(item) != to]
        new["sub_processors"] = left or shape.of(Recipient)["sub_processors"].default
    return True


_OWN = frozenset(("id", "name", "formerly", "how", "why", "evidence", "notes"))
"""Fields of an entry that :func:`merge` does not treat as facts."""
_NOT_JOINED = frozenset(("from", "until", "status", "replaced_by"))
"""Fields of which only the note is kept: an activity that ended must not end the one that it belongs to."""
_FOR_ALL = frozenset(("categories", "not_a_transfer"))
"""Fields of a recipient that make less of a disclosure: they hold for two entries only if both have them."""


def _join_list(old: dict[str, Any], new: dict[str, Any], field: shape.Field) -> list[str]:
    """Add what a list of one entry has to that of another; entries of one that is proposed are proposed there."""
    mine, theirs = new[field.key], old[field.key]
    proposed = {"how": "proposed"} if old["how"] == "proposed" else {}
    known = [_content(item) for item in mine or ()]
    more = [item if isinstance(item, str) else {**item, **proposed} for item in theirs or ()]
    joined = [*(mine or ()), *(item for item in more if _content(item) not in known)]
    new[field.key] = joined or (mine if mine == theirs else field.default)
    return []


def _join_value(old: dict[str, Any], new: dict[str, Any], field: shape.Field) -> list[str]:
    """Join one value of two entries: what both state differently is not known, and one that is not known is not none.

    Returns what the entry cannot hold, in words.
    """
    key, mine, theirs = field.key, new[field.key], old[field.key]
    if theirs in (mine, "none"):
        return []
    if theirs in ("", "unknown", None):
        new[key] = field.default if mine == "none" else mine
        return []
    if mine in ("", "unknown", "none", None):
        new[key] = theirs
        words = [e for e in old["evidence"] or () if key in (e["facts"] or ())]
        doubt = [{"facts": [key], "how": "proposed"}] if old["how"] == "proposed" and not words else []
        new["evidence"] = [*(new["evidence"] or ()), *words, *doubt]
        return []
    if field.kind == "word":
        new[key] = next((w for w in ("several", "unknown") if w in field.words), mine)
    return [f"{old['name']}: {key} {theirs}"]


def _refer(data: dict[str, Any], list_: str, id_: str, to: str) -> None:
    """Let everything that refers to one entry refer to another."""
    for entry, model in _entries(data):
        for (kind, field), target in REFERRING.items():
            if model.__name__ == kind and target == list_ and entry.get(field):
                entry[field] = _renamed(entry[field], id_, to)
        if list_ == "recipients" and entry.get("exporter") == id_:
            entry["exporter"] = to


def _content(item: Any) -> Any:
    if isinstance(item, str):
        return item
    return {k: v for k, v in item.items() if k not in ("how", "why", "evidence", "notes")}


def _renamed(items: Iterable[Any], old: str, new: str) -> list[Any]:
    """References with one id in place of another, each once: what only one of two is limited to limits neither."""
    out: dict[Any, Any] = {}
    for item in items:
        id_ = _referred(item)
        if id_ == old:
            item = new if isinstance(item, str) else {**item, _key(item): new}
        at: Any = new if id_ == old else id_
        if "exporter" in item:  # an assessment may list several transfers to one recipient
            at = (at, item["exporter"], tuple(item["countries"] or ()))
        if at in out and not isinstance(out[at], str) and item != out[at]:
            item = {k: v for k, v in out[at].items() if k not in ("categories", "when")}
            out[at] = item
        out.setdefault(at, item)
    return list(out.values())


def _forget(data: dict[str, Any]) -> None:
    """Remove references to entries that are gone."""
    ids = {name: {e["id"] for e in data.get(name) or ()} for name in set(REFERRING.values())}
    for entry, model in _entries(data):
        for (kind, field), target in REFERRING.items():
            if model.__name__ == kind and entry.get(field):
                left = [
                    item
                    for item in entry[field]
                    if _referred(item) in ids[target] and _exporter(item) in {"", *ids[target]}
                ]
                if len(left) < len(entry[field]):
                    entry[field] = left or shape.of(model)[field].default


def _referred(item: Any) -> str:
    """The id in an item of a list of references."""
    return item if isinstance(item, str) else item[_key(item)]


def _exporter(item: Any) -> str:
    """The processor that exports in a transfer that an assessment lists; empty for other items."""
    return "" if isinstance(item, str) else item.get("exporter") or ""


def _key(item: dict[str, Any]) -> str:
    """The field of an item of a list of references that has the id."""
    return "category" if "category" in item else "recipient"


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
