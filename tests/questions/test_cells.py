"""Findings of a map that came from a workbook name its sheets, rows and columns, and no line of a file."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from workbook_fixture import Edited, inventory

import datamap as dm
from datamap.cli import main
from datamap.formats.workbook.layout import sheets
from datamap.formats.yaml import writer
from datamap.formats.yaml.places import fill
from datamap.questions import cells, explain

DAY = "2026-11-01"


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    path = tmp_path_factory.mktemp("cells") / "w.xlsx"
    path.write_bytes(Edited().set("Recipients", "Lab", "Service", "tests").raw())
    return path, dm.audit(dm.read(path), DAY)


def told(audit, rule):
    frame = audit.findings.frame
    return explain.explain(audit, frame.loc[frame["rule"] == rule, "fingerprint"].iloc[0])


@pytest.mark.parametrize(
    ("rule", "where", "asked"),
    [
        ("PD003", "sheet Activities, row 'Support', column Data", "a category"),
        ("RR001", "sheet Organisation, row 'E-mail'", "an e-mail address"),
        ("TR016", "sheet Transfers, row 'Host', columns Transfer tool, Module, Signed on", "the module, 1, 2, 3 or 4"),
        ("NO001", "sheet Notice, row 'Does it state: transfers and their safeguards (Art. 13(1)(f))'", "told, once"),
    ],
)
def test_what_to_type_is_in_the_cells_of_the_workbook(audited, rule, where, asked):
    text = explain.text(told(audited[1], rule))
    assert f"In the workbook: {where}\n" in text and f"  to fill in: {asked}" in text
    assert "Lines to type" not in text and ":0)" not in text and "<<" not in text.partition("To accept")[0]


def test_a_map_in_yaml_keeps_its_lines_and_names_the_cells_too(tmp_path):
    path = tmp_path / "acme.yaml"
    path.write_text(writer.dump(inventory()), encoding="utf-8")
    text = explain.text(told(dm.audit(dm.read(path), DAY), "TR016"))
    assert "In the workbook: sheet Transfers, row 'Host'" in text and "Lines to type in recipients, host" in text
    assert "acme.yaml:" in text and "<<fill in the module" in text


def test_a_finding_without_lines_names_the_rows(audited):
    explained = told(audited[1], "TR016")
    assert explained["rows"] == ["sheet Recipients, row 'Host'", "sheet Transfers, row 'Host'"]
    text = explain.text({**explained, "lines": [], "no_lines": "What to type depends on the answer."})
    assert (
        "What to type\n  What to type depends on the answer.\n  In the workbook: sheet Recipients, row 'Host'" in text
    )


def test_the_list_of_all_findings_names_the_sheet(audited):
    shown = CliRunner().invoke(main, ["audit", str(audited[0]), "--all", "--as-of", DAY]).stdout
    assert "w.xlsx, sheet Recipients" in shown and "w.xlsx:0" not in shown


@pytest.mark.parametrize("sheet", sheets(), ids=lambda s: s.name)
def test_every_cell_of_the_layout_is_found_by_its_field(sheet):
    for column in sheet.columns:
        field = column.fields[0]
        table, _, part = sheet.holds.partition(".")
        value = {"conditions": [{"conditions": ["9-2-h"]}], "withdrawal": [{"withdrawal": "a link"}]}.get(column.kind)
        fields = {part: [{field: "x"}]} if part else {field: value or "x"}
        if sheet.form and column.kind == "letter":
            fields = {field: {column.item: fill("told")}}
        elif sheet.form and column.kind == "right":
            fields = {"right": column.item}
        if column.kind in ("entries", "serves", "owner"):
            continue  # these show other entries, and no field of their own
        where = cells.of_fields(column.path[0] if column.path else table or field, "Mine", fields)
        assert any(w.startswith(f"sheet {sheet.name},") and column.label in w for w in where), (column, where)
    assert cells.of_fields("recipients", "Mine", {"organisation": "x"}) == []
