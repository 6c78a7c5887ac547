"""Reports are replaced only where nothing is lost, and no link in a folder of reports is followed."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from run_fixture import SMALL, named, notebook, run, state

import datamap as dm
from datamap.errors import CallError
from datamap.files import seal
from datamap.runs import reports


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    return dm.audit(dm.read(named(tmp_path_factory.mktemp("map"), "one")), "2026-09-30")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return notebook(tmp_path_factory.mktemp("notebook") / "n.ipynb", SMALL)


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


@pytest.mark.parametrize("leads_to, links", [("file", LINKS), ("missing", LINKS[::2]), (".", LINKS[1::2])])
def test_no_link_in_a_quarter_is_followed(tmp_path, small, shared_folder, leads_to, links):
    quarter, victim = shared_folder
    before = state(victim), victim.stat().st_mode
    bad = notebook(tmp_path / "bad.ipynb", "1 / 0")
    for name in links:
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


# --- the documentation -----------------------------------------------------------------------------------------------


def test_every_workflow_action_is_pinned_by_its_commit(root):
    files = [*(root / "docs").glob("*.md"), *root.glob("*.md"), *root.glob(".github/**/*.y*ml")]
    used = [line for f in files for line in f.read_text(encoding="utf-8").splitlines() if re.search(r"\buses: ", line)]
    assert len(used) >= 6
    assert [line for line in used if not re.search(r"uses: [\w./-]+@[0-9a-f]{40}  ?# v\d+\.\d+\.\d+$", line)] == []
