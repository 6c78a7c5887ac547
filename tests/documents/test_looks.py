"""Links in sheets lead where they should, and a failure leaves no temporary file."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from datamap.documents import package
from datamap.documents.looks import PLAIN, link_to_file, link_to_sheet
from datamap.documents.sheets import Painter
from datamap.errors import CallError


def test_links_lead_to_a_sheet_and_to_a_file():
    with Painter() as painter:
        sheet = painter.sheet("Start", [10])
        painter.rows(sheet, [["It's here"], ["file"]], lambda row, column: PLAIN)
        link_to_sheet(sheet, 1, 1, "It's here")
        link_to_file(sheet, 2, 1, "one/ropa.xlsx")
        painter.rows(painter.sheet("It's here", [10]), [["x"]], lambda row, column: PLAIN)
        data = package.save(painter.book, dt.date(2026, 9, 30))
    read = openpyxl.load_workbook(io.BytesIO(data))["Start"]
    assert read["A1"].hyperlink.location == "'It''s here'!A1" and read["A1"].hyperlink.target is None
    assert read["A2"].hyperlink.target == "one/ropa.xlsx"


def test_a_failure_closes_what_was_begun():
    with pytest.raises(CallError), Painter() as painter:
        sheet = painter.sheet("A", [10])
        painter.rows(sheet, [["x" * 40_000]], lambda row, column: PLAIN)
    assert all(s.closed for s in painter.book.worksheets if s._writer is not None)
