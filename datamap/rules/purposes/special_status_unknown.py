"""Special category status not recorded.

What it finds: a category of data that is used, without a record of whether it is special category data (Art. 9),
criminal offence data (Art. 10) or neither.

Why it matters: special category data need an additional condition, affect the requirements for transfers, and
exclude the exemption under Art. 30(5). An unknown status does not mean no.

Example: "information from questionnaires".

What to do: check what it contains, and record `special: none`, `health` and so on.

When it is wrong: the answer is clear from the name. Then one word is enough to record it.

Sources: GDPR Art. 9, 10, 30(5).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows, used_categories
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    c = facts.tables.categories
    return rows(used_categories(facts) & (c["special"] == "unknown").to_numpy())


RULE = Rule(
    code="PD006",
    name="special_status_unknown",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 9", "GDPR Art. 10"),
    subject="categories",
    message=(
        "For the data category “{subject}”, it is not recorded whether it contains special category or criminal "
        "offence data."
    ),
    remedy=(
        "Decide whether “{subject}” contains special category or criminal offence data, and record it (special: none, "
        "health ...)."
    ),
    action="record the special category status of {subject}",
    find=find,
    page=__doc__,
)
