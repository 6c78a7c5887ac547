"""Papermill runs of the report notebook: parameters checked first, everything built aside, landed together or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from datamap import __version__, formats, law
from datamap.errors import CallError, RunError
from datamap.findings import Findings

NOTEBOOK = Path(__file__).resolve().parent.parent / "notebooks" / "4_quarterly.ipynb"
QUARTER = re.compile(r"(\d{4})Q([1-4])")


@dataclass(frozen=True)
class Run:
    """What one report left: the controller, its folder, the findings on it."""

    controller: str
    folder: Path
    findings: pd.DataFrame
    counts: str

    def at_least(self, severity: str) -> bool:
        """Whether an open finding of a severity or worse is there."""
        return len(Findings(self.findings.assign(accepted=self.findings["accepted"] == "yes")).at_least(severity)) > 0


def last_day(quarter: str) -> dt.date:
    """The last day of a quarter such as ``2026Q3``."""
    found = QUARTER.fullmatch(quarter)
    if not found:
        raise CallError(f"--quarter: '{quarter}' is no quarter. Expected a year and a quarter, such as 2026Q3")
    year, q = int(found[1]), int(found[2])
    return dt.date(year + (q == 4), q * 3 % 12 + 1, 1) - dt.timedelta(1)


def report(
    inventories: Iterable[str | Path], quarter: str, output: str | Path = "reports", *, known_on: dt.date | None = None,
    dpf_list: Sequence[str] = (), without: Sequence[str] = (),
) -> list[Run]:  # fmt: skip
    """Run the quarterly report for each inventory.

    Parameters
    ----------
    inventories : paths, globs or folders
    quarter : str
        Such as ``2026Q3``; the day is its last one.
    output : path
        ``<output>/<quarter>/<controller>/`` receives the files.

    Raises
    ------
    InputError, CallError
        Before anything runs.
    RunError
        If the notebook fails; the last good report is untouched.
    """
    day = last_day(quarter)
    law.load(known_on).without(*without)
    paths = formats.expand(inventories)
    read = formats.read_many(paths)
    folder = Path(output) / quarter
    return [_one(path, inv.meta.id, quarter, day, folder / inv.meta.id, known_on, tuple(dpf_list), tuple(without)) for path, inv in zip(paths, read, strict=True)]


def _one(
    path: Path, controller: str, quarter: str, day: dt.date, target: Path, known_on: dt.date | None, dpf_list: tuple[str, ...], without: tuple[str, ...],
) -> Run:  # fmt: skip
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{controller}-", dir=target.parent))
    except OSError as e:
        raise CallError(f"-o: {target.parent} cannot be written ({e.strerror}). Expected a folder that exists and is writable") from e
    try:
        shutil.copyfile(path, aside / "inventory.yaml")
        parameters = {
            "inventory": "inventory.yaml", "quarter": quarter, "as_of": day.isoformat(), "output": ".",
            "known_on": known_on.isoformat() if known_on else "", "dpf_list": ";".join(str(Path(p).resolve()) for p in dpf_list), "without": ";".join(without),
        }  # fmt: skip
        _execute(aside, parameters)
        _manifest(aside, controller, quarter, day)
        _land(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    findings = pd.read_csv(target / "findings.csv", dtype=str, keep_default_na=False)
    counts = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["counts"]
    words = ", ".join(f"{n} {k}" for k, n in {**counts["transfers"], **counts["findings"]}.items())
    return Run(controller, target, findings, words)


def known_parameters(notebook: Path = NOTEBOOK) -> dict[str, Any]:
    """The parameters that a notebook's own ``parameters`` cell declares, with their defaults."""
    import papermill

    return {name: p["default"] for name, p in papermill.inspect_notebook(str(notebook)).items()}


def _execute(folder: Path, parameters: dict[str, str]) -> None:
    """Papermill only prints unknown parameter names, so they are refused here; its metadata keeps no path of the machine."""
    import nbformat
    import papermill

    if not NOTEBOOK.is_file():
        raise RunError(f"{NOTEBOOK.name} is not beside the package. Expected a checkout of the project with its notebooks/ folder")
    unknown = set(parameters) - set(known_parameters())
    if unknown:
        raise CallError(f"parameters: {', '.join(sorted(unknown))} not known to {NOTEBOOK.name}. Expected: {', '.join(known_parameters())}")
    out = folder / "report.ipynb"
    try:
        papermill.execute_notebook(str(NOTEBOOK), str(out), parameters=parameters, cwd=str(folder), progress_bar=False, kernel_name="python3", log_output=False)
    except papermill.PapermillExecutionError as e:
        kept = folder.parent / f"{folder.name.strip('.').rsplit('-', 1)[0]}.failed.ipynb"
        shutil.copyfile(out, kept)
        raise RunError(f"the report notebook failed: {e.ename}: {e.evalue}. The last good report is untouched; the failed notebook is {kept}") from e
    nb = nbformat.read(out, as_version=4)
    about = nb.metadata.get("papermill", {})
    for key in ("input_path", "output_path"):
        about[key] = Path(about.get(key) or "").name
    if "dpf_list" in about.get("parameters", {}):
        about["parameters"]["dpf_list"] = ";".join(Path(p).name for p in about["parameters"]["dpf_list"].split(";") if p)
    for cell in nb.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(r'(dpf_list = ")([^"]*)(")', lambda m: m[1] + ";".join(Path(p).name for p in m[2].split(";") if p) + m[3], cell.source)
    nbformat.write(nb, out)


def timeless(notebook: Path) -> str:
    """SHA-256 of a notebook's cells and outputs, without timings and random ids."""
    nb = json.loads(notebook.read_text(encoding="utf-8"))
    cells = [{"source": c["source"], "outputs": [{k: v for k, v in o.items() if k != "metadata"} for o in c.get("outputs", [])]} for c in nb["cells"]]
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()


def _manifest(folder: Path, controller: str, quarter: str, day: dt.date) -> None:
    found = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    transfers = json.loads((folder / "transfers.json").read_text(encoding="utf-8"))
    (folder / "transfers.json").unlink()
    files = {p.name: timeless(p) if p.suffix == ".ipynb" else hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}
    manifest = {
        "controller": controller, "quarter": quarter, "as_of": day.isoformat(), "law": found["law"], "dpf_list": found["dpf_list"], "inputs": found["inputs"],
        "versions": {"datamap": __version__}, "counts": {"transfers": transfers["counts"], "findings": found["counts"]}, "files": files,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _land(aside: Path, target: Path) -> None:
    """Swap the new folder in: the old one is moved away first and comes back if that fails."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    aside.chmod(0o755)
    if target.exists():
        target.rename(old)
    try:
        aside.rename(target)
    except OSError as e:
        if old.exists():
            old.rename(target)
        raise RunError(f"{target}: the report could not be moved into place ({e.strerror}); the last good one is untouched") from e
    shutil.rmtree(old, ignore_errors=True)
