"""The manifest of a report: what it was made from, and every file it left, by hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datamap.errors import InputError
from datamap.history import archive, proof
from datamap.runs.notebook import HIDDEN, SECRET

if TYPE_CHECKING:
    from datamap.runs.job import Job


def basis(job: Job) -> dict[str, Any]:
    """Everything a report is made from, by hash: the same basis gives the same report."""
    terms = job.terms
    return {
        "inventory": hashlib.sha256(job.map()).hexdigest()
        if job.parts or job.is_composed
        else proof.sha256(job.source),
        **({"included": dict(job.parts)} if job.parts else {}),
        "acceptances": proof.sha256(Path(job.acceptances)) if job.acceptances else None,
        "law": terms.law().digest,
        "known_on": terms.known_on.isoformat() if terms.known_on else None,
        "without": sorted(terms.without),
        "dpf_list": {Path(p).name: proof.sha256(Path(p)) for p in terms.dpf_list},
        "notebook": proof.timeless(job.notebook),
        "code": proof.code(),
        "quarter": job.quarter,
        "as_of": terms.day.isoformat(),
        "baseline": proof.of_run(Path(job.baseline)) if job.baseline else None,
        "parameters": {
            k: HIDDEN if SECRET.search(k) else hashlib.sha256(repr(v).encode()).hexdigest() for k, v in job.more
        },
        "shared": dict(job.shared),
    }


def write(job: Job, folder: Path) -> dict[str, Any]:
    """Write the manifest of a report folder, and return it."""
    found = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    transfers = json.loads((folder / "transfers.json").read_text(encoding="utf-8"))
    manifest = {
        "controller": job.controller,
        "quarter": job.quarter,
        "as_of": job.terms.day.isoformat(),
        "still_to_come": job.terms.day > dt.date.today(),
        "law": {**found["law"], "recorded": job.terms.law().recorded.isoformat()},
        "dpf_list": found["dpf_list"],
        "inputs": found["inputs"],
        "baseline": job.compared or None,
        "versions": dict(proof.versions()),
        "counts": {"transfers": transfers["counts"], "findings": found["counts"], **decided(found)},
        "basis": basis(job),
        "files": {p.name: proof.sha256(p) for p in sorted(folder.iterdir()) if p.name != proof.NAME} | dict(job.shared),
    }
    (folder / proof.NAME).write_text(proof.sealed(manifest), encoding="utf-8")
    return manifest


def decided(found: dict[str, Any]) -> dict[str, dict[str, int]]:
    """How many decisions to do something are open, overdue and done; nothing where nothing was decided."""
    states = [d["state"] for d in found.get("decisions", ())]
    return {"decisions": {state: states.count(state) for state in ("open", "overdue", "done")}} if states else {}


def current(job: Job) -> dict[str, Any] | None:
    """The manifest of a report that is there, whole, and made from the same basis by the same versions."""
    try:
        (made,) = archive.runs(job.target)
        same = (
            made.manifest["basis"] == json.loads(json.dumps(basis(job)))
            and made.manifest["versions"] == proof.versions()
        )
        return made.manifest if same and not proof.damaged(made) else None
    except (ValueError, KeyError, InputError, OSError):
        return None
