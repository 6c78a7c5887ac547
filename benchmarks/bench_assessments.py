"""An audit of a group with three transfer impact assessments for each organisation, beside the one without.

CPU time counts: other work on the machine changes the seconds of a clock, not these. Both audits are run in turn.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.estate.company import companies
from benchmarks.folder import Folder
from benchmarks.measure import DAY
from benchmarks.results import Row
from datamap.pipeline import audit
from datamap.tables import reading

FULL, EACH, TURNS = 10_000, 3, 3
"""Organisations, assessments of each, and how often both audits are run."""


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements; ``quick`` makes them a hundredth of the size."""
    size = FULL // 100 if quick else FULL
    without, assessed = Folder(), Folder()
    for company in companies(1, 0, size):
        without.add(company.data)
        assessed.add({**company.data, "assessments": _assessments(company.data["recipients"])})
    tables = []
    for name, made in (("without", without), ("assessed", assessed)):
        path = folder / f"assessments-{size}-{name}"
        path.mkdir(parents=True, exist_ok=True)
        made.write(path)
        tables.append(reading.read([path]))
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(TURNS):
        for of, seconds in zip(tables, took, strict=True):
            start = time.process_time()
            result = audit(of, DAY)
            len(result.findings)
            seconds.append(time.process_time() - start)
    plain, more = map(statistics.median, took)
    read = len(tables[1]["assessments"])
    return [
        Row(
            "audit with assessments / without",
            f"{more / plain:.1f}",
            "under 3",
            more < 3 * plain and read == size * EACH,
            f"{size:,} organisations, {read:,} assessments, {more:.1f} s and {plain:.1f} s of CPU",
        )
    ]


def _assessments(recipients: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Assessments in force of the first recipients with clauses, else of the first ones."""
    with_clauses = [r for r in recipients if "scc" in str(r.get("safeguards", ""))]
    head = {"status": "in-force", "outcome": "positive", "decided_on": "2026-03-01"}
    return [
        {"id": f"tia-{r['id']}", "transfers": [{"recipient": r["id"]}], **head}
        for r in [*with_clauses, *(r for r in recipients if r not in with_clauses)][:EACH]
    ]
