"""Workbooks that lie or are meant to harm: one clear message, and bounded memory."""

from __future__ import annotations

import subprocess
import sys

import pytest
from spreadsheet_fixture import FAR, MAIN, ods, one, packed, participants, text_cell, xlsx

from datamap import formats, spreadsheet
from datamap.errors import InputError
from datamap.spreadsheet import parts

CELL = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'


SMALL = {
    "a claimed dimension": xlsx(
        f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{text_cell("A1")}</row></sheetData>'
    ),
    "a dimension that is none": xlsx(
        f'<dimension ref="XFD1048576:A1"/><sheetData><row r="1">{text_cell("A1")}</row></sheetData>'
    ),
    "formatted blank cells at the far end": xlsx(
        f"<sheetData><row r='1'>{text_cell('A1')}<c r='XFD1' s='1'/></row>"
        + "".join(f"<row r='{i}'><c r='XFD{i}'/></row>" for i in range(2, 20_000))
        + "</sheetData>"
    ),
    "blank cells that repeat": ods(
        f"<table:table-row>{CELL.format('')}<table:table-cell table:number-columns-repeated='16383'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048575'>"
        "<table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    ),
}


@pytest.mark.parametrize("name", SMALL)
def test_what_a_sheet_claims_is_ignored(name):
    assert one(SMALL[name]) == [["x"]]


def test_a_cell_at_the_far_end_is_read():
    rows = one(xlsx(FAR))
    assert (len(rows), len(rows[-1]), rows[0], rows[-1][-1]) == (1_048_576, 16_384, ["x"], "x")


def repeated(columns, rows):
    return ods(
        f"<table:table-row table:number-rows-repeated='{rows}'>"
        + CELL.format(f" table:number-columns-repeated='{columns}'")
        + "</table:table-row>"
    )


HOSTILE = {
    "cells that repeat": (repeated(16_384, 1_048_576), "too many cells"),
    "a number that no sheet has": (repeated("9" * 30, "9" * 30), "too many cells"),
    "a number that is none": (repeated("-1", 1), "cannot be read"),
    "far cells in every row": (
        xlsx(
            "<sheetData>"
            + "".join(f"<row r='{i}'>{text_cell(f'XFD{i}')}</row>" for i in range(1, 3000))
            + "</sheetData>"
        ),
        "too far apart",
    ),
    "long texts that repeat": (
        ods(
            "<table:table-row table:number-rows-repeated='1000000'>"
            "<table:table-cell office:value-type='string'><text:p>"
            + "y" * 30_000
            + "</text:p></table:table-cell></table:table-row>"
        ),
        "too much text",
    ),
    "blanks that repeat": (
        ods(
            "<table:table-row table:number-rows-repeated='1000000'><table:table-cell office:value-type='string'>"
            "<text:p>x<text:s text:c='999999999'/>x</text:p></table:table-cell></table:table-row>"
        ),
        "too much text",
    ),
    "a billion laughs": (
        xlsx(
            f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "xxxxxxxxxx">]><worksheet {MAIN}>'
            f"<sheetData><row>{text_cell('A1', '&a;')}</row></sheetData></worksheet>"
        ),
        "document type",
    ),
    "a tag without end": (xlsx("<sheetData><row><c r='" + "A" * 9_000_000 + "'/></row></sheetData>"), "no spreadsheet"),
    "names without end": (
        xlsx("<sheetData><row>" + "".join(f"<n{i}/>" for i in range(20_000)) + "</row></sheetData>"),
        "no spreadsheet",
    ),
    "many small files": (packed({f"{i}": "" for i in range(10_001)}), "too many files"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_that_asks_for_more_than_there_is_gets_one_message(tmp_path, name):
    raw, said = HOSTILE[name]
    for file, read in (("h.xlsx", formats.read), ("h.ods", formats.read), ("h_2026-03-24.xlsx", participants)):
        (tmp_path / file).write_bytes(raw)
        with pytest.raises(InputError, match=said) as e:
            read(tmp_path / file)
        assert len(e.value.problems) == 1


def test_the_limit_is_two_million_cells_with_content(monkeypatch):
    assert parts.CELLS == 2_000_000
    monkeypatch.setattr(parts, "CELLS", 6)
    assert one(repeated(3, 2)) == [["x"] * 3] * 2
    with pytest.raises(spreadsheet.Unreadable, match="too many cells"):
        one(repeated(7, 1))
    row = (
        "<row>" + text_cell("A1") * 0 + "<c t='inlineStr'><is><t>x</t></is></c><c s='1'/><c><v></v></c>" * 6 + "</row>"
    )
    assert sum(c == "x" for c in one(xlsx(f"<sheetData>{row}</sheetData>"))[0]) == 6
    with pytest.raises(spreadsheet.Unreadable, match="too many cells"):
        one(xlsx(f"<sheetData>{row}<row><c><v>1</v></c></row></sheetData>"))


CHILD = """
import resource, sys
from datamap.errors import InputError
from datamap.drafting.registers import imported
from datamap.law import dpf
import datamap.drafting.draft, datamap.drafting.writer, datamap.formats.workbook, pandas
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for file in sys.argv[1:]:
    for read in (imported, lambda path: dpf.read([path])):
        try:
            read(file)
        except InputError as e:
            assert len(e.problems) == 1, e
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
assert grown < 500, f"{grown:.0f} MB"
"""


def test_memory_stays_bounded(tmp_path):
    """Beside the hostile ones: a bomb whose size the directory of the zip denies, and one that says it."""
    files = {f"{i}_2026-03-24.xlsx": raw for i, (raw, _) in enumerate(HOSTILE.values())}
    files |= {f"s{i}_2026-03-24.xlsx": raw for i, raw in enumerate(SMALL.values())}
    files["far_2026-03-24.xlsx"] = xlsx(FAR)
    bomb = xlsx("<sheetData>" + " " * 400_000_000 + "</sheetData>")
    size = (400_000_000 + len(f"<worksheet {MAIN}><sheetData></sheetData></worksheet>")).to_bytes(4, "little")
    assert bomb.count(size) == 2
    files["bomb_2026-03-24.xlsx"] = bomb
    files["lie_2026-03-24.xlsx"] = bomb.replace(size, (1000).to_bytes(4, "little"))
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *(str(tmp_path / f) for f in files)],
        capture_output=True,
        text=True,
        env={"DATAMAP_CACHE": str(tmp_path / "cache"), "PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(parts, "UNPACKED", 10_000)
    with pytest.raises(spreadsheet.Unreadable, match="MB unpacked"):
        one(xlsx("<sheetData>" + " " * 20_000 + "</sheetData>"))
