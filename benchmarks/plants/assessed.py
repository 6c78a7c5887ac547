"""An assessment in force, decided and filed, for the plants on assessments."""

from __future__ import annotations

from typing import Any

from benchmarks.estate.company import Company


def assess(c: Company, kind: str, of: str, **other: Any) -> None:
    """Add an assessment to a company."""
    entry = {
        "id": f"{kind}-{of}",
        "kind": kind,
        "made_by": "organisation",
        "status": "in-force",
        "decided_on": "2025-03-01",
        "review_on": "2027-03-01",
        "by": "the privacy office",
        "reference": f"assessments/{of}.pdf",
    }
    c.data.setdefault("assessments", []).append({**entry, **other})
