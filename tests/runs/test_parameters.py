"""What a run is given, checked before anything runs: parameters, time limit, notebook, quarter."""

from __future__ import annotations

import datetime as dt

import pytest
from run_fixture import SMALL, notebook

from datamap.errors import CallError, DatamapError
from datamap.history import quarter
from datamap.runs import parameters, reports


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("quartre", "2026Q3", "'quartre' is not known"),
        ("quarter", 20263, "Expected a text"),
        ("quarter", None, "Expected a text"),
        ("quarter", "2026Q3\nimport os", "control character or line end"),
        ("as_of", "2020-01-01", "'as_of' is set by the run itself"),
        ("output", "/tmp", "'output' is set by the run itself"),
        ("count", "007", "Expected a whole number"),
        ("count", True, "Expected a whole number"),
        ("flag", "false", "Expected true or false"),
    ],
)
def test_parameters_are_checked_before_anything_runs(tmp_path, one, name, value, said):
    path = notebook(tmp_path / "n.ipynb", SMALL)
    with pytest.raises(CallError, match=said):
        reports.report([one], "2026Q3", tmp_path / "out", notebook=path, parameters={name: value})
    assert not (tmp_path / "out" / "2026Q3" / "one").exists()


def test_quotes_and_backslashes_arrive_as_they_are(tmp_path, one):
    odd = "a\"b'c\\d{x}../%"
    path = notebook(tmp_path / "n.ipynb", f"assert word == {odd!r}, word", SMALL)
    (done,) = reports.report([one], "2026Q3", tmp_path / "out", notebook=path, parameters={"word": odd})
    assert done.state == "made", done.error


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_time_limit_is_a_time(tmp_path, one, timeout):
    with pytest.raises(CallError, match="--timeout"):
        reports.report([one], "2026Q3", tmp_path / "out", timeout=timeout)


@pytest.mark.filterwarnings("ignore:The specified file")
def test_what_is_no_notebook_is_refused(tmp_path, one):
    with pytest.raises(CallError, match="cannot be read"):
        reports.report([one], "2026Q3", tmp_path / "out", notebook=one)


@pytest.mark.parametrize(
    ("today", "last", "previous"),
    [
        ("2026-01-05", "2025Q4", "2025Q3"),
        ("2026-03-31", "2025Q4", "2025Q3"),
        ("2026-04-01", "2026Q1", "2025Q4"),
        ("2026-10-05", "2026Q3", "2026Q2"),
    ],
)
def test_the_quarter_that_ended_last_and_the_one_before(today, last, previous):
    assert (quarter.ended(dt.date.fromisoformat(today)), quarter.before(last)) == (last, previous)


def test_a_quarter_is_its_last_day():
    assert [reports.last_day(q).isoformat() for q in ("2024Q1", "2026Q2", "2026Q3", "2026Q4")] == [
        "2024-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
    ]
    for wrong in ("2026Q5", "2026", "26Q1", "2026q1", "2026Q1 "):
        with pytest.raises(CallError):
            reports.last_day(wrong)


def test_a_folder_is_the_audit_of_a_group(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    audit = parameters.run("group", "2026-09-30")
    assert len(audit.tables["inventories"]) == 6 and audit.counts["not-covered"] == 2
    (tmp_path / "none").mkdir()
    with pytest.raises(DatamapError, match="none"):
        parameters.run("none", "2026-09-30")
