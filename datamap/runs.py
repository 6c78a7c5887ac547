"""Papermill runs of the report notebook: checked first, built aside, landed together or not at all; one or a thousand."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from datamap import __version__, formats, landing, law, runfolder
from datamap.errors import CallError, InputError, Problem, RunError
from datamap.formats import ACCEPTANCES
from datamap.formats import acceptances as accepting
from datamap.publish import index

NOTEBOOK = Path(__file__).resolve().parent.parent / "notebooks" / "4_quarterly.ipynb"
QUARTER = re.compile(r"(\d{4})Q([1-4])")
ENGINES = ("fork", "papermill")
TIMEOUT = 900.0
"""Seconds for one notebook."""

# parameters that hold paths of the machine; what is kept of them in the executed notebook is the names
PATHS = ("dpf_list", "baseline")


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
    seconds : float
    """

    controller: str
    state: str
    folder: Path | None = None
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    error: str = ""
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
    engine: str = "fork"
    timeout: float = TIMEOUT
    resume: bool = False
    notebook: Path = NOTEBOOK
    more: tuple[tuple[str, Any], ...] = ()
    shared: tuple[tuple[str, str], ...] = ()
    """plotly.js where the pages share one: its place relative to them, and its SHA-256."""

    def parameters(self) -> dict[str, Any]:
        """What the notebook is given."""
        return {
            "inventory": "inventory.yaml", "quarter": self.quarter, "as_of": self.day.isoformat(), "output": ".",
            "known_on": self.known_on.isoformat() if self.known_on else "", "dpf_list": ";".join(self.dpf_list),
            "without": ";".join(self.without), "acceptances": "inventory.acceptances.yaml" if self.acceptances else "",
            "baseline": self.baseline, **({"plotly_js": self.shared[0][0]} if self.shared else {}), **dict(self.more),
        }  # fmt: skip


def last_day(quarter: str) -> dt.date:
    """The last day of a quarter such as ``2026Q3``."""
    found = QUARTER.fullmatch(quarter)
    if not found:
        raise CallError(f"--quarter: '{quarter}' is no quarter. Expected a year and a quarter, such as 2026Q3")
    year, q = int(found[1]), int(found[2])
    return dt.date(year + (q == 4), q * 3 % 12 + 1, 1) - dt.timedelta(1)


def report(
    inventories: Iterable[str | Path], quarter: str, output: str | Path = "reports", *, known_on: dt.date | None = None,
    dpf_list: Sequence[str] = (), without: Sequence[str] = (), baseline: str = "", jobs: int = 1, scheduler: str = "", engine: str = "", resume: bool = False,
    timeout: float = TIMEOUT, notebook: str | Path = NOTEBOOK, parameters: Mapping[str, Any] | None = None, shared_script: bool = False,
    told: Callable[[Outcome, int, int], None] | None = None,
) -> list[Outcome]:  # fmt: skip
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
    told : callable
        Called after each report with its outcome, how many are done, and how many there are.

    Returns
    -------
    list of Outcome
        In the order of the inventories. One that fails does not stop the others.

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
    if dpf_list:
        from datamap.law import dpf

        dpf.read(dpf_list)
    lists = tuple(str(Path(p).resolve()) for p in dpf_list)
    folder = landing.folder(Path(output) / quarter)
    proto = {
        "quarter": quarter, "day": day, "known_on": known_on, "dpf_list": lists, "without": tuple(without), "engine": engine,
        "timeout": timeout, "resume": resume, "notebook": Path(notebook), "more": tuple((parameters or {}).items()),
    }  # fmt: skip
    if shared_script:
        from datamap.publish import page  # here: it loads the charts

        script = page.write_plotly(folder)
        proto["shared"] = ((f"../{script.name}", sha256(script)),)
    work, done = _jobs(formats.expand(inventories), folder, baseline, proto)
    check_parameters(Path(notebook), (work[0] if work else Job(Path(), "", Path(), quarter, day, more=proto["more"], shared=proto.get("shared", ()))).parameters())
    total, outcomes = len(work) + len(done), {o.controller: o for o in done}
    for n, o in enumerate(done, 1):
        if told:
            told(o, n, total)
    if scheduler:
        from datamap import parcels  # here, because it builds on this file

        making = parcels.run(work, scheduler)
    else:
        making = _all(work, min(jobs, len(work) or 1))
    for n, o in enumerate(making, len(done) + 1):
        outcomes[o.controller] = o
        if told:
            told(o, n, total)
    made = [o for o in outcomes.values() if o.folder is not None]
    if made:
        index.write(folder, quarter, day)
    order = {j.controller: n for n, j in enumerate(work)}
    return sorted(outcomes.values(), key=lambda o: order.get(o.controller, -1))


