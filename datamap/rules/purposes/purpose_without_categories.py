"""Purpose without categories of data.

What it finds: a processing activity for which no category of personal data is recorded.

Why it matters: the record must describe the categories of personal data (Art. 30(1)(c)). Without them, neither
transfers nor retention can be assessed.

Example: a purpose "statistics" with only a legal basis and recipients.

What to do: name the categories that the purpose uses.

When it is wrong: the activity does not use personal data. Then it does not belong in the record.

Sources: GDPR Art. 30(1)(c), 5(1)(c).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.phrases import worded
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    said = worded(
        p["categories"],
        {
            "none": "it states that no categories of data are used",
            "unknown": "it does not list the categories of data",
        },
    )
    return rows((p["categories"] != "listed").to_numpy() & facts.as_controller, said=said)


RULE = Rule(
    code="PD003",
    name="purpose_without_categories",
    severity="error",
    basis="law",
    articles=("GDPR Art. 30(1)(c)",),
    subject="purposes",
    message="The record of the purpose “{subject}” is incomplete: {said}.",
    remedy="Name the categories of data that “{subject}” uses.",
    action="complete {subject}: categories of data",
    find=find,
    page=__doc__,
)
