"""Transfer basis that expires within a year.

What it finds: a transfer whose basis has a fixed last day at most one year away.

Why it matters: decisions with a sunset clause, standard clauses with a grace period and fixed-term contracts expire
without a further warning.

Example: the United Kingdom in the spring of 2025.

What to do: prepare the replacement before that day, and set a date to check again.

When it is wrong: the successor is already signed. Record it as a second safeguard.

Sources: GDPR Art. 45(3), 46; the instrument named.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    last = facts.day + dt.timedelta(365)
    t = facts.found(lambda v: v.verdict == "covered" and v.valid_until is not None and v.valid_until <= last)
    if not len(t):
        return t
    return t.assign(
        row=t["recipient"].to_numpy(),
        instrument=facts.text(t, lambda v: v.instrument),
        short=facts.text(t, lambda v: facts.law.instrument(v.instrument).short),
        until=facts.text(t, lambda v: v.valid_until.isoformat()),
    )


RULE = Rule(
    code="TR023",
    name="cover_ends_within_a_year",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 44",),
    subject="recipients",
    by=("country", "instrument"),
    message="The transfer to {subject} ({country}) relies on “{short}”, which expires on {until}.",
    remedy="Prepare a replacement for “{short}” with {subject} before {until}.",
    action="replace “{short}” before {until}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
