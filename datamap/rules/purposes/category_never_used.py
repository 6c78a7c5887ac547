"""A data category that no purpose uses.

What it finds: a category of data of the inventory that no processing activity uses on the day.

Why it matters: data without a purpose may not be held (Art. 5(1)(b), (c)); or a purpose is missing from the record.

Example: "Pictures" in the list of data, and no purpose that names them.

What to do: name the purpose, or stop collecting.

When it is wrong: the purpose is outside this inventory.

Sources: GDPR Art. 5(1)(b), 5(1)(c), 30(1)(c).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows, used_categories, worded


def find(facts: Facts) -> pd.DataFrame:
    said = worded(
        facts.tables.categories["declared"],
        {"yes": "is announced", "no": "is listed, not announced", "unknown": "is listed"},
    )
    return rows(~facts.shared(used_categories), said=said)


RULE = Rule(
    code="PD001",
    name="category_never_used",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 5(1)(b)", "GDPR Art. 5(1)(c)"),
    subject="categories",
    message="{subject} {said}, and no purpose is recorded that uses it",
    remedy="Name the purpose that uses {subject}, or stop collecting it.",
    action="tie {subject} to a purpose",
    find=find,
    page=__doc__,
)
