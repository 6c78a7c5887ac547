"""Layout ``dsk``: a front sheet and a sheet for each activity, in German, in the order of the sample of the conference
of German supervisory authorities (Datenschutzkonferenz).
"""

from __future__ import annotations

from typing import Any

from datamap.documents import cells as safe
from datamap.documents.looks import LABEL, LINK, PLAIN, Look, height_of, link_to_sheet, row_heights
from datamap.documents.sheets import Painter
from datamap.labels import layout, record
from datamap.publish.record import cover
from datamap.publish.record.edition import Edition
from datamap.publish.record.spread import spread
from datamap.publish.record.texts import Texts, activities_as

WIDTHS = [36, 70]
TITLE = Look(bold=True, size=11, wrap=False)  # as long as the page is wide
Rows = list[list[Any]]


def build(painter: Painter, view: Edition) -> None:
    """Lay out the front sheet, then the activities as controller, then those as processor."""
    spec, texts = layout("dsk"), Texts(view)
    roles = {r: activities_as(r, view) for r in ("controller", "processor")}
    taken = {spec["front"].casefold(), record("sheet", "annex", view.language).casefold()}
    refs, titles = view.column("purposes", "ref"), view.column("purposes", "name")
    names = {i: safe.sheet_name(f"{refs[i] or i + 1} {titles[i]}", taken) for rows in roles.values() for i in rows}
    _front(painter, view, list(names.values()), roles)
    dates = cover.dates(view)
    for role, listed in roles.items():
        columns = {key: texts.column(key, listed) for key, *_ in spec[role]}
        for n, i in enumerate(listed):
            head = [
                [spec["activity"], view.activities[i]],
                [spec["created"], dates[i][0]],
                [spec["changed"], dates[i][1]],
            ]
            rows = [[_label(view, role, label, letter), columns[key][n]] for key, label, letter in spec[role]]
            _sheet(painter, view, names[i], [[spec["title"][role]], *head, *rows])


def _label(view: Edition, role: str, label: str, letter: str) -> str:
    mark = view.letter("1" if role == "controller" else "2", letter) if letter else view.phrase("voluntary")
    return f"{label}\n{mark}"


def _front(painter: Painter, view: Edition, names: list[str], roles: dict[str, list[int]]) -> None:
    spec = layout("dsk")
    own = view.column("controllers", "role")[0]
    which = [r for r in ("controller", "processor") if roles[r] or own in (r, "both")] or ["controller"]
    rows: Rows = [[spec["title"][r]] for r in which]
    for table, field, label in spec["parties"]:
        text = spec["processor-party"] if table == "controllers" and own == "processor" else label
        found = [cover.party(view, table, r) for r in view.shown(table)]
        if not found or view.hides(table):
            found.append(view.answer(view.column("controllers", field)[0]) if not found else view.open_word)
        rows.append([text, "\n\n".join(found)])
    rows += [[spec["day"], view.day], [spec["listed"] if names else spec["none"], ""]]
    _sheet(painter, view, spec["front"], [*rows, *(["", name] for name in names)], links=len(names))


def _sheet(painter: Painter, view: Edition, name: str, given: Rows, links: int = 0) -> None:
    """One sheet of labels and values; its last rows link to other sheets."""
    continued = view.phrase("continued", name="{name}")
    rows = [part for row in given for part in (spread(row, WIDTHS, continued) if len(row) > 1 else [row])]

    def style(row: int, column: int) -> Look:
        if len(rows[row - 1]) == 1:
            return TITLE
        if column == 1:
            return LABEL
        return LINK if row > len(rows) - links else PLAIN

    sheet = painter.sheet(name, WIDTHS)
    sheet.page_setup.orientation = "portrait"
    heights = row_heights([row if len(row) > 1 else [] for row in rows], WIDTHS)
    sheet.row_dimensions = heights | {n: height_of(1.5) for n, row in enumerate(rows, start=1) if len(row) == 1}
    painter.rows(sheet, rows, style)
    for row in range(len(rows) - links + 1, len(rows) + 1):
        link_to_sheet(sheet, row, 2, rows[row - 1][1])
