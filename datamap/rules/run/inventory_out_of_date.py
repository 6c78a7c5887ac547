"""Outdated inventory.

What it finds: an inventory whose facts are more than a year older than the day of the report, or whose date is not
recorded.

Why it matters: vendors, contracts and purposes change within a year. The report then describes the past.

Example: a notice from 2024 and a report for the third quarter of 2026.

What to do: review the inventory with the people in charge, and update `meta.date`.

When it is wrong: nothing has changed. Update the date and record who checked it.

Sources: GDPR Art. 5(1)(d), 24(1), 30.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    date = facts.tables.inventories["date"]
    limit = (facts.day - dt.timedelta(366)).isoformat()
    undated = date.isin(["unknown", "none", ""]).to_numpy()
    old = ~undated & (date < limit).to_numpy()
    said = np.where(
        undated,
        "does not record the date of its facts",
        "describes the facts of " + date.to_numpy(dtype=object) + f", more than a year before {facts.day}",
    )
    return rows(undated | old, said=said)


RULE = Rule(
    code="RU005",
    name="inventory_out_of_date",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(1)(d)", "GDPR Art. 24(1)"),
    subject="inventories",
    message="The inventory of {subject} {said}.",
    remedy="Review the inventory of {subject} and update its date.",
    action="review the inventory of {subject} with the people in charge, and update its date",
    find=find,
    page=__doc__,
)
