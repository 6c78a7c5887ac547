"""What people change beside the facts of a workbook: comments, sheets, merged cells. Nothing is lost in silence."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from workbook_fixture import Edited, imported, inventory

from datamap import formats
from datamap.cli import main
from datamap.errors import InputError
from datamap.formats.workbook.edits import ACCEPTED, REFUSED

pytest_plugins = ("office_fixture",)

THREAD = "[Threaded comment]\n\nYour version of Excel reads it.\n\nComment:\n    which Bank?"


def commented(text="is this right?"):
    edited = Edited()
    edited.book["Recipients"]["A4"].comment = Comment(text, "Ann")
    return edited


@pytest.mark.parametrize(("text", "shown"), [("is this right?", "is this right?"), (THREAD, "which Bank?")])
def test_a_comment_is_reported_with_its_cell(text, shown):
    changed, got = commented(text).changes()
    (edit,) = got.edits
    assert (changed, edit.place, edit.state, edit.typed) == ({}, "Recipients!A4", REFUSED, shown)


def test_a_workbook_with_a_comment_is_audited_and_its_import_ends_with_one(tmp_path):
    path = tmp_path / "w.xlsx"
    path.write_bytes(commented().raw())
    assert formats.read(path) == inventory()
    done = CliRunner().invoke(main, ["import", str(path), "-o", str(tmp_path / "m.yaml")])
    assert done.exit_code == 1 and "a comment on a cell is not imported" in done.output


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_comment_is_reported_after_libreoffice_saved_it(office, kind, tmp_path):
    path = tmp_path / "w.xlsx"
    path.write_bytes(commented().raw())
    (saved,) = office(kind, path)
    assert [(e.place, e.typed) for e in imported(saved.read_bytes()).edits] == [("Recipients!A4", "is this right?")]


LINE = Font(strike=True)


def struck(how="cell"):
    edited = Edited()
    sheet = edited.book["Recipients"]
    if how == "row":
        for cell in sheet[4]:
            cell.font = LINE
    elif how == "part":
        name = str(sheet["A4"].value)
        sheet["A4"].value = CellRichText(TextBlock(InlineFont(strike=True), name[:3]), name[3:])
    else:
        sheet["A4"].font = LINE
    return edited


@pytest.mark.parametrize("how", ["cell", "row", "part"])
def test_a_text_with_a_line_through_it_is_reported_once_for_its_row(how):
    changed, got = struck(how).changes()
    (edit,) = got.edits
    assert (changed, edit.place, edit.state) == ({}, "Recipients!A4", REFUSED)
    assert "a line through it" in edit.why and edit.typed


def test_an_edit_of_a_cell_with_a_line_through_it_is_accepted_and_reported(tmp_path):
    edited = struck()
    edited.book["Recipients"]["A4"].value = "Renamed Ltd"
    _, got = edited.changes()
    assert {(e.place, e.state) for e in got.edits} == {("Recipients!A4", ACCEPTED), ("Recipients!A4", REFUSED)}


def test_a_line_that_is_taken_back_is_no_line():
    edited = Edited()
    edited.book["Recipients"]["A4"].font = Font(strike=False)
    assert edited.changes()[1].edits == ()


def test_an_audit_of_a_workbook_with_a_line_through_a_text_names_the_cell(tmp_path):
    path = tmp_path / "w.xlsx"
    path.write_bytes(struck().raw())
    with pytest.raises(InputError, match="Recipients!A4.*a line through it"):
        formats.read(path)


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("how", ["row", "part"])
def test_a_line_through_a_text_is_reported_after_libreoffice_saved_it(office, kind, how, tmp_path):
    path = tmp_path / "w.xlsx"
    path.write_bytes(struck(how).raw())
    (saved,) = office(kind, path)
    assert [(e.place, e.state) for e in imported(saved.read_bytes()).edits] == [("Recipients!A4", REFUSED)]


def test_a_sheet_of_the_user_is_reported():
    edited = Edited()
    edited.book.create_sheet("My notes", 0)["A1"] = "ask the bank"
    changed, got = edited.changes()
    assert (changed, [(e.place, e.state) for e in got.edits]) == ({}, [("My notes", REFUSED)])


@pytest.mark.parametrize("name", ["Organisation", "Activities", "Data", "People", "Recipients", "Transfers", "Notice"])
def test_a_renamed_sheet_is_read_by_its_labels(name):
    edited = Edited()
    edited.book[name].title = "Renamed"
    changed, got = edited.changes()
    assert (changed, [(e.place, e.state) for e in got.edits]) == ({}, [("Renamed", ACCEPTED)])


def test_an_edit_on_a_renamed_sheet_is_written():
    edited = Edited().set("Recipients", "Bank", "Places", "Poland")
    edited.book["Recipients"].title = "Vendors"
    assert edited.changes()[0] == {"recipients[1].sites[0]": "PL"}


def test_the_cells_that_a_merged_cell_covers_keep_their_facts():
    edited = Edited()
    sheet = edited.book["Recipients"]
    sheet.merge_cells(start_row=3, end_row=5, start_column=2, end_column=2)
    changed, got = edited.changes()
    assert (changed, [(e.place, e.state) for e in got.edits]) == (
        {},
        [("Recipients!B4", REFUSED), ("Recipients!B5", REFUSED)],
    )


def test_too_many_merged_cells_change_nothing_of_the_sheet():
    edited = Edited().set("Recipients", "Bank", "Places", "Poland")
    out = io.BytesIO()
    areas = "".join(f'<mergeCell ref="H{i}:I{i}"/>' for i in [4] * 6000)
    with zipfile.ZipFile(io.BytesIO(edited.raw())) as old, zipfile.ZipFile(out, "w") as new:
        names = openpyxl.load_workbook(io.BytesIO(edited.raw())).sheetnames
        part = f"xl/worksheets/sheet{names.index('Recipients') + 1}.xml"
        for item in old.namelist():
            data = old.read(item)
            if item == part:
                data = data.replace(b"</sheetData>", b"</sheetData><mergeCells>" + areas.encode() + b"</mergeCells>")
            new.writestr(item, data)
    got = imported(out.getvalue())
    assert got.inventory == inventory()
    assert [e.why for e in got.edits] == ["too many merged cells; nothing of the sheet was changed"]


@pytest.mark.parametrize("text", ["yes", "Ano", "nein", "x"])
@pytest.mark.parametrize("label", ["People", "Data", "Recipients", "Security measures"])
def test_an_answer_where_names_belong_is_no_new_entry(label, text):
    changed, got = Edited().set("Activities", "Support", label, text).changes()
    assert changed == {} or text == "nein"  # "no" in a list of names: there are none
    assert {e.state for e in got.edits} == ({REFUSED} if text != "nein" else {ACCEPTED})


def test_a_place_where_recipients_belong_is_no_new_recipient():
    changed, got = Edited().set("Activities", "Support", "Recipients", "Germany").changes()
    assert (changed, [e.why for e in got.edits]) == ({}, ["'Germany' is a place, not a recipient"])
    assert Edited().set("Activities", "Support", "Recipients", '"Germany"').read().inventory.recipients[-1].name == (
        "Germany"
    )


@pytest.mark.parametrize("text", ["-", "?", "tbd"])
@pytest.mark.parametrize(("label", "row"), [("Own staff", "Staff"), ("Vulnerable", "Staff")])
def test_a_sign_for_unknown_is_shown_as_nothing_recorded(label, row, text):
    (edit,) = Edited().set("People", row, label, text).read().edits
    assert (edit.state, edit.meaning) == (ACCEPTED, "nothing recorded")


def test_a_refused_fact_still_ends_an_audit(tmp_path):
    path = tmp_path / "w.xlsx"
    path.write_bytes(Edited().set("Recipients", "Bank", "Places", "Atlantis").raw())
    with pytest.raises(InputError, match="Atlantis"):
        formats.read(path)
