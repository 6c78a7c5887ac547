"""The face: commands, exit codes, keys, files."""

from __future__ import annotations

import json
import pkgutil
from importlib import import_module

import click
import openpyxl
import pytest
from click.testing import CliRunner

from datamap import cli
from datamap.cli import main
from datamap.cli.base import SECTIONS


@pytest.fixture
def run(root, monkeypatch):
    monkeypatch.chdir(root)
    return lambda *args: CliRunner().invoke(main, [str(a) for a in args])


SMARTSUPP = "inventory/smartsupp.yaml"


def test_audit_fails_on_errors_and_names_helpjuice(run):
    done = run("audit", SMARTSUPP, "--as-of", "2026-09-30", "--format", "json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert {"as_of", "law", "inputs", "counts", "findings"} <= set(found)
    one = next(f for f in found["findings"] if f["rule"] == "TR002")
    assert (one["subject"], one["controller"]) == ("HelpJuice", "smartsupp")
    assert one["evidence"][0]["words"] == "HelpJuice | Help Center CMS | USA | Concluded DPA |"
    assert run("audit", SMARTSUPP, "--as-of", "2026-09-30", "--fail-on", "never").exit_code == 0


def test_transfers_have_the_keys_that_others_rely_on(run):
    found = json.loads(run("transfers", SMARTSUPP, "--as-of", "2026-09-30", "--format", "json").stdout)
    keys = (
        "controller recipient_id recipient country verdict ground instrument evidence "
        "contested valid_until reasons purposes categories"
    )
    assert all(set(keys.split()) <= set(t) for t in found["transfers"])


@pytest.mark.parametrize(
    ("country", "day", "more", "status", "verdict"),
    [
        ("US", "2020-07-16", ["--safeguard", "privacy-shield"], "no-decision", "not-covered"),
        ("US", "2022-12-28", ["--safeguard", "scc:2010"], "no-decision", "not-covered"),
        ("US", "2026-09-30", [], "adequate-in-part", "not-covered"),
        ("GB", "2020-06-30", [], "transition", "no-transfer"),
        ("GB", "2026-11-23", [], "adequate", "covered"),
        ("HR", "2013-06-30", [], "no-decision", "not-covered"),
        ("BR", "2026-01-25", [], "no-decision", "not-covered"),
        ("GL", "2026-01-01", [], "no-decision", "not-covered"),
        ("AX", "2026-01-01", [], "eea", "no-transfer"),
        ("Jersey", "2026-01-01", [], "adequate", "covered"),
    ],
)
def test_law(run, country, day, more, status, verdict):
    found = json.loads(run("law", country, "--as-of", day, "--format", "json", *more).stdout)
    assert (found["status"], found["verdict"]) == (status, verdict)
    assert found["reasons"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x: [", "a bracket, comma or end of file"),
        ("", "nothing in it"),
        ("meta: {id: a}\nmeta: {id: b}\n", "is used twice, in lines 1 and 2"),
        ("meta: {id: a}\ncontroller: {name: X, colour: red}\n", "colour"),
        ("meta: {id: a, date: 2026-02-30}\ncontroller: {name: X}\n", "2026-02-30"),
        ("meta: {id: a}\ncontroller: {name: X}\npurposes: [{id: p, name: P, recipients: [nobody]}]\n", "nobody"),
        ("meta: {id: a}\ncontroller: {name: X, country: Atlantis}\n", "Atlantis"),
    ],
)
def test_bad_inventories_are_refused_in_words(run, tmp_path, text, said):
    bad = tmp_path / "bad.yaml"
    bad.write_text(text, encoding="utf-8")
    for command in (["check", bad], ["audit", bad], ["ropa", bad, "-o", tmp_path / "r.xlsx"]):
        done = run(*command)
        assert done.exit_code == 2
        assert said in done.stderr
        assert "Traceback" not in done.output
    assert not (tmp_path / "r.xlsx").exists()


def test_files_that_are_none(run, tmp_path):
    (tmp_path / "latin.yaml").write_bytes(b"meta: {id: \xe9}\n")
    (tmp_path / "dir.yaml").mkdir()
    for name, said in (("latin.yaml", "UTF-8"), ("missing.yaml", "no such file"), ("dir.yaml", "folder")):
        done = run("check", tmp_path / name)
        assert done.exit_code == 2
        assert said in done.stderr


def test_init_gives_an_inventory_without_a_problem(run, tmp_path):
    new = tmp_path / "mine.yaml"
    assert run("init", new).exit_code == 0
    assert run("check", new).exit_code == 0
    schema = tmp_path / new.read_text(encoding="utf-8").split("$schema=")[1].split()[0]
    assert json.loads(schema.read_text(encoding="utf-8"))["title"] == "A datamap inventory"
    schema.write_text("{}", encoding="utf-8")  # somebody's own is left as it is
    assert run("init", new).exit_code == 2
    assert run("init", tmp_path / "other.yaml").exit_code == 0 and schema.read_text(encoding="utf-8") == "{}"


def test_report_leaves_its_files_and_the_same_bytes_twice(run, tmp_path):
    for name in ("a", "b"):
        assert run("report", SMARTSUPP, "--quarter", "2026Q3", "-o", tmp_path / name).exit_code == 0
    a, b = (tmp_path / n / "2026Q3" / "smartsupp" for n in ("a", "b"))
    names = {p.name for p in a.iterdir()}
    assert names == {
        "report.ipynb",
        "report.html",
        "ropa.xlsx",
        "ropa-internal.xlsx",
        "brief.html",
        "brief.docx",
        "brief.json",
        "mail.txt",
        "flows.html",
        "findings.csv",
        "findings.json",
        "transfers.csv",
        "transfers.json",
        "inventory.yaml",
        "manifest.json",
    }
    assert [n for n in sorted(names - {"report.ipynb"}) if (a / n).read_bytes() != (b / n).read_bytes()] == []
    assert str(tmp_path) not in (a / "report.ipynb").read_text(encoding="utf-8")
    page = (a / "report.html").read_text(encoding="utf-8")
    assert "content-security-policy" in page.lower()
    book = openpyxl.load_workbook(a / "ropa.xlsx")
    assert [s.title for s in book][:4] == ["Cover", "Activities", "On behalf of others", "Recipients"]
    assert not [c.coordinate for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]


def test_a_bad_quarter_or_inventory_leaves_the_last_report(run, tmp_path):
    assert run("report", SMARTSUPP, "--quarter", "2026Q5", "-o", tmp_path).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_text_of_an_inventory_does_no_harm(run, tmp_path):
    evil = '=HYPERLINK("http://x")</script><img src=x onerror=alert(1)>{{7*7}}'
    bad = tmp_path / "evil.yaml"
    bad.write_text(
        f"meta: {{id: evil}}\ncontroller: {{name: X}}\nrecipients: [{{id: r, name: {json.dumps(evil)}}}]\n",
        encoding="utf-8",
    )
    assert run("ropa", bad, "-o", tmp_path / "r.xlsx").exit_code == 0
    assert run("flows", bad, "-o", tmp_path / "f.html").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cell = book["Recipients"]["A2"]
    assert (cell.value, cell.data_type) == (evil, "s")
    page = (tmp_path / "f.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page
    csv = run("transfers", bad, "--format", "csv").stdout
    assert "'=HYPERLINK" in csv


def test_the_help_lists_every_command_once_in_its_section_with_a_whole_sentence(run):
    for module in pkgutil.iter_modules(cli.__path__):
        import_module(f"datamap.cli.{module.name}")
    listed = {name: module for names in SECTIONS.values() for name, module in names.items()}
    there = {name: command.callback.__module__.rpartition(".")[2] for name, command in main.commands.items()}
    assert listed == there, "add the command to SECTIONS in datamap/cli/base.py"
    shown = " ".join(run("--help").stdout.split())
    for name, command in main.commands.items():
        assert command.short_help and command.short_help.endswith("."), name
        assert f"{name} {command.short_help}" in shown


def test_every_option_is_explained_in_a_sentence():
    options = [(n, o) for n, c in main.commands.items() for o in c.params if isinstance(o, click.Option)]
    unexplained = [f"{n} {o.opts[-1]}" for n, o in options if not o.hidden and not (o.help or "").endswith(".")]
    assert unexplained == []


def test_scripts_may_pass_a_format_to_the_commands_that_write_a_file(run, tmp_path):
    for command, name in (("ropa", "r.xlsx"), ("flows", "f.html")):
        done = run(command, SMARTSUPP, "--format", "json", "-o", tmp_path / name)
        assert done.exit_code == 0 and done.stdout == f"{tmp_path / name}\n"


def test_what_falls_without_an_instrument_is_shown_in_every_format(run):
    day = ("--as-of", "2026-09-30", "--without", "eu-us-dpf")
    table, plain = (run("transfers", SMARTSUPP, *day, "--format", f) for f in ("table", "json"))
    fallen = json.loads(plain.stdout)["what_if"]
    _, _, after = table.stdout.partition("\nWithout eu-us-dpf:\n")
    assert table.exit_code == plain.exit_code == 0 and fallen
    assert len(after.splitlines()) == len(fallen) + 1
