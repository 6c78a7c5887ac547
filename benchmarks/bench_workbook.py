"""The workbook against its peers, as ratios.

Writing against XlsxWriter, reading back against openpyxl; memory and growth.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.results import Row
from benchmarks.timing import best

DAY = "2026-09-30"


def inventory(activities: int) -> Any:
    """A map of one organisation: 1 recipient for 4 activities, the usual lists filled."""
    from datamap.model import Inventory

    recipients = [
        {
            "id": f"r{i}",
            "name": f"Recipient {i}",
            "role": "processor",
            "service": "Hosting of a system",
            "dpa": "yes",
            "sites": ["US" if i % 2 else "DE"],
            "safeguards": ["scc:2021@2022-05-01"],
            "evidence": {"C": f"Recipient {i} | Hosting | USA | SCC |"},
        }
        for i in range(max(activities // 4, 1))
    ]
    purposes = [
        {
            "id": f"p{i}",
            "ref": f"B.{i}",
            "name": f"Activity number {i} of the organisation",
            "description": "what is done with the data and why",
            "role": "controller",
            "subjects": ["staff", "customers"],
            "categories": [f"c{(i + k) % 20}" for k in range(5)],
            "legal_bases": [{"basis": "6-1-f", "interest": "running the service"}],
            "retention": [{"period": "P5Y", "starts": "the end of the contract"}],
            "sources": ["subject"],
            "recipients": [f"r{i // 4 % len(recipients)}"],
            "measures": ["encryption"],
            "evidence": {f"B.{i}": "the words of the notice on this activity"},
        }
        for i in range(activities)
    ]
    return Inventory.model_validate(
        {
            "meta": {"id": "bench"},
            "controller": {"name": "Bench Ltd", "country": "CZ", "role": "controller"},
            "subjects": [
                {"id": "staff", "name": "Staff", "staff": "yes"},
                {"id": "customers", "name": "Customers", "staff": "no"},
            ],
            "categories": [{"id": f"c{i}", "name": f"Category of data {i}", "special": "none"} for i in range(20)],
            "measures": [{"id": "encryption", "name": "Encryption at rest", "kind": "technical"}],
            "purposes": purposes,
            "recipients": recipients,
        }
    )


def same_cells(data: bytes) -> Callable[[], None]:
    """XlsxWriter on the cells of a workbook: the same values, widths and wrapping, everything else left out."""
    import openpyxl
    import xlsxwriter

    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = [
        (s.title, [[c.value for c in row] for row in s.iter_rows()], [d.width for d in s.column_dimensions.values()])
        for s in book.worksheets
    ]

    def write() -> None:
        out = xlsxwriter.Workbook(io.BytesIO(), {"strings_to_formulas": False, "strings_to_urls": False})
        wrap, date = out.add_format({"text_wrap": True, "valign": "top"}), out.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows, widths in sheets:
            sheet = out.add_worksheet(title)
            for i, width in enumerate(widths):
                sheet.set_column(i, i, width)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(r, c, value, wrap)
                    elif isinstance(value, (int, float)):
                        sheet.write_number(r, c, value, wrap)
                    elif value is not None:
                        sheet.write_datetime(r, c, value, date)
        out.close()

    return write


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements."""
    large = 1_000 if quick else 10_000
    return [*_record(100 if quick else 1_000), *_large(large), *_rows(5_000 if quick else 100_000, 30)]


def _record(activities: int) -> list[Row]:
    """Writing and reading back one organisation's record."""
    import openpyxl

    from datamap.formats.workbook import reader, writer
    from datamap.pipeline import audit
    from datamap.publish.record import book_bytes

    judged = audit(inventory(activities), DAY)
    _ = judged.findings, judged.transfers
    data = book_bytes(judged, edition="internal")
    ours, peer = best(lambda: book_bytes(judged, edition="internal")), best(same_cells(data))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "record.xlsx"
        file.write_bytes(writer.book_bytes(inventory(activities)))
        assert reader.read(file).inventory == inventory(activities)
        back, own = best(lambda: reader.read(file)), best(lambda: openpyxl.load_workbook(file))
    return [
        Row(
            f"a record of {activities:,} activities / XlsxWriter on the same cells",
            f"{ours / peer:.2f}",
            "at most 3",
            ours / peer <= 3,
            f"{ours:.2f} s and {peer:.2f} s, {len(data) / 1e6:.1f} MB",
        ),
        Row(
            "reading it back / openpyxl's own reading",
            f"{back / own:.2f}",
            "at most 3",
            back / own <= 3,
            f"{back:.2f} s and {own:.2f} s",
        ),
    ]


def _large(activities: int) -> list[Row]:
    """The record for an authority of many activities, against a tenth of them."""
    from datamap.pipeline import audit
    from datamap.publish.record import book_bytes

    took = []
    for n in (activities // 10, activities):
        judged = audit(inventory(n), DAY)
        _ = judged.transfers
        took.append(best(lambda judged=judged: book_bytes(judged), 1))  # type: ignore[misc]
    short, long_ = took
    return [
        Row(
            f"a record of {activities:,} activities / of a tenth of them",
            f"{long_ / short:.1f} times",
            "about 10",
            long_ / short < 15,
            f"{long_:.1f} s",
        )
    ]


def _rows(count: int, columns: int) -> list[Row]:
    """One wide sheet, written by the same painter, in a separate process to measure its memory.

    A tenth of it shows the growth.
    """
    made = []
    for n in (count // 10, count):
        code = f"from benchmarks.bench_workbook import one_sheet; one_sheet({n}, {columns})"
        out = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).resolve().parent.parent,
        ).stdout.split()
        made.append((float(out[0]), float(out[1])))
    (short, _), (long_, memory) = made
    return [
        Row(
            f"{count:,} rows by {columns} columns, peak memory",
            f"{memory:.0f} MiB",
            "under 1,024",
            memory < 1024,
            f"{long_:.1f} s",
        ),
        Row("the time of ten times the rows", f"{long_ / short:.1f} times", "about 10", long_ / short < 12, ""),
    ]


def one_sheet(count: int, columns: int) -> None:
    """Write a sheet of texts; print seconds and the most MiB that the process held."""
    import datetime as dt

    from datamap.documents import package
    from datamap.documents.sheets import Grid, Painter

    words = [f"a text of some words, number {i}" for i in range(1000)]
    values = [[words[(r * 7 + c) % 1000] for r in range(count)] for c in range(columns)]
    start = time.perf_counter()
    painter = Painter()
    painter.table(Grid("Rows", [f"Column {c}" for c in range(columns)], [24] * columns, values))
    package.save(painter.book, dt.date(2026, 9, 30))
    took = time.perf_counter() - start
    # not ru_maxrss: that of the process which started this one counts in it
    peak = next(
        int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    sys.stdout.write(f"{took:.3f} {peak / 1024:.1f}\n")
