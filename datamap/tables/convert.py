"""Inventories to tables, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from datamap.model import Inventory
from datamap.model.vocabulary import UNKNOWN
from datamap.tables.frames import Tables
from datamap.tables.spec import CHILD_TABLES, EVIDENCE, SPEC, TOP_LISTS, Column, Table


@dataclass
class _Rows:
    """Rows on their way into frames: per table and column one list of codes or texts."""

    columns: dict[str, dict[str, list]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for t in SPEC.values():
            names = ["controller", *([t.parent_key] if t.parent else []), *(c.name for c in t.columns), "line"]
            if t is EVIDENCE:
                names.insert(2, "row")
            self.columns[t.name] = {n: [] for n in names}

    def size(self, table: str) -> int:
        return len(self.columns[table]["controller"])


_CODES: dict[tuple[str, ...], dict[str, int]] = {}


def _code(words: tuple[str, ...], word: str) -> int:
    codes = _CODES.get(words)
    if codes is None:
        codes = _CODES[words] = {w: i for i, w in enumerate(words)}
    return codes[word]


def _cell(column: Column, value: Any, ids: Mapping[str, Mapping[str, int]]) -> Any:
    if column.kind == "text":
        return value
    if column.kind == "word":
        return _code(column.words, value)
    if column.kind == "said":
        return 0 if value is UNKNOWN else 2 if value else 1
    if column.kind == "ref":
        return ids[column.refers].get(value, -1)
    if column.kind == "ids":
        return " ".join(value)
    return "" if value is None else value if isinstance(value, str) else value.isoformat()


def _add(
    rows: _Rows, table: Table, entry: Any, controller: int, parent: int, path: tuple, inv: Inventory, ids: dict
) -> None:
    row, columns = rows.size(table.name), rows.columns[table.name]
    columns["controller"].append(controller)
    if table.parent:
        columns[table.parent_key].append(parent)
    columns["line"].append(inv.origin.line(path) if inv.origin else 0)
    for column in table.columns:
        if column.field or table.model is None:
            value = getattr(entry, column.field) if column.field else entry
            columns[column.name].append(_cell(column, value, ids))
    if table.model is None:
        return
    for i, e in enumerate(entry.evidence):
        line = inv.origin.line((*path, "evidence", i)) if inv.origin else 0
        for name, value in (
            ("controller", controller),
            ("row", row),
            ("table", _code(EVIDENCE["table"].words, table.name)),
            ("line", line),
        ):
            rows.columns["evidence"][name].append(value)
        for column in EVIDENCE.columns[1:]:
            rows.columns["evidence"][column.name].append(_cell(column, getattr(e, column.field), ids))
    for child in CHILD_TABLES[table.name]:
        for i, item in enumerate(getattr(entry, child.field)):
            _add(rows, child, item, controller, row, (*path, child.field, i), inv, ids)


def from_inventories(inventories: Iterable[Inventory]) -> Tables:
    """Tables of inventories, in the order given.

    Parameters
    ----------
    inventories : iterable of Inventory

    Returns
    -------
    Tables
        Row ``i`` of ``inventories``, ``controllers`` and ``notices`` is the i-th inventory.
    """
    rows = _Rows()
    for controller, inv in enumerate(i.as_found for i in inventories):
        ids = {
            name: {e.id: rows.size(name) + i for i, e in enumerate(getattr(inv, name))}
            for name in ("subjects", "categories", "measures", "recipients", "purposes")
        }
        head = rows.columns["inventories"]
        head["file"].append(inv.origin.file if inv.origin else "")
        head["sha256"].append(inv.origin.digest if inv.origin else "")
        for name in TOP_LISTS:
            value = getattr(inv, name)
            head[name].append(0 if value is UNKNOWN else 2 if value else 1)
        for table in SPEC.values():
            if table.parent or table is EVIDENCE:
                continue
            value = getattr(inv, table.field)
            entries = enumerate(value) if table.name in TOP_LISTS else ((None, value),)
            for i, entry in entries:
                path = (table.field,) if i is None else (table.field, i)
                _add(rows, table, entry, controller, -1, path, inv, ids)
    return Tables(rows.columns)


def to_inventories(tables: Tables) -> list[Inventory]:
    """Inventories back from their tables; the way back of :func:`from_inventories`.

    Raises
    ------
    pydantic.ValidationError
        Where the frames hold what the model does not allow. Frames made by this module never do.
    """
    plain = plain_inventories(tables)
    return [Inventory.model_validate(p) for p in plain]


def plain_inventories(tables: Tables) -> list[dict[str, Any]]:
    """Inventories as nested mappings of plain values, not yet validated: what a reader of tables works on."""
    plain: dict[str, list[Any]] = {}
    for table in SPEC.values():
        if table is not EVIDENCE:
            plain[table.name] = _plain(table, tables)
    f = tables["evidence"]
    for name, row, *values in zip(f["table"], f["row"], *(f[c.name] for c in EVIDENCE.columns[1:]), strict=True):
        entry = {
            c.field: v.split() if c.kind == "ids" else v
            for c, v in zip(EVIDENCE.columns[1:], values, strict=True)
            if c.kind != "date" or v
        }
        plain[name][row].setdefault("evidence", []).append(entry)
    for table in reversed(list(SPEC.values())):
        if not table.parent:
            continue
        for parent, item in zip(tables[table.name][table.parent_key], plain[table.name], strict=True):
            held = plain[table.parent][parent].get(table.field)
            if not isinstance(held, list):
                held = plain[table.parent][parent][table.field] = []
            held.append(item)
    out: list[dict[str, Any]] = []
    for i in range(len(tables["inventories"])):
        stated = {name: tables["inventories"][name].iloc[i] for name in TOP_LISTS}
        lists = {name: [] if word == "listed" else word for name, word in stated.items()}
        out.append(
            {
                "meta": plain["inventories"][i],
                "controller": plain["controllers"][i],
                "notice": plain["notices"][i],
                **lists,
            }
        )
    for name in TOP_LISTS:
        for controller, item in zip(tables[name]["controller"], plain[name], strict=True):
            held = out[controller].get(name)
            if not isinstance(held, list):
                held = out[controller][name] = []
            held.append(item)
    return out


def _plain(table: Table, tables: Tables) -> list[Any]:
    if not tables.size(table.name):
        return []  # as most tables of one inventory: to look at their columns takes longer than all others
    f = tables[table.name]
    columns = []
    for c in table.columns:
        values: list[Any] = f[c.name].tolist()
        if c.kind == "ref":
            ids = tables[c.refers]["id"].tolist()
            values = [ids[r] if r >= 0 else "unknown" for r in values]
        elif c.kind == "ids":
            values = [v.split() for v in values]
        elif c.kind == "date":
            values = [v or None for v in values]
        columns.append(values)
    if table.model is None:
        return columns[0]
    named = [(c, v) for c, v in zip(table.columns, columns, strict=True) if c.field]
    rows = [
        dict(zip([c.field for c, _ in named], row, strict=True)) for row in zip(*(v for _, v in named), strict=True)
    ]
    for row in rows:
        for c, _ in named:
            if c.kind == "said" and row[c.field] == "listed":
                row[c.field] = []
            elif c.kind == "date" and row[c.field] is None:
                del row[c.field]
    return rows
