"""Reading documents: a register against calamine's own reading, a notice, a PDF."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure import timed
from benchmarks.results import Row

LABELS = (
    *("Activity", "Purpose", "Function", "Controller", "Data subjects", "Personal data", "Special data", "Recipients"),
    *("Country", "Safeguard", "Legal basis", "Retention", "Measures", "Source", "Owner", "Remark"),
)


def _cpu(work: Callable[[], Any], times: int = 5) -> float:
    """Median seconds of CPU time of some runs."""
    return timed(work, times, clock=time.process_time)[0]


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements."""
    rows = 50 if quick else 5_000
    return [_register(folder, rows), _draft(folder, rows), *_notice(folder), *_pdf(folder, 2 if quick else 30)]


def _register(folder: Path, activities: int) -> Row:
    import python_calamine
    import xlsxwriter

    from datamap.reading.reader import read_document

    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Register")
        sheet.write_row(0, 0, LABELS)
        for r in range(1, activities + 1):
            sheet.write_row(r, 0, [f"{label} of activity {r}, in some words" for label in LABELS])
    raw = path.read_bytes()

    def peer() -> None:
        found = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        found.get_sheet_by_index(0).to_python()

    ours, theirs = _cpu(lambda: read_document(path)), _cpu(peer)
    return Row(
        f"a register of {activities:,} activities as a document / calamine's own reading",
        f"{ours / theirs:.1f}",
        "at most 10",
        ours / theirs <= 10,
        f"{ours:.2f} s and {theirs:.2f} s, {len(LABELS)} columns, {len(raw) / 1e6:.1f} MB",
    )


DRAFTED = {
    "Processing activity": ("Orders {}", "Newsletter {}", "Payroll {}", "Enquiries {}"),
    "Purpose": ("to deliver what customer group {} buys",),
    "Data subjects": ("customers, visitors", "subscribers"),
    "Categories of data": ("name, address, e-mail", "bank details"),
    "Recipients": ("Carrier GmbH", "Postbird Inc. (USA)", "Payer Ltd", "Maps Ltd; Hoster GmbH"),
    "Third country": ("Germany", "USA", "United Kingdom", "Japan"),
    "Safeguards": ("", "SCC 2021", "adequacy decision", ""),
    "Legal basis": ("Art. 6(1)(b)", "Art. 6(1)(a)", "Art. 6(1)(c), (f)", "consent"),
    "Retention": ("3 years", "10 years after the end of the contract", "6 months", "30 days"),
    "Security measures": ("encryption, access control",),
}
"""Columns of a register, with the texts of its rows in turn; ``{}``: the number of the row."""


def _draft(folder: Path, activities: int) -> Row:
    import openpyxl
    import xlsxwriter

    from datamap.drafting import draft, writer

    path = folder / "drafted.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Register")
        sheet.write_row(0, 0, DRAFTED)
        for r in range(activities):
            sheet.write_row(r + 1, 0, [texts[r % len(texts)].format(r) for texts in DRAFTED.values()])

    def peer() -> None:
        for _ in openpyxl.load_workbook(path).active.iter_rows(values_only=True):
            pass

    ours, theirs = _cpu(lambda: writer.inventory(draft.draft(path))), _cpu(peer)
    return Row(
        f"a register of {activities:,} activities as a draft / openpyxl's own reading",
        f"{ours / theirs:.1f}",
        "at most 4",
        ours / theirs <= 4,
        f"{ours:.2f} s and {theirs:.2f} s, {len(DRAFTED)} columns",
    )


def _notice(folder: Path) -> list[Row]:
    from datamap.drafting import draft
    from datamap.reading.reader import read_document

    section = (
        "## {n}. Purpose number {n}\n\nWe process **contact data** of our customers\\. See [the list](#l): it "
        "states who receives the data, where they are, and what we have agreed with them.\n\n- one thing\n- another\n\n"
    )
    text = "| Name | Country | Tool |\n|---|---|---|\n" + "| Vendor, Inc. | USA | SCC |\n" * 200
    while len(text) < 80_000:
        text += section.format(n=len(text))
    path = folder / "notice.md"
    path.write_text(text, encoding="utf-8")
    took = _cpu(lambda: read_document(path))
    whole = _cpu(lambda: draft.draft(path))
    return [
        Row("a notice of 80 kB in Markdown as a document", f"{took:.2f} s", "under 0.3 s", took < 0.3, ""),
        Row("a notice of 80 kB in Markdown as a draft", f"{whole:.2f} s", "under 1 s", whole < 1, ""),
    ]


def _pdf(folder: Path, pages: int) -> list[Row]:
    try:
        import pdfplumber  # noqa: F401
    except ImportError:
        return []
    from datamap.reading.reader import read_document
    from tests.pdf_fixture import made, ruled, text

    words = "We share the personal data of our customers with the companies of the list, and with no others."
    lines = [(50.0, 800.0 - 12 * n, words, 10.0, False) for n in range(40)]
    rows = [[f"Vendor {n}, Inc.", "USA", "SCC"] for n in range(12)]
    path = folder / "annex.pdf"
    path.write_bytes(made(*[text(lines) + "\n" + ruled(rows, 300) for _ in range(pages)]))
    took = _cpu(lambda: read_document(path), 1)
    return [Row(f"a PDF of {pages} pages as a document", f"{took:.1f} s", "under 10 s", took < 10, "")]
