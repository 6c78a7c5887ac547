"""An import that is repeated, and a workbook that is written over: no edit is lost, and only what is new is listed."""

from __future__ import annotations

import json

import pytest
from workbook_fixture import Edited, inventory, run
from workbook_fixture import desk as desk

from datamap import formats
from datamap.formats.yaml import writer as yaml


def edited(desk, change, name="w.xlsx"):
    book = Edited((desk / name).read_bytes())
    change(book)
    (desk / name).write_bytes(book.raw())


def onto():
    return run("import", "w.xlsx", "--onto", "acme.yaml")


def again(*more):
    return run("workbook", "acme.yaml", "-o", "w.xlsx", "--force", *more)


def test_a_cell_that_was_not_accepted_is_kept_until_it_was_corrected_and_imported(desk):
    edited(
        desk, lambda e: e.set("Recipients", "Bank", "Places", "Atlantis").set("Recipients", "Lab", "Service", "tests")
    )
    done = onto()
    assert done.exit_code == 1 and "--force" not in done.stderr
    assert "Correct this cell in w.xlsx, save it, then: datamap import w.xlsx --onto acme.yaml" in done.stderr
    before = (desk / "w.xlsx").read_bytes()
    refused = again()
    assert refused.exit_code == 2 and "Recipients!D4: Atlantis" in refused.stderr
    assert "1 edit " in refused.stderr and (desk / "w.xlsx").read_bytes() == before
    assert run("workbook", "acme.yaml", "-o", "other.xlsx").exit_code == 0
    edited(desk, lambda e: e.set("Recipients", "Bank", "Places", "Poland"))
    assert onto().exit_code == 0 and again().exit_code == 0
    assert Edited((desk / "w.xlsx").read_bytes()).book["Recipients"]["D4"].value == "Poland"


def test_edits_that_were_never_imported_are_not_written_over(desk):
    edited(desk, lambda e: e.set("Recipients", "Lab", "Service", "tests").delete("Activities", "Support"))
    refused = again()
    assert refused.exit_code == 2 and "tests" in refused.stderr and "Activities" in refused.stderr
    assert run("workbook", "--blank", "-o", "w.xlsx", "--force").exit_code == 2
    assert onto().exit_code == 0 and again().exit_code == 0


def test_a_workbook_that_was_only_saved_by_another_program_is_written_over(desk):
    edited(desk, lambda e: None)
    assert run("workbook", "acme.yaml", "-o", "w.xlsx").exit_code == 2
    assert again().exit_code == 0


def test_a_comment_and_a_sheet_of_the_user_are_not_lost_either(desk):
    edited(desk, lambda e: e.book.create_sheet("Mine").append(["ask Eva"]))
    done = onto()
    assert done.exit_code == 1 and "datamap workbook acme.yaml -o ANOTHER.xlsx" in done.stderr
    assert again().exit_code == 2


def test_workbooks_that_cannot_be_compared_are_not_written_over_and_other_files_are(desk):
    other = json.loads(json.dumps(inventory().model_dump(mode="json", by_alias=True, warnings=False)))
    other["meta"]["id"] = "other"
    (desk / "other.yaml").write_text(yaml.dump(type(inventory()).model_validate(other)), encoding="utf-8")
    edited(desk, lambda e: e.set("Recipients", "Lab", "Service", "tests"))
    refused = run("workbook", "other.yaml", "-o", "w.xlsx", "--force")
    assert refused.exit_code == 2 and "'acme'" in refused.stderr
    (desk / "note.xlsx").write_text("not a workbook", encoding="utf-8")
    assert run("workbook", "acme.yaml", "-o", "note.xlsx", "--force").exit_code == 0
    (desk / "cut.xlsx").write_bytes((desk / "w.xlsx").read_bytes()[:5000])
    assert run("workbook", "acme.yaml", "-o", "cut.xlsx", "--force").exit_code == 2


