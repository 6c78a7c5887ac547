"""What differs between two inventories: every field of every entry, renames found and not shown as two changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import BaseModel

from datamap.formats.yaml import writer
from datamap.law import names
from datamap.model import Inventory, shape
from datamap.model.safeguard import format_safeguard
from datamap.model.vocabulary import UNKNOWN

LISTS = ("subjects", "categories", "measures", "purposes", "recipients", "rights", "assessments")
ALIKE = 90
"""Least likeness of two names, of 100, at which an entry under a new id is the old one renamed."""

# what distinguishes two items of a list: the first of these fields that their class has
KEYS = (
    *("id", "letter", "topic", "fact", "category", "recipient", "basis"),
    *("right", "country", "kind", "name", "period", "section"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes
    ----------
    controller : str
    part : {'inventory', 'transfer', 'finding'}
    change : str
        ``added, removed, changed, renamed``; of a transfer ``verdict``; of a finding ``new, resolved, reopened``.
    entry, id, name : str
        Which list (``recipients``), the entry's id (the new one) and its name.
    field : str
        Path within the entry, such as ``sites[US].activity``; empty for the entry itself.
    before, after : str
        As a person would write it; empty where there was nothing.
    cause : {'inventory', 'law', 'time', 'datamap', 'acceptance', ''}
        The cause of another verdict or of a finding. ``law``: another pack or list, or a day on which the law changed;
        ``time``: only days passed (a review is due); ``datamap``: another version of this library; ``law and
        inventory``: each did a part; ``law or inventory``: either did.
    reason : str
    """

    controller: str
    part: str
    change: str
    entry: str
    id: str
    name: str
    field: str = ""
    before: str = ""
    after: str = ""
    cause: str = ""
    reason: str = ""

    def record(self) -> dict[str, str]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Comparison:
    """The changes of one inventory, and which old id each renamed entry had."""

    changes: tuple[Change, ...]
    renamed: dict[tuple[str, str], str]


def inventories(old: Inventory, new: Inventory) -> Comparison:
    """Every difference from an old to a new inventory; none where they are equal."""
    out: list[Change] = []
    renamed: dict[tuple[str, str], str] = {}
    who = new.meta.id
    for part in ("meta", "controller", "notice"):
        name = new.controller.name if part == "controller" else part
        for at, before, after in _fields(getattr(old, part), getattr(new, part)):
            out.append(Change(who, "inventory", _kind(before, after), part, part, name, at, before, after))
    for part in LISTS:
        a, b = getattr(old, part), getattr(new, part)
        if not a and not b and a is not b and (a is UNKNOWN) != (b is UNKNOWN):
            out.append(Change(who, "inventory", "changed", part, part, part, "", _said(a), _said(b)))
        pairs, gone, come = _matched(part, a, b)
        for x in gone:
            out.append(Change(who, "inventory", "removed", part, _id(x), _name(x), before=_name(x)))
        for y in come:
            out.append(Change(who, "inventory", "added", part, _id(y), _name(y), after=_name(y)))
        for x, y in pairs:
            if _id(x) != _id(y):
                renamed[part, _id(y)] = _id(x)
                out.append(Change(who, "inventory", "renamed", part, _id(y), _name(y), "id", _id(x), _id(y)))
            for at, before, after in _fields(x, y):
                if at not in ("id", "formerly"):
                    out.append(
                        Change(who, "inventory", _kind(before, after), part, _id(y), _name(y), at, before, after)
                    )
    kept = _without_renames(out, renamed)
    return Comparison(tuple(_named(c, old, new) for c in kept), renamed)


REFERS = {
    "recipients": "recipients",
    "sub_processors": "recipients",
    "categories": "categories",
    "subjects": "subjects",
    "measures": "measures",
}
"""Fields of entries that hold ids, and of what."""


def _named(c: Change, old: Inventory, new: Inventory) -> Change:
    """A change whose values are ids of other entries, with their names instead."""
    part = REFERS.get(re.sub(r"\[[^]]*\]| \(order\)", "", c.field).rpartition(".")[2])
    if not part or c.entry == part:
        return c

    def named(text: str, inventory: Inventory) -> str:
        known = {_id(x): _name(x) for x in getattr(inventory, part)}
        ids = text.split(", ")
        return ", ".join(known[i] for i in ids) if all(i in known for i in ids) else text

    return replace(c, before=named(c.before, old), after=named(c.after, new))


