"""Compelling interests without their documents.

What it finds: a transfer that relies on compelling legitimate interests (Art. 49(1), second subparagraph), for which no
document is recorded.

Why it matters: the assessment of all circumstances and the suitable safeguards must be documented in the record
(Art. 30(1)(e), 49(6)), and the supervisory authority and the people concerned must be informed.

Example: a single disclosure to a foreign court's expert, without a file.

What to do: document the assessment, inform the authority and the people, and record where the file is under `reference`
of the safeguard.

When it is wrong: the documents exist. Record the reference.

Sources: GDPR Art. 30(1)(e), 49(1), second subparagraph, 49(6); EDPB Guidelines 2/2018.
"""

import datetime as dt

import pandas as pd

from datamap.law.tools import COMPELLING
from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.rules.transfers.derogation_relied_on import BY_LAW
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    s = facts.tables.safeguards
    mine = (s["version"] == COMPELLING).to_numpy() & ~facts.tables.among(
        "safeguards", "reference", ["", "unknown", "none"]
    )
    documented = marked(len(facts.tables.recipients), s["recipient"].to_numpy(), mine)
    t = facts.found(lambda v: v.verdict == "covered" and v.relied_on == f"derogation:{COMPELLING}")
    t = t.assign(row=t["recipient"].to_numpy())
    return t[~documented[t["row"].to_numpy()]]


RULE = Rule(
    code="TR036",
    name="compelling_interests_not_documented",
    severity="error",
    basis="law",
    articles=BY_LAW,
    subject="recipients",
    by=("country",),
    message=(
        "The transfer of {categories} to {subject} ({country}) relies on compelling legitimate interests, but no "
        "document is recorded."
    ),
    remedy=(
        "Document the assessment and the suitable safeguards of the transfer to {subject} in the record, inform the "
        "supervisory authority and the people concerned, and record the reference."
    ),
    action="document the compelling interests for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(2018, 5, 25),
)
