"""Layout ``cz``: activities as columns, parameters as rows, Czech labels, as Czech public bodies publish it."""

from __future__ import annotations

from typing import Any

from datamap.documents.looks import LABEL, PLAIN, header_look, row_heights
from datamap.documents.sheets import Grid, Painter, heights, print_areas, print_bands
from datamap.labels import layout, record
from datamap.publish.record.edition import Edition
from datamap.publish.record.spread import spread
from datamap.publish.record.texts import Texts, parties

LABELS, WIDTH = 34, 38


def build(painter: Painter, view: Edition) -> None:
    """Lay out one sheet: the parties in the first rows, then the activities side by side."""
    spec, texts = layout("cz"), Texts(view)
    listed = view.shown("purposes")
    corner = [spec["corner"], *(view.activities[i] for i in listed)]
    widths = [LABELS, *[WIDTH] * max(len(listed), 1)]
    whole = [[label, *texts.column(key, listed)] for key, label in spec["rows"]]
    continued = view.phrase("continued", name="{name}")
    rows: list[list[Any]] = [part for row in whole for part in spread(row, widths, continued)]
    head: list[list[Any]] = [[label, _identity(view, key)] for key, label in spec["identity"]]
    head.append([record("cover", "notes", "cs"), view.phrase("note-cz")])
    sheet = painter.sheet(spec["sheet"], widths, f"B{len(head) + 2}")
    start = len(head) + 1
    body = Grid("", corner, widths[: len(corner)], [list(c) for c in zip(*rows, strict=True)], freeze=1)
    sheet.row_dimensions = {r + start - 1: a for r, a in heights(body).items()}
    sheet.row_dimensions |= row_heights(head, [LABELS, WIDTH])
    header = header_look()
    painter.rows(sheet, [*head, corner, *rows], lambda r, c: header if r == start else LABEL if c == 1 else PLAIN)
    sheet.print_title_rows, sheet.print_title_cols = f"{start}:{start}", "A:A"
    sheet.print_area = print_areas(print_bands(widths, 1), start, start + len(rows))


def _identity(view: Edition, key: str) -> Any:
    if key == "as_of":
        return view.day
    table, field = {
        "controller": ("controllers", "role"),
        "representative": ("representatives", "representative"),
        "dpo": ("dpos", "dpo"),
    }[key]
    return "\n".join(parties(view, table, field))
