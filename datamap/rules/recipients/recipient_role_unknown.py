"""Recipient role not recorded.

What it finds: a recipient for which the inventory does not record whether it is a processor, an independent
controller, a joint controller or an authority.

Why it matters: the role determines which contract is needed (Art. 26, 28), which module of the clauses fits, and
what the notice must contain. A network whose button or pixel is embedded in a website is often a joint controller
with it (C-40/17). Then the arrangement and its essence are also required (Art. 26).

Example: a payment provider that could be either.

What to do: check in the contract who decides on purposes and means.

When it is wrong: it has two roles. Create one entry for each use. A category of recipients (`kind: category`) may
contain several roles, and is not reported.

Sources: GDPR Art. 4(7), 4(8), 26, 28; CJEU C-40/17; EDPB Guidelines 07/2020.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import in_categories, rows
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    return rows((facts.tables.recipients["role"] == "unknown").to_numpy() & ~in_categories(facts))


RULE = Rule(
    code="RC003",
    name="recipient_role_unknown",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 4(7), (8)", "EDPB Guidelines 07/2020"),
    subject="recipients",
    message=(
        "The role of {subject} in the use of {categories} is not recorded (processor, controller or joint controller)."
    ),
    remedy="Determine the role of {subject} and record it.",
    action="determine the role of {subject}",
    find=find,
    page=__doc__,
)
