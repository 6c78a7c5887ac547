"""A listing that was due for renewal since the list was made.

What it finds: an importer that the participants list shows as active, whose certification was due between the day of
the list and the day of the report.

Why it matters: certification is for a year. A due date alone is no lapse, but whether it was renewed can only be seen
on a newer list.

Example: a list of March, a report of September, and a certification due in June.

What to do: give a newer participants list.

When it is wrong: never: it asks for a newer list and changes no verdict.

Sources: Decision (EU) 2023/1795, Annex I, Supplemental Principle 6.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, once


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.dpf is not None and v.dpf.renewal_unseen)
    due, vintage = facts.text(t, lambda v: v.dpf.row.due), facts.text(t, lambda v: v.dpf.vintage.isoformat())
    return once(t.assign(row=t["recipient"].to_numpy(), due=due, vintage=vintage), "due")


RULE = Rule(
    code="TR013",
    name="dpf_renewal_unseen",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2023/1795, Annex I",),
    subject="recipients",
    message="{subject} ({country}): its certification was due on {due}, after the list of {vintage}; whether it was renewed cannot be seen",
    remedy="Give a participants list made after {due}.",
    action="get a newer participants list of the Data Privacy Framework (--dpf-list)",
    find=find,
    page=__doc__,
)
