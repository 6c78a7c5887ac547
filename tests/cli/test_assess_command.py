"""The command assess: the list, a form, and forms read back into the file."""

from __future__ import annotations

import json

import openpyxl
import pytest
from click.testing import CliRunner
from nordlicht import MAP, PUNE

from datamap.cli import main
from datamap.forms.assessment import SHEET

AS_OF = ("--as-of", "2026-09-30")


@pytest.fixture
def inventory(tmp_path):
    path = tmp_path / "nordlicht.yaml"
    path.write_text("# kept\n" + MAP + PUNE, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(main, ["assess", *map(str, arguments)])


def test_the_list_states_what_each_transfer_has(inventory):
    result = run(inventory, *AS_OF)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[1].split()[0] == "obtain" and "HelpNest Philippines" in lines[1] and "PH" in lines[1]
    assert lines[2].split()[0] == "does-not-follow" and "tia-pune" in lines[2]
    assert len(lines) == 3 and "law pack" in result.stderr


def test_the_list_as_json_and_csv(inventory):
    found = json.loads(run(inventory, *AS_OF, "--format", "json").stdout)
    assert found["as_of"] == "2026-09-30"
    assert [(a["recipient_id"], a["state"]) for a in found["assessments"]] == [
        ("helpnest-ph", "obtain"),
        ("pune", "does-not-follow"),
    ]
    assert run(inventory, *AS_OF, "--format", "csv").stdout.splitlines()[0].startswith("controller,recipient_id")


def test_without_the_framework_the_united_states_leg_is_listed(inventory):
    found = json.loads(run(inventory, *AS_OF, "--format", "json", "--without", "dpf").stdout)["assessments"]
    assert [a["country"] for a in found if a["needed"]] == ["PH", "US", "IN"]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_form_is_written_and_read_back_unchanged(inventory, suffix):
    before, form = inventory.read_bytes(), inventory.with_name("form" + suffix)
    result = run(inventory, "pune", "-o", form, *AS_OF)
    assert result.exit_code == 0 and result.stdout == f"{form}\n", result.output
    result = run(inventory, "--import", form)
    assert result.exit_code == 0 and inventory.read_bytes() == before, result.output


def test_answers_land_in_the_file(inventory):
    form = inventory.with_name("form.xlsx")
    run(inventory, "helpnest-ph", "-o", form, *AS_OF)
    book = openpyxl.load_workbook(form)
    for row in book[SHEET].iter_rows():
        row[4].value = {"checked": "yes", "outcome": "positive", "status": "in-force", "decided_on": "2026-09-01"}.get(
            row[0].value, row[4].value
        )
    book.save(form)
    result = run(inventory, "--import", form)
    assert result.exit_code == 0, result.output
    assert "# kept" in inventory.read_text(encoding="utf-8")
    found = json.loads(run(inventory, *AS_OF, "--format", "json").stdout)["assessments"]
    assert {a["recipient_id"]: a["state"] for a in found}["helpnest-ph"] == "in-force"


def test_wrong_calls_end_with_2_and_write_nothing(inventory, tmp_path):
    before = inventory.read_bytes()
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"no workbook")
    for arguments, found in (
        ((inventory, "pune"), "a form needs KEY and -o FILE"),
        ((inventory, "-o", tmp_path / "x.xlsx"), "a form needs KEY and -o FILE"),
        ((inventory, "nobody", "-o", tmp_path / "x.xlsx"), "is not known"),
        ((inventory, "hamburg", "-o", tmp_path / "x.xlsx"), "receives no data in a third country"),
        ((inventory, "pune", "-o", tmp_path / "x.pdf"), ".xlsx"),
        ((inventory, "pune", "--import", other), "reads forms back"),
        ((inventory, "--import", other, "--import", tmp_path / "missing.docx"), "missing.docx"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2 and found in result.stderr, (arguments, result.output)
    assert inventory.read_bytes() == before and not (tmp_path / "x.xlsx").exists()
