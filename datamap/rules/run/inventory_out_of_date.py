"""An inventory that is more than a year older than the day of the report.

What it finds: an inventory whose facts are of a day more than a year before the report's, or that does not say of
which day it is.

Why it matters: vendors, contracts and purposes change within a year; what is reported is then what was.

Example: a notice of 2024 and a report of the third quarter of 2026.

What to do: go through the inventory with those who know, and move `meta.date`.

When it is wrong: nothing changed; then move the date and say who looked.

Sources: GDPR Art. 5(1)(d), 24(1), 30.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, rows


def find(facts: Facts) -> pd.DataFrame:
    date = facts.tables.inventories["date"]
    limit = (facts.day - dt.timedelta(366)).isoformat()
    undated = date.isin(["unknown", "none", ""]).to_numpy()
    old = ~undated & (date < limit).to_numpy()
    said = np.where(
        undated,
        "of which day the facts are is not said",
        "the facts are of " + date.to_numpy(dtype=object) + f", more than a year before {facts.day}",
    )
    return rows(undated | old, said=said)


RULE = Rule(
    code="RU005",
    name="inventory_out_of_date",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(1)(d)", "GDPR Art. 24(1)"),
    subject="inventories",
    message="{subject}: {said}",
    remedy="Review the inventory of {subject} and move its date.",
    action="go through the inventory of {subject} with those who know, and move its date",
    find=find,
    page=__doc__,
)
