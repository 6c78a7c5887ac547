"""Cover of that day that a court has annulled since.

What it finds: a transfer that was covered on the day of the report by a decision that was annulled later.

Why it matters: annulment works back in principle; the report says what was relied on that day in good faith, and this
note says what is known now.

Example: a report of 2019 that rests on Privacy Shield.

What to do: nothing for the report of that day; see that the transfer has another cover today.

When it is wrong: never: it is a fact about the instrument.

Sources: CJEU C-362/14; CJEU C-311/18.
"""

import datetime as dt

import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and bool(v.later_annulled))
    return t.assign(row=t["recipient"].to_numpy(), annulled=facts.text(t, lambda v: v.later_annulled))


RULE = Rule(
    code="TR024",
    name="cover_annulled_since",
    severity="note",
    basis="good practice",
    articles=("CJEU C-362/14", "CJEU C-311/18"),
    subject="recipients",
    by=("country",),
    message="{subject} ({country}): covered on the day of the report; since then, {annulled}",
    remedy="See that the transfer to {subject} has another cover today.",
    action="see today's cover: {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
