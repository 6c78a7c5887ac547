"""Transfer basis annulled since the report date.

What it finds: a transfer that had a valid basis on the day of the report, under a decision that was annulled later.

Why it matters: in principle, annulment has retroactive effect. The report shows what the organisation relied on in
good faith that day, and this note adds what is known now.

Example: a report for 2019 on a transfer that relied on Privacy Shield.

What to do: nothing for the report of that day. Check that the transfer has another basis today.

When it is wrong: never. It is a fact about the instrument.

Sources: CJEU C-362/14; CJEU C-311/18.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and bool(v.later_annulled))
    return t.assign(row=t["recipient"].to_numpy(), annulled=facts.text(t, lambda v: v.later_annulled))


RULE = Rule(
    code="TR024",
    name="cover_annulled_since",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 45",),
    subject="recipients",
    by=("country",),
    message=(
        "The transfer to {subject} ({country}) had a valid basis on the day of the report. Since then, the {annulled}."
    ),
    remedy="Check that the transfer to {subject} has another basis today.",
    action="check today's transfer basis for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
