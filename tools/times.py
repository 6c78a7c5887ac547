"""The CPU time of each test, in ``tests/times.txt``: from it follows what ``make quick`` and ``make test`` leave out.

``python -m tools.times [ARGUMENT ...]`` runs the tests and writes the file; what is given goes to pytest. Times of
tests that did not run are kept. The processes that a test starts count, once they have ended.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "tests" / "times.txt"
LEAST = 0.2
"""Seconds from which a test, with all its cases, is listed."""

HEAD = """\
# Seconds of CPU time: of a test with all its cases, or of what the tests of a file share. Made by `make times`.
# From {least} s a test is `slow`, from 1.2 s `long` (tests/conftest.py).
"""


def _spent() -> float:
    """Seconds of CPU time of this process and of those that it started and that have ended."""
    import resource  # not on Windows, where only the list is read

    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _measured(item: pytest.Item, phase: str) -> Iterator[None]:
    """Write what a phase of a test took as a line of the file that ``DATAMAP_TIMES`` names."""
    before = _spent()
    yield
    if out := os.environ.get("DATAMAP_TIMES"):
        name = item.nodeid.partition("[")[0] if phase == "call" else item.nodeid.partition("::")[0]
        with Path(out).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps([name, round(_spent() - before, 4)]) + "\n")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """What tests share is made in the set-up of the first one, and belongs to the file."""
    yield from _measured(item, "setup")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """The test itself."""
    yield from _measured(item, "call")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """What tests share ends with the last one."""
    yield from _measured(item, "teardown")


def listed(lines: Iterable[str]) -> dict[str, float]:
    """The times in a file by test or file of tests; notes and blank lines are passed over."""
    rows = (line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): float(seconds) for seconds, name in rows}


def of_files(times: Mapping[str, float]) -> Counter[str]:
    """Seconds by file, of what is listed of it."""
    total: Counter[str] = Counter()
    for name, seconds in times.items():
        total[name.partition("::")[0]] += seconds
    return total


def summed(lines: Iterable[str]) -> Counter[str]:
    """Seconds by test or file from the lines that the phases wrote."""
    total: Counter[str] = Counter()
    for line in lines:
        name, seconds = json.loads(line)
        total[name] += seconds
    return total


def renewed(old: dict[str, float], measured: Counter[str]) -> dict[str, float]:
    """The old times, with those of the tests that ran in place of theirs; only what takes long enough."""
    kept = {name: seconds for name, seconds in old.items() if name not in measured}
    return {name: seconds for name, seconds in {**kept, **measured}.items() if seconds >= LEAST}


def write(times: dict[str, float]) -> None:
    """Write the list, longest first."""
    rows = sorted(times.items(), key=lambda row: (-row[1], row[0]))
    text = HEAD.format(least=LEAST) + "".join(f"{seconds:.1f} {name}\n" for name, seconds in rows)
    FILE.write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run the tests, write the list and print the sum; the exit code is that of the tests."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "times.jsonl"
        run = [sys.executable, "-m", "pytest", "-p", "tools.times", *arguments]
        code = subprocess.run(run, cwd=ROOT, check=False, env=os.environ | {"DATAMAP_TIMES": str(out)}).returncode
        measured = summed(out.read_text(encoding="utf-8").splitlines()) if out.is_file() else Counter()
    old = listed(FILE.read_text(encoding="utf-8").splitlines()) if FILE.is_file() else {}
    write(renewed(old, measured))
    sys.stdout.write(f"{sum(measured.values()):.0f} s of CPU time in all\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
