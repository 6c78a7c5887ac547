"""A record without a description of the security measures.

What it finds: an organisation for which no technical or organisational security measure is described.

Why it matters: the record of a controller and that of a processor must describe them in general, where possible (Art.
30(1)(g), 30(2)(d)); Art. 32 asks that they exist.

Example: a record that ends at the recipients.

What to do: describe the main measures under `measures`: access control, encryption, backups, training.

When it is wrong: they are described in a document of their own; name it as one measure.

Sources: GDPR Art. 30(1)(g), 30(2)(d), 32(1).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows


def find(facts: Facts) -> pd.DataFrame:
    state = facts.tables.inventories["measures"]
    said = state.astype(str).map(
        {
            "none": "it is stated that there are no security measures",
            "unknown": "no description of the security measures is recorded",
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
    message="{subject}: {said}",
    remedy="Describe the main technical and organisational measures that {subject} takes.",
    action="describe the security measures of {subject} (Art. 32)",
    find=find,
    page=__doc__,
)
