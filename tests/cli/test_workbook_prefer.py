"""A cell that was imported and is edited again in the same workbook: the way out of the conflict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from workbook_fixture import Edited, run

from datamap import formats

MAP, MINE = Path("map.xlsx"), Path("mine.yaml")


def typed(change):
    book = Edited(MAP.read_bytes())
    change(book)
    MAP.write_bytes(book.raw())


@pytest.fixture
def first(tmp_path, monkeypatch):
    """A blank workbook that was filled in and imported once."""
    monkeypatch.chdir(tmp_path)
    assert run("workbook", "--blank", "-o", "map.xlsx").exit_code == 0

    def write(**cells):
        typed(
            lambda e: e.answer("Organisation", "Name of the organisation", "Clinic").add(
                "Recipients", Recipient="Otter", **cells
            )
        )
        return run("import", "map.xlsx", "-o", "mine.yaml")

    return write


def places():
    return [s.country for s in formats.read("mine.yaml").recipients[0].sites]


def test_a_cell_that_is_edited_again_is_a_conflict_until_the_workbook_is_preferred(first):
    assert first(Places="USA").exit_code == 0
    typed(lambda e: e.set("Recipients", "Otter", "Places", "Germany"))
    before = MINE.read_bytes()
    done = run("import", "map.xlsx", "--onto", "mine.yaml")
    assert done.exit_code == 1 and MINE.read_bytes() == before, done.output
    assert "Recipients!D3  Otter, Places: conflict" in done.stdout and "United States" in done.stdout
    assert "--prefer workbook" in done.stdout
    way = "datamap import map.xlsx --onto mine.yaml --prefer workbook"
    assert f"If the workbook is right: {way}" in done.stderr
    refused = run("workbook", "mine.yaml", "-o", "map.xlsx", "--force")
    assert refused.exit_code == 2 and "--prefer workbook" in refused.stderr
    done = run(*way.split()[1:])
    assert done.exit_code == 0 and places() == ["DE"], done.output
    assert "Recipients!D3  Otter, Places: Germany (replaced: United States)" in done.stdout
    after = MINE.read_bytes()
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 0
    assert MINE.read_bytes() == after
    assert run("workbook", "mine.yaml", "-o", "map.xlsx", "--force").exit_code == 0


def test_a_conflict_also_ends_with_what_the_inventory_has_in_the_cell(first):
    first(Places="USA")
    typed(lambda e: e.set("Recipients", "Otter", "Places", "Germany"))
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 1
    typed(lambda e: e.set("Recipients", "Otter", "Places", "USA"))
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 0 and places() == ["US"]


def test_a_cell_that_was_accepted_in_part_is_corrected(first):
    done = first(Places="Germany\nAtlantis")
    assert done.exit_code == 1 and "accepted in part" in done.stdout, done.output
    typed(
        lambda e: e.set("Recipients", "Otter", "Places", "Germany\nIreland").set("Recipients", "Otter", "Role", "??x")
    )
    done = run("import", "map.xlsx", "--onto", "mine.yaml")
    assert done.exit_code == 1 and places() == ["DE", "unknown"]
    assert "Correct these 2 cells" in done.stderr and "If the workbook is right in this conflict: " in done.stderr
    done = run("import", "map.xlsx", "--onto", "mine.yaml", "--prefer", "workbook", "--format", "json")
    (edit,) = [e for e in json.loads(done.stdout)["edits"] if e["place"] == "Recipients!D3"]
    assert edit["state"] == "accepted" and edit["why"].startswith("replaced: Germany") and places() == ["DE", "IE"]


def test_a_newer_fact_that_no_cell_of_the_workbook_contradicts_stays(first):
    first(Places="USA")
    text = MINE.read_text(encoding="utf-8")
    assert "name: Otter" in text
    MINE.write_text(text.replace("name: Otter", "name: Otter\n  service: notes of meetings"), encoding="utf-8")
    typed(lambda e: e.set("Recipients", "Otter", "Places", "Germany"))
    assert run("import", "map.xlsx", "--onto", "mine.yaml", "--prefer", "workbook").exit_code == 0
    assert places() == ["DE"] and formats.read("mine.yaml").recipients[0].service == "notes of meetings"


def test_without_an_inventory_there_is_nothing_to_prefer_over(first):
    first(Places="USA")
    done = run("import", "map.xlsx", "-o", "other.yaml", "--prefer", "workbook")
    assert done.exit_code == 2 and "--onto" in done.stderr


def tools():
    return [(t.kind, t.module, str(t.signed)) for t in formats.read("mine.yaml").recipients[0].safeguards]


def test_a_transfer_tool_that_is_corrected_is_not_there_twice(first):
    first(Places="USA")
    typed(lambda e: e.add("Transfers", Recipient="Otter", Transfer_tool="SCC 2021", Module="2", Signed_on="2022?"))
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 1
    assert tools() == [("scc", "2", "unknown")]
    typed(lambda e: e.set("Transfers", "Otter", "Signed on", "2022-05-01"))
    done = run("import", "map.xlsx", "--onto", "mine.yaml")
    assert done.exit_code == 0 and tools() == [("scc", "2", "2022-05-01")], done.output
    typed(lambda e: e.set("Transfers", "Otter", "Module", "3"))
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 1 and len(tools()) == 1
    assert run("import", "map.xlsx", "--onto", "mine.yaml", "--prefer", "workbook").exit_code == 0
    assert tools() == [("scc", "3", "2022-05-01")]


def test_a_tool_that_was_imported_is_corrected_to_none(first):
    first(Places="USA")
    typed(lambda e: e.add("Transfers", Recipient="Otter", Transfer_tool="SCC 2021"))
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 0
    typed(lambda e: e.set("Transfers", "Otter", "Transfer tool", "none"))
    done = run("import", "map.xlsx", "--onto", "mine.yaml")
    assert done.exit_code == 1 and "--prefer workbook" in done.stderr and len(tools()) == 1, done.output
    assert run("import", "map.xlsx", "--onto", "mine.yaml", "--prefer", "workbook").exit_code == 0
    assert formats.read("mine.yaml").recipients[0].safeguards == ()


def test_a_tool_that_was_replaced_is_replaced_again(first):
    first(Places="USA")
    typed(lambda e: e.add("Transfers", Recipient="Otter", Transfer_tool="SCC 2021", Module="2"))
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 0
    assert run("workbook", "mine.yaml", "-o", "map.xlsx", "--force").exit_code == 0
    typed(lambda e: e.set("Transfers", "Otter", "Transfer tool", "DPF").set("Transfers", "Otter", "Module", None))
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 0
    typed(lambda e: e.set("Transfers", "Otter", "Transfer tool", "BCR for processors"))
    before = MINE.read_bytes()
    done = run("import", "map.xlsx", "--onto", "mine.yaml")
    assert done.exit_code == 1 and MINE.read_bytes() == before and "--prefer workbook" in done.stderr, done.output
    assert run("import", "map.xlsx", "--onto", "mine.yaml", "--prefer", "workbook").exit_code == 0
    assert [t[0] for t in tools()] == ["bcr-p"]
    assert run("workbook", "mine.yaml", "-o", "map.xlsx", "--force").exit_code == 0


@pytest.mark.parametrize(
    ("sheet", "label", "value"), [("Transfers", "Module", "2"), ("Recipients", "Service", "notes")]
)
def test_a_row_that_was_edited_imported_and_deleted(first, sheet, label, value):
    first(Places="USA")
    typed(lambda e: e.add("Transfers", Recipient="Otter", Transfer_tool="SCC 2021"))
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 0
    assert run("workbook", "mine.yaml", "-o", "map.xlsx", "--force").exit_code == 0
    typed(lambda e: e.set(sheet, "Otter", label, value))
    assert run("import", "map.xlsx", "--onto", "mine.yaml").exit_code == 0
    typed(lambda e: e.delete("Transfers", "Otter") if sheet == "Transfers" else delete_all(e))
    done = run("import", "map.xlsx", "--onto", "mine.yaml")
    assert done.exit_code == 1 and "--prefer workbook" in done.stderr, done.output
    (otter,) = formats.read("mine.yaml").recipients
    assert (otter.service, bool(otter.safeguards)) == (("unknown", True) if sheet == "Transfers" else ("notes", False))
    done = run("import", "map.xlsx", "--onto", "mine.yaml", "--prefer", "workbook")
    assert done.exit_code == 0 and "Removed (" in done.stdout, done.output
    left = formats.read("mine.yaml").recipients
    assert (not left) if sheet == "Recipients" else not left[0].safeguards


def delete_all(edited):
    edited.delete("Transfers", "Otter").delete("Recipients", "Otter")
