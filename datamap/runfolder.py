"""What a run leaves, and how it is read back.

reports/<quarter>/<controller>/   report.ipynb report.html ropa.xlsx flows.html findings.csv findings.json
                                  transfers.csv transfers.json inventory.yaml manifest.json
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datamap.errors import InputError, Problem
from datamap.model import Inventory
from datamap.parameters import before

KEYS = (
    "controller",
    "quarter",
    "as_of",
    "law",
    "dpf_list",
    "inputs",
    "baseline",
    "versions",
    "counts",
    "basis",
    "files",
)
"""What a manifest says."""
EXPECTED = "a report folder (with findings.json), or the JSON of `datamap audit`"


@dataclass(frozen=True)
class Run:
    """One report: its folder and what it left."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def as_of(self) -> dt.date:
        """The day it is of."""
        return dt.date.fromisoformat(self.manifest["as_of"])

    @property
    def inventory(self) -> Inventory:
        """What was judged."""
        from datamap import formats

        return formats.read(self.folder / "inventory.yaml")

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings, as plain data."""
        return findings(self.folder)

    @property
    def transfers(self) -> list[dict[str, Any]]:
        """The verdicts, as plain data."""
        return _json(self.folder / "transfers.json", "transfers")


def runs(path: str | Path) -> list[Run]:
    """The runs at a path: a controller's folder, or a quarter's with several; none where it is no such folder.

    Raises
    ------
    InputError
        For a manifest that cannot be read.
    """
    found, problems = readable(path)
    if problems:
        raise InputError(problems)
    return found


def landed(quarter: Path, name: str) -> list[Path]:
    """A file of every report in a quarter's folder; what a run builds aside, in a folder whose name begins with a dot, is none."""
    return sorted(f for f in quarter.glob(f"*/{name}") if not f.parent.name.startswith("."))


def previous(output: str | Path, quarter: str) -> str:
    """The folder of the quarter before one, or an empty text where no report is in it."""
    earlier = Path(output) / before(quarter)
    return str(earlier) if landed(earlier, "manifest.json") else ""


def readable(path: str | Path) -> tuple[list[Run], list[Problem]]:
    """The runs at a path whose manifest can be read, and what is wrong with the others."""
    at = Path(path)
    files = [f for f in (at / "manifest.json",) if f.is_file()] or landed(at, "manifest.json")
    found, problems = [], []
    for file in files:
        try:
            manifest = json.loads(file.read_text(encoding="utf-8"))
            missing = [k for k in KEYS if k not in manifest]
            if missing:
                raise KeyError(missing[0])
            dt.date.fromisoformat(manifest["as_of"])
            found.append(Run(file.parent, manifest))
        except (OSError, ValueError, KeyError, TypeError) as e:
            problems.append(
                Problem(
                    str(file),
                    0,
                    "",
                    f"it is no manifest of a run ({type(e).__name__}: {e})",
                    "the manifest.json of `datamap report`",
                )
            )
    return found, problems


def _json(file: Path, key: str) -> list[dict[str, Any]]:
    try:
        return list(json.loads(file.read_text(encoding="utf-8"))[key])
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise InputError([Problem(str(file), 0, "", f"it holds no {key} ({type(e).__name__})", EXPECTED)]) from e


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
    out, problems = [], []
    for file in files:
        try:
            out += [f for f in _json(file, "findings") if f["fingerprint"] and f["severity"]]
        except InputError as e:
            problems += e.problems
        except (KeyError, TypeError) as e:
            problems.append(Problem(str(file), 0, "", f"it holds no findings ({type(e).__name__})", EXPECTED))
    if problems:
        raise InputError(problems)
    return out


def known(path: str | Path) -> dict[str, tuple[str, bool]]:
    """The findings of an earlier run: fingerprint -> severity, and whether it was accepted."""
    return {f["fingerprint"]: (f["severity"], bool(f.get("accepted"))) for f in findings(path)}


def history(folder: str | Path) -> list[Run]:
    """The runs of one controller in all quarters beside this one, oldest first; ``folder`` is ``<quarter>/<controller>``."""
    at = Path(folder).resolve()
    found = [r for f in sorted(at.parent.parent.glob(f"*/{at.name}/manifest.json")) for r in runs(f.parent)]
    return sorted(found, key=lambda r: (r.as_of, r.folder.parent.name))


def fingerprints_before(folder: str | Path) -> frozenset[str]:
    """Fingerprints of the findings of every quarter before this run's."""
    mine = runs(folder)[0].as_of
    return frozenset(f["fingerprint"] for r in history(folder) if r.as_of < mine for f in r.findings)
