"""The sheets that hold facts: one row per entry, every fact in one column, from the tables of an audit.

A list of plain values is in one cell. A list of entries has a separate sheet; in the row of a parent without entries,
its first column contains ``unknown`` or ``none``. :mod:`datamap.formats.workbook.reader` reads all of it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datamap import tables
from datamap.labels import CHECK, ENTRY, PARENT, PART, WHO, Column, Sheet, cells, countries, holder, sheets
from datamap.model import shape
from datamap.model.vocabulary import UNKNOWN
from datamap.publish.record import derived, derived_entries
from datamap.publish.record.answers import day
from datamap.publish.record.view import View, path_of, table_of

Row = tuple[str, int, str, int]
"""Table, row, word, parent: an entry; or with row -1 the word for a list without entries, and the row of its parent."""


def default_word(path: str) -> str:
    """What an absent list means: ``unknown`` for most lists, ``none`` for some."""
    _, field = shape.at(tuple(path.split(".")))
    return cells.UNKNOWN if field is None or field.default is UNKNOWN else cells.NONE


def rows(view: View, sheet: Sheet) -> list[Row]:
    """The rows of a sheet, including those for lists without entries."""
    found: list[Row] = []
    for path in sheet.holds:
        name = table_of(path)
        found += _entries(view, sheet, path, name)
    if sheet.name in ("Controller record", "Processor record"):
        found = _of_role(view, found, sheet.name == "Processor record")
    return found


def _of_role(view: View, found: list[Row], processor: bool) -> list[Row]:
    roles = derived.roles(view)
    return [(name, row, word, parent) for name, row, word, parent in found if _as_processor(roles, row) == processor]


def _as_processor(roles: list[str], row: int) -> bool:
    """Whether an activity is one as processor; the word for a list without entries goes to the controller's record."""
    return row >= 0 and roles[row] == "processor"


def _entries(view: View, sheet: Sheet, path: str, name: str) -> Iterator[Row]:
    spec = tables.SPEC[name]
    default = default_word(path)
    if spec.parent:
        stated = view.column(spec.parent, spec.field)
        for parent, own in enumerate(view.kids(name)):
            yield from ((name, row, "", parent) for row in own)
            if not own and (sheet.gaps or stated[parent] != default):
                yield name, -1, stated[parent], parent
        return
    if name in tables.TOP_LISTS:
        by: dict[int, list[int]] = {}
        for row, who in enumerate(view.column(name, "controller")):
            by.setdefault(who, []).append(row)
        for who, word in enumerate(view.column("inventories", name)):
            yield from ((name, row, "", who) for row in by.get(who, ()))
            if who not in by and (sheet.gaps or word != default):
                yield name, -1, word, who
        return
    yield from ((name, row, "", row) for row in range(view.size(name)))


def columns(view: View, sheet: Sheet) -> dict[str, list[Any]]:
    """The values of a sheet by key of its columns; ``#who``, the organisation, comes first."""
    listed = rows(view, sheet)
    if not listed:
        return {WHO: [""], **{c.key: [cells.NOTHING if c.key == ENTRY else ""] for c in sheet.columns}}
    out: dict[str, list[Any]] = {WHO: [_who(view, r) for r in listed]}
    for column in sheet.columns:
        if column.key == CHECK:
            made = [out[c.key] for c in sheet.columns if c.derived and c.key != CHECK]
            checks = [cells.check(v) for v in zip(*made, strict=True)]
            out[CHECK] = [check if row >= 0 else "" for check, (_, row, *_) in zip(checks, listed, strict=True)]
        else:
            out[column.key] = _column(view, sheet, column, listed)
    return out


def _column(view: View, sheet: Sheet, column: Column, listed: list[Row]) -> list[Any]:
    """One column of a sheet, for each of its rows."""
    if column.key == ENTRY:
        return [row + 1 if row >= 0 else word for _, row, word, _ in listed]
    if column.key == PART:
        return [sheet.holds[path_of(name)] for name, *_ in listed]
    if column.key == PARENT:
        parent = tables.SPEC[listed[0][0]].parent
        labels = view.activities if parent == "purposes" else view.column(parent, "name")
        ids = view.column(parent, "id")
        return [cells.reference_out(labels[p], ids[p]) for *_, p in listed]
    by_table = {name: _values(view, name, column) for name in dict.fromkeys(r[0] for r in listed)}
    return [own[row] if row >= 0 and (own := by_table[name]) is not None else "" for name, row, *_ in listed]


