"""What a run leaves, and how it is read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from datamap.errors import InputError, Problem

EXPECTED = "a report folder (with findings.json), or the JSON of `datamap audit`"


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
    files = [at] if at.is_file() else sorted(at.glob("findings.json")) or sorted(at.glob("*/findings.json"))
    if not files:
        found = "no findings.json in it" if at.is_dir() else "no such file or folder"
        raise InputError([Problem(str(path), 0, "", found, EXPECTED)])
    out, problems = [], []
    for file in files:
        try:
            read = json.loads(file.read_text(encoding="utf-8"))["findings"]
            out += [f for f in read if f["fingerprint"] and f["severity"]]
        except (OSError, ValueError, KeyError, TypeError) as e:
            problems.append(Problem(str(file), 0, "", f"it holds no findings ({type(e).__name__})", EXPECTED))
    if problems:
        raise InputError(problems)
    return out


def fingerprints(path: str | Path) -> frozenset[str]:
    """The fingerprints of an earlier run's findings."""
    return frozenset(f["fingerprint"] for f in findings(path))
