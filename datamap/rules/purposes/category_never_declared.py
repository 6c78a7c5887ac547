"""A data category that is used but was never declared.

What it finds: a category with `declared: no` that a purpose uses: the notice's list of data leaves it out.

Why it matters: people must be able to see which data are processed (Art. 14(1)(d), 15(1)(b), transparency under Art.
5(1)(a)); a record read from the notice would miss it.

Example: the text of a review, with the author's position, used for marketing and not in the list of data.

What to do: add it to the notice's list.

When it is wrong: another announced category includes it; use that one.

Sources: GDPR Art. 5(1)(a), 13, 14(1)(d).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows, used_categories


def find(facts: Facts) -> pd.DataFrame:
    c = facts.tables.categories
    return rows(facts.shared(used_categories) & (c["declared"] == "no").to_numpy())


RULE = Rule(
    code="PD002",
    name="category_never_declared",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 5(1)(a)", "GDPR Art. 14(1)(d)"),
    subject="categories",
    message="{subject} is used, but the notice does not announce it",
    remedy="Add {subject} to the categories of data in the notice.",
    action="announce {subject} in the notice",
    find=find,
    page=__doc__,
)
