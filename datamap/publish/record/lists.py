"""The sheet of lists: closed vocabularies with their meaning, countries, and entries that others refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datamap import tables
from datamap.labels import PARENT, Column, Sheet, cells, countries, sheets, word
from datamap.model import shape
from datamap.publish.record.view import View, table_of

# (path, key) -> group of the translation table that contains the meaning of the words
MEANING = {
    ("purposes.legal_bases", "basis"): "basis",
    ("categories", "special"): "special",
    ("recipients.safeguards", "kind"): "safeguard",
    ("recipients.safeguards", "version"): "derogation",
    ("notice.informs", "letter"): "letter",
}
HEADERS = {
    "list_countries": "Countries and organisations",
    "list_purposes": "Activities",
    "list_recipients": "Recipients",
    "list_categories": "Data categories",
}
"""Headers of the lists that several sheets use; the header of another list names its column and its sheet."""

PLACES, VAGUE = "list_countries", ("unknown", "worldwide", "various", "EU", "EEA", "EPO", "EU-INST", "ORG", "IGO")


@dataclass(frozen=True)
class Listed:
    """One column of the sheet; ``name`` is the list that drop-downs offer, empty for the meaning of words."""

    name: str
    header: str
    entries: list[str]


def choices(sheet: Sheet) -> dict[str, str]:
    """Key of a column -> name of the list that its cells are chosen from."""
    return {column.key: name for column, _, name in _chosen(sheet)}


def _chosen(sheet: Sheet) -> Iterator[tuple[Column, str, str]]:
    """Column, path of the model and list of every fact that is chosen from a list."""
    for column in sheet.columns:
        for path in () if column.derived else sheet.holds:
            if name := list_name(path, column.key):
                yield column, path, name


def list_name(path: str, key: str) -> str:
    """Name of the list that a fact is chosen from; empty if it is not chosen from one."""
    spec = tables.SPEC[table_of(path)]
    if key == PARENT:
        return f"list_{spec.parent}"
    field = shape.of(spec.model).get(key)
    if field is None or field.many:
        return ""
    if field.kind == "word":
        nested = path == "purposes" or bool(spec.parent)
        return "list_" + (f"{path}.{key}".replace("-", "_").replace(".", "_") if nested else f"{spec.name}_{key}")
    if field.kind == "place":
        return PLACES
    column = next(c for c in spec.columns if c.field == field.name)
    return f"list_{column.refers}" if column.kind == "ref" else ""


def content(view: View) -> list[Listed]:
    """The columns of the sheet."""
    out: list[Listed] = []
    done: set[str] = set()
    for sheet in sheets().values():
        for column, path, name in _chosen(sheet):
            if name not in done:
                done.add(name)
                out += _columns(view, sheet, column, path, name)
    for table, header in (("subjects", "Data subjects"), ("measures", "Security measures")):
        out.append(Listed(f"list_{table}", header, _references(view, table)))
    return out


def _columns(view: View, sheet: Sheet, column: Column, path: str, name: str) -> Iterator[Listed]:
    """A list, and beside it the meaning of its words where they have one."""
    entries = _entries(view, name, path, column.key)
    label = "" if column.key == PARENT else column.label
    yield Listed(name, HEADERS.get(name, f"{label}\n{sheet.name}"), entries)
    group = MEANING.get((path, column.key))
    if group:
        meanings = [word(group, e) for e in entries]
        yield Listed("", f"{label}: meaning", [m if m != e else "" for m, e in zip(meanings, entries, strict=True)])


def _entries(view: View, name: str, path: str, key: str) -> list[str]:
    if name == PLACES:
        return [cells.place_out(c, countries.name) for c in (*VAGUE, *sorted(countries.codes(), key=countries.name))]
    spec = tables.SPEC[table_of(path)]
    if key == PARENT:
        return _references(view, spec.parent)
    field = shape.of(spec.model)[key]
    if field.kind == "word":
        return [w for w in field.words if w]
    return _references(view, next(c for c in spec.columns if c.field == field.name).refers)


def _references(view: View, table: str) -> list[str]:
    names = view.activities if table == "purposes" else view.column(table, "name")
    return [cells.reference_out(n, i) for n, i in zip(names, view.column(table, "id"), strict=True)]
