"""Screening that contradicts the map.

What it finds: a screening in force that answers a criterion of WP248 with no, although the map shows that the activity
meets it: special or criminal data, vulnerable people or children, a large scale, monitoring, automated decisions.

Why it matters: whether an impact assessment is required is then decided on facts that the record does not support
(Art. 35(1), 5(2)).

Example: a screening of patient care that answers "no vulnerable people", and the map has patients as vulnerable.

What to do: correct the answer or the map, and decide again. `datamap assess --kind dpia-screening` writes the form.

When it is wrong: the screening is about a part of the activity only. Record that part as a separate activity.

Sources: GDPR Art. 5(2), 35(1); WP248 rev.01, III.B.
"""

import pandas as pd

from datamap.model.assessment import Criterion
from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING, going_on
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule
from datamap.tables.arrays import records
from datamap.transfers import criteria

SHOWN: dict[Criterion, str] = {
    "automated-decisions": "automated decisions",
    "monitoring": "monitoring",
    "sensitive-data": "special or criminal data",
    "large-scale": "processing on a large scale",
    "vulnerable-people": "vulnerable people",
}


def find(facts: Facts) -> pd.DataFrame:
    pairs = facts.screenings.of("dpia-screening")
    if not len(pairs):
        return NOTHING
    denied: dict[int, list[Criterion]] = {}
    for at, criterion, met in records(facts.tables["screening_criteria"], "assessment", "criterion", "met"):
        if met == "no":
            denied.setdefault(at, []).append(criterion)
    shown, mine = criteria.met(facts.tables), facts.as_controller & going_on(facts)
    ids = facts.tables["assessments"]["id"]
    found = []
    for row, at in records(pairs, "purpose", "assessment"):
        wrong = [SHOWN[c] for c in denied.get(at, ()) if c in SHOWN and shown[c][row]]
        if wrong and mine[row]:
            found.append((row, at, "assessments", ids.iat[at], enumerated(wrong)))
    return pd.DataFrame(found, columns=["row", "at", "table", "assessment", "what"]) if found else NOTHING


RULE = Rule(
    code="PD016",
    name="screening_contradicts_map",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 35(1)", "WP248 rev.01"),
    subject="purposes",
    by=("assessment",),
    message="The screening of “{subject}” answers no where the map records {what}.",
    remedy="Correct the screening of “{subject}” or the map, and decide again whether an assessment is required.",
    action="correct the screening of {subject}",
    find=find,
    page=__doc__,
)
