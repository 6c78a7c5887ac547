"""Review of a transfer impact assessment overdue.

What it finds: an assessment in force whose day of review has passed.

Why it matters: the exporter must re-evaluate at appropriate intervals whether the protection still holds (step 6 of
EDPB Recommendations 01/2020). Without the review that was planned, this is not known.

Example: an assessment of 2024 with a review in 2025, and no later decision.

What to do: review the assessment, record the day of the new decision and the day of the next review.

When it is wrong: the review took place. Record `decided_on` and `review_on`.

Sources: EDPB Recommendations 01/2020, step 6; GDPR Art. 5(2).
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import text
from datamap.rules.rule import Rule
from datamap.rules.transfers.assessed import of_recipients


def find(facts: Facts) -> pd.DataFrame:
    found = of_recipients(facts, np.flatnonzero(facts.assessments.overdue).tolist())
    return found.assign(due=text(facts.tables["assessments"]["review_on"], found["at"].to_numpy()))


RULE = Rule(
    code="TR034",
    name="assessment_overdue",
    severity="warning",
    basis="good practice",
    articles=("EDPB Recommendations 01/2020", "GDPR Art. 5(2)"),
    subject="recipients",
    rows_of="assessments",
    by=("assessment",),
    message="The {what} “{title}” for {subject} was due for review on {due}.",
    remedy="Review the assessment for {subject}, and record the decision and the next review.",
    action="review the {what} for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(2020, 7, 16),
)
