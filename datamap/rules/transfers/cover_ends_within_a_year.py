"""Cover that ends within a year.

What it finds: a transfer whose cover has a last day, fixed already, that is at most a year away.

Why it matters: decisions with a sunset, clauses with a period of grace and contracts with an end do not end with a
warning of their own.

Example: the United Kingdom in the spring of 2025.

What to do: prepare what replaces it before that day, and set a date to look again.

When it is wrong: the successor is signed already; record it as a second safeguard.

Sources: GDPR Art. 45(3), 46; the instrument named.
"""

import datetime as dt

import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    last = facts.day + dt.timedelta(365)
    t = facts.found(lambda v: v.verdict == "covered" and v.valid_until is not None and v.valid_until <= last)
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
    message="{subject} ({country}): the cover by “{short}” ends on {until}",
    remedy="Prepare what replaces “{short}” for {subject} before {until}.",
    action="replace “{short}” before {until}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
