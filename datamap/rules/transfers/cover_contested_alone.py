"""Cover that rests on one contested instrument alone.

What it finds: a transfer whose only cover is an instrument that is under challenge (today the Data Privacy Framework,
appeal C-703/25 P), with no other tool to fall back on.

Why it matters: Safe Harbour and Privacy Shield fell overnight, without a period of grace. Who had clauses went on; who
had not, stood without cover.

Example: a US provider for which only "registered under Data Privacy Framework" is recorded.

What to do: sign the standard clauses as a fallback, to apply when the decision falls.

When it is wrong: the provider's contract contains such a fallback; record it as a second safeguard.

Sources: CJEU C-362/14, C-311/18; General Court T-553/23 (appeal C-703/25 P); EDPB information note of 2023-07-18.
"""

import datetime as dt

import pandas as pd

from datamap.rules.base import Facts, Rule, once


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.contested and not v.fallback)
    return once(
        t.assign(
            row=t["recipient"].to_numpy(),
            instrument=facts.text(t, lambda v: v.instrument),
            short=facts.text(t, lambda v: facts.law.instrument(v.instrument).short),
        ),
        "instrument",
    )


RULE = Rule(
    code="TR008",
    name="cover_contested_alone",
    severity="warning",
    basis="good practice",
    articles=("CJEU C-362/14", "CJEU C-311/18", "General Court T-553/23, appeal C-703/25 P"),
    subject="recipients",
    by=("instrument",),
    message="{subject} ({country}) receives {categories}; the only cover is the {short}, which is under challenge, and nothing is there to fall back on",
    remedy="Sign the standard clauses of 2021 with {subject} as a fallback.",
    action="agree standard clauses as a fallback with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
