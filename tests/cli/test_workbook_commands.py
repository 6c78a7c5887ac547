"""``datamap workbook`` and ``datamap import``: what they write, report and refuse, and their exit codes."""

from __future__ import annotations

import json

import pytest
from workbook_fixture import Edited, blank, inventory, run
from workbook_fixture import desk as desk

from datamap import formats
from datamap.formats.workbook import layout
from datamap.formats.yaml import writer as yaml


def edited(desk, change):
    book = Edited((desk / "w.xlsx").read_bytes())
    change(book)
    (desk / "w.xlsx").write_bytes(book.raw())


def test_an_untouched_workbook_gives_the_yaml_of_the_writer(desk):
    done = run("import", "w.xlsx", "-o", "back.yaml")
    assert (done.exit_code, done.stdout) == (0, "back.yaml\n") and "no edits" in done.stderr
    assert (desk / "back.yaml").read_text(encoding="utf-8") == yaml.dump(inventory())
    before = (desk / "acme.yaml").read_bytes()
    assert run("import", "w.xlsx", "--onto", "acme.yaml").exit_code == 0 and (desk / "acme.yaml").read_bytes() == before


def test_edits_are_listed_with_their_interpretation_and_comments_stay(desk):
    edited(desk, lambda e: e.set("Recipients", "Bank", "Places", "Pologne"))
    done = run("import", "w.xlsx", "--onto", "acme.yaml")
    assert done.exit_code == 0 and "Recipients!D4" in done.stdout and "Poland" in done.stdout
    assert "Before further edits: datamap workbook acme.yaml -o w.xlsx --force" in done.stderr
    assert (desk / "acme.yaml").read_text(encoding="utf-8").startswith("# ours\n")
    assert formats.read("acme.yaml").recipients[1].sites[0].country == "PL"


def test_an_edit_that_is_not_accepted_gives_1_and_the_rest_is_written(desk):
    edited(
        desk, lambda e: e.set("Recipients", "Bank", "Places", "Atlantis").set("Recipients", "Lab", "Service", "tests")
    )
    done = run("import", "w.xlsx", "--onto", "acme.yaml", "--format", "json")
    assert done.exit_code == 1 and formats.read("acme.yaml").recipients[2].service == "tests"
    found = json.loads(done.stdout)
    assert found["counts"] == {"accepted": 1, "not accepted": 1} and found["output"] == "acme.yaml"
    (refused,) = [e for e in found["edits"] if not e["taken"]]
    assert refused["place"] == "Recipients!D4" and "Atlantis" in refused["why"] and refused["expected"]
    assert run("import", "w.xlsx", "-o", "new.yaml", "--allow-untaken").exit_code == 0


def test_another_file_gets_the_merged_map_and_the_inventory_stays(desk):
    edited(desk, lambda e: e.set("Recipients", "Lab", "Service", "tests"))
    before = (desk / "acme.yaml").read_bytes()
    assert run("import", "w.xlsx", "--onto", "acme.yaml", "-o", "other.yaml").exit_code == 0
    assert (desk / "acme.yaml").read_bytes() == before and formats.read("other.yaml").recipients[2].service == "tests"
    assert run("import", "w.xlsx", "--onto", "acme.yaml", "-o", "other.yaml").exit_code == 2
    assert run("import", "w.xlsx", "--onto", "acme.yaml", "-o", "other.yaml", "--force").exit_code == 0


def test_a_workbook_is_audited_and_not_if_an_edit_is_not_understood(desk):
    by_yaml, by_book = (json.loads(run("audit", f, "--format", "json").stdout) for f in ("acme.yaml", "w.xlsx"))
    assert [f["fingerprint"] for f in by_yaml["findings"]] == [f["fingerprint"] for f in by_book["findings"]]
    edited(desk, lambda e: e.set("Recipients", "Bank", "Places", "Atlantis"))
    done = run("audit", "w.xlsx")
    assert done.exit_code == 2 and "Recipients!D4" in done.stderr and "Atlantis" in done.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("workbook", "-o", "x.xlsx"), "--blank"),
        (("workbook", "acme.yaml", "--blank", "-o", "x.xlsx"), "not both"),
        (("workbook", "acme.yaml", "-o", "x.yaml"), ".xlsx"),
        (("import", "w.xlsx"), "--onto"),
        (("import", "acme.yaml", "--onto", "acme.yaml"), "is read"),
        (("import", "list.csv", "--onto", "acme.yaml"), "not a workbook"),
        (("import", "old.xlsx", "-o", "x.yaml"), "datamap 0.1"),
        (("audit", "old.xlsx"), "datamap 0.1"),
        (("import", "cut.xlsx", "-o", "x.yaml"), "Kept by datamap"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(desk, args, told):
    (desk / "list.csv").write_text("Vendor,Country\nHoster GmbH,Germany\n", encoding="utf-8")
    book = Edited((desk / "w.xlsx").read_bytes())
    del book.book[layout.text("store")]
    (desk / "cut.xlsx").write_bytes(book.raw())
    for name in ("Map - Places", "Map - Evidence", "Map - Safeguards", "Controller record"):
        book.book.create_sheet(name)
    (desk / "old.xlsx").write_bytes(book.raw())
    before = {p.name: p.read_bytes() for p in desk.iterdir()}
    done = run(*args)
    assert done.exit_code == 2 and told in done.stderr, done.output
    assert {p.name: p.read_bytes() for p in desk.iterdir()} == before


def test_a_blank_workbook_becomes_a_map(desk):
    assert run("workbook", "--blank", "-o", "blank.xlsx").exit_code == 0
    assert (desk / "blank.xlsx").read_bytes() == blank()
    refused = run("import", "blank.xlsx", "-o", "new.yaml")
    assert refused.exit_code == 2 and "Organisation!B3" in refused.stderr and not (desk / "new.yaml").exists()
    book = Edited(blank()).answer("Organisation", "Name of the organisation", "Practice")
    book.add("Activities", Activity="Care", People="patients", Data="name", Legal_basis="contract", Kept_for="1 month")
    (desk / "filled.xlsx").write_bytes(book.raw())
    assert run("import", "filled.xlsx", "-o", "new.yaml").exit_code == 0
    assert formats.read("new.yaml").purposes[0].name == "Care"
    assert run("audit", "new.yaml").exit_code in (0, 1)
