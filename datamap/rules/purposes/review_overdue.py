"""Overdue review of a purpose.

What it finds: a processing activity whose next review date has passed.

Why it matters: without reviews, a record describes the past, not the present (Art. 5(2), 24(1): measures are
reviewed where necessary).

Example: the next review is 2025-12-31, and it is now September 2026.

What to do: review the entry and set the next date.

When it is wrong: the entry was reviewed, but the date was not updated.

Sources: GDPR Art. 5(2), 24(1).
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    due, days = facts.tables.codes("purposes", "next_review")
    over = np.array([d != "" and d < facts.day.isoformat() for d in days], dtype=bool)
    return rows(over[due], due=facts.tables.purposes["next_review"])


RULE = Rule(
    code="PD011",
    name="review_overdue",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 24(1)",),
    subject="purposes",
    message="The review of the purpose “{subject}” was due on {due}.",
    remedy="Review “{subject}” and set the date of the next review.",
    action="review {subject}",
    find=find,
    page=__doc__,
)
