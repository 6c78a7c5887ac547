"""Data category missing from the notice.

What it finds: a category with `declared: no` that a purpose uses: the list of data in the notice omits it.

Why it matters: people must be able to see which data are processed (Art. 14(1)(d), 15(1)(b), transparency under
Art. 5(1)(a)). A record based on the notice would omit the category.

Example: the text of a review, with the author's position, used for marketing and missing from the list of data.

What to do: add it to the list in the notice.

When it is wrong: another category in the notice includes it. Use that one.

Sources: GDPR Art. 5(1)(a), 13, 14(1)(d).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows, used_categories
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    c = facts.tables.categories
    return rows(facts.once(used_categories) & (c["declared"] == "no").to_numpy())


RULE = Rule(
    code="PD002",
    name="category_never_declared",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 5(1)(a)", "GDPR Art. 14(1)(d)"),
    subject="categories",
    message="The data category “{subject}” is used, but the notice does not mention it.",
    remedy="Add “{subject}” to the categories of data in the notice.",
    action="add {subject} to the notice",
    find=find,
    page=__doc__,
)
