"""The harness notices what it counts, and makes a case again from its number."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from datamap.errors import CallError
from tests.fuzz import __main__ as command
from tests.fuzz import inventories, outputs, registers
from tests.fuzz.harness import Case, Live, Silent, run
from tests.fuzz.kinds import KINDS


def endless(rng, folder):
    while True:
        pass


def large(rng, folder):
    bytearray(64 << 20)


def broken(rng, folder):
    return {}["x"]


def refused(rng, folder):
    raise CallError("x: expected y")


def silent(rng, folder):
    raise Silent("x")


def speechless(rng, folder):
    raise CallError("")


@pytest.mark.parametrize(
    ("attempt", "state"),
    [
        (lambda rng, folder: None, "read"),
        (refused, "refused"),
        (speechless, "traceback"),
        (broken, "traceback"),
        (silent, "silent"),
        (endless, "hang"),
        (large, "memory"),
    ],
)
def test_each_end_is_noticed(attempt, state):
    assert run(Case("x", 1), attempt, seconds=0.2, memory=32 << 20).state == state


def test_a_case_is_the_same_whenever_it_is_tried():
    drawn = [[Case("x", n, seed).random.random() for n in range(3)] for seed in (0, 0, 1)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_text_that_is_lost_is_noticed():
    from datamap.formats.yaml import reader

    text = "meta: {id: acme}\ncontroller: {name: Acme, country: Germany}\nrecipients: [{id: xenon, name: Xenon}]\n"
    read = reader.parse(text)
    inventories.come_back(text, read)
    with pytest.raises(Silent, match="xenon"):
        inventories.come_back(text, read.model_copy(update={"recipients": ()}))


def test_a_word_of_a_register_that_is_lost_is_noticed(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Vendor,Country\nPostbird,USA\n", encoding="utf-8")
    registers.read_back(path, {"Postbird": ""})
    with pytest.raises(Silent, match="Pigeon"):
        registers.read_back(path, {"Pigeon": ""})


@pytest.mark.parametrize(
    ("name", "content"),
    [("xl/worksheets/sheet1.xml", "<c><f>1+1</f></c>"), ("xl/_rels/a.rels", '<R TargetMode="External"/>')],
)
def test_a_formula_and_a_link_are_live(name, content):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(name, content)
    with pytest.raises(Live):
        outputs.refuse_live_sheets(out.getvalue(), "a workbook")


def test_a_field_that_is_a_formula_is_live():
    outputs.refuse_live_cells("a,b\n'=1+1,-3\n", "a table")
    with pytest.raises(Live):
        outputs.refuse_live_cells("a,b\n=1+1,x\n", "a table")


def test_the_command_writes_faults_and_counts(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(KINDS, "broken", broken)
    out = tmp_path / "faults.jsonl"
    assert command.main(["2", "broken", "--out", str(out)]) == 1
    *faults, counts = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert [f["case"]["number"] for f in faults] == [0, 1] and counts["counts"] == {"traceback": 2}
    assert "broken: 2 cases" in capsys.readouterr().out
    assert command.main(["2", "decisions", "--out", str(out)]) == 0
