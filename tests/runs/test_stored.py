"""What a run stored may come back with any structure: one message, for the run concerned, and never a traceback."""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from run_fixture import MAP, SMALL, notebook

import datamap as dm
from datamap import publish
from datamap.cli import main
from datamap.errors import DatamapError, InputError
from datamap.history import archive, proof
from datamap.law.terms import Terms
from datamap.publish import index
from datamap.questions import changes
from datamap.runs import reports, verify
from datamap.runs.job import Job

OTHERS: tuple[Any, ...] = (None, [], {}, 5, "text", 1e400, "\ud800", "../../x")


def mutants(value: Any) -> Iterator[tuple[str, Any]]:
    """The value with each of its nodes replaced in turn by something else, and without each of its keys."""
    for path in list(_paths(value)):
        for other in OTHERS:
            whole = copy.deepcopy(value)
            if not path:
                yield f"{path} -> {other!r}", other
                continue
            node = whole
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = other
            yield f"{path} -> {other!r}", whole
        if path and isinstance(path[-1], str):
            whole = copy.deepcopy(value)
            node = whole
            for key in path[:-1]:
                node = node[key]
            del node[path[-1]]
            yield f"{path} removed", whole


def _paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _paths(inner, (*at, key))


@pytest.fixture(scope="module")
def quarter(tmp_path_factory) -> Path:
    """A quarter with one report, and the quarter before it as its baseline."""
    folder = tmp_path_factory.mktemp("stored")
    source = folder / "one.yaml"
    source.write_text(MAP.format(id="one"), encoding="utf-8")
    reports.report([source], "2026Q2", folder / "out")
    (done,) = reports.report([source], "2026Q3", folder / "out", baseline=str(folder / "out" / "2026Q2"))
    assert done.state == "made", done.error
    return folder / "out" / "2026Q3"


@pytest.fixture
def own(quarter, tmp_path) -> Path:
    """A copy of that quarter that a test may harm."""
    shutil.copytree(quarter.parent, tmp_path / "out")
    for large in (*(tmp_path / "out").glob("*/one/*.html"), *(tmp_path / "out").glob("*/one/*.xlsx")):
        large.write_text("short", encoding="utf-8")  # hashed a thousand times here, and not looked into
    return tmp_path / "out" / "2026Q3"


def test_no_structure_of_a_manifest_ends_in_a_traceback(own, monkeypatch):
    folder = own / "one"
    whole = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    day = dt.date(2026, 9, 30)
    again = dm.audit(dm.read(folder / "inventory.yaml"), day)
    # what is judged and written again is the same for all of them, and only takes time
    monkeypatch.setattr(verify, "_judged", lambda run, participants: again)
    monkeypatch.setattr(publish, "write_all", lambda *args, **more: [], raising=False)  # it is loaded on first use
    monkeypatch.setattr(verify.changes, "since", lambda *args: None)
    job = Job(folder / "inventory.yaml", "one", folder, "2026Q3", Terms(day))
    refused = accepted = 0
    for name, mutant in mutants(whole):
        (folder / "manifest.json").write_text(json.dumps(mutant), encoding="utf-8")
        assert proof.kept(folder, "one"), name
        found, problems = archive.readable(own)
        assert len(found) + len(problems) == 1, name
        told = index.rows(own)
        if problems or not accepted % 8:  # a check of all that is accepted takes minutes
            (verified,) = verify.verify(own)
            assert not verified.holds and bool(verified.error) == bool(problems), name
        if problems:
            refused += 1
            assert len(str(problems[0])) < 600 and "\n" not in str(problems[0]), name
            assert not told, name
        else:
            accepted += 1
            if not accepted % 8:
                index._book(told, "2026Q3", day)
        try:
            reports._with_baseline(job, str(own), reports._baselines(str(own)))
            proof.of_run(folder)
        except DatamapError:
            assert problems, name
    assert refused > 300 and accepted > 20


@pytest.mark.parametrize("name", ["findings", "transfers"])
def test_no_structure_of_a_baseline_ends_in_a_traceback(own, name):
    folder = own / "one"
    whole = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    whole = {name: whole[name][:1]}
    new = dm.audit(dm.read(folder / "inventory.yaml"), "2026-09-30")
    refused = 0
    for at, mutant in mutants(whole):
        (folder / f"{name}.json").write_text(json.dumps(mutant), encoding="utf-8")
        try:
            archive.baseline(folder)
        except InputError as e:
            refused += 1
            assert len(e.problems) == 1 and f"it does not hold the {name}" in str(e), at
        for read in (lambda: new.findings.against(archive.known(folder)), lambda: changes.since(new, folder)):
            if name == "transfers" or at.startswith(("()", "('findings',)", "('findings', 0)")) or "fingerprint" in at:
                try:
                    read()
                except DatamapError:
                    continue
    assert refused > 60


