"""Papermill runs of the report notebook: checked first, built aside, landed together or not at all; one or a thousand."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from datamap import formats, landing, law
from datamap.errors import CallError, InputError, Problem, RunError
from datamap.findings import acceptances as accepting
from datamap.formats import ACCEPTANCES
from datamap.formats.yaml import writer
from datamap.group import workers
from datamap.history import archive
from datamap.publish import index
from datamap.runs import manifest
from datamap.runs import notebook as execution
from datamap.runs.notebook import NOTEBOOK
from datamap.runs.parameters import last_day

ENGINES = ("fork", "papermill")
TIMEOUT = 900.0
"""Seconds for one notebook."""
INDEX = "index"
"""The name under which an index that could not be written is listed among the outcomes; no inventory may have it as id."""


@dataclass(frozen=True)
class Outcome:
    """What became of one report.

    Attributes
    ----------
    controller : str
        The inventory's id, or its file where it could not be read.
    state : {'made', 'current', 'failed'}
        ``current``: left as it was by ``resume``.
    folder : Path or None
    counts : mapping
        Of transfers by verdict and findings by severity.
    problems : tuple of Problem
        Why the inventory could not be read.
    error : str
    notebook : Path or None
        The notebook that failed, with the error on top.
    note : str
        What is worth knowing of a report that was made.
    seconds : float
    """

    controller: str
    state: str
    folder: Path | None = None
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    error: str = ""
    notebook: Path | None = None
    note: str = ""
    seconds: float = 0.0

    def at_least(self, severity: str) -> bool:
        """Whether an open finding of a severity or worse is there."""
        order = ("error", "warning", "note")
        return any(self.counts.get("findings", {}).get(s, 0) for s in order[: order.index(severity) + 1])


@dataclass(frozen=True)
class Job:
    """One report to make."""

    source: Path
    controller: str
    target: Path
    quarter: str
    day: dt.date
    known_on: dt.date | None = None
    dpf_list: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    acceptances: str = ""
    baseline: str = ""
    compared: str = ""
    """Quarter and controller of the baseline, as ``2026Q2/smartsupp``: what is kept of its path."""
    note: str = ""
    engine: str = "fork"
    timeout: float = TIMEOUT
    resume: bool = False
    notebook: Path = NOTEBOOK
    more: tuple[tuple[str, Any], ...] = ()
    shared: tuple[tuple[str, str], ...] = ()
    """plotly.js where the pages share one: its place relative to them, and its SHA-256."""
    force: bool = False
    """Whether to replace a report folder in which something was edited, or that is not from a run."""

    def parameters(self) -> dict[str, Any]:
        """What the notebook is given."""
        return {
            "inventory": "inventory.yaml",
            "quarter": self.quarter,
            "as_of": self.day.isoformat(),
            "output": ".",
            "known_on": self.known_on.isoformat() if self.known_on else "",
            "dpf_list": ";".join(self.dpf_list),
            "without": ";".join(self.without),
            "acceptances": "inventory.acceptances.yaml" if self.acceptances else "",
            "baseline": self.baseline,
            **({"plotly_js": self.shared[0][0]} if self.shared else {}),
            **dict(self.more),
        }


def report(
    inventories: Iterable[str | Path],
    quarter: str,
    output: str | Path = "reports",
    *,
    known_on: dt.date | None = None,
    dpf_list: Sequence[str] = (),
    without: Sequence[str] = (),
    baseline: str = "",
    jobs: int = 1,
    scheduler: str = "",
    engine: str = "",
    resume: bool = False,
    timeout: float = TIMEOUT,
    notebook: str | Path = NOTEBOOK,
    parameters: Mapping[str, Any] | None = None,
    shared_script: bool = False,
    force: bool = False,
    told: Callable[[Outcome, int, int], None] | None = None,
) -> list[Outcome]:
    """Run the report notebook for each inventory.

    Parameters
    ----------
    inventories : paths, globs or folders
    quarter : str
        Such as ``2026Q3``; the day is its last one.
    output : path
        ``<output>/<quarter>/<controller>/`` receives the files; an index over all controllers lands beside them.
    baseline : path
        A quarter's folder of an earlier run (or one controller's): each report says what changed since.
    jobs : int
        Reports made at once.
    scheduler : str
        Address of a Dask cluster that makes them instead; they come back to the one folder.
    engine : {'fork', 'papermill'}
        ``fork`` (the default where the system can) runs each notebook in a fork of a warm process.
    resume : bool
        Leave reports alone that their manifest proves current.
    timeout : float
        Seconds for one notebook.
    notebook, parameters
        Another notebook, and further parameters of it.
    shared_script : bool
        One plotly.js beside the reports of the quarter, instead of a copy in each page.
    force : bool
        Replace report folders and index files that somebody edited, or that are not from a run.
    told : callable
        Called after each report with its outcome, how many are done, and how many there are.

    Returns
    -------
    list of Outcome
        In the order of the inventories. One that fails does not stop the others. Where the index over all controllers could
        not be written, an outcome for :data:`INDEX` is the last.

    Raises
    ------
    InputError, CallError
        Where nothing can run at all.
    """
    day = last_day(quarter)
    law.load(known_on).without(*without)
    engine = engine or ("fork" if hasattr(os, "fork") else "papermill")
    if engine not in ENGINES:
        raise CallError(f"--engine: '{engine}' is not known. Expected one of: {', '.join(ENGINES)}")
    if jobs < 1:
        raise CallError(f"--jobs: {jobs} is no number of reports at once. Expected 1 or more")
    if not timeout > 0:
        raise CallError(f"--timeout: {timeout:g} is no time. Expected seconds, more than 0")
    if dpf_list:
        from datamap.law import dpf

        dpf.read(dpf_list)
    lists = tuple(str(Path(p).resolve()) for p in dpf_list)
    with landing.folder(Path(output) / quarter) as folder:
        proto = {
            "quarter": quarter,
            "day": day,
            "known_on": known_on,
            "dpf_list": lists,
            "without": tuple(without),
            "engine": engine,
            "timeout": timeout,
            "resume": resume,
            "force": force,
            "notebook": Path(notebook),
            "more": tuple((parameters or {}).items()),
        }
        if shared_script:
            from datamap.publish import page  # here: it loads the charts

            script = page.write_plotly(folder, force=force)
            proto["shared"] = ((f"../{script.name}", manifest.sha256(script)),)
        work, done = _jobs(formats.expand(inventories), folder, baseline, proto)
        sample = work[0] if work else Job(Path(), "", Path(), quarter, day, shared=proto.get("shared", ()))
        execution.check_parameters(Path(notebook), replace(sample, more=()).parameters(), dict(proto["more"]))
        total, outcomes = len(work) + len(done), {o.controller: o for o in done}
        for n, o in enumerate(done, 1):
            if told:
                told(o, n, total)
        if scheduler:
            from datamap.runs import remote  # here, because it builds on this file

            making = remote.run(work, scheduler)
        else:
            making = _all(work, min(jobs, len(work) or 1))
        for n, o in enumerate(making, len(done) + 1):
            outcomes[o.controller] = o
            if told:
                told(o, n, total)
        order = {j.controller: n for n, j in enumerate(work)}
        ordered = sorted(outcomes.values(), key=lambda o: order.get(o.controller, -1))
        if any(o.folder is not None for o in ordered):
            try:
                index.write(folder, quarter, day, force=force)
            except CallError as e:
                ordered.append(Outcome(INDEX, "failed", error=f"{e}. The reports are complete"))
        return ordered


def _jobs(paths: Sequence[Path], folder: Path, baseline: str, proto: dict[str, Any]) -> tuple[list[Job], list[Outcome]]:
    """The reports to make, and what cannot be one: inventories that cannot be read, or that share an id."""
    work: list[Job] = []
    failed: list[Outcome] = []
    seen: dict[str, Path] = {}
    before = _baselines(baseline) if baseline else Baselines()
    for path in paths:
        try:
            name = formats.read(path).meta.id
            accepted = path.with_name(path.stem + ACCEPTANCES)
            if accepted.is_file():
                accepting.read(accepted)
        except InputError as e:
            failed.append(Outcome(str(path), "failed", problems=e.problems, error="the inventory cannot be read"))
            continue
        if problem := _unusable(path, name, seen):
            failed.append(Outcome(str(path), "failed", problems=(problem,), error="its id cannot name a report"))
            continue
        seen[name] = path
        if problem := before.problems.get(name):
            failed.append(Outcome(name, "failed", problems=(problem,), error="its baseline cannot be read"))
            continue
        work.append(
            Job(
                path,
                name,
                folder / name,
                acceptances=str(accepted) if accepted.is_file() else "",
                **_compared(baseline, before, name),
                **proto,
            )
        )
    return work, failed


def _unusable(path: Path, name: str, seen: Mapping[str, Path]) -> Problem | None:
    """Why an inventory's id cannot be the name of a report folder."""
    if name in seen:
        expected = "a different id for every inventory of a run"
        return Problem(str(path), 0, "meta.id", f"'{name}' is also the id in {seen[name]}", expected)
    if archive.reserved(name):
        expected = "an id that is not the name of another file of a quarter (index, index.html, NAME.failed.ipynb)"
        return Problem(str(path), 0, "meta.id", f"'{name}' cannot be the name of a report folder", expected)
    return None


