"""Reports made on a cluster: their inputs and their files travel as bytes, so that no shared disk is needed."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from datamap.errors import DatamapError
from datamap.files import folders, writing
from datamap.group import workers
from datamap.history import archive
from datamap.history.proof import COMPARED
from datamap.runs import beside, engine, report
from datamap.runs.job import Job, Outcome
from datamap.runs.notebook import NOTEBOOK


@dataclass(frozen=True)
class Parcel:
    """A job with the bytes of every file it reads, by the place they get where they arrive."""

    job: Job
    files: dict[str, bytes]


def pack(job: Job) -> Parcel:
    """A job and its files."""
    named = {"inventory.yaml": job.source, **{f"lists/{Path(p).name}": Path(p) for p in job.terms.dpf_list}}
    if job.acceptances:
        named["inventory.acceptances.yaml"] = Path(job.acceptances)
    if job.baseline:
        for r in archive.history(job.baseline):  # with the quarters before it: a finding may be back from one of them
            named |= {
                f"before/{r.folder.parent.name}/{job.controller}/{n}": r.folder / n
                for n in ("manifest.json", *COMPARED)
            }
    if job.notebook != NOTEBOOK:
        named["notebook.ipynb"] = job.notebook
    files = {place: path.read_bytes() for place, path in named.items()} | {"inventory.yaml": job.map()}
    return Parcel(replace(job, resume=False, included=job.parts), files)


def make(parcel: Parcel) -> tuple[Outcome, dict[str, bytes]]:
    """Make the report of a parcel where it arrived; its files, or the failed notebook, come back as bytes."""
    job = parcel.job
    try:
        return _made(parcel)
    except OSError as e:  # no room on that machine: the others are made all the same
        reason = f"the report could not be made on {platform.node()} ({e.strerror or e})"
        return Outcome(job.controller, "failed", error=f"{reason}; the last good one is untouched"), {}


def _made(parcel: Parcel) -> tuple[Outcome, dict[str, bytes]]:
    job = parcel.job
    with tempfile.TemporaryDirectory(prefix="datamap-") as folder:
        here = Path(folder)
        for place, content in parcel.files.items():
            (here / place).parent.mkdir(parents=True, exist_ok=True)
            (here / place).write_bytes(content)
        local = replace(
            job,
            source=here / "inventory.yaml",
            target=here / "out" / job.controller,
            terms=replace(job.terms, dpf_list=tuple(str(here / "lists" / Path(p).name) for p in job.terms.dpf_list)),
            acceptances=str(here / "inventory.acceptances.yaml") if job.acceptances else "",
            baseline=str(here / "before" / Path(job.baseline).parent.name / job.controller) if job.baseline else "",
            notebook=here / "notebook.ipynb" if "notebook.ipynb" in parcel.files else NOTEBOOK,
            engine=job.engine if engine.AVAILABLE else "papermill",
        )
        local.target.parent.mkdir()
        outcome = beside.run(local) if local.engine == "fork" else report.run(local)
        files = [outcome.notebook] if outcome.notebook else []
        if outcome.state == "made":
            files = sorted(local.target.iterdir())
        return outcome, {p.name: p.read_bytes() for p in files}


def run(work: Sequence[Job], scheduler: str) -> Iterator[Outcome]:
    """Make reports on the cluster at an address and land each here; those that are current stay as they are."""
    left, packed = [], []
    for job in work:
        try:
            with folders.alone(job.target):
                there = report.current(job)
                if not there:
                    report.check(job)
                    packed.append(pack(job))
        except (DatamapError, OSError) as e:
            there = Outcome(job.controller, "failed", error=str(e))
        if there:
            yield there
        else:
            left.append(job)
    for n, (outcome, files) in workers.run(make, packed, scheduler=scheduler, lost=_lost):
        job = left[n]
        try:
            with folders.alone(job.target):
                yield _landed(job, outcome, files)
        except (DatamapError, OSError) as e:
            yield Outcome(job.controller, "failed", error=f"{job.target}: it cannot be written ({e})")


def _lost(parcel: Parcel, reason: str) -> tuple[Outcome, dict[str, bytes]]:
    return report.lost(parcel.job, reason), {}


def _landed(job: Job, outcome: Outcome, files: dict[str, bytes]) -> Outcome:
    """Put what came back where it belongs: a report in its place, a failed notebook beside it."""
    if outcome.state != "made":
        kept = folders.failed(job.target)
        for content in files.values():
            writing.write(kept, content, force=True)
        return replace(outcome, notebook=kept if files else None)
    built = folders.aside(job.target)
    try:
        for name, content in files.items():
            (built / name).write_bytes(content)
        report.replaceable(job)
        folders.land(built, job.target)
    finally:
        folders.remove(built)
    return replace(outcome, folder=job.target)
