"""An activity whose review is overdue.

What it finds: a processing activity whose day of the next review has passed.

Why it matters: a record that nobody looks at says what was, not what is (Art. 5(2), 24(1): measures are reviewed where
necessary).

Example: next review 2025-12-31, and it is September.

What to do: review the entry and set the next day.

When it is wrong: it was reviewed and the day was not moved.

Sources: GDPR Art. 5(2), 24(1).
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, rows


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
    message="{subject}: its review was due on {due}",
    remedy="Review {subject} and set the day of the next review.",
    action="review {subject}",
    find=find,
    page=__doc__,
)