@dataclass(frozen=True)
class Baselines:
    """The earlier reports to compare with, by controller, and why others cannot be read."""

    runs: Mapping[str, archive.Run] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)


def _baselines(baseline: str) -> Baselines:
    found, problems = archive.readable(baseline)
    if not found and not problems:
        raise InputError(
            [Problem(baseline, 0, "", "no report in it", "the folder of an earlier quarter, or of one report in it")]
        )
    if problems and (Path(baseline) / archive.MANIFEST).exists():  # one report was named, and it is this one
        raise InputError(problems)
    # of two folders with one controller, the one that has its name is the report: the other is a copy
    found.sort(key=lambda r: r.folder.name == r.manifest["controller"])
    return Baselines(
        {r.manifest["controller"]: r for r in found}, {Path(p.file).absolute().parent.name: p for p in problems}
    )


def _compared(baseline: str, before: Baselines, name: str) -> dict[str, str]:
    """What a job is told of its baseline."""
    if not baseline:
        return {}
    if name not in before.runs:
        return {"note": f"no earlier report of it in {baseline}: nothing to compare with"}
    run = before.runs[name]
    return {"baseline": str(run.folder.resolve()), "compared": f"{run.manifest['quarter']}/{name}"}


def _all(work: list[Job], jobs: int) -> Iterator[Outcome]:
    """Outcomes as they come; a process that dies takes only its own report with it."""
    if any(job.engine == "fork" for job in work):
        from datamap.runs import engine

        engine.warm()  # once, before workers are forked
    manifest.code()
    for _, outcome in workers.run(run, work, jobs=jobs, lost=lost, pool=_pool):
        yield outcome


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Workers forked before anything here starts a thread; each then forks a child for every notebook."""
    from datamap.runs import engine

    return ProcessPoolExecutor(
        jobs, mp_context=get_context("fork" if hasattr(os, "fork") else "spawn"), initializer=engine.die_with_the_parent
    )


def lost(job: Job, reason: str) -> Outcome:
    """What became of a report whose process or worker was lost each time; what that left behind is cleared away."""
    with suppress(RunError, OSError), landing.alone(job.target):
        pass
    return Outcome(job.controller, "failed", error=f"{reason}. The last good report is untouched")


def run(job: Job) -> Outcome:
    """Make one report; what goes wrong is told in the outcome."""
    start = time.monotonic()
    try:
        with landing.alone(job.target):
            if there := current(job):
                return there
            check(job)
            counts = _make(job)
    except (RunError, InputError, CallError) as e:
        return Outcome(
            job.controller,
            "failed",
            error=str(e),
            notebook=getattr(e, "notebook", None),
            seconds=time.monotonic() - start,
        )
    except OSError as e:
        return Outcome(
            job.controller,
            "failed",
            error=f"{job.target}: it cannot be written ({e.strerror or e}); the last good report is untouched",
            seconds=time.monotonic() - start,
        )
    return Outcome(job.controller, "made", job.target, counts, note=job.note, seconds=time.monotonic() - start)


def current(job: Job) -> Outcome | None:
    """The report that is there, where it is to be left alone and its manifest proves it current."""
    proof = manifest.current(job) if job.resume else None
    return Outcome(job.controller, "current", job.target, proof["counts"]) if proof else None


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
    lost = "" if job.force else manifest.kept(job.target, job.controller)
    if lost:
        raise RunError(
            f"{job.target}: {lost}. Expected a folder as its run left it: move away what should stay, or use --force to replace the folder; nothing was written"
        )


def _make(job: Job) -> dict[str, Any]:
    aside = landing.aside(job.target)
    try:
        if job.source.suffix.lower() in (".yaml", ".yml"):
            shutil.copyfile(job.source, aside / "inventory.yaml")
        else:
            (aside / "inventory.yaml").write_text(writer.dump(formats.read(job.source)), encoding="utf-8")
        if job.acceptances:
            shutil.copyfile(job.acceptances, aside / "inventory.acceptances.yaml")
        execution.execute(job, aside)
        proof = manifest.write(job, aside)
        replaceable(job)  # again: somebody may have edited the last report while this one was made
        landing.land(aside, job.target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return proof["counts"]
