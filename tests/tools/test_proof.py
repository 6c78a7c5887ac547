"""Results of long runs: a file for each, a portion that continues one is added, a missed target has its reason."""

from __future__ import annotations

import dataclasses
import json

import pytest

from tests.fuzz import faulty, kinds
from tools import branches, proof

AT = "0123456789ab"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(proof, "FOLDER", tmp_path)
    return tmp_path


def recorded(read, faults=0, **cases):
    counts = {"read": read, "silent": faults} if faults else {"read": read}
    return proof.record("fuzz", "csv", counts, faults, "make fuzz", at=AT, **cases)


def test_the_files_of_the_project_are_results_and_a_missed_target_has_its_reason():
    assert [f"{r.path.name}: no note" for r in proof.read() if not r.met and not r.note] == []


def test_a_portion_that_continues_the_last_one_is_added(folder):
    path = recorded(400, seed=1)
    assert recorded(500, 100, seed=1, first=400) == path
    (whole,) = proof.read()
    assert (whole.tried, whole.faults, whole.counts) == (1000, 100, {"read": 900, "silent": 100})
    assert not whole.met
    assert "| csv | 1,000 | read 900, silent 100 | 100 | 90 % | no |" in proof.page()


@pytest.mark.parametrize("cases", [{"seed": 2, "first": 400}, {"seed": 1, "first": 401}, {"seed": 1, "first": 0}])
def test_other_cases_replace_the_result(folder, cases):
    recorded(400, seed=1)
    recorded(7, **cases)
    (whole,) = proof.read()
    assert whole.tried == 7


def test_what_is_not_recorded_is_named_and_what_missed_its_target_is_listed(folder):
    assert proof.page().count("Not recorded yet.") == len(proof.KINDS)
    path = recorded(3)
    row = json.loads(path.read_text(encoding="utf-8")) | {"note": "A short run."}
    path.write_text(json.dumps(row), encoding="utf-8")
    assert "- Mutated inputs, csv: A short run." in proof.page()


def test_a_part_that_was_not_tried_is_listed_with_its_reason_until_it_has_a_result(folder, monkeypatch):
    monkeypatch.setitem(proof.KINDS, "fuzz", dataclasses.replace(proof.KINDS["fuzz"], untried={"csv": "No time."}))
    line = "- Mutated inputs, csv: not recorded. No time."
    assert line in proof.page().splitlines()
    recorded(3)
    assert line not in proof.page()


def test_each_input_and_command_has_a_result_or_the_reason_why_it_has_none():
    there = {(r.kind, r.part) for r in proof.read()}
    packages = branches.PACKAGES
    expected = {"fuzz": kinds.KINDS, "faults": faulty.COMMANDS, "mutants": packages, "coverage": packages}
    for kind, parts in expected.items():
        assert {p for p in parts if (kind, p) not in there} <= proof.KINDS[kind].untried.keys() <= set(parts)


@pytest.mark.parametrize(
    "change",
    [{"kind": "x"}, {"commit": "main"}, {"tried": 4}, {"counts": {}, "tried": 0}, {"faults": 4}],
    ids=str,
)
def test_what_is_no_result_is_refused(folder, change):
    good = proof.Result("fuzz", "csv", AT, "2026-01-01", 1, 0, 3, {"read": 3}, 0, "make fuzz")
    with pytest.raises(proof.ResultError, match=f"{list(change)[-1]}: "):
        dataclasses.replace(good, **change)


def test_a_share_just_below_the_target_does_not_read_as_the_target(folder):
    proof.record("coverage", "law", {"taken": 9499, "not taken": 501}, 501, "make coverage", at=AT)
    assert "| 94.9 % | no |" in proof.page()
