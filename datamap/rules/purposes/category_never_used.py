"""Data category without a purpose.

What it finds: a category of data in the inventory that no processing activity uses on the day.

Why it matters: data without a purpose may not be kept (Art. 5(1)(b), (c)). Otherwise, a purpose is missing from the
record.

Example: "Pictures" in the list of data, without a purpose that uses them.

What to do: name the purpose, or stop collecting the data.

When it is wrong: the purpose is outside this inventory.

Sources: GDPR Art. 5(1)(b), 5(1)(c), 30(1)(c).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows, used_categories
from datamap.rules.phrases import worded
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    said = worded(
        facts.tables.categories["declared"],
        {"yes": "is in the notice", "no": "is in the inventory (not in the notice)", "unknown": "is in the inventory"},
    )
    return rows(~used_categories(facts), said=said)


RULE = Rule(
    code="PD001",
    name="category_never_used",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 5(1)(b)", "GDPR Art. 5(1)(c)"),
    subject="categories",
    message="The data category “{subject}” {said}, but no recorded purpose uses it.",
    remedy="Name the purpose that uses “{subject}”, or stop collecting it.",
    action="link {subject} to a purpose",
    find=find,
    page=__doc__,
)
