"""A purpose about whose recipients nothing is said.

What it finds: a processing activity for which neither recipients are given nor that there are none.

Why it matters: the record must give the categories of recipients to whom data are disclosed (Art. 30(1)(d)). Nothing
said is not nobody.

Example: an activity whose recipients column is empty.

What to do: name the recipients, or write `recipients: none`.

When it is wrong: there are none; then say so.

Sources: GDPR Art. 30(1)(d), 13(1)(e).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    return rows((p["recipients"] == "unknown").to_numpy() & facts.as_controller)


RULE = Rule(
    code="PD005",
    name="purpose_without_recipients",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 30(1)(d)", "GDPR Art. 13(1)(e)"),
    subject="purposes",
    message="{subject}: whether the data go to anybody is not recorded",
    remedy="Name the recipients of {subject}, or record that there are none.",
    action="complete {subject}: recipients",
    find=find,
    page=__doc__,
)