def test_a_second_import_lists_only_what_is_new(desk):
    edited(
        desk,
        lambda e: e.set("Recipients", "Bank", "Places", "Pologne").add(
            "Activities", Activity="Care", People="patients", Recipients="Doctor\nLab", Kept_for="1 month"
        ),
    )
    assert onto().exit_code == 0
    edited(desk, lambda e: e.set("Recipients", "Lab", "Service", "tests"))
    before = formats.read("acme.yaml")
    done = onto()
    assert done.exit_code == 0 and "tests" in done.stdout and "Pologne" not in done.stdout
    assert "Care" not in done.stdout and "Created" not in done.stdout and "As before: 5 cells" in done.stdout
    assert formats.read("acme.yaml").purposes == before.purposes
    listed = json.loads(run("import", "w.xlsx", "--onto", "acme.yaml", "--format", "json").stdout)["edits"]
    assert all(e["already"] and e["taken"] for e in listed) and "Pologne" in [e["typed"] for e in listed]


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e.set("Transfers", "Host", "Transfer tool", "DPF"),
        lambda e: e.set("Transfers", "Host", "Transfer tool", "SCC 2021\nDPF"),
        lambda e: e.set("Transfers", "Host", "Transfer tool", None),
        lambda e: e.set("Transfers", "Host", "Signed on", "2023-05-01"),
        lambda e: e.set("Transfers", "Host", "Recipient", "Bank"),
        lambda e: e.add("Transfers", Recipient="Lab", Transfer_tool="SCC 2021 module 2", Signed_on="2024-01-01"),
        lambda e: e.add("Transfers", Recipient="Lab", Transfer_tool="none"),
        lambda e: e.set("Transfers", "Lab", "Transfer tool", "none"),
        lambda e: e.delete("Transfers", "Host"),
        lambda e: e.delete("Recipients", "Host").set("Activities", "Payroll", "Recipients", "Bank"),
        lambda e: e.set("Recipients", "Bank", "Activities", "Support"),
        lambda e: e.set("Recipients", "Host", "Recipient", "Hoster"),
        lambda e: e.answer("Organisation", "Security measures of the organisation", "Backups, Locks"),
        lambda e: e.set("Activities", "Payroll", "Legal basis", "contract").set(
            "Data", "Health", "Special or criminal data", "none"
        ),
    ],
)
def test_an_import_that_is_repeated_changes_nothing_and_is_accepted(desk, change):
    edited(desk, change)
    first = onto()
    assert first.exit_code == 0, first.output
    text = (desk / "acme.yaml").read_bytes()
    done = onto()
    assert done.exit_code == 0 and (desk / "acme.yaml").read_bytes() == text, done.output
    assert "Accepted" not in done.stdout and "Created" not in done.stdout and "Removed" not in done.stdout, done.stdout
    assert again().exit_code == 0


def test_an_import_to_the_same_name_is_shown_the_way(desk):
    edited(desk, lambda e: e.set("Recipients", "Lab", "Service", "tests"))
    assert run("import", "w.xlsx", "-o", "mine.yaml").exit_code == 0
    done = run("import", "w.xlsx", "-o", "mine.yaml")
    assert done.exit_code == 2 and "datamap import w.xlsx --onto mine.yaml" in done.stderr
    assert "did not write it" not in done.stderr and "Python" not in done.stderr
    assert run("import", "w.xlsx", "-o", "mine.yaml", "--force").exit_code == 0


def test_what_needs_the_person_comes_first_and_fits_80_columns(desk, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    edited(
        desk,
        lambda e: (
            e.set("Recipients", "Host", "Contract under Art. 28", "yes")
            .set("Recipients", "Lab", "Places", "Atlantis and more of that sort, of which no list of countries knows")
            .add("Activities", Activity="Care", People="patients", Data="name, teeth", Kept_for="1 month")
        ),
    )
    done = onto()
    out = done.stdout
    assert done.exit_code == 1 and out.index("To correct (1)") < out.index("Created (4)") < out.index("Accepted (")
    assert out.index("Recipients!D5") < out.index("typed     Atlantis") < out.index("expected") < out.index("Created")
    assert max(map(len, out.splitlines())) <= 80
    assert done.stderr.count("acme.yaml: 1 not accepted, 4 created, 3 accepted") == 2


def test_a_blank_workbook_prints_every_row_that_is_filled_in_on_pages_of_a_readable_width(desk):
    assert run("workbook", "--blank", "-o", "blank.xlsx").exit_code == 0
    sheet = Edited((desk / "blank.xlsx").read_bytes()).book["Activities"]
    assert not sheet.print_area and sheet.page_setup.fitToWidth > 1 and sheet.print_title_cols == "$A:$A"
    written = Edited((desk / "w.xlsx").read_bytes()).book["Activities"]
    assert written.print_area and written.page_setup.fitToWidth == 1


def test_a_tool_of_a_new_row_that_becomes_another_one_after_its_import_is_named(desk):
    edited(desk, lambda e: e.set("Transfers", "Lab", "Transfer tool", "DPF"))
    assert onto().exit_code == 0
    edited(desk, lambda e: e.set("Transfers", "Lab", "Transfer tool", "BCR-C"))
    done = onto()
    assert done.exit_code == 0 and "the inventory keeps" in done.output and "no row states" in done.output
    (lab,) = (r for r in formats.read(desk / "acme.yaml").recipients if r.name == "Lab")
    assert [s.kind for s in lab.safeguards] == ["dpf", "bcr-c"]
    assert "keeps" not in onto().output  # nothing is new in a third import


def test_an_activity_that_is_taken_out_of_a_new_row_after_its_import_is_named(desk):
    edited(desk, lambda e: e.add("Recipients", Recipient="Mill", Activities="Payroll, Support"))
    assert onto().exit_code == 0
    edited(desk, lambda e: e.set("Recipients", "Mill", "Activities", "Payroll"))
    done = onto()
    assert done.exit_code == 0 and "stays in, as the inventory has it since: Support" in done.output.replace("\n", " ")
