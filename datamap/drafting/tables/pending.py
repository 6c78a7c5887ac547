"""Activities that are not put together yet, and which of them are read: each once, without examples."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.blocks import Blocks
from datamap.drafting.tables.grid import Line, Record

ADDED = {"name", "ref", "categories", "subjects", "limits", "measures", "bases", "conditions", "recipients", "systems"}
"""Keys of a table that only adds facts to the activities of another one."""
LINKS = {"name", "ref", "recipients", "countries", "safeguards", "transfer", "abroad", "contracts"}
"""Keys of a table that only states who gets the data of the activities of another one, and where."""
TWICE = "another table lists an activity of this name: both were read"


@dataclass(slots=True)
class Pending:
    """An activity that is not put together yet: a line of a table, or a sheet in blocks."""

    record: Record
    caption: str = ""
    blocks: Blocks | None = None
    table: int = 0
    doubt: str = ""
    """Why its recipients must be confirmed."""


def chosen(found: list[Pending], asking: Asking) -> list[Pending]:
    """The activities to read: a list's line is merged into the activity's sheet; examples are left out."""
    forms: dict[str, Pending] = {}
    for p in found:
        if p.blocks is not None:
            for key in (_first(p, "ref"), words.plain(_first(p, "name"))):
                if key:
                    forms[key] = p
    out = []
    for p in _joined(found):
        form = None
        if p.blocks is None:
            form = forms.get(_first(p, "ref"))
            form = form if form is not None and _same(p, form) else forms.get(words.plain(_first(p, "name")))
        if form is None:
            out.append(p)
            continue
        form.record.example |= p.record.example
        target = form.record.lines[0]
        for line in p.record.lines:
            for key, said in line.said.items():
                target.said.setdefault(key, said)
            target.rest += line.rest
    _ask_twice([p for p in out if p.blocks is None and not p.record.example], asking)
    own = [p for p in out if not p.record.example and (p.blocks is None or _first(p, "name") or _first(p, "purpose"))]
    for p in (p for p in out if p.record.example):
        name = p.record.first("name", cells.is_blank) or p.record.first("purpose", cells.is_blank)
        if name is not None:
            left = "left out" if own else "read, for there is nothing else"
            asking.ask("activity", name, "an example of the template", f"activities of the organisation; it was {left}")
    return own or out


def _joined(found: list[Pending]) -> list[Pending]:
    """The activities, without the lines of tables that add facts to those of another table: these are joined to them.

    A table adds to another one if each of its activities is there, under a name that only one has, if it states no
    purpose beside that name, and nothing that distinguishes activities of the same name.
    """
    tables: dict[int, list[Pending]] = {}
    for p in found:
        if p.blocks is None and not p.record.example:
            tables.setdefault(p.table, []).append(p)
    if len(tables) < 2:
        return found
    named = {at: {_name(p): p for p in own} for at, own in tables.items()}
    gone: set[int] = set()
    for at, own in tables.items():
        keys = _keys(own)
        if not (keys <= ADDED or keys <= LINKS) or "name" not in keys or "" in named[at]:
            continue
        for other, whole in named.items():
            wider = any(p.record.all("purpose") for p in whole.values())
            wider |= keys <= LINKS and not _keys(tables[other]) <= LINKS
            if (
                other != at
                and other not in gone
                and wider
                and len(whole) == len(tables[other])
                and named[at].keys() <= whole.keys()
            ):
                gone.add(at)
                for name, p in named[at].items():
                    whole[name].record.lines += [Line(x.place, x.said | {"name": []}, x.rest) for x in p.record.lines]
                break
    return [p for p in found if p.table not in gone or p.blocks is not None]


def _keys(own: list[Pending]) -> set[str]:
    """The keys under which a table has texts."""
    return {key for p in own for line in p.record.lines for key, texts in line.said.items() if texts}


def _ask_twice(found: list[Pending], asking: Asking) -> None:
    """List the activities whose name is also in another table: they may be one."""
    tables: dict[str, set[int]] = {}
    for p in found:
        key = _name(p)
        role = p.record.first("sheet_role")
        held = tables.setdefault(f"{key} {role.words if role else ''}", set())
        said = p.record.first("name", cells.is_blank) or p.record.first("purpose", cells.is_blank)
        if key and said is not None and held and p.table not in held:
            asking.ask("activity", cells.lines(said)[0], TWICE, "one table for each activity, if they are the same")
        held.add(p.table)


def _name(p: Pending) -> str:
    """The name of an activity for comparison, without what describes it on further lines."""
    return words.plain((_first(p, "name") or _first(p, "purpose")).strip().split("\n")[0])


def _first(p: Pending, key: str) -> str:
    said = p.record.first(key, cells.is_blank)
    return said.words if said is not None else ""


def _same(line: Pending, form: Pending) -> bool:
    a, b = words.plain(_first(line, "name")), words.plain(_first(form, "name"))
    return a == b or a.endswith(b) or not a or not b
