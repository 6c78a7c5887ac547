"""One report: built beside its place, landed whole or not at all."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from typing import Any

from datamap.errors import CallError, InputError, RunError
from datamap.files import folders
from datamap.history import archive, proof
from datamap.runs import manifest
from datamap.runs import notebook as execution
from datamap.runs.job import Job, Outcome


def lost(job: Job, reason: str) -> Outcome:
    """What became of a report whose process or worker was lost each time; what that left behind is cleared away."""
    with suppress(RunError, OSError), folders.alone(job.target):
        pass
    return Outcome(job.controller, "failed", error=f"{reason}. The last good report is untouched")


def run(job: Job) -> Outcome:
    """Make one report; an error is in the outcome."""
    start = time.monotonic()
    try:
        with folders.alone(job.target):
            if there := current(job):
                return there
            check(job)
            counts = _make(job)
    except (RunError, InputError, CallError) as e:
        kept = getattr(e, "notebook", None)
        return Outcome(job.controller, "failed", error=str(e), notebook=kept, seconds=time.monotonic() - start)
    except OSError as e:
        error = f"{job.target}: it cannot be written ({e.strerror or e}); the last good report is untouched"
        return Outcome(job.controller, "failed", error=error, seconds=time.monotonic() - start)
    return Outcome(job.controller, "made", job.target, counts, note=job.note, seconds=time.monotonic() - start)


def current(job: Job) -> Outcome | None:
    """The report that is there, where it is to be left alone and its manifest proves it current."""
    found = manifest.current(job) if job.resume else None
    return Outcome(job.controller, "current", job.target, found["counts"]) if found else None


def check(job: Job) -> None:
    """Refuse a report that would take the place of something edited, or whose baseline cannot be read.

    Raises
    ------
    RunError, InputError
    """
    replaceable(job)
    if job.baseline:
        archive.baseline(job.baseline)


def replaceable(job: Job) -> None:
    """Refuse to replace a report folder in which something would be lost.

    Raises
    ------
    RunError
    """
    lost = "" if job.force else proof.kept(job.target, job.controller)
    if lost:
        advice = "move away what should stay, or use --force to replace the folder"
        raise RunError(f"{job.target}: {lost}. Expected a folder as its run left it: {advice}; nothing was written")


def _make(job: Job) -> dict[str, Any]:
    aside = folders.aside(job.target)
    try:
        (aside / "inventory.yaml").write_bytes(job.map())
        if job.acceptances:
            shutil.copyfile(job.acceptances, aside / "inventory.acceptances.yaml")
        execution.execute(job, aside)
        written = manifest.write(job, aside)
        replaceable(job)  # again: the last report may have been edited while this one was made
        folders.land(aside, job.target)
    finally:
        folders.remove(aside)
    return written["counts"]
