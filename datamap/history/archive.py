"""The files that a run leaves, and how they are read back.

reports/<quarter>/<controller>/   report.ipynb report.html ropa.xlsx flows.html findings.csv findings.json
                                  transfers.csv transfers.json brief.html brief.docx mail.txt brief.json
                                  inventory.yaml manifest.json
"""

from __future__ import annotations

import datetime as dt
import glob
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datamap.errors import InputError, Problem
from datamap.history import stored
from datamap.history.quarter import before
from datamap.model import Inventory
from datamap.model.vocabulary import SLUG

MANIFEST = "manifest.json"
EXPECTED = "a report folder (with findings.json), or the JSON of `datamap audit`"


@dataclass(frozen=True)
class Run:
    """One report: its folder and what it left."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def as_of(self) -> dt.date:
        """The day it was made for."""
        return dt.date.fromisoformat(self.manifest["as_of"])

    @property
    def inventory(self) -> Inventory:
        """What was judged."""
        from datamap import formats

        return formats.read(self.folder / "inventory.yaml")

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings, as plain data."""
        return _rows(self.folder / "findings.json", "findings", stored.FINDINGS)

    @property
    def transfers(self) -> list[dict[str, Any]]:
        """The verdicts, as plain data."""
        return _rows(self.folder / "transfers.json", "transfers", stored.TRANSFERS)


def runs(path: str | Path) -> list[Run]:
    """The runs at a path: a controller's folder, or a quarter's with several; empty for another folder.

    Raises
    ------
    InputError
        For a manifest that cannot be read.
    """
    found, problems = readable(path)
    if problems:
        raise InputError(problems)
    return found


_RESERVED = re.compile(
    r"index(?:\.html|\.xlsx)?|brief\.(?:html|docx)|mail\.txt|plotly-.*\.js|.*\.failed\.ipynb", re.IGNORECASE
)


def reserved(name: str) -> bool:
    """Whether a report folder of that name would meet another file of a quarter.

    Examples
    --------
    >>> [name for name in ("acme", "index.html", "acme.failed.ipynb", "index.htm") if reserved(name)]
    ['index.html', 'acme.failed.ipynb']
    """
    return bool(_RESERVED.fullmatch(name))


def link(name: str) -> str:
    """The name of a folder where a page may link to it, else an empty text: a name may read as another address.

    Examples
    --------
    >>> link("acme-gmbh"), link("javascript:alert(1)"), link("..")
    ('acme-gmbh', '', '')
    """
    return name if SLUG.fullmatch(name) else ""


def landed(quarter: Path, name: str) -> list[Path]:
    """A file of every report in a quarter's folder, without the hidden folders in which a run builds its reports."""
    return sorted(f for f in quarter.glob(f"*/{name}") if not f.parent.name.startswith("."))


def previous(output: str | Path, quarter: str) -> str:
    """The folder of the quarter before one, or an empty text where no report is in it."""
    earlier = Path(output) / before(quarter)
    return str(earlier) if landed(earlier, "manifest.json") else ""


def readable(path: str | Path) -> tuple[list[Run], list[Problem]]:
    """The runs at a path whose manifest can be read, and what is wrong with the others."""
    at = Path(path)
    files = [f for f in (at / MANIFEST,) if f.is_file()] or landed(at, MANIFEST)
    found, problems = [], []
    for file in files:
        try:
            found.append(Run(file.parent, stored.manifest(file)))
        except stored.Unreadable as e:
            problems.append(
                stored.problem(file, e, "it is not the manifest of a run", "the manifest.json of `datamap report`")
            )
    return found, problems


def _rows(file: Path, key: str, shape: Any) -> list[dict[str, Any]]:
    try:
        return stored.rows(file, key, shape)
    except stored.Unreadable as e:
        raise InputError([stored.problem(file, e, f"it does not hold the {key} of a run", EXPECTED)]) from e


def baseline(folder: str | Path) -> Run:
    """An earlier report to compare with, everything in it that a comparison reads checked.

    Raises
    ------
    InputError
        With every problem of the report, and of the manifests and findings of the same controller before it.
    """
    (run,) = runs(folder)
    problems: list[Problem] = []
    for of in ("inventory", "findings", "transfers"):
        try:
            getattr(run, of)
        except InputError as e:
            problems += e.problems
    try:
        fingerprints_before(folder)
    except InputError as e:
        problems += e.problems
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return run


def findings(path: str | Path) -> list[dict[str, Any]]:
    """The findings of an earlier run.

    Parameters
    ----------
    path : path
        A report folder of one controller, of a quarter with several, or a JSON file of findings.

    Raises
    ------
    InputError
    """
    at = Path(path)
    files = [at] if at.is_file() else sorted(at.glob("findings.json")) or landed(at, "findings.json")
    if not files:
        found = "no findings.json in it" if at.is_dir() else "no such file or folder"
        raise InputError([Problem(str(path), 0, "", found, EXPECTED)])
    out: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for file in files:
        try:
            out += _rows(file, "findings", stored.PRINTS)
        except InputError as e:
            problems += e.problems
    if problems:
        raise InputError(problems)
    return out


def known(path: str | Path) -> dict[str, tuple[str, bool]]:
    """The findings of an earlier run: fingerprint -> severity, and whether it was accepted."""
    return {f["fingerprint"]: (f["severity"], bool(f.get("accepted"))) for f in findings(path)}


def history(folder: str | Path) -> list[Run]:
    """The runs of one controller in all quarters, oldest first; ``folder`` is ``<quarter>/<controller>``."""
    at = Path(folder).resolve()
    found = [r for f in sorted(at.parent.parent.glob(f"*/{glob.escape(at.name)}/{MANIFEST}")) for r in runs(f.parent)]
    return sorted(found, key=lambda r: (r.as_of, r.folder.parent.name))


def fingerprints_before(folder: str | Path) -> frozenset[str]:
    """Fingerprints of the findings of every quarter before this run's."""
    mine = runs(folder)[0].as_of
    return frozenset(f["fingerprint"] for r in history(folder) if r.as_of < mine for f in r.findings)
