"""Expired acceptance.

What it finds: an accepted finding whose review date has passed, or whose facts have changed since it was accepted.
The finding counts again.

Why it matters: a risk is accepted for the facts at that time, and for a limited period. After that, a new decision
is needed.

Example: accepted until 2026-06-30, and it is now September 2026.

What to do: decide again. Resolve the finding, or renew the acceptance with a new review date and the new digest of
the facts.

When it is wrong: never. It is a fact about the list of acceptances.

Sources: GDPR Art. 5(2), 24.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import acceptances
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    return acceptances(facts, "expired")


RULE = Rule(
    code="RU003",
    name="acceptance_expired",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 24"),
    subject="inventories",
    by=("fingerprint_",),
    message="{subject}: the acceptance of finding {fingerprint_} by {owner} no longer counts, because {said}.",
    remedy="Decide again on finding {fingerprint_}: resolve it, or renew the acceptance.",
    action="decide again on findings that {subject} had accepted",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
