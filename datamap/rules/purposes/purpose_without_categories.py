"""A purpose without categories of data.

What it finds: a processing activity for which no category of personal data is given.

Why it matters: the record must describe the categories of personal data (Art. 30(1)(c)); without them no transfer and
no retention can be judged.

Example: a purpose \"statistics\" with a basis and recipients only.

What to do: name the categories the purpose uses.

When it is wrong: the activity uses no personal data; then it does not belong in the record.

Sources: GDPR Art. 30(1)(c), 5(1)(c).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows, worded


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    said = worded(
        p["categories"],
        {
            "none": "it is stated that it uses no category of data",
            "unknown": "which categories of data it uses is not recorded",
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
    message="{subject}: {said}",
    remedy="Name the categories of data that {subject} uses.",
    action="complete {subject}: categories of data",
    find=find,
    page=__doc__,
)
