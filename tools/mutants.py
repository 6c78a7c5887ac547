"""The mutation score of what decides and reads: ``python -m tools.mutants [WORD] [NUMBER]``, into ``mutants.txt``.

Each mutant is put in place in a forked child of this process, in which the tests are already read; the child stops at
the first test that fails. WORD selects mutants by the beginning of their name (``law.tools``, ``rules.``), NUMBER
takes a random sample of that size (the same each time; ``seed=2`` takes another), ``again`` tries only those that
``mutants.txt`` does not have as noticed: what survived, and what was not tried yet.
What survives of the law and the rules, and why, is in ``tests/law/mutants.md``.

A mutant meets the tests that enter its function without it, and those of the same file, which may look at what these
made: first those that run its statement, and of them some for each line of its function. That of a rule meets the
cases and the stored texts of that rule first, judged by that rule and without the cases of others, which takes a
fraction of the time; if it survives these, the other tests that name the rule.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import types
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage, CoverageData
from hypothesis import HealthCheck, Phase, settings

import datamap.rules
from tools import proof
from tools.mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parents[1]
DECIDING = ("verdict", "tools", "adequacy", "onward", "reasons", "status")
RESULTS = ROOT / "mutants.txt"
LIBRARY = str(ROOT / "datamap") + os.sep
RULES = ROOT / "datamap" / "rules" / "transfers"
TESTS = {
    "law.": (("tests/law",), ""),
    "rules.": (
        ("tests/rules/test_rules.py", "tests/rules/test_rule_texts.py", "tests/rules/test_scope_topics.py"),
        "slow",
    ),
    "transfers.": (("tests/transfers", "tests/findings"), "long"),
    "reading.": (("tests/reading",), "office"),
    "drafting.": (("tests/drafting",), "office"),
}
"""The tests for the mutants of a package, and those of them that are left out: the score is then at most too low."""
SECONDS = {"law.": 40, "transfers.": 16, "reading.": 4, "drafting.": 12}
"""So many seconds of tests a mutant of a package meets, the most promising first: the score is then at most too low."""
ENOUGH = 3
"""Tests of each line of a function that come before the others."""
WHOLE = frozenset(
    f"tests/drafting/{name}.py"
    for name in (
        *("test_drafts", "test_records", "test_stored_tables", "prose/test_stored_notices"),
        *("prose/test_lines_and_sections", "prose/test_names_and_mentions"),
    )
)
"""Tests that compare all that is made with what is stored."""
ARGUMENTS = ("-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutants")
PLAIN = ("--assert=plain",)  # to explain a failure takes longer than to find it
PROFILE = settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # a smaller example of the failure is not wanted
    suppress_health_check=list(HealthCheck),
)
Entered = dict[str, frozenset[tuple[str, str]]]
"""The functions that each test enters: file and qualified name."""
Run = dict[str, dict[int, set[int]]]
"""The tests, by number, that run each line of each file."""


def everything() -> list[Mutant]:
    """The mutants of every file that decides on the law, and of those that judge transfers, read and draft."""
    library = ROOT / "datamap"
    files = [library / "law" / f"{name}.py" for name in DECIDING] + sorted(RULES.glob("[a-z]*.py"))
    files += [p for name in ("transfers", "reading", "drafting") for p in sorted((library / name).rglob("[a-z]*.py"))]
    return [m for p in files for m in mutants(".".join(p.relative_to(ROOT).with_suffix("").parts), p)]


class Killers:
    """A pytest plugin: instead of running the tests once, it runs them against each mutant."""

    def __init__(self, found: Sequence[Mutant], known: Sequence[str]) -> None:
        self.found, self.known, self.kills = found, known, Counter[str]()
        self.seconds: dict[str, float] = {}
        self.entered: Entered = {}
        self.run: Run = {}
        self.numbers: dict[str, int] = {}
        self.reader, self.writer = os.pipe()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """End the child at the first failure, before it is explained; the parent learns which test it was."""
        if call.excinfo and not call.excinfo.errisinstance(pytest.skip.Exception):
            os.write(self.writer, f"{item.nodeid}\n".encode())
            os._exit(1)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant, and write down what the tests make of it."""
        with TemporaryFile("w+", encoding="utf-8") as measured:
            if _try(None, session.items, measured=measured) != "survived":
                pytest.exit(f"mutants: the tests fail without any mutant: {self._noticed_by()}", 1)
            measured.seek(0)
            seconds, run = map(json.loads, measured)
        self.numbers = {item.nodeid: n for n, item in enumerate(session.items)}
        self.seconds = dict(zip(self.numbers, seconds, strict=True))
        self.run = {path: {int(n): set(by) for n, by in of.items()} for path, of in run.items()}
        entered = _entered(self.run)
        self.entered = {item: frozenset(entered.get(n, ())) for item, n in self.numbers.items()}
        with RESULTS.open("w", encoding="utf-8", buffering=1) as out:
            out.writelines(f"{line}\n" for line in self.known)
            for mutant in self.found:
                out.write(f"{self._outcome(mutant, session.items)}\t{mutant.name}\n")
        return True

    def _outcome(self, mutant: Mutant, items: Sequence[pytest.Item]) -> str:
        """The outcome of the quickest tests, then of all that can notice it.

        First come the tests that run the statement that is changed: no other can notice it, unless these made what it
        looks at. Among them a test comes early that noticed many other mutants for the time that it takes; one that
        enters few functions: it is about this one, or that compares all that is made with what is stored; and one in a
        file that is named after the module, or a case that is.
        """
        lines = self.run.get(str(mutant.path), {})
        runs = {n for line in mutant.lines for n in lines.get(line, ())}
        for wanted, alone in _stages(mutant, items, self.entered):
            ordered = sorted(wanted, key=lambda i: (self.numbers[i.nodeid] not in runs, self._order(mutant, i)))
            wanted = self._affordable(mutant, self._by_way(mutant, ordered))
            outcome = _try(mutant, wanted, alone, limit=30 + 4 * self._takes(wanted))
            if outcome != "survived":
                self.kills.update(self._noticed_by())
                return outcome
        return "survived"

    def _by_way(self, mutant: Mutant, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """First some tests for each line of the function, so that all ways through it come early; then the others."""
        lines = self.run.get(str(mutant.path), {})
        around = mutant.around or lines
        seen = Counter[int]()
        first, later = list[pytest.Item](), list[pytest.Item]()
        for item in items:
            here = [n for n in around if self.numbers[item.nodeid] in lines.get(n, ())]
            (first if any(seen[n] < ENOUGH for n in here) else later).append(item)
            seen.update(here)
        return [*first, *later]

    def _affordable(self, mutant: Mutant, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """The first of the tests, as many as the package has time for."""
        most = next((s for kind, s in SECONDS.items() if mutant.name.startswith(kind)), float("inf"))
        total = accumulate(self.seconds[i.nodeid] for i in items)
        return [item for item, seconds in zip(items, total, strict=True) if seconds <= most]

    def _takes(self, items: Sequence[pytest.Item]) -> float:
        return sum(self.seconds[i.nodeid] for i in items)

    def _order(self, mutant: Mutant, item: pytest.Item) -> float:
        whole = _file(item) in WHOLE
        costs = (0.01 + self.seconds[item.nodeid]) * (1 if whole else len(self.entered[item.nodeid]))
        named = mutant.path.stem in _file(item).rpartition("/")[2] or f"[{mutant.path.stem}-" in item.nodeid
        return -(1 + self.kills[item.nodeid]) * (20 if named else 1) / max(costs, 0.01)

    def _noticed_by(self) -> list[str]:
        """The test that failed, as the child wrote it down; nothing if none did."""
        os.set_blocking(self.reader, False)
        try:
            return os.read(self.reader, 65536).decode().splitlines()
        except BlockingIOError:
            return []


def _stages(
    mutant: Mutant, items: Sequence[pytest.Item], entered: Entered
) -> list[tuple[list[pytest.Item], frozenset[str]]]:
    """Tests that can notice it, those of a later stage slower; and the rules whose cases are then judged alone."""
    if ".rules." in mutant.module:
        name = mutant.module.rpartition(".")[2]
        rules = frozenset(_rules(name))
        named = [i for i in items if any(f"[{r}: " in i.nodeid or f"[{r}]" in i.nodeid for r in rules)]
        named += [i for i in items if f"test_{name}.py" in i.nodeid]
        quick = [i for i in named if any(f in i.nodeid for f in ("test_case[", "test_texts[", f"test_{name}.py"))]
        return [(quick, rules), ([i for i in named if i not in quick], frozenset())]
    file = str(mutant.path)
    if mutant.is_plain_function:
        # what the tests of a file share is entered by the first of them alone
        files = {_file(i) for i in items if (file, mutant.of) in entered[i.nodeid]}
        return [([i for i in items if _file(i) in files], frozenset())]
    # what is remembered is entered once for many tests, and a constant is not entered at all
    return [([i for i in items if any(path == file for path, _ in entered[i.nodeid])], frozenset())]


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _rule(name: str) -> Path:
    return RULES / f"{name}.py"


def _rules(name: str) -> list[str]:
    """The rules that a module is about: itself, or the rules that import it."""
    if "\nRULE = " in _rule(name).read_text(encoding="utf-8"):
        return [name]
    return [p.stem for p in sorted(RULES.glob("[a-z]*.py")) if f"transfers.{name} " in p.read_text(encoding="utf-8")]


def _try(
    mutant: Mutant | None,
    items: Sequence[pytest.Item],
    alone: frozenset[str] = frozenset(),
    *,
    measured: IO[str] | None = None,
    limit: float = 0,
) -> str:
    """survived, noticed, or endless: what the tests make of a mutant in a child process.

    After ``limit`` seconds of the processor (0: none) it does not come to an end, and counts as noticed. In
    ``measured`` are then the seconds of each test, and the tests that run each line.
    """
    child = os.fork()
    if child == 0:
        if alone:
            datamap.rules.RULES = tuple(r for r in datamap.rules.RULES if r.name in alone)
            cases: Any = sys.modules["rule_cases"]
            cases.ALL = [(rule, case) for rule, case in cases.ALL if rule in alone]
        _run(mutant, items, measured, limit)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: "survived", -signal.SIGPROF: "endless"}.get(status, "noticed")


def _run(mutant: Mutant | None, items: Sequence[pytest.Item], measured: IO[str] | None, limit: float) -> None:
    """In the child: put the mutant in place, run the tests until one fails, and end the process."""
    signal.setitimer(signal.ITIMER_PROF, limit)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        if mutant:
            mutant.put()
        watch = Coverage(data_file=None, config_file=False, include=[f"{LIBRARY}*"]) if measured else None
        if watch:
            watch.start()
        seconds = []
        for n, (item, following) in enumerate(zip(items, (*items[1:], None), strict=True)):
            if watch:
                watch.switch_context(str(n))
            begun = time.process_time()
            runtestprotocol(item, log=False, nextitem=following)
            seconds.append(time.process_time() - begun)
        if measured and watch:
            watch.stop()
            measured.write(f"{json.dumps(seconds)}\n{json.dumps(_lines(watch.get_data()))}\n")
            measured.flush()
        os._exit(0)
    except BaseException:
        os._exit(2)


def _lines(data: CoverageData) -> dict[str, dict[int, list[int]]]:
    """The tests, by number, that run each line of each file."""
    return {
        path: {line: [int(n) for n in by if n] for line, by in data.contexts_by_lineno(path).items()}
        for path in data.measured_files()
    }


def _entered(run: Run) -> dict[int, set[tuple[str, str]]]:
    """The functions that each test, by number, enters: those of which it runs a line."""
    found: dict[int, set[tuple[str, str]]] = {}
    for path, lines in run.items():
        for code in _functions(compile(Path(path).read_text(encoding="utf-8"), path, "exec")):
            for test in {n for _, _, line in code.co_lines() for n in lines.get(line or 0, ())}:
                found.setdefault(test, set()).add((path, code.co_qualname))
    return found


def _functions(code: types.CodeType) -> Iterator[types.CodeType]:
    """The code of everything that is defined within some code."""
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield inner
            yield from _functions(inner)


def _done(line: str) -> bool:
    return "\t" in line and not line.startswith("survived")


def main(arguments: Sequence[str]) -> None:
    """Try all mutants, or those selected."""
    again, at = "again" in arguments, proof.commit() if "--record" in arguments else ""
    seed = next((int(a.removeprefix("seed=")) for a in arguments if a.startswith("seed=")), 1)
    words = [a for a in arguments if not a.isdigit() and not a.startswith("seed=") and a not in ("again", "--record")]
    numbers = [int(a) for a in arguments if a.isdigit()]
    found = [m for m in everything() if all(m.name.startswith(w) for w in words)]
    random.Random(seed).shuffle(found)
    found, known = found[: numbers[0]] if numbers else found, []
    if again:
        known = [line for line in RESULTS.read_text(encoding="utf-8").splitlines() if _done(line)]
        done = {line.split("\t", 1)[1] for line in known}
        found = [m for m in found if m.name not in done]
    os.chdir(ROOT)
    settings.register_profile("mutants", PROFILE)
    for kind, (tests, without) in TESTS.items():
        mine = [m for m in found if m.name.startswith(kind)]
        left_out = ("-m", f"not {without}") if without else ()
        if mine and pytest.main([*tests, *ARGUMENTS, *PLAIN, *left_out], plugins=[Killers(mine, known)]):
            sys.exit(1)
        known = RESULTS.read_text(encoding="utf-8").splitlines() if mine else known
    survivors = [line for line in known if line.startswith("survived")]
    noticed = len(known) - len(survivors)
    sys.stdout.write("\n".join([*survivors, f"{noticed} of {len(known)} noticed", ""]))
    for kind in TESTS if at else ():
        counts = Counter(line.split("\t")[0] for line in known if line.split("\t", 1)[1].startswith(kind))
        if counts:
            typed = f"make mutants ARGS='{' '.join(arguments)}'"
            proof.record("mutants", kind.rstrip("."), counts, counts["survived"], typed, at=at, seed=seed)


if __name__ == "__main__":
    main(sys.argv[1:])
