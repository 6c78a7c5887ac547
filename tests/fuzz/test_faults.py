"""A few faults at the writes of a few commands; ``make faults`` tries every fault at every write of every command."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from datamap.cli import main
from datamap.files import folders, writing
from tests.fuzz import faults, faulty

pytestmark = [
    pytest.mark.skipif(not hasattr(faults.os, "fork"), reason="a fault is tried in a forked process"),
]


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    return faulty.prepare(tmp_path_factory.mktemp("faults") / "template")


@pytest.mark.parametrize("command", ["init", "review --apply", "answers", "known --fill", "workbook --blank"])
def test_after_a_fault_each_file_is_as_before_or_complete(template, command):
    one = faults.Tried(command, template)
    every = [*faults.AT_EVENT]
    cases = [
        faults.Case(command, every[n % len(every)], n % one.events + 1) for n in range(max(len(every), one.events))
    ]
    cases += [faults.Case(command, fault, faults.SIZES[1]) for fault in faults.IN_WRITE]
    assert [f"{case}: {what}" for case in cases for what in one.wrong(case)] == []


@pytest.mark.parametrize("fault", faults.SIGNALS)
def test_a_signal_while_a_report_is_cleaned_up_leaves_nothing_over(template, fault):
    one = faults.Tried("report again", template)
    last = range(one.events // 3, one.events + 1)
    assert [what for n in last for what in one.wrong(faults.Case(one.command, fault, n))] == []


def test_a_command_that_writes_in_place_is_found(template, monkeypatch):
    def in_place(path, data, **_):
        raw = data.encode() if isinstance(data, str) else data
        with Path(path).open("wb", buffering=0) as file:
            for start in range(0, len(raw), 100):
                file.write(raw[start : start + 100])
        return path

    monkeypatch.setattr("datamap.files.writing.write", in_place)
    monkeypatch.setattr("datamap.files.writing.write_all", lambda files, **_: [in_place(*f) for f in files.items()])
    one = faults.Tried("init", template)
    assert "new.yaml is neither as before nor complete" in one.wrong(faults.Case(one.command, "torn", 700))
    assert one.wrong(faults.Case(one.command, "short", 700))


def test_every_command_with_an_output_is_tried():
    """A new command that writes gets a line in ``faulty.COMMANDS``."""
    writes = {name for name, c in main.commands.items() if any("-o" in p.opts for p in c.params)}
    writes |= {name for name, c in main.commands.items() if any(p.name == "force" for p in c.params)}
    assert writes - {args[0] for args in faulty.COMMANDS.values()} == set()


def test_every_place_that_writes_is_passed_by_a_command_that_is_tried(template, tmp_path, monkeypatch):
    """A new place that writes gets a command in ``faulty.COMMANDS``, or its reason here."""
    elsewhere = {
        "documents/frames.py": "a table that a notebook saves: one file, as ropa writes it",
        "explorer/decisions.py": "the decisions of the explorer in a notebook: one file, as review writes it",
        "publish/brief/group.py": "the brief of several reports, by the function with which report writes its index",
        "publish/report.py": "files of a report, in the folder that report moves into its place",
        "runs/remote.py": "reports of a cluster, by the functions with which report writes its own",
        "tables/parquet.py": "tables that a program saves: a folder, as audit writes it",
    }
    call = re.compile(r"\b(?:writing\.(?:write|write_all|made_aside)|folders\.land)\(")
    package = Path(faulty.__file__).parents[2] / "datamap"
    places = {p.relative_to(package).as_posix() for p in package.rglob("*.py") if call.search(p.read_text("utf-8"))}
    passed = set()

    def noted(function):
        def wrapped(*args, **more):
            passed.add(Path(sys._getframe(1).f_code.co_filename).relative_to(package).as_posix())
            return function(*args, **more)

        return wrapped

    for module, name in ((writing, "write"), (writing, "write_all"), (writing, "made_aside"), (folders, "land")):
        monkeypatch.setattr(module, name, noted(getattr(module, name)))
    for name, args in faulty.COMMANDS.items():
        monkeypatch.chdir(shutil.copytree(template, tmp_path / name))
        assert CliRunner().invoke(main, args).exit_code in (0, 1), args
    assert places - passed == elsewhere.keys()
