"""Transfer impact assessment based on facts that have changed.

What it finds: an assessment in force that is based on facts which are different now: who the recipient is, its places
in the country, the data, the tool, the chain behind the recipient, the law on the country, or the country sheet.

Why it matters: the assessment is about the specific circumstances of the transfer (clause 14(b)), and the exporter must
re-evaluate it when they change (clause 14(e); step 6 of EDPB Recommendations 01/2020).

Example: an assessment of contact data, and since then the vendor also receives health data.

What to do: go through the assessment again for what has changed, and record the day of the new decision. `datamap
assess` writes the form and records the present facts when the form is read back.

When it is wrong: only the words of an entry changed and not the fact. Write the form, answer its last row with yes and
read it back: the assessment is then based on the present facts.

Sources: Decision (EU) 2021/914, clause 14(b), (e); EDPB Recommendations 01/2020, step 6.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule
from datamap.rules.transfers.assessed import of_recipients

CHANGED = {
    "recipient": "the recipient",
    "places": "its places in the country",
    "data": "the data, the people or the purposes",
    "tools": "the transfer tool",
    "chain": "the chain of processors",
    "law": "the law on the transfer",
    "country-sheet": "the country sheet",
    "vendor": "the facts on the vendor",
}


def find(facts: Facts) -> pd.DataFrame:
    stale = facts.assessments.stale
    found = of_recipients(facts, stale)
    changed = [enumerated([CHANGED[name] for name in stale[n]]) for n in found["at"].tolist()]
    return found.assign(changed=pd.array(changed, dtype=object))


RULE = Rule(
    code="TR033",
    name="assessment_stale",
    severity="warning",
    basis="law",
    articles=("Decision (EU) 2021/914, clause 14", "EDPB Recommendations 01/2020"),
    subject="recipients",
    rows_of="assessments",
    by=("assessment",),
    message="The {what} “{title}” for {subject} is based on facts that have changed: {changed}.",
    remedy="Go through the assessment again for {subject}, and record the new decision.",
    action="repeat the {what} for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(2020, 7, 16),
)
