"""Compelling interests without their documents.

What it finds: a transfer that relies on compelling legitimate interests (Art. 49(1), second subparagraph), for which no
document is recorded; or whose assessment in the register (`kind: compelling-interests`) is not in force, or does not
record on which day the supervisory authority and the people concerned were informed.

Why it matters: the assessment of all circumstances and the suitable safeguards must be documented in the record
(Art. 30(1)(e), 49(6)), and the supervisory authority and the people concerned must be informed.

Example: a single disclosure to a foreign court's expert, without a file.

What to do: document the assessment, inform the authority and the people, and record both in the register (`datamap
assess --kind compelling-interests` writes a form), or record where the file is under `reference` of the safeguard.

When it is wrong: the documents exist. Record the reference, and the days in the register.

Sources: GDPR Art. 30(1)(e), 49(1), second subparagraph, 49(6); EDPB Guidelines 2/2018.
"""

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd

from datamap.law.tools import COMPELLING
from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule
from datamap.rules.transfers.derogation_relied_on import BY_LAW
from datamap.tables.arrays import cells, marked, records

SILENT = ["", "unknown", "none"]
INFORMED = {
    "authority_informed": "it is not recorded that the supervisory authority was informed",
    "people_informed": "it is not recorded that the people concerned were informed",
}


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.relied_on == f"derogation:{COMPELLING}")
    if not len(t):
        return t
    s, found = facts.tables.safeguards, facts.assessments
    mine = (s["version"] == COMPELLING).to_numpy() & ~facts.tables.among("safeguards", "reference", SILENT)
    filed = marked(len(facts.tables.recipients), s["recipient"].to_numpy(), mine)
    registered: dict[int, list[int]] = {}
    of_kind = (facts.tables["assessments"]["kind"] == "compelling-interests").to_numpy()
    for at, n in records(found.pairs, "at", "assessment"):
        if of_kind[n]:
            registered.setdefault(at, []).append(n)
    row, register = t["recipient"].to_numpy(), _Register(facts)
    said = [
        register.missing(registered.get(at, ()), bool(filed[r])) for at, r in zip(t.index.tolist(), row, strict=True)
    ]
    t = t.assign(row=row, said=np.array(said, dtype=object))
    return t[(t["said"] != "").to_numpy()]


class _Register:
    """What the assessments of compelling interests record."""

    def __init__(self, facts: Facts):
        a = facts.tables["assessments"]
        self._in_force, self._day = facts.assessments.in_force, facts.day.isoformat()
        self._of = {field: cells(a[field]) for field in ("status", "reference", *INFORMED)}

    def missing(self, assessments: Iterable[int], filed: bool) -> str:
        """What is missing for a transfer, in words; empty where nothing is."""
        best: list[str] | None = None
        for n in (n for n in assessments if self._of["status"](n) != "withdrawn"):
            open_ = [] if self._in_force[n] else ["its assessment is not in force"]
            open_ += [words for field, words in INFORMED.items() if not _past(self._of[field](n), self._day)]
            open_ += [] if filed or self._of["reference"](n) not in SILENT else ["no document is recorded"]
            best = open_ if best is None or len(open_) < len(best) else best
        if best is None:
            best = [] if filed else ["no document is recorded"]
        return enumerated(best)


def _past(day: str, today: str) -> bool:
    """Whether something happened by today: a day that is recorded."""
    return day not in SILENT and day <= today


RULE = Rule(
    code="TR036",
    name="compelling_interests_not_documented",
    severity="error",
    basis="law",
    articles=BY_LAW,
    subject="recipients",
    by=("country",),
    message=(
        "The transfer of {categories} to {subject} ({country}) relies on compelling legitimate interests, but {said}."
    ),
    remedy=(
        "Document the assessment and the suitable safeguards of the transfer to {subject} in the record, inform the "
        "supervisory authority and the people concerned, and record the reference and the days."
    ),
    action="document the compelling interests for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(2018, 5, 25),
)
