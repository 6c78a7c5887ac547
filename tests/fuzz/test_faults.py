"""A few faults at the writes of a few commands; ``make faults`` tries every fault at every write of every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import faults, faulty

pytestmark = [
    pytest.mark.slow,
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
    from datamap.cli import main

    writes = {name for name, c in main.commands.items() if any("-o" in p.opts for p in c.params)}
    writes |= {name for name, c in main.commands.items() if any(p.name == "force" for p in c.params)}
    assert writes - {args[0] for args in faulty.COMMANDS.values()} == set()
