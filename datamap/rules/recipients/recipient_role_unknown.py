"""A recipient whose role is not known.

What it finds: a recipient of which the inventory does not say whether it is a processor, a controller of its own, a
joint controller or an authority.

Why it matters: the role decides which contract is needed (Art. 26, 28), which module of the clauses fits, and what the
notice must say. A network whose button or pixel a website embeds is often a joint controller with it (C-40/17): then the
arrangement and its essence are owed too (Art. 26).

Example: a payment provider that could be either.

What to do: look into the contract: who decides on purposes and means?

When it is wrong: it has two roles; make an entry for each use.

Sources: GDPR Art. 4(7), 4(8), 26, 28; CJEU C-40/17; EDPB Guidelines 07/2020.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows


def find(facts: Facts) -> pd.DataFrame:
    return rows((facts.tables.recipients["role"] == "unknown").to_numpy())


RULE = Rule(
    code="RC003",
    name="recipient_role_unknown",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 4(7), (8)", "EDPB Guidelines 07/2020"),
    subject="recipients",
    message="{subject} receives {categories}; whether it is a processor, a controller or a joint controller is not recorded",
    remedy="Find out {subject}'s role and record it.",
    action="find out the role: {subject}",
    find=find,
    page=__doc__,
)
