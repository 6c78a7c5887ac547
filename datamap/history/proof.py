"""What proves a run: the hash of every file it left, of what it was made from, and of the library that made it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from datamap import __version__
from datamap.history import archive, stored
from datamap.labels.counting import few

NAME = "manifest.json"
NAMED = 5
"""Files that a message names."""

COMPARED = ("findings.json", "inventory.yaml", "transfers.json")
"""What of an earlier run a comparison with it reads."""
MAKERS = ("papermill", "pandas", "plotly", "openpyxl", "lxml", "networkx")
"""Packages whose version can change a file's bytes."""


def timeless(notebook: Path) -> str:
    """SHA-256 of a notebook without its timings, its random ids and what names the machine's Python."""
    nb = json.loads(notebook.read_text(encoding="utf-8"))
    cells = []
    for cell in nb["cells"]:
        about = {k: v for k, v in cell.get("metadata", {}).items() if k not in ("papermill", "execution")}
        cells.append({**{k: v for k, v in cell.items() if k not in ("id", "execution_count")}, "metadata": about})
        for output in cell.get("outputs", ()):
            output.pop("execution_count", None)
    given = nb.get("metadata", {}).get("papermill", {}).get("parameters")
    return hashlib.sha256(json.dumps([cells, given], sort_keys=True).encode()).hexdigest()


def sha256(path: Path) -> str:
    """SHA-256 of a file; a notebook's without its timings."""
    return timeless(path) if path.suffix == ".ipynb" else hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def code(without: str = "__pycache__") -> str:
    """SHA-256 of this library's own files: a version number stays the same during development.

    Parameters
    ----------
    without : str
        A folder whose files do not count, such as ``law/data``.
    """
    root, whole = Path(__file__).parents[1], hashlib.sha256()
    left_out = root / without
    for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        if left_out in path.parents:
            continue
        whole.update(f"{path.relative_to(root).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


@cache
def versions() -> Mapping[str, str]:
    """Versions of Python, this library, and the packages that write the files; those that are there."""
    out = {"datamap": __version__, "python": platform.python_version()}
    for name in MAKERS:
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            continue
    return out


def of_run(folder: Path) -> str:
    """SHA-256 over what a comparison with an earlier run reads: the run, and the findings of the quarters before it."""
    (run,) = archive.runs(folder)
    m = run.manifest
    judged = json.dumps([m["as_of"], m["law"], m["dpf_list"], m["basis"].get("code")], sort_keys=True)
    parts = [judged, *(sha256(folder / name) for name in COMPARED)] + sorted(archive.fingerprints_before(folder))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def sealed(manifest: Mapping[str, Any]) -> str:
    """The text of a manifest with a SHA-256 of its content, so that a changed byte is noticed."""
    stated = {k: v for k, v in manifest.items() if k != "seal"}

    def text(what: Mapping[str, Any]) -> str:
        return json.dumps(what, ensure_ascii=False, indent=2) + "\n"

    return text({**stated, "seal": hashlib.sha256(text(stated).encode()).hexdigest()})


def damaged(run: archive.Run) -> list[str]:
    """Files of a run that are missing or differ from the manifest; the manifest itself, where it was edited."""
    out = [] if (run.folder / NAME).read_bytes() == sealed(run.manifest).encode() else [NAME]
    return out + [name for name, digest in run.manifest["files"].items() if not _is(run.folder / name, digest)]


def _is(path: Path, digest: str) -> bool:
    try:
        return path.is_file() and sha256(path) == digest
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False  # unreadable, or a notebook of another structure


LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that a file manager leaves in a folder that a person opened."""


def kept(folder: Path, controller: str) -> str:
    """Why a report folder must not be replaced: what would be lost; empty where the manifest proves that nothing is."""
    there = sorted(p.name for p in folder.iterdir() if p.name not in LITTER) if folder.is_dir() else []
    if not there:
        return "" if folder.is_dir() or not folder.exists() else "it is a file, not the folder of a report"
    if NAME not in there:
        return f"it is not the folder of a report: there is no {NAME} in it, but {few(there, NAMED)}"
    try:
        run = archive.Run(folder, stored.manifest(folder / NAME))
    except stored.Unreadable as e:
        return f"its {NAME} is not the manifest of a run: {e}"
    if run.manifest["controller"] != controller:
        return f"it is the report of '{run.manifest['controller']}'"
    edited = [n for n in damaged(run) if (run.folder / n).exists() and not n.startswith("../")]
    more = [n for n in strangers(run) if n not in LITTER]
    reasons = [f"edited since the run: {few(edited, NAMED)}"] if edited else []
    reasons += [f"not from the run: {few(more, NAMED)}"] if more else []
    return "; ".join(reasons)


def strangers(run: archive.Run) -> list[str]:
    """Files in a run's folder that its manifest does not know."""
    return sorted(p.name for p in run.folder.iterdir() if p.name != NAME and p.name not in run.manifest["files"])
