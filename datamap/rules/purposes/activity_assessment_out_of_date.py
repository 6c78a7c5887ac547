"""Screening or balancing test out of date.

What it finds: a screening or a balancing test in force that is based on facts which are different now (the activity,
the data, the people, the legal basis, the recipients), or whose day of review has passed: a warning. Where it does not
record on which facts it is based, such a change would not be noticed: a note.

Why it matters: the controller must review whether the risk of the processing has changed (Art. 35(11)), and an interest
that prevailed for other data or other people may be overridden now (Art. 6(1)(f), 5(2)).

Example: a balancing test of a customer list, and since then the list also contains health data.

What to do: go through the form again for what has changed, and record the new decision. `datamap assess` writes the
form; a yes in its last row records the present facts.

When it is wrong: the facts are the same and only their ids changed. Answer the last row of the form with yes.

Sources: GDPR Art. 5(2), 6(1)(f), 35(1), 35(11); WP248 rev.01, III.C.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING, going_on
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule
from datamap.tables.arrays import cells, records

CHANGED = {
    "activity": "the activity",
    "data": "the data",
    "people": "the people concerned",
    "legal-basis": "the legal basis",
    "disclosures": "the recipients",
}
NAMES = {"dpia-screening": "screening", "balancing-test": "balancing test"}


def find(facts: Facts) -> pd.DataFrame:
    mine, a = facts.screenings, facts.tables["assessments"]
    if not mine.in_force.any():
        return NOTHING
    counts, found = facts.as_controller & going_on(facts), []
    reasons = {at: _why(facts, at) for at in {*mine.stale, *np.flatnonzero(mine.overdue | mine.unrecorded).tolist()}}
    names, kinds = cells(a["id"]), cells(a["kind"])
    for row, at in records(facts.tables["assessed_activities"], "purpose", "assessment"):
        if (why := reasons.get(at)) and counts[row]:
            severity = "note" if mine.unrecorded[at] and not mine.overdue[at] else "warning"
            found.append((row, at, "assessments", names(at), NAMES[kinds(at)], why, severity))
    columns = ["row", "at", "table", "assessment", "kind", "why", "severity"]
    return pd.DataFrame(found, columns=columns) if found else NOTHING


def _why(facts: Facts, at: int) -> str:
    """Why an assessment is out of date, in words."""
    mine = facts.screenings
    reasons = []
    if at in mine.stale:
        reasons.append(f"is based on facts that have changed: {enumerated([CHANGED[c] for c in mine.stale[at]])}")
    if mine.overdue[at]:
        reasons.append(f"was due for review on {facts.tables['assessments']['review_on'].iat[at]}")
    if mine.unrecorded[at] and not reasons:
        reasons.append("does not record the facts on which it is based, so that a change of them is not noticed")
    return enumerated(reasons)


RULE = Rule(
    code="PD017",
    name="activity_assessment_out_of_date",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 35(11)"),
    subject="purposes",
    by=("assessment",),
    message="The {kind} of “{subject}” {why}.",
    remedy="Go through the {kind} of “{subject}” again, and record the decision and the facts on which it is based.",
    action="go through the {kind} of {subject} again",
    find=find,
    page=__doc__,
)
