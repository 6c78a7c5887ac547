"""Layout ``cnil``: the CNIL's simplified register with French labels: a list of the activities, and a sheet for each.

The CNIL asks for two registers: activities as processor have a separate list. Blocks start in the same columns as in
the template (A to H); they have as many rows as there are entries.
"""

from __future__ import annotations

from typing import Any

from openpyxl.utils import get_column_letter

from datamap.documents import cells as safe
from datamap.documents.looks import LABEL, LINK, PLAIN, Look, header_look, link_to_sheet, row_heights
from datamap.documents.sheets import Painter
from datamap.labels import layout, record, word
from datamap.publish.record.cnil_blocks import WIDTHS, Rows, activity_blocks, day_or_unknown
from datamap.publish.record.derived import SILENT
from datamap.publish.record.edition import Edition
from datamap.publish.record.spread import spread
from datamap.publish.record.texts import Texts, activities_as
from datamap.publish.record.view import View

CONTINUED = record("phrase", "continued", "fr")
PARTIES = (("controllers", "role"), ("representatives", "representative"), ("dpos", "dpo"))
"""Tables of the parties above the list, and the field of the organisation that applies to an empty table."""


def build(painter: Painter, view: Edition) -> None:
    """Lay out the list, the list as processor, and the sheet of each activity."""
    texts, spec = Texts(view), layout("cnil")
    own, others = activities_as("controller", view), activities_as("processor", view)
    reserved = (spec["index"], spec["processor-index"], record("sheet", "annex", "fr"))
    taken = {name.casefold() for name in reserved}
    refs, titles = view.column("purposes", "ref"), view.column("purposes", "name")
    names = {i: safe.sheet_name(f"{refs[i] or i + 1} {titles[i]}", taken) for i in (*own, *others)}
    columns = [list(c) for c in spec["columns"]]
    _index(painter, texts, spec["index"], {i: names[i] for i in own}, columns)
    columns.append(["principals", spec["principals"], 44])
    _index(painter, texts, spec["processor-index"], {i: names[i] for i in others}, columns)
    for i in (*own, *others):
        _sheet(painter, names[i], activity_blocks(texts, i))


def _index(painter: Painter, texts: Texts, name: str, sheets: dict[int, str], columns: list[list[Any]]) -> None:
    """The parties in the first rows, as label and value; then one row per activity with a link to its sheet."""
    view = texts.view
    rows = [*_parties(view), ["Situation au", view.day], [], [label for _, label, _ in columns]]
    header = len(rows)
    widths = [max(w, 22) if k < 2 else w for k, (_, _, w) in enumerate(columns)] + [24] * (9 - len(columns))
    linked: dict[int, str] = {}
    made = {"name": texts.column("name", sheets), "principals": texts.column("principals", sheets)}
    for n, (i, sheet_name) in enumerate(sheets.items()):
        cells = _row(texts, i) | {"fiche": sheet_name, **{k: v[n] for k, v in made.items()}}
        linked[len(rows) + 1] = sheet_name
        rows += spread([cells[key] for key, *_ in columns], widths, CONTINUED)
    if not sheets:
        rows.append([word("term", "empty", "fr")])
    head = header_look()
    fiche = next(k for k, (key, *_) in enumerate(columns, start=1) if key == "fiche")

    def style(row: int, column: int) -> Look:
        if row == header:
            return head
        if row < header:
            return LABEL if column == 1 or column % 2 == 0 else PLAIN
        return LINK if column == fiche and row in linked else PLAIN

    sheet = painter.sheet(name, widths, f"A{header + 1}")
    sheet.row_dimensions = row_heights(rows, widths)
    painter.rows(sheet, rows, style)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(len(columns))}{len(rows)}"
    for row, target in linked.items():
        link_to_sheet(sheet, row, fiche, target)


def _parties(view: View) -> list[list[Any]]:
    spec = layout("cnil")
    rows: list[list[Any]] = []
    for title, (table, field) in zip(spec["parties"], PARTIES, strict=True):
        row: list[Any] = [title]
        for label, column in zip(spec["contact"], ("name", "address", "email", "phone"), strict=True):
            shown, given = view.shown(table), view.column(table, column)
            value = "\n".join(given[r] for r in shown) or view.column("controllers", field)[0]
            row += [label, view.answer(value or "unknown") if value in SILENT else value]
        rows.append(row)
    return rows


def _row(texts: Texts, i: int) -> dict[str, Any]:
    c = texts.view.column
    sensitive = (
        "oui" if texts.special_kinds(i) else record("phrase", "open", "fr") if texts.special_unknown(i) else "non"
    )
    return {
        "title": c("purposes", "name")[i],
        "ref": c("purposes", "ref")[i] or c("purposes", "id")[i],
        "created": day_or_unknown(c("purposes", "from")[i]),
        "updated": day_or_unknown(c("inventories", "date")[0]),
        "sensitive": sensitive,
    }


def _sheet(painter: Painter, name: str, rows: Rows) -> None:
    parts = [(kind, part) for kind, cells in rows for part in (spread(cells, WIDTHS, CONTINUED) if cells else [cells])]
    cells, head = [c for _, c in parts], header_look()

    def style(row: int, column: int) -> Look:
        kind = parts[row - 1][0]
        if kind == "head":
            return head
        return LABEL if kind == "field" and column == 1 else PLAIN

    sheet = painter.sheet(name, WIDTHS, None)
    sheet.row_dimensions = row_heights(cells, WIDTHS)
    painter.rows(sheet, cells, style)