def _jobs(paths: Sequence[Path], folder: Path, baseline: str, proto: dict[str, Any]) -> tuple[list[Job], list[Outcome]]:
    """The reports to make, and what cannot be one: inventories that cannot be read, or that share an id."""
    work: list[Job] = []
    failed: list[Outcome] = []
    seen: dict[str, Path] = {}
    before = _baselines(baseline) if baseline else {}
    for path in paths:
        try:
            name = formats.read(path).meta.id
            accepted = path.with_name(path.stem + ACCEPTANCES)
            if accepted.is_file():
                accepting.read(accepted)
        except InputError as e:
            failed.append(Outcome(str(path), "failed", problems=e.problems, error="the inventory cannot be read"))
            continue
        if name in seen:
            problem = Problem(str(path), 0, "meta.id", f"'{name}' is also the id in {seen[name]}", "an id of its own for every inventory of a run")
            failed.append(Outcome(str(path), "failed", problems=(problem,), error="two inventories have one id"))
            continue
        seen[name] = path
        work.append(Job(path, name, folder / name, acceptances=str(accepted) if accepted.is_file() else "", baseline=before.get(name, ""), **proto))
    return work, failed


def _baselines(baseline: str) -> dict[str, str]:
    found = runfolder.runs(baseline)
    if not found:
        raise InputError([Problem(baseline, 0, "", "no report in it", "the folder of an earlier quarter, or of one report in it")])
    return {r.manifest["controller"]: str(r.folder.resolve()) for r in found}


def _all(work: list[Job], jobs: int) -> Iterator[Outcome]:
    """Outcomes as they come; a process that dies takes only its own report with it."""
    if jobs == 1 or len(work) == 1:
        yield from map(run, work)
        return
    # forked before anything here starts a thread; each worker then forks a child for every notebook
    context = get_context("fork" if hasattr(os, "fork") else "spawn")
    left = list(work)
    while left:
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            futures = {pool.submit(run, job): job for job in left}
            left = []
            for future in as_completed(futures):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    left.append(futures[future])
        if len(left) == len(futures):  # not one got through: they are run alone, to see which it is
            yield from (_alone(job) for job in left)
            return


def _alone(job: Job) -> Outcome:
    with ProcessPoolExecutor(1, mp_context=get_context("fork" if hasattr(os, "fork") else "spawn")) as pool:
        try:
            return pool.submit(run, job).result()
        except BrokenProcessPool:
            return Outcome(job.controller, "failed", error="the process that made the report was killed")


def run(job: Job) -> Outcome:
    """Make one report; what goes wrong is told in the outcome."""
    import time

    start = time.monotonic()
    try:
        with landing.alone(job.target):
            if job.resume and (manifest := _current(job)):
                return Outcome(job.controller, "current", job.target, manifest["counts"])
            counts = _make(job)
    except (RunError, InputError, CallError) as e:
        return Outcome(job.controller, "failed", error=str(e), seconds=time.monotonic() - start)
    except OSError as e:
        return Outcome(job.controller, "failed", error=f"{job.target}: it cannot be written ({e.strerror or e}); the last good report is untouched", seconds=time.monotonic() - start)
    return Outcome(job.controller, "made", job.target, counts, seconds=time.monotonic() - start)


