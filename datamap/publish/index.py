"""The page and the workbook over all controllers of a quarter: what each has open, and where its report is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from textwrap import shorten
from typing import Any

from openpyxl.utils import get_column_letter

from datamap.documents import package
from datamap.documents.looks import LINK, PLAIN, header_look, link_to_file, row_heights
from datamap.documents.sheets import Painter
from datamap.files import writing
from datamap.history import archive
from datamap.history.quarter import QUARTER
from datamap.labels.counting import COVERED_UNVERIFIED

WIDTHS = {
    "controller": 24,
    "name": 44,
    "not covered": 12,
    "undetermined": 14,
    "covered": 10,
    "covered, not verified": 14,
    "no transfer": 12,
    "errors": 9,
    "warnings": 10,
    "notes": 8,
    "accepted": 10,
    "law pack": 12,
}
"""Columns with their widths in characters."""

COLUMNS = tuple(WIDTHS)
NOT_COUNTED = ""
"""In place of a number that an earlier run did not count."""
SUMMED = ("not covered", "undetermined", "covered", "covered, not verified", "no transfer", "errors", "warnings")


def rows(folder: Path) -> list[dict[str, Any]]:
    """One row per controller with a report in a quarter's folder: the counts of its manifest, most errors first.

    A folder whose manifest cannot be read is left out; `datamap verify` names it.
    """
    out = [_row(run) for run in archive.readable(folder)[0]]
    return sorted(out, key=lambda x: (-x["errors"], -x["not covered"], x["controller"]))


def _row(run: archive.Run) -> dict[str, Any]:
    m = run.manifest
    transfers, found = m["counts"]["transfers"], m["counts"]["findings"]
    return {
        "controller": m["controller"],
        "name": shorten(m["inputs"][0].get("name") or m["controller"], 1_000, placeholder=" …"),
        "not covered": transfers["not-covered"],
        "undetermined": transfers["undetermined"],
        "covered": transfers["covered"],
        "covered, not verified": transfers.get(COVERED_UNVERIFIED, NOT_COUNTED),
        "no transfer": transfers["no-transfer"],
        "errors": found["error"],
        "warnings": found["warning"],
        "notes": found["note"],
        "accepted": found["accepted"],
        "law pack": m["law"]["version"],
        "horizon": m["law"].get("horizon", "a day that is not recorded"),
        "sha256": m["inputs"][0].get("sha256", ""),
        "folder": archive.link(run.folder.name),
    }


def trend(folder: Path) -> list[dict[str, Any]]:
    """Counts of this quarter and of every earlier one: ``quarter, controllers``, then the sums of :data:`SUMMED`."""
    quarters = [
        p for p in folder.parent.iterdir() if p.is_dir() and QUARTER.fullmatch(p.name) and p.name <= folder.name
    ]
    out = []
    for quarter in sorted(quarters):
        if found := rows(quarter):
            sums = {column: _total([row[column] for row in found]) for column in SUMMED}
            out.append({"quarter": quarter.name, "controllers": len(found), **sums})
    return out


def _total(values: list[Any]) -> Any:
    """The sum; not counted where one of the values was not."""
    return NOT_COUNTED if NOT_COUNTED in values else sum(values)


def write(folder: Path, quarter: str, day: dt.date, *, force: bool = False) -> list[Path]:
    """``index.html`` and ``index.xlsx`` in a quarter's folder, over all reports in it.

    Raises
    ------
    CallError
        One of them cannot be written, or was edited and `force` is not set; then neither is written.
    """
    from datamap.publish.page import render_index

    found = rows(folder)
    files: dict[Path, str | bytes] = {
        folder / "index.html": render_index(quarter, day, list(COLUMNS), found, trend(folder)),
        folder / "index.xlsx": _book(found, quarter, day),
    }
    for path in files:
        writing.check(path, force=force)
    return [writing.write(path, data, force=force) for path, data in files.items()]


def _book(found: list[dict[str, Any]], quarter: str, day: dt.date) -> bytes:
    widths, head, last = [*WIDTHS.values(), 12], header_look(), len(COLUMNS) + 1
    table = [[*COLUMNS, "record"]]
    table += [[*(row[c] for c in COLUMNS), "ropa.xlsx" if row["folder"] else ""] for row in found]
    with Painter() as painter:
        sheet = painter.sheet(f"Controllers {quarter}", widths, "B2")
        sheet.print_title_rows = "1:1"
        sheet.auto_filter.ref = f"A1:{get_column_letter(last)}{len(table)}"
        sheet.row_dimensions = row_heights(table, widths)
        painter.rows(sheet, table, lambda row, column: head if row == 1 else LINK if column == last else PLAIN)
        for n, row in enumerate(found, start=2):
            if row["folder"]:
                link_to_file(sheet, n, last, f"{row['folder']}/ropa.xlsx")
        return package.save(painter.book, day)
