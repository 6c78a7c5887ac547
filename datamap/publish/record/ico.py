"""Layout ``ico``: the columns of the ICO's controller template, with contacts above and the header in row 9; also its
processor template."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import get_column_letter

from datamap.documents.looks import LABEL, PLAIN, Look, header_look, row_heights
from datamap.documents.sheets import Grid, Painter, heights, print_areas, print_bands
from datamap.labels import layout
from datamap.publish.record.derived import SILENT
from datamap.publish.record.edition import Edition
from datamap.publish.record.spread import spread_grid
from datamap.publish.record.texts import Texts, activities_as, term

HEADER = 9
"""Row of the header, as in the template."""

TITLE = Look(bold=True, size=12, wrap=False)
UNKNOWN = (
    "Not recorded. The map behind this record does not contain personal data breaches, their records or the Schedule "
    "1 policy, so these columns are open."
)
SAFEGUARDS = (
    "Art. 30 requires the safeguards only of exceptional transfers (Art. 49(1), second subparagraph). This record "
    "names the safeguard that is recorded for every transfer."
)
LAW = "Articles are those of the GDPR; the UK GDPR has the same numbers. Facts about law are not legal advice."


def build(painter: Painter, view: Edition) -> None:
    """Lay out the controller sheet, the processor sheet, and the notes."""
    texts, spec = Texts(view), layout("ico")
    for name, which in (("Controller", "controller"), ("Processor", "processor")):
        listed = activities_as(which, view)
        columns = spec[which]
        values = [texts.column(key, listed) for key, *_ in columns]
        if not listed:
            values = [[term(view, "empty")], *[[""]] * (len(columns) - 1)]
        required = int(spec["required"]) if which == "controller" else len(columns)
        headers = [f"{label}\n{'required' if i < required else 'optional'}" for i, (_, label, _) in enumerate(columns)]
        grid = Grid(name, headers, [w for *_, w in columns], values, freeze=2)
        named = [key for key, *_ in columns].index("name")
        _sheet(painter, view, spread_grid(grid, view.phrase("continued", name="{name}"), named), required)
    _notes(painter, view, columns=spec["controller"], required=int(spec["required"]))


def _sheet(painter: Painter, view: Edition, grid: Grid, required: int) -> None:
    widths = grid.widths
    sheet = painter.sheet(grid.name, widths, f"C{HEADER + 1}")
    contacts = _contacts(view)
    below = {row + HEADER - 1: height for row, height in heights(grid).items()}
    sheet.row_dimensions = below | row_heights(contacts[1:], widths, first=2)
    head = [header_look(optional=i >= required) for i in range(len(widths))]

    def style(row: int, column: int) -> Look:
        if row == HEADER:
            return head[column - 1]
        if row == column == 1:
            return TITLE
        return LABEL if row == 2 or row < HEADER and column in (1, 3, 5) else PLAIN

    painter.rows(sheet, [*contacts, list(grid.headers), *map(list, zip(*grid.columns, strict=True))], style)
    last = HEADER + grid.height
    sheet.auto_filter.ref = f"A{HEADER}:{get_column_letter(len(widths))}{last}"
    sheet.print_title_rows, sheet.print_title_cols = f"{HEADER}:{HEADER}", "A:B"
    sheet.print_area = print_areas(print_bands(widths, 2), HEADER, last)


def _contacts(view: Edition) -> list[list[Any]]:
    """The block above the header: three parties side by side, eight rows."""
    spec = layout("ico")
    tables = (("controllers", ""), ("dpos", "dpo"), ("representatives", "representative"))
    rows: list[list[Any]] = [
        ["Record of processing activities", "", "as of", view.day],
        [x for b in spec["blocks"] for x in (b, "")],
    ]
    for label, field in zip(spec["contacts"], ("name", "address", "email", "phone"), strict=True):
        row: list[Any] = []
        for table, fallback in tables:
            value = (
                "\n".join(view.column(table, field)[r] for r in shown)
                if (shown := view.shown(table))
                else view.column("controllers", fallback)[0]
            )
            row += [label, value if value not in SILENT else view.answer(value or "unknown")]
        rows.append(row)
    return [*rows, *[[] for _ in range(HEADER - 1 - len(rows))]]


def _notes(painter: Painter, view: Edition, columns: list[Any], required: int) -> None:
    lines = [
        (
            "Columns",
            f"Art. 30 requires columns 1 to {required}, except column 1, the business function, and column 7, the "
            "contract, which help to keep the record. The others are optional. A word in each header marks this.",
        ),
        (view.open_word, UNKNOWN),
        ("none", "Recorded that there is none, or the column does not apply."),
        ("Safeguards", SAFEGUARDS),
        ("As of", view.day),
        ("Law", LAW),
    ]
    sheet = painter.sheet("Notes", [20, 110])
    sheet.row_dimensions = row_heights(lines, [20, 105])
    painter.rows(sheet, lines, lambda row, column: LABEL if column == 1 else PLAIN)