HORRORS = {
    "deep": "[" * 100_000 + "]" * 100_000,
    "deep inside": '{"law": ' + '{"a":' * 900 + "1" + "}" * 900 + "}",
    "not JSON": "{",
    "empty": "",
    "bytes": "\udcff",
    "long number": '{"as_of": ' + "9" * 5000 + "}",
    "list": "[1]",
    "null": "null",
    "number": "7",
    "folder": None,
    "pipe": None,
}


@pytest.mark.parametrize("horror", HORRORS)
def test_a_broken_manifest_affects_its_own_controller_only(tmp_path, horror):
    small = notebook(tmp_path / "n.ipynb", SMALL)
    paths = []
    for name in ("bad", "good"):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(MAP.format(id=name), encoding="utf-8")
    out = tmp_path / "out"
    reports.report(paths, "2026Q2", out, notebook=small)
    file = out / "2026Q2" / "bad" / "manifest.json"
    file.unlink()
    if horror == "folder":
        file.mkdir()
    elif horror == "pipe":
        os.mkfifo(file)
    else:
        file.write_bytes(HORRORS[horror].encode("utf-8", "surrogateescape"))
    done = CliRunner().invoke(main, ["verify", str(out / "2026Q2")])
    assert done.exit_code == 2 and done.stderr.count("it is not the manifest of a run") == 1, done.output
    assert "\ngood: " in f"\n{done.stdout}" and "bad" not in done.stdout
    made = {o.controller: o for o in reports.report(paths, "2026Q2", out, notebook=small)}
    assert (made["bad"].state, made["good"].state) == ("failed", "made")
    args = ["report", *map(str, paths), "--quarter", "2026Q3", "--baseline", str(out / "2026Q2"), "-o", str(out)]
    later = CliRunner().invoke(main, [*args, "--notebook", str(small)])
    assert later.exit_code == 2 and "1 of 2 reports failed" in later.stderr and (out / "2026Q3" / "good").is_dir()
    assert later.stderr.count("bad/manifest.json: it is not the manifest of a run") == 1


def test_a_baseline_that_cannot_be_compared_with_fails_its_controller_before_anything_runs(own, tmp_path, one):
    (own / "one" / "findings.json").write_text("[]", encoding="utf-8")
    (done,) = reports.report([one], "2026Q4", own.parent, baseline=str(own))
    assert done.state == "failed" and "it does not hold the findings" in done.error and not done.notebook
    (own / "one" / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="it is not the manifest of a run"):
        reports.report([one], "2026Q4", own.parent, baseline=str(own / "one"))


def test_a_notebook_of_another_structure_is_a_damaged_file(own):
    file = own / "one" / "report.ipynb"
    whole = json.loads(file.read_text(encoding="utf-8"))
    whole["cells"] = whole["cells"][:1]
    (run,) = archive.runs(own)
    run.manifest["files"] = {"report.ipynb": run.manifest["files"]["report.ipynb"]}
    for at, mutant in mutants(whole):
        file.write_text(json.dumps(mutant), encoding="utf-8")
        assert "report.ipynb" in proof.damaged(run), at


@pytest.mark.parametrize("name", ["javascript:alert(1)", "a..b", "a b", "https:", 'x"y', "Über", "one&copy"])
def test_a_page_links_to_plain_names_only(own, name):
    (own / "one").rename(own / name)
    index.write(own, "2026Q3", dt.date(2026, 9, 30), force=True)
    text = (own / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="([^"]*)"', text) == ["#main", "index.xlsx"]
    import openpyxl

    sheet = openpyxl.load_workbook(own / "index.xlsx").active
    assert sheet["A2"].value == "one" and not [c for row in sheet for c in row if c.hyperlink]


def test_a_page_links_to_the_folder_and_not_to_what_its_manifest_names(own):
    shutil.copytree(own / "one", own / "copy-of-one")
    index.write(own, "2026Q3", dt.date(2026, 9, 30), force=True)
    text = (own / "index.html").read_text(encoding="utf-8")
    links = sorted(re.findall(r'href="([^"]*/report\.html)"', text))
    assert links == ["copy-of-one/report.html", "one/report.html"]
