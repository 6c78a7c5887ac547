"""A process beside a cluster's worker that makes its reports in forks.

A worker has threads, and a fork of it could wait for ever for a lock that one of them held. The process beside it has
none: it loads the library once and forks a child for each notebook, as a run on one machine does. Jobs and outcomes
travel through its standard input and output.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress

from datamap.group.workers import TRIES
from datamap.runs import engine, report
from datamap.runs.job import Job, Outcome

_COMMAND = [sys.executable, "-c", "from datamap.runs import beside; beside.serve()"]


class _Beside(threading.local):
    """The process of one thread of a worker; it starts with the first report and ends with the worker."""

    process: subprocess.Popen[bytes] | None = None


_MINE = _Beside()


def run(job: Job) -> Outcome:
    """Make one report in the process beside this one.

    A notebook that ends this process too is tried again in a new one; after some tries its report counts as lost.
    """
    for _ in range(TRIES):
        with suppress(EOFError, OSError):
            return _made(job)
        _end()
    reason = f"the process that made it was killed, {TRIES} times out of {TRIES}: is there enough memory?"
    return report.lost(job, reason)


def _made(job: Job) -> Outcome:
    if _MINE.process is None:
        _MINE.process = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    there = _MINE.process
    assert there.stdin and there.stdout
    pickle.dump(job, there.stdin)
    there.stdin.flush()
    outcome: Outcome = pickle.load(there.stdout)
    return outcome


def _end() -> None:
    """Leave a process that ended; a new one starts with the next report."""
    there, _MINE.process = _MINE.process, None
    if there is not None:
        there.kill()
        there.communicate()


def serve() -> None:
    """Make the reports that come in until there are no more: what the process beside a worker does."""
    engine.die_with_the_parent()
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # a notebook must not read the jobs
    os.dup2(2, 1)  # what a library prints must not be among the answers
    engine.warm()
    with suppress(EOFError, BrokenPipeError):  # the worker ended
        while True:
            pickle.dump(report.run(pickle.load(jobs)), answers)
            answers.flush()
