"""An acceptance that matches no finding.

What it finds: an acceptance whose fingerprint no finding of this run has.

Why it matters: either the gap is closed, and the acceptance can go, or the entry was renamed and the acceptance no
longer does what somebody relies on.

Example: the vendor was replaced, and its acceptance stayed in the file.

What to do: remove it, or find the finding's new fingerprint.

When it is wrong: never: it is a fact about the list of acceptances.

Sources: GDPR Art. 5(2), 24.
"""

import datetime as dt

import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    mine = [a for a in facts.acceptances if a.state == "orphaned"]
    return pd.DataFrame(
        {
            "row": [a.controller for a in mine],
            "fingerprint_": [a.fingerprint for a in mine],
            "owner": [a.owner for a in mine],
            "said": [a.said for a in mine],
            "line": [a.line for a in mine],
            "file": [a.file for a in mine],
        }
    )


RULE = Rule(
    code="RU004",
    name="acceptance_matches_nothing",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 24"),
    subject="inventories",
    by=("fingerprint_",),
    message="{subject}: the acceptance of {fingerprint_} by {owner} matches no finding",
    remedy="Remove the acceptance of {fingerprint_}, or give the fingerprint that the finding has now.",
    action="remove or correct the acceptances of {subject} that match no finding",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
