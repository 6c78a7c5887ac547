"""Report runs: landed whole, one bad inventory among many, made again only where something changed."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import sys

import pytest
from click.testing import CliRunner
from run_fixture import MAP, SMALL, notebook

from datamap.cli import main
from datamap.cli.progress import Progress
from datamap.history import archive, proof, quarter
from datamap.runs import reports, verify
from datamap.runs.job import Outcome


def test_a_workbook_is_reported_like_its_inventory(tmp_path, one):
    import datamap as dm
    from datamap.formats.workbook import writer

    (tmp_path / "one.xlsx").write_bytes(writer.book_bytes(dm.read(one)))
    (done,) = reports.report([tmp_path / "one.xlsx"], "2026Q3", tmp_path / "out")
    assert done.state == "made" and done.counts["transfers"]["not-covered"] == 1, done.error
    assert all(v.holds for v in verify.verify(done.folder))


def test_a_scheduled_run_needs_no_dates_and_compares_once_there_is_something(tmp_path, one):
    def run():
        done = CliRunner().invoke(
            main, ["report", str(one), "--quarter", "last", "--baseline", "previous", "-o", str(tmp_path)]
        )
        assert done.exit_code == 0, done.output
        return done.stderr

    last = quarter.ended(dt.date.today())
    assert f"no report of the quarter before {last}" in run() and (tmp_path / last / "one").is_dir()
    reports.report([one], quarter.before(last), tmp_path)
    assert "nothing to compare" not in run()
    assert (
        json.loads((tmp_path / last / "one" / "manifest.json").read_text(encoding="utf-8"))["baseline"]
        == f"{quarter.before(last)}/one"
    )


def test_what_is_built_aside_is_no_report(reported):
    quarter, folder = reported / "2026Q3", reported / "2026Q3" / "one"
    shutil.copytree(folder, folder.with_name(".one.new-x"))
    assert [r.folder for r in archive.runs(quarter)] == [folder]
    assert len(archive.findings(quarter)) == len(archive.findings(folder))


def test_a_report_that_ends_every_process_takes_no_other_with_it(tmp_path):
    paths = []
    for name in ("alpha", "beta", "gamma"):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(MAP.format(id=name), encoding="utf-8")
    deadly = notebook(
        tmp_path / "n.ipynb", SMALL + "import os\nif 'beta' in open(inventory).read(): os.kill(os.getppid(), 9)\n"
    )
    done = CliRunner().invoke(
        main,
        [
            "report",
            *map(str, paths),
            "--quarter",
            "2026Q3",
            "-o",
            str(tmp_path / "out"),
            "--jobs",
            "2",
            "--notebook",
            str(deadly),
        ],
    )
    assert (
        done.exit_code == 2
        and "1 of 3 reports failed:\nbeta: the process that worked on it was killed, 3 times out of 3" in done.stderr
    )
    assert sorted(p.name for p in (tmp_path / "out" / "2026Q3").iterdir()) == [
        "alpha",
        "gamma",
        "index.html",
        "index.xlsx",
    ]


def test_many_inventories_of_which_some_are_broken(tmp_path):
    folder = tmp_path / "inventory"
    folder.mkdir()
    for n in range(50):
        (folder / f"c{n:03}.yaml").write_text(MAP.format(id=f"c{n:03}"), encoding="utf-8")
    broken = {
        "c002": "x: [",
        "c005": "",
        "c007": "\x00",
        "c011": MAP.format(id="c000"),
        "c013": MAP.format(id="c013") + "colour: red\n",
        "c017": MAP.format(id="c017").replace("[desk]", "[nobody]"),
        "c019": MAP.format(id="../up"),
    }
    for name, text in broken.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    small = notebook(tmp_path / "n.ipynb", SMALL)
    done = CliRunner().invoke(
        main,
        [
            "report",
            str(folder),
            "--quarter",
            "2026Q3",
            "-o",
            str(tmp_path / "out"),
            "--jobs",
            "2",
            "--notebook",
            str(small),
        ],
    )
    assert done.exit_code == 2
    assert "7 of 50 reports failed" in done.stderr
    made = sorted(p.name for p in (tmp_path / "out" / "2026Q3").iterdir() if p.is_dir())
    assert made == [f"c{n:03}" for n in range(50) if f"c{n:03}" not in broken]
    assert not (tmp_path / "up").exists() and "is not an id" in done.stderr
    page = (tmp_path / "out" / "2026Q3" / "index.html").read_text(encoding="utf-8")
    assert page.count('<th scope="row">') == 43


@pytest.mark.parametrize("name", ["inv[/bold]x.yaml", "a/" + "long " * 40 + "name.yaml"])
def test_a_terminal_shows_one_line_for_each_report_whatever_its_name(monkeypatch, name):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    monkeypatch.setenv("COLUMNS", "80")
    with Progress() as progress:
        for n in (1, 2):
            progress.update(Outcome(name, "failed"), n, 2)
    lines = [
        x
        for x in re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", screen.getvalue()).splitlines()
        if x and not x.startswith("reports ")
    ]
    assert len(lines) == 2 and all(len(x) <= 80 and x.startswith(f"failed  {name}"[:70]) for x in lines)


def test_resume_makes_only_what_is_not_current(tmp_path, one, monkeypatch):
    small = notebook(
        tmp_path / "n.ipynb", SMALL
    )  # a whole report takes long, and what is current does not depend on it

    def made(quarter, **more):
        return [o.state for o in reports.report([one], quarter, tmp_path / "out", notebook=small, **more)]

    def run(**more):
        return made("2026Q3", resume=True, **more)

    folder = tmp_path / "out" / "2026Q3" / "one"
    assert run() == ["made"] and run() == ["current"]
    (folder / "findings.json").write_text("damaged", encoding="utf-8")
    assert run() == ["failed"], "a file that is not what the manifest says is not replaced unasked"
    assert run(force=True) == ["made"]
    assert run(without=("eu-us-dpf",)) == ["made"], "another law"
    assert run() == ["made"]
    one.write_text(MAP.format(id="one") + "# a comment\n", encoding="utf-8")
    assert run() == ["made"], "another inventory"
    one.with_name("one.acceptances.yaml").write_text("acceptances: none\n", encoding="utf-8")
    assert run() == ["made"] and run() == ["current"], "acceptances beside it"
    assert run(known_on=dt.date(2026, 11, 23)) == ["made"] and run() == ["made"], "the pack as it stood"
    before = tmp_path / "out" / "2026Q2"
    assert made("2026Q2") == ["made"]
    assert run(baseline=str(before)) == ["made"] and run(baseline=str(before)) == ["current"], "a baseline"
    text = (before / "one" / "transfers.json").read_text(encoding="utf-8")
    (before / "one" / "transfers.json").write_text(text.replace("not-covered", "covered"), encoding="utf-8")
    assert run(baseline=str(before)) == ["made"], "another baseline in the same place"
    monkeypatch.setattr(proof, "code", lambda: "other")
    assert run(baseline=str(before)) == ["made"], "other code"
    monkeypatch.setattr(proof, "versions", lambda: {"datamap": "0.0.9"})
    assert run(baseline=str(before)) == ["made"], "another version"
