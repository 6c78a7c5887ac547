"""Acceptance without a matching finding.

What it finds: an acceptance whose fingerprint does not match any finding of this run.

Why it matters: either the gap is closed and the acceptance can be removed, or the entry was renamed and the
acceptance no longer has the effect that the organisation relies on.

Example: the vendor was replaced, but its acceptance is still in the file.

What to do: remove the acceptance, or find the new fingerprint of the finding.

When it is wrong: never. It is a fact about the list of acceptances.

Sources: GDPR Art. 5(2), 24.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import acceptances
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    return acceptances(facts, "orphaned")


RULE = Rule(
    code="RU004",
    name="acceptance_matches_nothing",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 24"),
    subject="inventories",
    by=("fingerprint_",),
    message="{subject}: the acceptance of finding {fingerprint_} by {owner} does not match any finding.",
    remedy="Remove the acceptance of {fingerprint_}, or use the current fingerprint of the finding.",
    action="remove or correct the acceptances of {subject} that do not match any finding",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
