"""The full layout: every sheet in its order, for a regulator to read and an analyst to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datamap.documents.sheets import Grid, Painter
from datamap.labels import CHECK, ENTRY, SCHEMA, WHO, Column, Sheet, cells, record, sheets
from datamap.publish.record import answers, facts, lists, readme
from datamap.publish.record.view import View

COLOURED = {"verdict", "severity", "transfer", "in_force", ENTRY}
"""Columns whose words have colours."""

ANSWERS = {"Transfers": answers.transfers, "Rights": answers.rights_sheet, "Findings": answers.findings}


def build(painter: Painter, view: View, changes: Sequence[Mapping[str, str]] | None, anonymised: bool) -> None:
    """Lay out the full record."""
    # first all columns, because the sheet 'Read me' counts their entries
    made = {sheet.name: _columns(view, sheet, changes) for sheet in sheets().values() if sheet.columns}
    for sheet in sheets().values():
        if sheet.name == "Read me":
            readme.build(painter, view, made, anonymised)
        elif sheet.name == "Lists":
            _lists(painter, view)
        else:
            _table(painter, view, sheet, made[sheet.name])


def _columns(view: View, sheet: Sheet, changes: Sequence[Mapping[str, str]] | None) -> dict[str, list[Any]]:
    """The values of a sheet by key of its columns."""
    if sheet.name in ANSWERS:
        return ANSWERS[sheet.name](view, {c.key: c.width for c in sheet.columns})
    if sheet.name == "Change log":
        return answers.change_log(view, changes)
    return facts.evidence(view) if sheet.name == "Map - Evidence" else facts.columns(view, sheet)


def _table(painter: Painter, view: View, sheet: Sheet, found: dict[str, list[Any]]) -> None:
    columns = list(sheet.columns)
    checked = columns[-1].key == CHECK
    if checked and CHECK not in found:
        values = zip(*(found[c.key] for c in columns[:-1]), strict=True)
        found[CHECK] = [cells.check(v) for v in values]
    if view.many:
        columns.insert(0, Column(WHO, "Organisation id", "", 18))
    chosen = lists.choices(sheet)
    painter.table(
        Grid(
            sheet.name,
            [c.header for c in columns],
            [c.width for c in columns],
            [found[c.key] for c in columns],
            [not c.letter.startswith("Art. 30") for c in columns],
            machine=int(checked),
            freeze=sheet.freeze + view.many,
            colour=[i for i, c in enumerate(columns) if c.key in COLOURED and (c.key != ENTRY or sheet.gaps)],
            choices={i: chosen[c.key] for i, c in enumerate(columns) if c.key in chosen},
        )
    )


def _lists(painter: Painter, view: View) -> None:
    content = lists.content(view)
    height = max(len(each.entries) for each in content)
    widths = [min(46, max(14, 2 + max(map(len, each.entries), default=10))) for each in content]
    columns = [[*each.entries, *[""] * (height - len(each.entries))] for each in content]
    painter.table(Grid("Lists", [each.header for each in content], widths, columns, [True] * len(content)))
    for i, each in enumerate(content, start=1):
        if each.name:
            painter.list_name(each.name, "Lists", i, len(each.entries))


def set_properties(painter: Painter, view: View, layout: str, anonymised: bool) -> None:
    """Document properties: what the file is; in the full layout, for its reader, which schema it follows."""
    from openpyxl.packaging.custom import StringProperty

    book, stamp = painter.book, view.audit.stamp()
    book.properties.title = f"{record('title', 'record', view.language)} ({record('title', 'law', view.language)})"
    book.properties.subject = ", ".join(i["controller"] for i in stamp["inputs"][:5])
    book.properties.creator, book.properties.lastModifiedBy = "datamap", "datamap"
    book.properties.language = view.language
    properties = {
        "datamap layout": layout,
        "datamap as of": stamp["as_of"],
        "datamap contacts": "withheld" if anonymised else "shown",
    }
    if view.verdicts:
        properties |= {
            "datamap schema": SCHEMA,
            "datamap law pack": stamp["law"]["version"],
            "datamap input sha256": " ".join(i["sha256"] for i in stamp["inputs"][:3]),
        }
    for name, value in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value or "unknown"))
