"""Workbooks: merged cells repeat, what is hidden is reported, values are as people see them."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import Workbook
from reading_fixture import assert_traceable, grid_of, read, saved, words_of

from datamap.reading.document import Document
from datamap.reading.reader import read_document


def filled() -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "Register"
    rows = [
        ["Activity", "Recipients", "Since", "Share", "Note"],
        ["Newsletter", "Postbird", dt.date(2026, 9, 30), 0.5, None],
        [None, "Hoster", 3.0, 0.1 + 0.2, "x"],
        ["Payroll", "Payer", True, 1200, None],
        ["Old one", "Oldbird", None, None, None],
    ]
    for row in rows:
        sheet.append(row)
    sheet["D2"].number_format = "0%"
    return book


def xlsx(tmp_path, book: Workbook) -> Document:
    return read(tmp_path, "book.xlsx", saved(book))


def test_values_are_as_people_see_them(tmp_path):
    document = xlsx(tmp_path, filled())
    assert grid_of(document)[1:4] == [
        ["Newsletter", "Postbird", "2026-09-30", "50%", ""],
        ["", "Hoster", "3", "0.3", "x"],
        ["Payroll", "Payer", "yes", "1200", ""],
    ]
    assert document.blocks[0].name == "Register"
    assert document.blocks[0].rows[2][1].text.where == "Register!B3"
    assert document.blocks[0].rows[1][4].text.where == "Register!E2"


def test_a_merged_cell_repeats_its_text(tmp_path):
    book = filled()
    book.active.merge_cells("A2:A3")
    table = xlsx(tmp_path, book).blocks[0]
    assert [(row[0].text.words, row[0].repeats) for row in table.rows[1:3]] == [
        ("Newsletter", False),
        ("Newsletter", True),
    ]
    assert table.rows[2][0].text.where == "Register!A2"


def test_hidden_rows_columns_and_sheets_are_reported_and_not_read(tmp_path):
    book = filled()
    book.active.row_dimensions[5].hidden = True
    book.active.column_dimensions["E"].hidden = True
    other = book.create_sheet("Old 2019")
    other.append(["Secret"])
    other.sheet_state = "veryHidden"
    document = xlsx(tmp_path, book)
    assert [row[0] for row in grid_of(document)] == ["Activity", "Newsletter", "", "Payroll"]
    assert len(document.blocks[0].rows[0]) == 4
    assert [(s.what, s.where) for s in document.skipped] == [
        ("hidden row: 5", "Register!5"),
        ("hidden column: E", "Register!E"),
        ("the hidden sheet 'Old 2019' (1 rows)", "Old 2019"),
    ]


def test_a_merged_cell_whose_first_row_is_hidden_keeps_its_text(tmp_path):
    book = filled()
    book.active.merge_cells("A2:A3")
    book.active.row_dimensions[2].hidden = True
    table = xlsx(tmp_path, book).blocks[0]
    assert (table.rows[1][0].text.words, table.rows[1][0].repeats) == ("Newsletter", False)


def test_hidden_columns_in_a_group_are_all_hidden(tmp_path):
    book = filled()
    book.active.column_dimensions.group("B", "C", hidden=True)
    assert grid_of(xlsx(tmp_path, book))[0] == ["Activity", "Share", "Note"]


def test_a_formula_without_a_result_is_reported(tmp_path):
    book = filled()
    book.active["B2"] = '=HYPERLINK("http://a.test","Postbird")'
    document = xlsx(tmp_path, book)
    assert grid_of(document)[1][1] == ""
    assert document.skipped[0].where == "Register!B2" and "the formula =HYPERLINK" in document.skipped[0].what


def test_the_result_of_a_formula_is_what_people_see(tmp_path):
    import zipfile

    book = filled()
    book.active["B2"] = "=1+1"
    (tmp_path / "f.xlsx").write_bytes(saved(book))
    with zipfile.ZipFile(tmp_path / "f.xlsx") as before, zipfile.ZipFile(tmp_path / "g.xlsx", "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(
                name,
                part.replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>").replace(
                    b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
                ),
            )
    document = read_document(tmp_path / "g.xlsx")
    assert grid_of(document)[1][1] == "2" and document.skipped == ()


def test_several_sheets_are_several_tables_and_blank_ones_none(tmp_path):
    book = filled()
    book.create_sheet("Empty")
    book.create_sheet("Vendors").append(["Name"])
    assert [b.name for b in xlsx(tmp_path, book).blocks] == ["Register", "Vendors"]


def test_blank_rows_and_columns_between_tables_stay(tmp_path):
    book = Workbook()
    book.active["B2"] = "A"
    book.active["D4"] = "B"
    assert grid_of(xlsx(tmp_path, book)) == [["", "", "", ""], ["", "A", "", ""], ["", "", "", ""], ["", "", "", "B"]]


@pytest.mark.office
def test_a_spreadsheet_program_keeps_what_is_merged_and_hidden(tmp_path, office):
    book = filled()
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("D4:E4")
    book.active.row_dimensions[5].hidden = True
    book.active.column_dimensions["C"].hidden = True
    other = book.create_sheet("Old")
    other.append(["Secret"])
    other.sheet_state = "hidden"
    book.active["B2"] = '=CONCATENATE("Post","bird")'
    (tmp_path / "book.xlsx").write_bytes(saved(book))
    for kind in ("ods", "xlsx"):
        (file,) = office(kind, tmp_path / "book.xlsx")
        document = read_document(file)
        assert_traceable(document)
        table = document.blocks[0]
        assert words_of(table) == [
            ["Activity", "Recipients", "Share", "Note"],
            ["Newsletter", "Postbird", "50%", ""],
            ["Newsletter", "Hoster", "0.3", "x"],
            ["Payroll", "Payer", "1200", "1200"],
        ]
        assert [s.where for s in document.skipped] == ["Register!5", "Register!C", "Old"], kind
        assert table.rows[3][3].repeats and table.rows[1][1].text.where == "Register!B2"
