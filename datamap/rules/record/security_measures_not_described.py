"""Security measures not described.

What it finds: an organisation for which no technical or organisational security measure is described.

Why it matters: controller and processor records must contain a general description of them, where possible (Art.
30(1)(g), 30(2)(d)); Art. 32 requires the measures themselves.

Example: a record that ends with the recipients.

What to do: describe the main measures under `measures`: access control, encryption, backups, training.

When it is wrong: they are described in a separate document. Name it as one measure.

Sources: GDPR Art. 30(1)(g), 30(2)(d), 32(1).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    state = facts.tables.inventories["measures"]
    said = state.astype(str).map(
        {
            "none": "the inventory states that there are no security measures",
            "unknown": "the security measures are not described",
        }
    )
    return rows((state != "listed").to_numpy(), said=said)


RULE = Rule(
    code="RR003",
    name="security_measures_not_described",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 30(1)(g)", "GDPR Art. 30(2)(d)"),
    subject="inventories",
    message="{subject}: {said}.",
    remedy="Describe the main technical and organisational measures that {subject} takes.",
    action="describe the security measures of {subject}",
    find=find,
    page=__doc__,
)
