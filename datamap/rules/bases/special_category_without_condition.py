"""A special category without a condition of Art. 9(2).

What it finds: a purpose that uses a special category of data (Art. 9(1)) and names none of the conditions of Art.
9(2).

Why it matters: processing such data is prohibited unless one of the ten conditions holds, beside a basis of Art. 6. A
legitimate interest is none of them.

Example: health data for a lunch order, on \"contract\".

What to do: decide which condition carries it (explicit consent, employment law, ...), cite the law where it needs one,
or stop using the data.

When it is wrong: the data are not of that kind; correct `special` of the category.

Sources: GDPR Art. 9(1), 9(2); EDPB Guidelines 05/2020.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, uses_without_condition


def find(facts: Facts) -> pd.DataFrame:
    return uses_without_condition(facts, lambda special: ~special.isin(["none", "unknown", "criminal"]), "9-2-")


RULE = Rule(
    code="LB007",
    name="special_category_without_condition",
    severity="error",
    basis="law",
    articles=("GDPR Art. 9(1), (2)",),
    subject="purposes",
    message="{subject} uses {which} ({kinds}), and no condition of Art. 9(2) {said}",
    remedy="Decide which condition of Art. 9(2) carries {subject}, record it, or stop using {which}.",
    action="decide the Art. 9(2) condition of {subject}",
    find=find,
    page=__doc__,
)
