"""Layout ``ico``: the columns of the ICO's controller template, contacts above and the header in row 9; and its processor one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from datamap.labels import layout
from datamap.publish.workbook import paint
from datamap.publish.workbook.paint import Grid, Look, Painter
from datamap.publish.workbook.texts import SILENT, Texts, controllers
from datamap.publish.workbook.view import View

if TYPE_CHECKING:
    from datamap.pipeline import Audit

HEADER = 9
"""Row of the header, as in the template."""


def build(painter: Painter, audit: Audit) -> View:
    """Lay out the controller sheet, the processor sheet, and the notes."""
    view = View(audit, "en", day_only=True)
    texts, spec = Texts(view), layout("ico")
    for name, which in (("Controller", "controller"), ("Processor", "processor")):
        listed = controllers(view, which == "processor")
        columns = spec[which]
        values = [texts.column(key, listed, width) for key, _, width in columns]
        if not listed:
            values = [["No activity of this kind is listed."], *[[""]] * (len(columns) - 1)]
        required = int(spec["required"]) if which == "controller" else len(columns)
        _sheet(painter, view, name, columns, values, required)
    _notes(painter, view, columns=spec["controller"], required=int(spec["required"]))
    return view


def _sheet(painter: Painter, view: View, name: str, columns: list[Any], values: list[list[str]], required: int) -> None:
    widths = [w for *_, w in columns]
    sheet = painter.sheet(name, widths, f"C{HEADER + 1}")
    headers = [f"{label}\n{'required' if i < required else 'optional'}" for i, (_, label, _) in enumerate(columns)]
    grid = Grid(name, headers, widths, values, freeze=2)
    contacts = _contacts(view)
    sheet.row_dimensions = {r + HEADER - 1: a for r, a in paint.heights(grid).items()} | paint.row_heights(
        contacts[1:], widths, first=2
    )
    head = [
        Look(bold=True, fill=paint.HEADER["law" if i < required else "optional"], text="FFFFFF")
        for i in range(len(columns))
    ]
    plain, label, title = Look(), Look(bold=True), Look(bold=True, size=12, wrap=False)

    def style(row: int, column: int) -> Look:
        if row == HEADER:
            return head[column - 1]
        if row > HEADER:
            return plain
        return title if row == 1 and column == 1 else label if row == 2 or column in (1, 3, 5) else plain

    painter.rows(sheet, [*contacts, headers, *map(list, zip(*values, strict=True))], style)
    last = HEADER + grid.height
    sheet.auto_filter.ref = f"A{HEADER}:{get_column_letter(len(columns))}{last}"
    bands = paint.print_bands(widths, 2)
    sheet.print_title_rows, sheet.print_title_cols = f"{HEADER}:{HEADER}", "A:B"
    areas = [f"{get_column_letter(a + 1)}{1 if a == 0 else HEADER}:{get_column_letter(b)}{last}" for a, b in bands]
    sheet.print_area = ",".join(areas)


def _contacts(view: View) -> list[list[Any]]:
    """The block above the header: three parties side by side, eight rows."""
    spec = layout("ico")
    tables = (("controllers", ""), ("dpos", "dpo"), ("representatives", "representative"))
    rows: list[list[Any]] = [
        ["Record of processing activities", "", "as of", view.day],
        [x for b in spec["blocks"] for x in (b, "")],
    ]
    for label, field in zip(spec["contacts"], ("name", "address", "email", "phone"), strict=True):
        row: list[Any] = []
        for table, said in tables:
            value = "\n".join(view.column(table, field)) if view.size(table) else view.column("controllers", said)[0]
            row += [label, value if value not in SILENT else view.word("answer", value or "unknown")]
        rows.append(row)
    return [*rows, *[[] for _ in range(HEADER - 1 - len(rows))]]


def _notes(painter: Painter, view: View, columns: list[Any], required: int) -> None:
    lines = [
        (
            "Columns",
            f"1 to {required} are required by Art. 30 (column 1, the business function, and the contract in column 7 help to keep the record); the others are optional. A word in each header says which.",
        ),
        (
            "unknown",
            "Nobody has said. Breaches, their records and the Schedule 1 policy are not part of the map this record was made from, and so are unknown.",
        ),
        ("none", "It is said that there is none, or the column does not apply."),
        (
            "Safeguards",
            "Art. 30 asks for safeguards only of exceptional transfers (Art. 49(1), second subparagraph); this record names the mechanism of all, with the verdict of the day.",
        ),
        ("As of", view.day),
        ("Law", "Articles are those of the GDPR; the UK GDPR counts them alike. Facts about law are not legal advice."),
    ]
    sheet = painter.sheet("Notes", [20, 110])
    sheet.row_dimensions = paint.row_heights(lines, [20, 105])
    painter.rows(sheet, lines, lambda r, c: Look(bold=True) if c == 1 else Look())
