"""A category of which nobody said whether it is special.

What it finds: a category of data that is used, without a word on whether it is special (Art. 9), criminal (Art. 10) or
neither.

Why it matters: special data need a condition of their own, change what a transfer needs, and end the exemption of Art.
30(5). Unknown is not no.

Example: \"information from questionnaires\".

What to do: look what is in it, and write `special: none`, `health` and so on.

When it is wrong: it is plain from the name; then one word settles it.

Sources: GDPR Art. 9, 10, 30(5).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows, used_categories


def find(facts: Facts) -> pd.DataFrame:
    c = facts.tables.categories
    return rows(facts.shared(used_categories) & (c["special"] == "unknown").to_numpy())


RULE = Rule(
    code="PD006",
    name="special_status_unknown",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 9", "GDPR Art. 10"),
    subject="categories",
    message="{subject}: whether it holds special or criminal data is not recorded",
    remedy="Decide whether {subject} holds special or criminal data, and record it (special: none, health ...).",
    action="record whether data are special: {subject}",
    find=find,
    page=__doc__,
)
