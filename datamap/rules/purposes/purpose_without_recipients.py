"""Purpose without recipients.

What it finds: a processing activity that records neither recipients nor that there are no recipients.

Why it matters: the record must list the categories of recipients of the data (Art. 30(1)(d)). Missing information does
not mean that there are no recipients.

Example: an activity with an empty recipients column.

What to do: name the recipients, or record `recipients: none`.

When it is wrong: there are no recipients. Record this.

Sources: GDPR Art. 30(1)(d), 13(1)(e).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.rule import Rule


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
    message="For the purpose “{subject}”, it is not recorded whether the data are disclosed to any recipient.",
    remedy="Name the recipients of “{subject}”, or record that there are none.",
    action="complete {subject}: recipients",
    find=find,
    page=__doc__,
)
