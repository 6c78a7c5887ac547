"""What all kinds of input share: a case from a seed, its limits, and how it ended."""

from __future__ import annotations

import contextlib
import random
import resource
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from datamap.errors import DatamapError

SECONDS = 5.0
"""CPU time of one case; more is a hang."""
MEMORY = 1 << 30
"""Bytes that one case may need."""
FAULTS = ("traceback", "hang", "memory", "silent", "live", "exit")
"""Ends that are faults of the library."""


class Fault(AssertionError):
    """The library took the input, and what it did with it is wrong."""

    state = ""


class Silent(Fault):
    """A stated value neither comes back nor is reported."""

    state = "silent"


class Live(Fault):
    """A text of the input is a formula, or markup that runs, in an output."""

    state = "live"


class Exit(Fault):
    """A command ended with an exit code that is not documented, or with the message of a crash."""

    state = "exit"


class Hang(BaseException):
    """The time of a case is up; not an Exception, so that no handler takes it for an error of the input."""


Attempt = Callable[[random.Random, Path], None]
"""Makes one mutated input in a folder and gives it to the library; an error of the library is a good end."""


@dataclass(frozen=True)
class Case:
    """One mutated input: the kind, and the number from which it is made again."""

    kind: str
    number: int
    seed: int = 0

    @property
    def random(self) -> random.Random:
        """The same numbers whenever this case is tried."""
        return random.Random(f"{self.kind}/{self.seed}/{self.number}")

    def __str__(self) -> str:
        return f"{self.kind} {self.number} (seed {self.seed})"


@dataclass(frozen=True)
class Outcome:
    """How a case ended: ``read``, ``refused`` or one of :data:`FAULTS`, with where and why."""

    case: Case
    state: str
    detail: str = ""
    seconds: float = 0.0
    memory: int = 0

    @property
    def is_fault(self) -> bool:
        return self.state in FAULTS


def run(case: Case, attempt: Attempt, seconds: float = SECONDS, memory: int = MEMORY) -> Outcome:
    """Try one case within its limits."""
    before = _resident("VmRSS", reset=True)
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        state, detail = _end(lambda: attempt(case.random, Path(folder)), seconds)
    used = time.process_time() - start
    more = max(0, _resident("VmHWM") - before)
    if state not in FAULTS and more > memory:
        state, detail = "memory", f"{more >> 20:,} MiB"
    return Outcome(case, state, detail, used, more)


def _end(work: Callable[[], None], seconds: float) -> tuple[str, str]:
    try:
        with _limit(seconds):
            work()
    except DatamapError as e:
        return ("refused", "") if str(e).strip() else ("traceback", "an error without a message")
    except Fault as e:
        return e.state, str(e)
    except Hang:
        return "hang", f"more than {seconds:g} s"
    except Exception as e:
        where = [f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(e.__traceback__)]
        return "traceback", f"{type(e).__name__}: {e} at {' '.join(where[-5:])}"[:2000]
    return "read", ""


@contextlib.contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """CPU time after which the work ends with :class:`Hang`; a busy machine is no hang."""

    def stop(*_: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _resident(name: str, reset: bool = False) -> int:
    """Bytes of memory of this process, now (``VmRSS``) or at most since the last reset (``VmHWM``)."""
    try:
        if reset:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # where the system does not tell more


def tried(kind: str, attempt: Attempt, numbers: Iterable[int], seed: int = 0) -> Iterator[Outcome]:
    """The outcomes of a kind's cases, one by one."""
    for number in numbers:
        yield run(Case(kind, number, seed), attempt)


def counted(outcomes: Iterable[Outcome]) -> Counter[str]:
    """How often cases ended in each way."""
    return Counter(o.state for o in outcomes)
