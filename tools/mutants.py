"""The mutation score of what decides the law: ``python -m tools.mutants [WORD] [NUMBER]``, into ``mutants.txt``.

Each mutant is put in place in a forked child of this process, in which the tests are already read; the child stops at
the first test that fails. WORD selects mutants by their name, NUMBER takes a random sample of that size (the same
each time). What survives, and why that is right, is in ``tests/law/mutants.md``.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from tools.mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parents[1]
DECIDING = ("verdict", "tools", "adequacy", "onward", "reasons", "status")
RESULTS = ROOT / "mutants.txt"
RULES = ROOT / "datamap" / "rules" / "transfers"
ARGUMENTS = ("tests/law", "tests/rules/test_rules.py", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutants")
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

    def __init__(self, found: Sequence[Mutant]) -> None:
        self.found, self.outcomes, self.kills = found, Counter[str](), Counter[str]()
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
        if _try(None, session.items) != "survived":
            pytest.exit("mutants: the tests fail without any mutant", 1)
        with RESULTS.open("w", encoding="utf-8", buffering=1) as out:
            for mutant in self.found:
                # what noticed other mutants comes first
                items = sorted(_killers(mutant, session.items), key=lambda i: -self.kills[i.nodeid])
                outcome = _try(mutant, items)
                self.outcomes[outcome] += 1
                self.kills.update(self._noticed_by())
                out.write(f"{outcome}\t{mutant.name}\n")
            noticed = self.outcomes.total() - self.outcomes["survived"]
            out.write(f"{noticed} of {self.outcomes.total()} noticed: {dict(self.outcomes)}\n")
        return True

    def _noticed_by(self) -> list[str]:
        """The test that failed, as the child wrote it down; nothing if none did."""
        os.set_blocking(self.reader, False)
        try:
            return os.read(self.reader, 65536).decode().splitlines()
        except BlockingIOError:
            return []


def _killers(mutant: Mutant, items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests that can notice it, the quickest first: of a rule its own, of the law all of the law."""
    name = mutant.module.rpartition(".")[2]
    if ".rules." in mutant.module:
        return [i for i in items if name in i.nodeid]
    pack = name in ("adequacy", "status")
    elsewhere = ELSEWHERE if pack else (*ELSEWHERE, "test_pack")
    law = [i for i in items if "tests/law/" in i.nodeid and not any(f in i.nodeid for f in elsewhere)]
    first = ("test_pack",) if name == "status" else ("test_the_second_judge_agrees_on_random", "test_situation")
    return sorted(law, key=lambda i: next((n for n, word in enumerate(first) if word in i.nodeid), len(first)))


def _try(mutant: Mutant | None, items: Sequence[pytest.Item]) -> str:
    """survived, noticed, or endless: what the tests say of a mutant in a child process."""
    child = os.fork()
    if child == 0:
        _run(mutant, items)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: "survived", -signal.SIGPROF: "endless"}.get(status, "noticed")


def _run(mutant: Mutant | None, items: Sequence[pytest.Item]) -> None:
    """In the child: put the mutant in place, run the tests until one fails, and end the process."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        if mutant:
            mutant.put()
        for item, following in zip(items, (*items[1:], None), strict=True):
            runtestprotocol(item, log=False, nextitem=following)
        os._exit(0)
    except BaseException:
        os._exit(2)


def main(arguments: Sequence[str]) -> None:
    """Try all mutants, or those selected."""
    words, numbers = [a for a in arguments if not a.isdigit()], [int(a) for a in arguments if a.isdigit()]
    found = [m for m in everything() if all(w in m.name for w in words)]
    random.Random(1).shuffle(found)
    os.chdir(ROOT)
    settings.register_profile("mutants", PROFILE)
    if pytest.main([*ARGUMENTS, *PLAIN], plugins=[Killers(found[: numbers[0]] if numbers else found)]):
        sys.exit(1)
    lines = RESULTS.read_text(encoding="utf-8").splitlines()
    sys.stdout.write("\n".join([*(line for line in lines if line.startswith("survived")), lines[-1], ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
