"""The command documents: one list of the signed documents, as table, JSON and CSV; and a run that keeps their state."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from datamap.cli import main

MAP = """
meta: {id: demo, date: 2026-11-01}
controller: {name: Demo GmbH, country: DE}
recipients:
  - {id: desk, name: Desk, role: processor, dpa: yes, dpa_reference: "document:desk", sites: [IE]}
  - {id: mail, name: Mail, role: processor, dpa: yes, dpa_reference: "document:mail", sites: [IE]}
documents:
  desk: {name: Contract, path: desk.pdf, signed: 2024-02-01, expires: 2026-06-30}
  old: {path: old.pdf}
"""


@pytest.fixture
def inventory(tmp_path):
    (tmp_path / "desk.pdf").write_bytes(b"signed")
    path = tmp_path / "demo.yaml"
    path.write_text(MAP, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_the_list_has_each_document_once_with_what_refers_to_it(inventory):
    result = run("documents", inventory, "--as-of", "2026-09-30")
    assert result.exit_code == 0, result.output
    head, *lines = result.stdout.splitlines()
    assert head.split() == ["id", "name", "state", "path", "signed", "expires", "documents"]
    assert [
        (line.split()[0], state in line)
        for line, state in zip(lines, ("not-compared", "missing", "not-listed"), strict=True)
    ] == [("desk", True), ("old", True), ("mail", True)]
    assert "2026-06-30 (expired)" in lines[0] and "contract under Art. 28 (Desk)" in lines[0]


def test_the_list_as_json_and_csv(inventory):
    found = json.loads(run("documents", inventory, "--as-of", "2026-06-30", "--format", "json").stdout)
    assert found["as_of"] == "2026-06-30"
    assert [(d["id"], d["state"], d["expired"]) for d in found["documents"]] == [
        ("desk", "not-compared", False),
        ("old", "missing", False),
        ("mail", "not-listed", False),
    ]
    assert run("documents", inventory, "--format", "csv").stdout.startswith("controller,id,name,path,sha256,signed")


def test_an_inventory_without_documents_has_an_empty_list(tmp_path):
    (tmp_path / "demo.yaml").write_text("meta: {id: demo}\ncontroller: {name: Demo GmbH}\n")
    assert "neither lists signed documents nor refers to any" in run("documents", tmp_path / "demo.yaml").stdout


def test_a_run_is_verified_where_the_documents_are_not(inventory, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = run("report", inventory, "--quarter", "2026Q3", "-o", tmp_path / "reports")
    assert made.exit_code == 0, made.output
    result = run("verify", tmp_path / "reports" / "2026Q3" / "demo")
    assert result.exit_code == 0, result.output
    findings = json.loads((tmp_path / "reports" / "2026Q3" / "demo" / "findings.json").read_text())["findings"]
    assert [f["subject_id"] for f in findings if f["rule"] == "RR007"] == ["old"]
    resumed = run("report", inventory, "--quarter", "2026Q3", "-o", tmp_path / "reports", "--resume")
    assert "current" in resumed.output
    (tmp_path / "old.pdf").write_bytes(b"found again")
    assert run("report", inventory, "--quarter", "2026Q3", "-o", tmp_path / "reports", "--resume").exit_code == 0
    findings = json.loads((tmp_path / "reports" / "2026Q3" / "demo" / "findings.json").read_text())["findings"]
    assert not [f for f in findings if f["rule"] == "RR007"]
