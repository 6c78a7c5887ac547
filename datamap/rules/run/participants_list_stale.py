"""Outdated participants list.

What it finds: a Data Privacy Framework list more than 90 days older than the day of the report, where a transfer
relies on it.

Why it matters: certifications end every year and are withdrawn every week. A list from last spring is weak evidence
for this autumn.

Example: a list of 2026-03-24 for a report of 2026-09-30.

What to do: download the current participants workbook and pass it with `--dpf-list`.

When it is wrong: there is no newer list for that time. Then the report shows how old it is.

Sources: Decision (EU) 2023/1795, Art. 1; EDPB DPF FAQ v2.0.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.rule import Rule

OLD = 90
"""Days after which a list is too old."""


def find(facts: Facts) -> pd.DataFrame:
    vintage = facts.participants.at(facts.day) if facts.participants is not None else None
    age = (facts.day - vintage).days if vintage else 0
    if vintage is None or age <= OLD:
        return NOTHING
    rests = facts.found(lambda v: v.dpf is not None)
    return pd.DataFrame(
        {
            "row": np.unique(rests["controller"].to_numpy()),
            "day": facts.day.isoformat(),
            "vintage": vintage.isoformat(),
            "age": age,
        }
    )


RULE = Rule(
    code="RU002",
    name="participants_list_stale",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2023/1795, Art. 1",),
    subject="inventories",
    message="{subject}: the latest participants list up to {day} is dated {vintage} and is {age} days old.",
    remedy="Provide a participants list issued shortly before {day}.",
    action="get a newer participants list of the Data Privacy Framework",
    find=find,
    page=__doc__,
)
