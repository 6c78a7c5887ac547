"""The mutation score of what decides the law: ``python -m tools.mutants [WORD] [NUMBER]``, into ``mutants.txt``.

Each mutant is put in place in a forked child of this process, in which the tests are already read; the child stops at
the first test that fails. WORD selects mutants by the beginning of their name (``law.tools``, ``rules.``), NUMBER
takes a random sample of that size (the same each time), ``again`` tries only those that ``mutants.txt`` does not have
as noticed: what survived, and what was not tried yet. What survives, and why, is in ``tests/law/mutants.md``.

A mutant of a rule meets the cases and the stored texts of that rule first, judged by that rule and without the cases of
others, which takes a fraction of the time; if it survives these, the other tests that name the rule.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

import datamap.rules
from tools import proof
from tools.mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parents[1]
DECIDING = ("verdict", "tools", "adequacy", "onward", "reasons", "status")
RESULTS = ROOT / "mutants.txt"
RULES = ROOT / "datamap" / "rules" / "transfers"
TESTS = {
    "law.": ("tests/law",),
    "rules.": ("tests/rules/test_rules.py", "tests/rules/test_rule_texts.py", "tests/rules/test_scope_topics.py"),
}
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
ELSEWHERE = ("test_dpf", "test_law_checks", "test_citations")
"""Tests of the law that are about other modules, and slow: without them the score is at most too low."""
SECONDS = 90
"""After this time of the processor a mutant counts as noticed: it does not come to an end."""


def everything() -> list[Mutant]:
    """The mutants of every file that decides."""
    law = [(f"datamap.law.{name}", ROOT / "datamap" / "law" / f"{name}.py") for name in DECIDING]
    rules = [(f"datamap.rules.transfers.{p.stem}", p) for p in sorted(RULES.glob("[a-z]*.py"))]
    return [m for module, path in (*law, *rules) for m in mutants(module, path)]


class Killers:
    """A pytest plugin: instead of running the tests once, it runs them against each mutant."""

    def __init__(self, found: Sequence[Mutant], known: Sequence[str]) -> None:
        self.found, self.known, self.kills = found, known, Counter[str]()
        self.seconds: dict[str, float] = {}
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
        with TemporaryFile("w+", encoding="utf-8") as times:
            if _try(None, session.items, times=times) != "survived":
                pytest.exit(f"mutants: the tests fail without any mutant: {self._noticed_by()}", 1)
            times.seek(0)
            self.seconds = dict(zip((i.nodeid for i in session.items), map(float, times), strict=True))
        with RESULTS.open("w", encoding="utf-8", buffering=1) as out:
            out.writelines(f"{line}\n" for line in self.known)
            for mutant in self.found:
                out.write(f"{self._outcome(mutant, session.items)}\t{mutant.name}\n")
        return True

    def _outcome(self, mutant: Mutant, items: Sequence[pytest.Item]) -> str:
        """The outcome of the quickest tests, then of all that can notice it.

        A test that noticed many other mutants for the time that it takes comes first.
        """
        for wanted, alone in _stages(mutant, items):
            outcome = _try(mutant, sorted(wanted, key=self._order), alone)
            if outcome != "survived":
                self.kills.update(self._noticed_by())
                return outcome
        return "survived"

    def _order(self, item: pytest.Item) -> float:
        return -(1 + self.kills[item.nodeid]) / (0.01 + self.seconds[item.nodeid])

    def _noticed_by(self) -> list[str]:
        """The test that failed, as the child wrote it down; nothing if none did."""
        os.set_blocking(self.reader, False)
        try:
            return os.read(self.reader, 65536).decode().splitlines()
        except BlockingIOError:
            return []


def _stages(mutant: Mutant, items: Sequence[pytest.Item]) -> list[tuple[list[pytest.Item], frozenset[str]]]:
    """Tests that can notice it, those of a later stage slower; and the rules whose cases are then judged alone."""
    name = mutant.module.rpartition(".")[2]
    if ".rules." in mutant.module:
        rules = frozenset(_rules(name))
        named = [i for i in items if any(f"[{r}: " in i.nodeid or f"[{r}]" in i.nodeid for r in rules)]
        named += [i for i in items if f"test_{name}.py" in i.nodeid]
        quick = [i for i in named if any(f in i.nodeid for f in ("test_case[", "test_texts[", f"test_{name}.py"))]
        return [(quick, rules), ([i for i in named if i not in quick], frozenset())]
    pack = name in ("adequacy", "status")
    elsewhere = ELSEWHERE if pack else (*ELSEWHERE, "test_pack")
    return [([i for i in items if not any(f in i.nodeid for f in elsewhere)], frozenset())]


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
    times: IO[str] | None = None,
) -> str:
    """survived, noticed, or endless: what the tests make of a mutant in a child process; ``times``: of each test."""
    child = os.fork()
    if child == 0:
        if alone:
            datamap.rules.RULES = tuple(r for r in datamap.rules.RULES if r.name in alone)
            cases: Any = sys.modules["rule_cases"]
            cases.ALL = [(rule, case) for rule, case in cases.ALL if rule in alone]
        _run(mutant, items, times)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: "survived", -signal.SIGPROF: "endless"}.get(status, "noticed")


def _run(mutant: Mutant | None, items: Sequence[pytest.Item], times: IO[str] | None) -> None:
    """In the child: put the mutant in place, run the tests until one fails, and end the process."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        if mutant:
            mutant.put()
        for item, following in zip(items, (*items[1:], None), strict=True):
            begun = time.process_time()
            runtestprotocol(item, log=False, nextitem=following)
            if times:
                times.write(f"{time.process_time() - begun}\n")
        if times:
            times.flush()
        os._exit(0)
    except BaseException:
        os._exit(2)


def _done(line: str) -> bool:
    return "\t" in line and not line.startswith("survived")


def main(arguments: Sequence[str]) -> None:
    """Try all mutants, or those selected."""
    again, at = "again" in arguments, proof.commit() if "--record" in arguments else ""
    words = [a for a in arguments if not a.isdigit() and a not in ("again", "--record")]
    numbers = [int(a) for a in arguments if a.isdigit()]
    found = [m for m in everything() if all(m.name.startswith(w) for w in words)]
    random.Random(1).shuffle(found)
    found, known = found[: numbers[0]] if numbers else found, []
    if again:
        known = [line for line in RESULTS.read_text(encoding="utf-8").splitlines() if _done(line)]
        noticed = {line.split("\t", 1)[1] for line in known}
        found = [m for m in found if m.name not in noticed]
    os.chdir(ROOT)
    settings.register_profile("mutants", PROFILE)
    for kind, tests in TESTS.items():
        mine = [m for m in found if m.name.startswith(kind)]
        left_out = ("-m", "not slow") if kind == "rules." else ()  # of these no slow test is tried
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
            proof.record("mutants", kind.rstrip("."), counts, counts["survived"], typed, at=at, seed=1)


if __name__ == "__main__":
    main(sys.argv[1:])
