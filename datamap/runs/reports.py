"""All reports of a quarter: checked first, each built aside and moved into place whole; one or a thousand."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from datamap import formats
from datamap.errors import CallError, InputError, Problem
from datamap.files import folders
from datamap.findings import acceptances as accepting
from datamap.group import workers
from datamap.history import archive, proof
from datamap.history.quarter import last_day
from datamap.law.terms import Terms
from datamap.publish import index
from datamap.publish.brief import group
from datamap.runs import notebook as execution
from datamap.runs import remote
from datamap.runs import report as one
from datamap.runs.job import TIMEOUT, Job, Outcome
from datamap.runs.notebook import NOTEBOOK

ENGINES = ("fork", "papermill")
INDEX = "index"
"""The name of an index that could not be written among the outcomes; no inventory may have it as id."""


@dataclass(frozen=True)
class Settings:
    """How the reports of a quarter are made.

    Attributes
    ----------
    known_on, without, dpf_list
        The law and the participants lists to apply: see :class:`datamap.law.terms.Terms`.
    baseline : path
        A quarter's folder of an earlier run (or one controller's): each report lists what changed since.
    jobs : int
        Number of reports made at the same time.
    scheduler : str
        Address of a Dask cluster that makes them instead; they come back to the one folder.
    engine : {'fork', 'papermill'}
        ``fork`` (the default where the system can) runs each notebook in a fork of a warm process.
    resume : bool
        Keep reports that are current according to their manifest.
    timeout : float
        Seconds for one notebook.
    notebook, parameters
        Another notebook, and further parameters of it.
    shared_script : bool
        One plotly.js beside the reports of the quarter, instead of a copy in each page.
    force : bool
        Replace report folders and index files that a person edited, or that no run wrote.
    """

    known_on: dt.date | None = None
    without: Sequence[str] = ()
    dpf_list: Sequence[str] = ()
    baseline: str = ""
    jobs: int = 1
    scheduler: str = ""
    engine: str = ""
    resume: bool = False
    timeout: float = TIMEOUT
    notebook: str | Path = NOTEBOOK
    parameters: Mapping[str, Any] = field(default_factory=dict)
    shared_script: bool = False
    force: bool = False

    def terms(self, day: dt.date) -> Terms:
        """The terms of the reports; the lists by absolute paths, because notebooks run elsewhere."""
        lists = tuple(str(Path(p).resolve()) for p in self.dpf_list)
        return Terms(day, self.known_on, tuple(self.without), lists)

    def check(self) -> None:
        """Refuse what no report could be made with.

        Raises
        ------
        CallError
        """
        if self.engine and self.engine not in ENGINES:
            raise CallError(f"--engine: '{self.engine}' is not known. Expected one of: {', '.join(ENGINES)}")
        if self.jobs < 1:
            raise CallError(f"--jobs: {self.jobs} is not a number of reports. Expected 1 or more")
        if not self.timeout > 0:
            raise CallError(f"--timeout: {self.timeout:g} is not a time. Expected seconds, more than 0")


def report(
    inventories: Iterable[str | Path],
    quarter: str,
    output: str | Path = "reports",
    *,
    progress: Callable[[Outcome, int, int], None] | None = None,
    **settings: Any,
) -> list[Outcome]:
    """Run the report notebook for each inventory.

    Parameters
    ----------
    inventories : paths, globs or folders
    quarter : str
        Such as ``2026Q3``; the reports are made for its last day.
    output : path
        ``<output>/<quarter>/<controller>/`` receives the files; an index of all controllers is written beside them.
    progress : callable
        Called after each report with its outcome, how many are done, and how many there are.
    **settings
        See :class:`Settings`.

    Returns
    -------
    list of Outcome
        In the order of the inventories. One that fails does not stop the others. Where the index of all controllers
        could not be written, an outcome for :data:`INDEX` is the last.

    Raises
    ------
    InputError, CallError
        Where nothing can run at all.
    """
    how = Settings(**settings)
    terms = how.terms(last_day(quarter))
    terms.law()
    how.check()
    terms.participants()
    with folders.folder(Path(output) / quarter) as folder:
        common = _common_job(folder, quarter, terms, how)
        work, refused = _jobs(formats.expand(inventories), how.baseline, common)
        sample = replace(work[0] if work else common, more=())
        execution.check_parameters(common.notebook, sample.parameters(), dict(common.more))
        done = _done(work, refused, how, progress)
        if any(o.folder is not None for o in done):
            try:
                index.write(folder, quarter, terms.day, force=how.force)
                group.write(folder, quarter, [o.controller for o in done if o.state == "failed"], force=how.force)
            except CallError as e:
                done.append(Outcome(INDEX, "failed", error=f"{e}. The reports are complete"))
        return done


def _common_job(folder: Path, quarter: str, terms: Terms, how: Settings) -> Job:
    """What the jobs of all inventories have in common."""
    return Job(
        source=Path(),
        controller="",
        target=folder,
        quarter=quarter,
        terms=terms,
        engine=how.engine or ("fork" if hasattr(os, "fork") else "papermill"),
        timeout=how.timeout,
        resume=how.resume,
        force=how.force,
        notebook=Path(how.notebook),
        more=tuple(how.parameters.items()),
        shared=_shared(folder, how.force) if how.shared_script else (),
    )


def _shared(folder: Path, force: bool) -> tuple[tuple[str, str], ...]:
    """plotly.js beside the reports: its place relative to them, and its SHA-256."""
    from datamap.publish import page  # here: it loads the charts

    script = page.write_plotly(folder, force=force)
    return ((f"../{script.name}", proof.sha256(script)),)


def _done(
    work: list[Job],
    refused: list[Outcome],
    how: Settings,
    progress: Callable[[Outcome, int, int], None] | None,
) -> list[Outcome]:
    """The outcomes of all reports: first those that could not start, then the others in the order of the work."""
    making = remote.run(work, how.scheduler) if how.scheduler else _all(work, min(how.jobs, len(work) or 1))
    total = len(work) + len(refused)
    outcomes: dict[str, Outcome] = {}
    for n, outcome in enumerate(chain(refused, making), 1):
        outcomes[outcome.controller] = outcome
        if progress:
            progress(outcome, n, total)
    order = {j.controller: n for n, j in enumerate(work)}
    return sorted(outcomes.values(), key=lambda o: order.get(o.controller, -1))


def _jobs(paths: Sequence[Path], baseline: str, common: Job) -> tuple[list[Job], list[Outcome]]:
    """The reports to make, and what cannot be one: inventories that cannot be read, or that share an id."""
    work: list[Job] = []
    failed: list[Outcome] = []
    seen: dict[str, Path] = {}
    before = _baselines(baseline) if baseline else Baselines()
    for path in paths:
        try:
            name, acceptances = formats.read(path).meta.id, _acceptances(path)
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
        job = replace(common, source=path, controller=name, target=common.target / name, acceptances=acceptances)
        work.append(_with_baseline(job, baseline, before) if baseline else job)
    return work, failed


def _acceptances(path: Path) -> str:
    """The file of decisions beside an inventory, read as a test; empty where there is none."""
    file = formats.file_beside(path)
    if file is None:
        return ""
    accepting.read(file)
    return str(file)


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


def _with_baseline(job: Job, baseline: str, before: Baselines) -> Job:
    """A job with the earlier report to compare with, or with a note that there is none."""
    run = before.runs.get(job.controller)
    if run is None:
        return replace(job, note=f"no earlier report of it in {baseline}: nothing to compare with")
    compared = f"{run.manifest['quarter']}/{job.controller}"
    return replace(job, baseline=str(run.folder.resolve()), compared=compared)


def _all(work: list[Job], jobs: int) -> Iterator[Outcome]:
    """Outcomes as they come; a process that dies takes only its own report with it."""
    if any(job.engine == "fork" for job in work):
        from datamap.runs import engine

        engine.warm()  # once, before workers are forked
    proof.code()
    for _, outcome in workers.run(one.run, work, jobs=jobs, lost=one.lost, pool=_pool):
        yield outcome


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Workers forked before anything here starts a thread; each then forks a child for every notebook."""
    from datamap.runs import engine

    return ProcessPoolExecutor(
        jobs, mp_context=get_context("fork" if hasattr(os, "fork") else "spawn"), initializer=engine.die_with_the_parent
    )
