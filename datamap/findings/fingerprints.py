"""The answers of an audit as a small table, which an organisation's own notebook stores and nbval compares."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import pandas as pd

from datamap.model.vocabulary import SEVERITIES, VERDICTS
from datamap.tables.arrays import records
from datamap.tables.preview import Preview

ANSWERS = ("controller", "recipient_id", "via", "country", "data", "purposes", "categories") + (
    "verdict",
    "ground",
    "instrument",
    "evidence",
    "contested",
    "valid_until",
)
"""The columns of a transfer that are an answer; the others are names, reasons and citations in words."""


class Fingerprinted:
    """What can be compared of an audit; :class:`datamap.pipeline.Audit` is one."""

    transfers: Any
    findings: Any

    def fingerprint_table(self) -> pd.DataFrame:
        """The answers of the audit as a small table to store: it changes when an answer changes, not when words do.

        Returns
        -------
        DataFrame
            One row for each verdict and each severity: ``part, answer, count, fingerprint``. A fingerprint is computed
            from ids, verdicts, grounds, instruments, dates and the fingerprints of findings. Names, notes, reasons,
            evidence, messages, and the order of entries do not change it.

        Examples
        --------
        >>> import datamap as dm
        >>> audit = dm.audit(dm.read("inventory/smartsupp.yaml"), as_of="2026-09-30")
        >>> audit.fingerprint_table()[["part", "answer", "count"]].head(3).values.tolist()
        [['transfers', 'not-covered', 1], ['transfers', 'undetermined', 20], ['transfers', 'covered', 18]]
        """
        found: dict[tuple[str, str], list[str]] = {("transfers", v): [] for v in VERDICTS} | {
            ("findings", s): [] for s in (*SEVERITIES, "accepted")
        }
        at = ANSWERS.index("verdict")
        for row in records(self.transfers, *ANSWERS):
            answer = [sorted(value) if isinstance(value, (list, tuple)) else str(value) for value in row]
            found["transfers", str(row[at])].append(json.dumps(answer))
        for print_, severity, accepted in records(self.findings.frame, "fingerprint", "severity", "accepted"):
            found["findings", "accepted" if accepted else severity].append(f"{print_} {severity}")
        rows = [(*key, len(each), _digest(each)) for key, each in found.items()]
        frame = pd.DataFrame(rows, columns=["part", "answer", "count", "fingerprint"])
        return Preview.of(frame, "Answers", tuple(frame.columns))


def _digest(answers: Iterable[str]) -> str:
    return sha256("\n".join(sorted(answers)).encode()).hexdigest()[:12]