def _make(job: Job) -> dict[str, Any]:
    aside = landing.aside(job.target)
    try:
        shutil.copyfile(job.source, aside / "inventory.yaml")
        if job.acceptances:
            shutil.copyfile(job.acceptances, aside / "inventory.acceptances.yaml")
        _execute(job, aside)
        manifest = _manifest(job, aside)
        landing.land(aside, job.target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return manifest["counts"]


# --- the notebook --------------------------------------------------------------------------------------------------


@cache
def known_parameters(notebook: Path = NOTEBOOK) -> dict[str, str]:
    """The parameters that a notebook's own ``parameters`` cell declares, with their defaults as Python source."""
    import papermill

    if not notebook.is_file():
        raise CallError(f"notebook: {notebook} is not there. Expected a notebook with a cell tagged 'parameters'; the report's own stands in a checkout's notebooks folder")
    return {name: p["default"] for name, p in papermill.inspect_notebook(str(notebook)).items()}


def check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Refuse parameters that a notebook does not declare, or of another type than its default.

    Papermill only prints unknown names, and would cast ``007`` or ``false`` as it likes.

    Raises
    ------
    CallError
        With every problem.
    """
    import ast

    known = known_parameters(notebook)
    wrong = []
    for name, value in parameters.items():
        if name not in known:
            wrong.append(f"'{name}' is not known to {notebook.name}. Expected: {', '.join(known)}")
            continue
        try:
            default = ast.literal_eval(known[name])
        except (ValueError, SyntaxError):
            continue  # an expression says nothing of the type
        if default is not None and type(value) is not type(default):
            wrong.append(f"'{name}' is {value!r}. Expected {_kind(default)}, like its default {default!r}")
        elif isinstance(value, str) and re.search(r"[\x00-\x1f\x7f]", value):
            wrong.append(f"'{name}' holds a control character or line end: {value!r}. Expected one line of text")
    if wrong:
        raise CallError("\n".join(f"parameters: {w}" for w in wrong))


def _kind(value: Any) -> str:
    return {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}.get(type(value), f"a {type(value).__name__}")


def _execute(job: Job, folder: Path) -> None:
    import papermill

    out = folder / "report.ipynb"
    options: dict[str, Any] = {"engine_name": None, "execution_timeout": int(job.timeout)}
    if job.engine == "fork":
        from datamap import engine

        options = {"engine_name": engine.register(), "execution_timeout": job.timeout, "request_save_on_cell_execute": False}
    try:
        papermill.execute_notebook(
            str(job.notebook), str(out), parameters=job.parameters(), cwd=str(folder), progress_bar=False, kernel_name="python3", log_output=False, **options
        )
    except papermill.PapermillExecutionError as e:
        raise RunError(f"the report notebook failed: {e.ename}: {e.evalue}.{_kept(job, out)}") from e
    except Exception as e:  # noqa: BLE001  a kernel that dies or hangs has exceptions of its own
        raise RunError(f"the report notebook did not run: {type(e).__name__}: {e}.{_kept(job, out)}") from e
    _clean(out)


def _kept(job: Job, out: Path) -> str:
    """Keep the failed notebook beside the report, with the error on top."""
    if not out.is_file():
        return " The last good report is untouched"
    kept = job.target.with_name(f"{job.controller}.failed.ipynb")
    _clean(out)
    out.replace(kept)
    return f" The last good report is untouched; the failed notebook is {kept}"


def _clean(notebook: Path) -> None:
    """Papermill writes every path into the metadata: only names are kept."""
    import nbformat

    nb = nbformat.read(notebook, as_version=4)
    about = nb.metadata.get("papermill", {})
    for key in ("input_path", "output_path"):
        about[key] = Path(about.get(key) or "").name
    given = about.get("parameters", {})
    for key in PATHS:
        if given.get(key):
            given[key] = _names(given[key])
    for cell in nb.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(r'^(' + "|".join(PATHS) + r') = "(.*)"$', lambda m: f'{m[1]} = "{_names(m[2])}"', cell.source, flags=re.MULTILINE)
    nbformat.write(nb, notebook)


def _names(paths: str) -> str:
    return ";".join("/".join(Path(p).parts[-2:]) if Path(p).suffix == "" else Path(p).name for p in paths.split(";") if p)


# --- the manifest --------------------------------------------------------------------------------------------------


def timeless(notebook: Path) -> str:
    """SHA-256 of a notebook's cells and outputs, without timings and random ids."""
    nb = json.loads(notebook.read_text(encoding="utf-8"))
    cells = [{"source": c["source"], "outputs": [{k: v for k, v in o.items() if k != "metadata"} for o in c.get("outputs", [])]} for c in nb["cells"]]
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()


def sha256(path: Path) -> str:
    """SHA-256 of a file; a notebook's without its timings."""
    return timeless(path) if path.suffix == ".ipynb" else hashlib.sha256(path.read_bytes()).hexdigest()


def _basis(job: Job) -> dict[str, Any]:
    """Everything a report is made from, by hash: the same basis gives the same report."""
    pack = law.load(job.known_on)
    pack = pack.without(*job.without) if job.without else pack
    lists = {Path(p).name: sha256(Path(p)) for p in job.dpf_list}
    return {
        "inventory": sha256(job.source), "acceptances": sha256(Path(job.acceptances)) if job.acceptances else None,
        "law": pack.digest, "dpf_list": lists, "notebook": timeless(job.notebook), "datamap": __version__, "as_of": job.day.isoformat(),
        "baseline": sha256(Path(job.baseline) / "findings.json") if job.baseline else None, "parameters": dict(job.more), "shared": dict(job.shared),
    }  # fmt: skip


def _manifest(job: Job, folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    transfers = json.loads((folder / "transfers.json").read_text(encoding="utf-8"))
    files = {p.name: sha256(p) for p in sorted(folder.iterdir()) if p.name != "manifest.json"} | dict(job.shared)
    pack = law.load(job.known_on)
    manifest = {
        "controller": job.controller, "quarter": job.quarter, "as_of": job.day.isoformat(), "still_to_come": job.day > dt.date.today(),
        "law": {**found["law"], "recorded": pack.recorded.isoformat()}, "dpf_list": found["dpf_list"], "inputs": found["inputs"],
        "versions": {"datamap": __version__}, "counts": {"transfers": transfers["counts"], "findings": found["counts"]},
        "basis": _basis(job), "files": files,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return manifest


def _current(job: Job) -> dict[str, Any] | None:
    """The manifest of a report that is there, whole, and made from the same basis."""
    try:
        (made,) = runfolder.runs(job.target)
        same = made.manifest["basis"] == json.loads(json.dumps(_basis(job)))
        return made.manifest if same and not damaged(made) else None
    except (ValueError, KeyError, InputError, OSError):
        return None


def damaged(run_: runfolder.Run) -> list[str]:
    """Files of a run that are missing or are not what the manifest says."""
    out = []
    for name, digest in run_.manifest["files"].items():
        path = run_.folder / name
        try:
            whole = sha256(path) == digest
        except (OSError, ValueError, KeyError):
            whole = False
        if not whole:
            out.append(name)
    return out


@dataclass(frozen=True)
class Verified:
    """What a check of a run found: files that differ, and answers that come out otherwise today."""

    run: runfolder.Run
    files: tuple[str, ...]
    answers: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as it was."""
        return not self.files and not self.answers


def verify(folder: str | Path, dpf_list: Sequence[str] = ()) -> list[Verified]:
    """Check a run's hashes, judge its stored inventory again under the pack as it stood, and compare.

    Raises
    ------
    InputError
        Where there is no run.
    CallError
        Where the run used participants lists, and the same ones are not given.
    """
    found = runfolder.runs(folder)
    if not found:
        raise InputError([Problem(str(folder), 0, "", "no manifest.json in it", "the folder of a report, or of a quarter")])
    return [_verify(r, dpf_list) for r in found]


def _verify(r: runfolder.Run, dpf_list: Sequence[str]) -> Verified:
    from datamap.audit import audit
    from datamap.publish import records

    m = r.manifest
    files = tuple(damaged(r))
    participants = None
    if m["dpf_list"]:
        from datamap.law import dpf

        participants = dpf.read(dpf_list) if dpf_list else None
        if participants is None or participants.digest != m["dpf_list"]["digest"]:
            raise CallError(f"{r.folder}: the run used the participants lists of {', '.join(m['dpf_list']['vintages'])}. Expected the same with --dpf-list")
    known = dt.date.fromisoformat(m["law"]["known_on"] or m["law"]["recorded"])
    pack = law.load(known)
    pack = pack.without(*m["law"]["without"]) if m["law"]["without"] else pack
    accepted = accepting.beside([r.folder / "inventory.yaml"])
    again = audit(formats.read(r.folder / "inventory.yaml"), r.as_of, law=pack, participants=participants, acceptances=accepted)
    answers = []
    for name, then, now in (("transfers", r.transfers, records.transfers(again)["transfers"]), ("findings", r.findings, records.findings(again)["findings"])):
        now = json.loads(json.dumps(now))
        if [_comparable(x) for x in then] != [_comparable(x) for x in now]:
            answers.append(f"{name}: {len(then)} then, {len(now)} now, {sum(a != b for a, b in zip(then, now, strict=False))} differ")
    return Verified(r, files, tuple(answers))


def _comparable(row: dict[str, Any]) -> dict[str, Any]:
    """A row without the name of the file it came from."""
    return {k: v for k, v in row.items() if k != "file"}


