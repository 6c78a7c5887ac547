"""Stored runs: whatever changed in a manifest or in the files beside it is noticed."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
import random
from functools import cache
from pathlib import Path

from datamap.formats.yaml import writer
from datamap.history import archive, proof
from datamap.pipeline import audit
from datamap.questions import records
from tests.fuzz import nested
from tests.fuzz.harness import Silent
from tests.fuzz.words import damage_bytes
from tests.workbook_fixture import inventory

DAY = dt.date(2026, 9, 30)
KEYS = ("controller", "as_of", "law", "files", "findings", "verdict", "inventory.yaml", "../x", "a/b", "seal")


@cache
def _run() -> dict[str, str]:
    """The files of a small run that are read again later, by name."""
    map_ = inventory()
    judged = audit(map_, DAY)
    files = {
        "inventory.yaml": writer.dump(map_),
        "findings.json": records.dumps(records.findings(judged)),
        "transfers.json": records.dumps(records.transfers(judged)),
    }
    stamp = json.loads(json.dumps(judged.stamp()))
    stated = {
        "controller": map_.meta.id,
        "quarter": "2026Q3",
        "as_of": DAY.isoformat(),
        "law": {"known_on": None, "without": [], **stamp["law"], "recorded": judged.law.recorded.isoformat()},
        "dpf_list": None,
        "inputs": stamp["inputs"],
        "baseline": None,
        "versions": dict(proof.versions()),
        "counts": {"transfers": judged.counts, "findings": judged.findings.counts},
        "basis": {"code": proof.code(), "baseline": None},
        "files": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()},
    }
    return {**files, archive.MANIFEST: proof.sealed(stated)}


def attempt(rng: random.Random, folder: Path) -> None:
    """One run of which one file changed."""
    at = folder / "2026Q3" / "acme"
    at.mkdir(parents=True)
    for name, text in _run().items():
        (at / name).write_text(text, encoding="utf-8")
    name = rng.choice((archive.MANIFEST, archive.MANIFEST, "findings.json", "transfers.json"))
    before = (at / name).read_bytes()
    if rng.random() < 0.2:
        (at / name).write_bytes(damage_bytes(rng, before))
    else:
        data = nested.mutate(rng, copy.deepcopy(json.loads(before)), KEYS)
        (at / name).write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    changed = (at / name).read_bytes() != before
    found, problems = archive.readable(folder / "2026Q3")
    if len(found) + len(problems) != 1:
        raise Silent(f"{len(found)} runs and {len(problems)} problems")
    for run in found:
        if changed and name not in proof.damaged(run):
            raise Silent(f"{name} changed, and the run still counts as whole")
        _ = run.findings, run.transfers
    archive.history(at)
    archive.baseline(at)
