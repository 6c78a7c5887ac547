"""The list of tests that take long: what is left out by `make quick` and `make test` follows from it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import LONG, ROOT, TIMES

from tools import times


def test_lines_of_phases_are_summed_by_test_and_file():
    lines = [json.dumps(row) for row in (["a.py::t", 0.5], ["a.py", 0.2], ["a.py::t", 0.25])]
    assert times.summed(lines) == {"a.py::t": 0.75, "a.py": 0.2}


def test_what_ran_replaces_its_old_time_and_what_did_not_run_keeps_it():
    old = {"a.py::t": 9.0, "b.py::u": 1.0, "c.py::v": 4.0}
    assert times.renewed(old, Counter({"a.py::t": 0.1, "c.py::v": 2.5})) == {"b.py::u": 1.0, "c.py::v": 2.5}


def test_what_is_listed_of_a_file_is_added_up():
    assert times.of_files({"a.py::t": 0.5, "a.py": 0.25, "b.py::u": 1.0}) == {"a.py": 0.75, "b.py": 1.0}


def test_the_list_is_read_as_it_was_written(tmp_path, monkeypatch):
    monkeypatch.setattr(times, "FILE", tmp_path / "times.txt")
    times.write({"a.py": 0.3, "b.py::test_x": 12.34})
    text = times.FILE.read_text(encoding="utf-8")
    assert times.listed(text.splitlines()) == {"b.py::test_x": 12.3, "a.py": 0.3}
    assert text.splitlines()[2] == "12.3 b.py::test_x", "the longest first"


def test_every_name_in_the_list_is_a_test_of_today():
    files = {name.partition("::")[0] for name in TIMES}
    assert [f for f in sorted(files) if not (ROOT / f).is_file()] == [], "run `make times`"
    gone = [
        name
        for name in TIMES
        if "::" in name
        and f"def {name.rpartition('::')[2]}(" not in (ROOT / name.partition("::")[0]).read_text(encoding="utf-8")
    ]
    assert gone == [], "run `make times`"


@pytest.mark.parametrize("seconds, long", [(LONG, True), (LONG - 0.1, False)])
def test_what_is_listed_is_slow_and_what_takes_longer_is_long(seconds, long, pytester_items):
    item = pytester_items(seconds)
    assert item.get_closest_marker("slow") and bool(item.get_closest_marker("long")) == long


@pytest.fixture
def pytester_items(request, monkeypatch):
    """This test as an item of its own, marked as if it took so many seconds."""

    def marked(seconds: float) -> pytest.Item:
        import conftest

        node = pytest.Function.from_parent(request.node.parent, name="fresh", callobj=lambda: None)
        monkeypatch.setattr(conftest, "TIMES", {node.nodeid: seconds})
        conftest.pytest_collection_modifyitems(request.config, [node])
        return node

    return marked


@pytest.mark.parametrize(
    ("expression", "seconds", "left_out"),
    [
        ("not (browser or slow or long)", 0.4, True),
        ("not long", 0.4, False),
        ("not long", LONG, True),
        ("slow and browser", LONG, False),
        ("not browser", LONG, False),
        ("", LONG, False),
    ],
)
def test_a_file_is_not_read_where_all_its_tests_are_left_out(monkeypatch, expression, seconds, left_out):
    import conftest

    monkeypatch.setattr(conftest, "TIMES", {"tests/tools/test_times.py": seconds})
    config = SimpleNamespace(option=SimpleNamespace(markexpr=expression))
    assert bool(conftest.pytest_ignore_collect(Path(__file__), config)) == left_out
    assert conftest.pytest_ignore_collect(ROOT / "tests" / "conftest.py", config) is None


def test_the_files_that_take_longest_begin_first_where_there_are_several_processes(monkeypatch):
    import conftest

    monkeypatch.setattr(conftest, "OF_FILES", Counter({"long.py": 9.0}))
    found = [SimpleNamespace(nodeid=f"{file}.py::test") for file in ("short", "long")]
    for config, order in ((SimpleNamespace(workerinput={}), found[::-1]), (SimpleNamespace(), found)):
        items = list(found)
        conftest.pytest_collection_modifyitems(config, items)
        assert items == order


def test_what_takes_long_is_listed_and_marked_nowhere_else():
    by_hand = re.compile(r"^\s*@pytest\.mark\.(slow|long)\b|^pytestmark = .*mark\.(slow|long)\b", re.MULTILINE)
    files = (times.ROOT / "tests").rglob("*.py")
    assert not [p.name for p in files if by_hand.search(p.read_text(encoding="utf-8"))], "make times ARGS=tests/FILE"
