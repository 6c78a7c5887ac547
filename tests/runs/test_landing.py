"""Files are replaced only where nothing is lost, and no link in a folder of reports is followed."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from run_fixture import MAP, SMALL, notebook, state

import datamap as dm
from datamap.cli import main
from datamap.documents import package
from datamap.errors import CallError
from datamap.files import seal, writing
from datamap.publish import page
from datamap.runs import reports


def run(*args: object):
    return CliRunner().invoke(main, [str(a) for a in args])


def named(folder: Path, name: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(MAP.format(id=name), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    return dm.audit(dm.read(named(tmp_path_factory.mktemp("map"), "one")), "2026-09-30")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return notebook(tmp_path_factory.mktemp("notebook") / "n.ipynb", SMALL)


# --- the digest ------------------------------------------------------------------------------------------------------


def _book() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "text"
    return package.save(book, dt.date(2026, 9, 30))


SEALED = {"page": seal.page("<!DOCTYPE html>\n<p>Grüße</p>\n").encode(), "workbook": _book()}


@pytest.mark.parametrize("kind", SEALED)
@given(data=st.data())
def test_any_changed_byte_counts_as_an_edit(kind, data):
    whole = SEALED[kind]
    assert seal.intact(whole)
    at = data.draw(st.integers(0, len(whole) - 1))
    flip = data.draw(st.integers(1, 255))
    assert not seal.intact(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])
    assert (
        not seal.intact(whole[:at]) and not seal.intact(whole + b" ") and not seal.intact(whole[:at] + whole[at + 1 :])
    )


def test_a_sealed_workbook_is_a_workbook_and_one_saved_again_is_edited():
    whole = SEALED["workbook"]
    assert _book() == whole and zipfile.ZipFile(io.BytesIO(whole)).testzip() is None
    again = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(whole)).save(again)
    assert not seal.intact(again.getvalue())
    copied = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(copied, "w") as new:
        new.comment = old.comment
        for item in old.infolist():
            new.writestr(item, old.read(item).replace(b"text", b"edit"))
    assert not seal.intact(copied.getvalue()), "the digest was kept, the content was not"


# --- one file --------------------------------------------------------------------------------------------------------

COMMANDS = {
    "ropa": ("one.yaml", "-o", "out.xlsx"),
    "flows": ("one.yaml", "-o", "out.html"),
    "import": ("record.xlsx", "-o", "out.yaml"),
    "init": ("out.yaml",),
}


@pytest.fixture
def desk(tmp_path, monkeypatch, audit):
    monkeypatch.chdir(tmp_path)
    named(tmp_path, "one")
    dm.write_ropa(audit, "record.xlsx")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_is_replaced_only_where_nothing_is_lost(desk, command):
    args = (command, *COMMANDS[command])
    target = desk / args[-1]
    assert run(*args).exit_code == 0
    first, sealed = target.read_bytes(), command in ("ropa", "flows")
    assert seal.intact(first) == sealed
    again = run(*args)
    assert again.exit_code == (0 if sealed else 2) and target.read_bytes() == first, (
        "the same input gives the same bytes"
    )
    for foreign in (first + b"\n", b"", b"somebody's notes"):
        target.write_bytes(foreign)
        refused = run(*args)
        assert refused.exit_code == 2 and target.read_bytes() == foreign
        assert "exists already" in refused.stderr and "--force" in refused.stderr and refused.stderr.count("\n") == 1
    assert run(*args, "--force").exit_code == 0 and target.read_bytes() == first
    assert not list(desk.glob(".*")), "nothing is left aside"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_link_is_never_written_through(desk, command, force):
    args = (command, *COMMANDS[command])
    (desk / "victim").write_text("precious")
    for leads_to in ("victim", "missing"):
        target = desk / args[-1]
        target.unlink(missing_ok=True)
        target.symlink_to(leads_to)
        assert run(*args, *force).exit_code == (0 if force else 2)
        assert target.is_symlink() != bool(force), "with --force the link itself is replaced"
        assert (desk / "victim").read_text() == "precious" and not (desk / "missing").exists()


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("ropa", "x.pdf"),
        ("ropa", "x.xls"),
        ("ropa", "x"),
        ("ropa", "xlsx"),
        ("flows", "x.xlsx"),
        ("flows", "x.html.txt"),
        ("import", "x.txt"),
        ("import", "x.json"),
        ("init", "x.xlsx"),
    ],
)
def test_a_name_of_another_kind_of_file_is_refused(desk, command, name):
    before = state(desk)
    done = run(command, *COMMANDS[command][:-1], name, "--force")
    assert done.exit_code == 2 and "Expected a name that ends in" in done.stderr and state(desk) == before


@pytest.mark.parametrize(
    ("command", "name"), [("ropa", "X.XLSX"), ("flows", "x.htm"), ("import", "x.YML"), ("init", "x.yml")]
)
def test_other_spellings_of_an_ending_are_accepted(desk, command, name):
    done = run(command, *COMMANDS[command][:-1], name)
    assert done.exit_code == 0 and (desk / name).is_file(), done.output


def test_python_has_the_same_care(audit, tmp_path):
    writers = {"a.xlsx": dm.write_ropa, "a.html": page.write_flows, "b.html": page.write_report}
    for name, write in writers.items():
        path = write(audit, tmp_path / name)
        path.write_bytes(path.read_bytes() + b" ")
        with pytest.raises(CallError, match="exists already"):
            write(audit, path)
        write(audit, path, force=True)
        assert seal.intact(path.read_bytes())
        with pytest.raises(CallError, match="ends in"):
            write(audit, tmp_path / "a.pdf")


def test_an_audit_replaces_the_folder_of_an_earlier_one_only_if_asked(desk):
    pytest.importorskip("pyarrow")
    args = ("audit", "one.yaml", "--as-of", "2026-09-30", "--fail-on", "never", "-o", "found")
    assert run(*args).exit_code == 0
    first = state(desk / "found")
    (desk / "found" / "part-00007.parquet").write_bytes(b"of a larger group")
    assert run(*args).exit_code == 2 and run(*args, "--force").exit_code == 0
    assert state(desk / "found") == first
    (desk / "found" / "notes.txt").write_text("precious")
    done = run(*args, "--force")
    assert done.exit_code == 2 and "notes.txt is not from an audit" in done.stderr
    assert (desk / "found" / "notes.txt").read_text() == "precious"
    (desk / "link").symlink_to("found")
    assert run(*args[:-1], "link", "--force").exit_code == 2
    assert not list(desk.glob(".*"))


# --- a quarter -------------------------------------------------------------------------------------------------------


def report(folder: Path, small: Path, *names: str, **more):
    return {
        o.controller: o
        for o in reports.report([named(folder, n) for n in names], "2026Q3", folder / "out", notebook=small, **more)
    }


def test_the_manifest_decides_what_is_replaced_and_for_one_controller_only(tmp_path, small):
    names = ("edited", "stranger", "tampered", "cut", "bare", "fine", "missing", "littered", "other")
    assert {o.state for o in report(tmp_path, small, *names).values()} == {"made"}
    quarter = tmp_path / "out" / "2026Q3"
    (quarter / "edited" / "findings.json").write_text("corrected by hand")
    (quarter / "stranger" / "notes.docx").write_text("precious")
    text = (quarter / "tampered" / "manifest.json").read_text()
    (quarter / "tampered" / "manifest.json").write_text(text.replace('"2026-09-30"', '"2026-09-29"'))
    (quarter / "cut" / "manifest.json").write_text(text[:100])
    (quarter / "bare" / "manifest.json").unlink()
    (quarter / "missing" / "findings.json").unlink()
    (quarter / "littered" / ".DS_Store").write_text("of the Finder")
    shutil.rmtree(quarter / "other")
    shutil.copytree(quarter / "fine", quarter / "other")
    lost = {"edited", "stranger", "tampered", "cut", "bare", "other"}
    before = {n: state(quarter / n) for n in lost}
    done = report(tmp_path, small, *names)
    assert {n for n, o in done.items() if o.state == "failed"} == lost, done
    assert {n: state(quarter / n) for n in lost} == before
    assert "edited since the run: findings.json" in done["edited"].error and "--force" in done["edited"].error
    assert "not from the run: notes.docx" in done["stranger"].error
    assert "manifest.json" in done["tampered"].error and "manifest of a run" in done["cut"].error
    assert "it is the report of 'fine'" in done["other"].error
    again = report(tmp_path, small, *names, force=True)
    assert {o.state for o in again.values()} == {"made"}
    assert not (quarter / "stranger" / "notes.docx").exists() and not list(quarter.glob(".*"))


def test_what_is_edited_while_a_report_is_made_is_not_lost(tmp_path, one):
    quarter = tmp_path / "out" / "2026Q3"
    edit = f"import pathlib; pathlib.Path({str(quarter / 'one' / 'findings.json')!r}).write_text('edited')"
    reports.report([one], "2026Q3", tmp_path / "out", notebook=notebook(tmp_path / "a.ipynb", SMALL))
    late = notebook(tmp_path / "b.ipynb", SMALL, edit)
    (done,) = reports.report([one], "2026Q3", tmp_path / "out", notebook=late)
    assert done.state == "failed" and (quarter / "one" / "findings.json").read_text() == "edited"


def test_an_edited_index_stays_and_the_reports_are_made(tmp_path, small):
    args = ("report", named(tmp_path, "one"), "--quarter", "2026Q3", "-o", tmp_path / "out", "--notebook", small)
    assert run(*args).exit_code == 0
    index = tmp_path / "out" / "2026Q3" / "index.html"
    book = index.with_suffix(".xlsx").read_bytes()
    index.write_text("our own start page")
    done = run(*args)
    assert (
        done.exit_code == 2 and "index.html: exists already" in done.stderr and "0 of 1 reports failed" in done.stderr
    )
    assert index.read_text() == "our own start page" and index.with_suffix(".xlsx").read_bytes() == book
    assert run(*args, "--force").exit_code == 0 and seal.intact(index.read_bytes())


def test_ids_that_meet_the_files_of_a_quarter_are_refused(tmp_path, small):
    names = ("index", "index.html", "index.xlsx", "one.failed.ipynb", "plotly-6.0.0.min.js", "nul", "con.x", "one")
    done = report(tmp_path, small, *names)
    assert [n for n, o in done.items() if o.state == "made"] == ["one"] and len(done) == len(names)
    assert all("id" in str(o.problems[0]) for o in done.values() if o.state == "failed")
    assert sorted(p.name for p in (tmp_path / "out" / "2026Q3").iterdir()) == ["index.html", "index.xlsx", "one"]


@pytest.fixture
def shared_folder(tmp_path, small):
    """A quarter with a report of ``one``, and what others must not touch beside it."""
    report(tmp_path, small, "one")
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "file").write_text("precious")
    return tmp_path / "out" / "2026Q3", victim


LINKS = [".one.lock", ".one.old", ".one.new-x", "one.failed.ipynb", "index.html", "index.xlsx"]
LINKS += [".index.html.part", ".index.xlsx.part", ".one.failed.ipynb.part"]


@pytest.mark.parametrize("leads_to", ["file", "missing", "."])
def test_no_link_in_a_quarter_is_followed(tmp_path, small, shared_folder, leads_to):
    quarter, victim = shared_folder
    before = state(victim), victim.stat().st_mode
    bad = notebook(tmp_path / "bad.ipynb", "1 / 0")
    for name in LINKS:
        (quarter / name).unlink(missing_ok=True)
        (quarter / name).symlink_to(victim / leads_to)
        done = [*report(tmp_path, small, "one").values(), *report(tmp_path, bad, "one").values()]
        assert all(o.state in ("made", "failed") and "Traceback" not in o.error for o in done), name
        assert (state(victim), victim.stat().st_mode) == before, name
        if (quarter / name).is_symlink():
            (quarter / name).unlink()
    assert {o.state for o in report(tmp_path, small, "one").values()} == {"made"}


def test_a_report_or_quarter_that_is_a_link_is_refused(tmp_path, small, shared_folder):
    quarter, victim = shared_folder
    shutil.move(quarter / "one", victim / "one")
    (quarter / "one").symlink_to(victim / "one")
    before = state(victim)
    for force in (False, True):
        done = report(tmp_path, small, "one", "two", force=force)
        assert "is a link" in done["one"].error and done["two"].state == "made"
        assert state(victim) == before
    shutil.move(quarter, victim / "quarter")
    quarter.symlink_to(victim / "quarter")
    before = state(victim)
    with pytest.raises(CallError, match="it is a link"):
        report(tmp_path, small, "one")
    assert state(victim) == before


def test_a_lock_that_is_another_name_of_a_file_leaves_it_as_it_is(tmp_path, small, shared_folder):
    quarter, victim = shared_folder
    os.link(victim / "file", quarter / ".one.lock")
    assert report(tmp_path, small, "one")["one"].state == "made"
    assert (victim / "file").read_text() == "precious"
    os.mkfifo(quarter / ".one.lock")
    assert report(tmp_path, small, "one")["one"].state == "made", "and nothing waits for a pipe"


def test_parquet_is_written_beside_no_link(tmp_path, audit):
    parquet = pytest.importorskip("datamap.tables.parquet")
    (tmp_path / "victim").mkdir()
    (tmp_path / ".group.unfinished").symlink_to("victim")
    assert parquet.write(audit.tables, tmp_path / "group") == [tmp_path / "group"]
    assert not list((tmp_path / "victim").iterdir()) and (tmp_path / "group" / "purposes.parquet").is_file()
    assert [p.name for p in tmp_path.glob(".group*")] == [".group.unfinished"]


def test_a_file_gets_the_rights_that_new_files_get(tmp_path):
    (tmp_path / "plain").write_text("x")
    writing.write(tmp_path / "written", "x")
    assert (tmp_path / "written").stat().st_mode == (tmp_path / "plain").stat().st_mode


# --- the documentation -----------------------------------------------------------------------------------------------


def test_every_workflow_action_is_pinned_by_its_commit(root):
    files = [*(root / "docs").glob("*.md"), *root.glob("*.md"), *root.glob(".github/**/*.y*ml")]
    used = [line for f in files for line in f.read_text(encoding="utf-8").splitlines() if re.search(r"\buses: ", line)]
    assert len(used) >= 6
    assert [line for line in used if not re.search(r"uses: [\w./-]+@[0-9a-f]{40}  ?# v\d+\.\d+\.\d+$", line)] == []
