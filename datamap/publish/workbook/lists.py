"""The sheet of lists: the words of the closed vocabularies with what they mean, the countries, the entries others refer to."""

from __future__ import annotations

from datamap import tables
from datamap.labels import PARENT, Sheet, cells, countries, sheets, word
from datamap.model import shape
from datamap.publish.workbook.view import View, table_of

# (path, key) -> group of the translation table that says what the words mean
MEANING = {
    ("purposes.legal_bases", "basis"): "basis",
    ("categories", "special"): "special",
    ("recipients.safeguards", "kind"): "safeguard",
    ("recipients.safeguards", "version"): "derogation",
    ("notice.informs", "letter"): "letter",
}
PLACES, VAGUE = "countries", ("unknown", "worldwide", "various", "EU", "EEA", "EPO", "EU-INST", "ORG", "IGO")


def choices(sheet: Sheet) -> dict[str, str]:
    """Key of a column -> name of the list its cells choose from."""
    out = {}
    for column in sheet.columns:
        if column.derived:
            continue
        for path in sheet.holds:
            name = choice(path, column.key)
            if name:
                out[column.key] = name
    return out


def choice(path: str, key: str) -> str:
    """Name of the list that a fact is chosen from; empty where it is not chosen from one."""
    spec = tables.SPEC[table_of(path)]
    if key == PARENT:
        return f"list_{spec.parent}"
    field = shape.of(spec.noun).get(key)  # type: ignore[arg-type]
    if field is None or field.many:
        return ""
    if field.kind == "word":
        return (
            "list_" + "_".join(f"{path}.{key}".replace("-", "_").split("."))
            if path == "purposes" or spec.parent
            else f"list_{spec.name}_{key}"
        )
    if field.kind == "place":
        return f"list_{PLACES}"
    column = next(c for c in spec.columns if c.field == field.name)
    return f"list_{column.refers}" if column.kind == "ref" else ""


def content(view: View) -> list[tuple[str, str, list[str]]]:
    """The columns of the sheet: name of the list (empty: no choice, a meaning), header, entries."""
    out: list[tuple[str, str, list[str]]] = []
    done: set[str] = set()
    by_words: dict[tuple[str, ...], str] = {}
    for sheet in sheets().values():
        for column in sheet.columns:
            for path in sheet.holds:
                if column.derived or (name := choice(path, column.key)) in ("", *done):
                    continue
                done.add(name)
                entries = _entries(view, name, path, column.key)
                header = column.label if name.startswith("list_") and column.key != PARENT else ""
                header = {
                    "list_countries": "Countries and organisations",
                    "list_purposes": "Activities",
                    "list_recipients": "Recipients",
                    "list_categories": "Data categories",
                }.get(name, header)
                by_words.setdefault(tuple(entries), name)
                out.append(
                    (
                        name,
                        f"{header}\n{sheet.name}"
                        if name not in ("list_countries", "list_purposes", "list_recipients", "list_categories")
                        else header,
                        entries,
                    )
                )
                group = MEANING.get((path, column.key))
                if group:
                    out.append(
                        ("", f"{header}: meaning", [word(group, e) if word(group, e) != e else "" for e in entries])
                    )
    for table, header in (("subjects", "Data subjects"), ("measures", "Security measures")):
        out.append((f"list_{table}", header, _references(view, table)))
    return out


def _entries(view: View, name: str, path: str, key: str) -> list[str]:
    if name == f"list_{PLACES}":
        return [cells.place_out(c, countries.name) for c in (*VAGUE, *sorted(countries.codes(), key=countries.name))]
    if key == PARENT:
        return _references(view, tables.SPEC[table_of(path)].parent)
    spec = tables.SPEC[table_of(path)]
    field = shape.of(spec.noun)[key]  # type: ignore[arg-type]
    if field.kind == "word":
        return [w for w in field.words if w]
    return _references(view, next(c for c in spec.columns if c.field == field.name).refers)


def _references(view: View, table: str) -> list[str]:
    names = view.activities if table == "purposes" else view.column(table, "name")
    return [cells.reference_out(n, i) for n, i in zip(names, view.column(table, "id"), strict=True)]
