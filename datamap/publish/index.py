"""The page and the workbook over all controllers of a quarter: who has what open, and where its report is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from textwrap import shorten
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from datamap.documents import cells, package
from datamap.files import writing
from datamap.history import archive
from datamap.history.quarter import QUARTER

COLUMNS = (
    "controller",
    "name",
    "not covered",
    "undetermined",
    "covered",
    "no transfer",
    "errors",
    "warnings",
    "notes",
    "accepted",
    "law pack",
)


def rows(folder: Path) -> list[dict[str, Any]]:
    """One row per controller whose report stands in a quarter's folder: the counts of its manifest, most errors first.

    A folder with a manifest that cannot be read is left out; `datamap verify` names it.
    """
    out = []
    for r in archive.readable(folder)[0]:
        m = r.manifest
        transfers, found = m["counts"]["transfers"], m["counts"]["findings"]
        out.append(
            {
                "controller": m["controller"],
                "name": shorten(m["inputs"][0].get("name") or m["controller"], 1_000, placeholder=" …"),
                "not covered": transfers["not-covered"],
                "undetermined": transfers["undetermined"],
                "covered": transfers["covered"],
                "no transfer": transfers["no-transfer"],
                "errors": found["error"],
                "warnings": found["warning"],
                "notes": found["note"],
                "accepted": found["accepted"],
                "law pack": m["law"]["version"],
                "horizon": m["law"].get("horizon", "a day that is not told"),
                "sha256": m["inputs"][0].get("sha256", ""),
                "folder": archive.link(r.folder.name),
            }
        )
    return sorted(out, key=lambda x: (-x["errors"], -x["not covered"], x["controller"]))


def trend(folder: Path) -> list[dict[str, Any]]:
    """Counts of this quarter and of every one before it: ``quarter, controllers``, transfers by verdict, ``errors, warnings``."""
    out = []
    for quarter in sorted(
        p for p in folder.parent.iterdir() if p.is_dir() and QUARTER.fullmatch(p.name) and p.name <= folder.name
    ):
        found = rows(quarter)
        if found:
            out.append(
                {
                    "quarter": quarter.name,
                    "controllers": len(found),
                    **{
                        k: sum(r[k] for r in found)
                        for k in ("not covered", "undetermined", "covered", "no transfer", "errors", "warnings")
                    },
                }
            )
    return out


def write(folder: Path, quarter: str, day: dt.date, *, force: bool = False) -> list[Path]:
    """``index.html`` and ``index.xlsx`` in a quarter's folder, over all reports that stand in it.

    Raises
    ------
    CallError
        One of them cannot be written, or was edited and `force` is not set; then neither was written.
    """
    from datamap.publish.page import render_index

    found = rows(folder)
    page = render_index(quarter, day, list(COLUMNS), found, trend(folder))
    files = {folder / "index.html": page, folder / "index.xlsx": _book(found, quarter, day)}
    for path in files:
        writing.check(path, force=force)
    return [writing.write(path, data, force=force) for path, data in files.items()]


def _book(found: list[dict[str, Any]], quarter: str, day: dt.date) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = f"Controllers {quarter}"
    sheet.append([*COLUMNS, "record"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for n, row in enumerate(found, 2):
        for c, name in enumerate(COLUMNS, 1):
            cell = sheet.cell(n, c)
            cell.value = cells.value(row[name], sheet.title, n, c)
            if isinstance(row[name], str):
                cell.data_type, cell.style = "s", "Normal"
                cell.quotePrefix = True
        if row["folder"]:
            link = sheet.cell(n, len(COLUMNS) + 1, "ropa.xlsx")
            link.hyperlink = Hyperlink(ref=link.coordinate, target=f"{row['folder']}/ropa.xlsx")
            link.font = Font(underline="single", color="1F3A5F")
    for c, width in enumerate((24, 44, 12, 14, 10, 12, 9, 10, 8, 10, 12, 12), 1):
        sheet.column_dimensions[get_column_letter(c)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS) + 1)}{len(found) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    return package.save(book, day)
