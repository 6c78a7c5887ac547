"""Certification renewal not visible on the list.

What it finds: an importer shown as active on the participants list, whose certification was due for renewal between
the date of the list and the day of the report.

Why it matters: a certification is valid for one year. A passed due date alone is not a lapse, but only a newer list
shows whether the certification was renewed.

Example: a list from March, a report for September, and a certification due in June.

What to do: provide a newer participants list.

When it is wrong: never. It asks for a newer list and does not change any verdict.

Sources: Decision (EU) 2023/1795, Annex I, Supplemental Principle 6.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import once
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.dpf is not None and v.dpf.renewal_unseen)
    if not len(t):
        return t
    due, vintage = facts.text(t, lambda v: v.dpf.row.due), facts.text(t, lambda v: v.dpf.vintage.isoformat())
    return once(t.assign(row=t["recipient"].to_numpy(), due=due, vintage=vintage), "due")


RULE = Rule(
    code="TR013",
    name="dpf_renewal_unseen",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2023/1795, Annex I",),
    subject="recipients",
    message=(
        "The Data Privacy Framework certification of {subject} ({country}) was due for renewal on {due}, after the "
        "list of {vintage}. That list cannot show whether it was renewed."
    ),
    remedy="Provide a participants list issued after {due}.",
    action="get a newer participants list of the Data Privacy Framework",
    find=find,
    page=__doc__,
)
