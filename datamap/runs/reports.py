"""Papermill runs of the report notebook: checked first, built aside, landed together or not at all; one or a thousand."""

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
from datamap.formats import ACCEPTANCES
from datamap.group import workers
from datamap.history import archive, proof
from datamap.history.quarter import last_day
from datamap.law.terms import Terms
from datamap.publish import index
from datamap.runs import notebook as execution
from datamap.runs import remote
from datamap.runs import report as one
from datamap.runs.job import TIMEOUT, Job, Outcome
from datamap.runs.notebook import NOTEBOOK

ENGINES = ("fork", "papermill")
INDEX = "index"
"""The name under which an index that could not be written is listed among the outcomes; no inventory may have it as id."""


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
    terms = Terms(last_day(quarter), known_on, tuple(without), tuple(str(Path(p).resolve()) for p in dpf_list))
    engine = engine or ("fork" if hasattr(os, "fork") else "papermill")
    _check(terms, engine, jobs, timeout)
    with folders.folder(Path(output) / quarter) as folder:
        common = Job(
            Path(),
            "",
            folder,
            quarter,
            terms,
            engine=engine,
            timeout=timeout,
            resume=resume,
            force=force,
            notebook=Path(notebook),
            more=tuple((parameters or {}).items()),
        )
        if shared_script:
            common = replace(common, shared=_shared(folder, force))
        work, refused = _jobs(formats.expand(inventories), baseline, common)
        sample = replace(work[0] if work else common, more=())
        execution.check_parameters(Path(notebook), sample.parameters(), dict(common.more))
        done = _done(work, refused, jobs, scheduler, told)
        if any(o.folder is not None for o in done):
            try:
                index.write(folder, quarter, terms.day, force=force)
            except CallError as e:
                done.append(Outcome(INDEX, "failed", error=f"{e}. The reports are complete"))
        return done


def _check(terms: Terms, engine: str, jobs: int, timeout: float) -> None:
    """Refuse what no report could be made with."""
    terms.law()
    if engine not in ENGINES:
        raise CallError(f"--engine: '{engine}' is not known. Expected one of: {', '.join(ENGINES)}")
    if jobs < 1:
        raise CallError(f"--jobs: {jobs} is not a number of reports at once. Expected 1 or more")
    if not timeout > 0:
        raise CallError(f"--timeout: {timeout:g} is not a time. Expected seconds, more than 0")
    terms.participants()


def _shared(folder: Path, force: bool) -> tuple[tuple[str, str], ...]:
    """plotly.js beside the reports: its place relative to them, and its SHA-256."""
    from datamap.publish import page  # here: it loads the charts

    script = page.write_plotly(folder, force=force)
    return ((f"../{script.name}", proof.sha256(script)),)


def _done(
    work: list[Job],
    refused: list[Outcome],
    jobs: int,
    scheduler: str,
    told: Callable[[Outcome, int, int], None] | None,
) -> list[Outcome]:
    """The outcomes of all reports, those that could not start first, the others in the order of the work."""
    making = remote.run(work, scheduler) if scheduler else _all(work, min(jobs, len(work) or 1))
    total, outcomes = len(work) + len(refused), {}
    for n, o in enumerate(chain(refused, making), 1):
        outcomes[o.controller] = o
        if told:
            told(o, n, total)
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
            replace(
                common,
                source=path,
                controller=name,
                target=common.target / name,
                acceptances=str(accepted) if accepted.is_file() else "",
                **_compared(baseline, before, name),
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
    proof.code()
    for _, outcome in workers.run(one.run, work, jobs=jobs, lost=one.lost, pool=_pool):
        yield outcome


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Workers forked before anything here starts a thread; each then forks a child for every notebook."""
    from datamap.runs import engine

    return ProcessPoolExecutor(
        jobs, mp_context=get_context("fork" if hasattr(os, "fork") else "spawn"), initializer=engine.die_with_the_parent
    )