def _without_renames(changes: Iterable[Change], renamed: dict[tuple[str, str], str]) -> Iterator[Change]:
    """References that only follow a rename are no change of their own."""
    moved = set(zip(renamed.values(), (new for _, new in renamed), strict=True))
    changes = list(changes)
    for c in changes:
        words = (set(c.before.split(", ")), set(c.after.split(", ")))
        follows = (
            c.field
            and c.field != "id"
            and words[0] ^ words[1]
            and all(
                (b, a) in moved for b, a in zip(sorted(words[0] - words[1]), sorted(words[1] - words[0]), strict=False)
            )
            and len(words[0] - words[1]) == len(words[1] - words[0])
        )
        if not follows:
            yield c


def _kind(before: str, after: str) -> str:
    return "added" if not before else "removed" if not after else "changed"


def _id(entry: BaseModel) -> str:
    return str(getattr(entry, "id", "") or getattr(entry, "right", ""))


def _name(entry: BaseModel) -> str:
    ref = getattr(entry, "ref", "")
    return f"{ref} {getattr(entry, 'name', _id(entry))}".strip()


def _matched(part: str, old: Sequence[Any], new: Sequence[Any]) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Entries of both sides that are the same one: by id, by a former id, by name, by a similar name."""
    before, after = {_id(x): x for x in old}, {_id(y): y for y in new}
    pairs = [(before.pop(i), after.pop(i)) for i in list(after) if i in before]
    for i, y in list(after.items()):
        was = next((f for f in getattr(y, "formerly", ()) if f in before), None)
        if was:
            pairs.append((before.pop(was), after.pop(i)))
    for same in (_exactly, _nearly):
        for i, y in list(after.items()):
            fits = [j for j, x in before.items() if same(_name(x), _name(y))]
            if len(fits) == 1:
                pairs.append((before.pop(fits[0]), after.pop(i)))
    order = {_id(y): n for n, y in enumerate(new)}
    return sorted(pairs, key=lambda p: order[_id(p[1])]), list(before.values()), list(after.values())


def _exactly(a: str, b: str) -> bool:
    return names.plain(a) == names.plain(b) != ""


def _nearly(a: str, b: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(names.plain(a), names.plain(b)) >= ALIKE


def _fields(old: BaseModel, new: BaseModel, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Path, before and after of every field that differs."""
    for key, field in shape.of(type(new)).items():
        a, b = getattr(old, field.name), getattr(new, field.name)
        if a == b and type(a) is type(b):
            continue
        at = f"{path}.{key}" if path else key
        if not field.many:
            if field.model is not None and isinstance(a, BaseModel) and isinstance(b, BaseModel):
                yield from _fields(a, b, at)
            else:
                yield at, _said(a), _said(b)
        elif field.model is None or not (a and b):
            yield at, _said(a), _said(b)
        else:
            yield from _items(field, a, b, at)


def _items(field: shape.Field, old: Sequence[Any], new: Sequence[Any], at: str) -> Iterator[tuple[str, str, str]]:
    """Differences between the items of a list: by key, and one that only changed its key is one change."""
    key = next((k for k in KEYS if k in shape.of(field.model)), "")
    before, after = _keyed(old, key), _keyed(new, key)
    gone, come = [k for k in before if k not in after], [k for k in after if k not in before]
    found = False
    for k in after:
        if k in before and before[k] != after[k]:
            found = True
            yield from _fields(before[k], after[k], f"{at}[{k}]")
    if len(gone) == len(come) == 1:
        yield from _fields(before[gone[0]], after[come[0]], f"{at}[{come[0]}]")
    else:
        for k in gone:
            yield f"{at}[{k}]", _said(before[k]), ""
        for k in come:
            yield f"{at}[{k}]", "", _said(after[k])
    if not (found or gone or come):
        yield f"{at} (order)", ", ".join(before), ", ".join(after)


def _keyed(items: Sequence[Any], key: str) -> dict[str, Any]:
    """Items by what distinguishes them; a number follows where that is the same twice."""
    out: dict[str, Any] = {}
    for item in items:
        entry: type[BaseModel] = type(item)
        name = str(getattr(item, shape.of(entry)[key].name) if key else item)
        if key == "kind":
            name = format_safeguard(name, getattr(item, "version", ""))
        n = 2
        label = name
        while label in out:
            label, n = f"{name} {n}", n + 1
        out[label] = item
    return out


def _said(value: Any) -> str:
    """A value as a person would write it."""
    if value is UNKNOWN:
        return "unknown"
    if isinstance(value, tuple):
        return ", ".join(_said(v) for v in value) if value else "none"
    if isinstance(value, BaseModel):
        plain = writer.plain(value)
        return plain if isinstance(plain, str) else _flat(plain)
    return "" if value is None else str(value)


def _flat(plain: Any) -> str:
    if isinstance(plain, dict):
        return "{" + ", ".join(f"{k}: {_flat(v)}" for k, v in plain.items()) + "}"
    if isinstance(plain, list):
        return "[" + ", ".join(_flat(v) for v in plain) + "]"
    return str(plain)
