"""Assessment that does not record its facts.

What it finds: an assessment of a transfer in force that does not record on which facts it is based (`rests_on`).

Why it matters: the exporter must assess again when the circumstances of the transfer change (step 6 of EDPB
Recommendations 01/2020; clause 14(e) of the clauses of 2021). Without the facts, a change is not noticed.

Example: an assessment that was typed into the inventory by hand.

What to do: write its form with `datamap assess`, compare the column From the map with the assessment, answer the last
row with yes, and read the form back.

When it is wrong: the changes are watched elsewhere. Accept the finding.

Sources: Decision (EU) 2021/914, clause 14(b), (e); EDPB Recommendations 01/2020, step 6; GDPR Art. 5(2).
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.rule import Rule
from datamap.rules.transfers.assessed import of_recipients


def find(facts: Facts) -> pd.DataFrame:
    open_ = facts.assessments.unrecorded
    return of_recipients(facts, open_) if open_ else NOTHING


RULE = Rule(
    code="TR037",
    name="assessment_facts_not_recorded",
    severity="note",
    basis="good practice",
    articles=("EDPB Recommendations 01/2020", "GDPR Art. 5(2)"),
    subject="recipients",
    rows_of="assessments",
    by=("assessment",),
    message="The {what} “{title}” for {subject} does not record the facts on which it is based.",
    remedy="Confirm the facts of the assessment for {subject} in the last row of its form (datamap assess).",
    action="record the facts on which the assessment “{title}” is based",
    find=find,
    page=__doc__,
    since=dt.date(2020, 7, 16),
)