def _who(view: View, row: Row) -> str:
    name, at, _, parent = row
    spec = tables.SPEC[name]
    if at >= 0:
        who = view.column(name, "controller")[at]
    else:
        who = view.column(spec.parent, "controller")[parent] if spec.parent else parent
    return view.column("inventories", "id")[who]


def _values(view: View, name: str, column: Column) -> list[Any] | None:
    """A column of facts for every row of a table; None where the table has no such fact."""
    if column.derived:
        return derived_entries.column(view, name, column.key, column.width)
    field = shape.of(tables.SPEC[name].model).get(column.key)
    return None if field is None else values(view, name, field)


def values(view: View, name: str, field: shape.Field) -> list[Any]:
    """The cells for the facts of one field of a table's entries."""
    spec = tables.SPEC[name]
    column = next(c for c in spec.columns if c.field == field.name)
    given = view.column(name, column.name)
    default = cells.UNKNOWN if field.default is UNKNOWN else cells.NONE
    if column.kind == "said":
        child = next(t for t in tables.SPEC.values() if t.parent == name and t.field == field.name)
        return _listed(view, child, given, default)
    if column.kind == "ids":
        return [cells.list_out(v.split(), "listed" if v else "none", default) for v in given]
    if column.kind == "ref":
        return [_reference(view, column.refers, r) for r in given]
    if column.kind == "date":
        return [day(v) for v in given]
    if field.kind == "place":
        return [cells.place_out(v, countries.name) for v in given]
    if column.kind == "text" and field.kind == "text":
        silent = field.default if isinstance(field.default, str) else cells.UNKNOWN
        return [cells.text_out(v, silent) for v in given]
    return given


def _reference(view: View, table: str, row: int) -> str:
    if row < 0:
        return cells.UNKNOWN
    labels = view.activities if table == "purposes" else view.column(table, "name")
    return cells.reference_out(labels[row], view.column(table, "id")[row])


def _listed(view: View, child: tables.Table, stated: list[str], default: str) -> list[str]:
    """A list of plain values in one cell of its parent's row."""
    column = child.columns[0]
    given = view.column(child.name, column.name)
    if column.kind == "ref":
        texts = [_reference(view, column.refers, r) for r in given]
    elif child.name == "safeguard_countries":
        texts = [cells.place_out(v, countries.name) for v in given]
    else:
        texts = given
    return [cells.list_out([texts[r] for r in own], stated[i], default) for i, own in enumerate(view.kids(child.name))]


def evidence_names() -> dict[str, str]:
    """Table -> the name of its entries on the sheet of evidence."""
    out = {}
    for path, held_by in holder().items():
        sheet = held_by[0]
        out[table_of(path)] = "Activity" if path == "purposes" else sheet.holds[path] or sheet.name
    return out


def evidence(view: View) -> dict[str, list[Any]]:
    """The sheet of evidence: one row per piece, with the entry it belongs to."""
    names = evidence_names()
    spec = tables.EVIDENCE
    of, at = view.column("evidence", "table"), view.column("evidence", "row")
    ids = {t: view.column(t, "id") for t in dict.fromkeys(of) if t in tables.TOP_LISTS and t != "rights"}
    who = view.column("inventories", "id")
    out: dict[str, list[Any]] = {
        WHO: [who[w] for w in view.column("evidence", "controller")],
        ENTRY: list(range(1, len(of) + 1)),
        "of": [names[t] for t in of],
        "row": [ids[t][r] if t in ids else r + 1 for t, r in zip(of, at, strict=True)],
    }
    for column in sheets()["Map - Evidence"].columns:
        if column.key in out:
            continue
        given = view.column("evidence", column.key)
        kind = spec[column.key].kind
        field = shape.of(spec.model)[column.key]
        if kind == "ids":
            out[column.key] = [cells.list_out(v.split(), "listed" if v else "none", cells.NONE) for v in given]
        else:
            out[column.key] = given if field.kind == "word" else [cells.text_out(v) for v in given]
    return out
