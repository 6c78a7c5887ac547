"""Special category data without a condition under Art. 9(2).

What it finds: a purpose that uses a special category of data (Art. 9(1)), without any of the conditions of Art.
9(2).

Why it matters: processing such data is prohibited unless one of the ten conditions applies, in addition to a legal
basis under Art. 6. A legitimate interest is not one of them.

Example: health data for a lunch order, based on "contract".

What to do: decide which condition applies (explicit consent, employment law, ...), cite the law where it needs one,
or stop using the data.

When it is wrong: the data are not of that kind. Correct `special` of the category.

Sources: GDPR Art. 9(1), 9(2); EDPB Guidelines 05/2020.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import uses_without_condition
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    return uses_without_condition(facts, lambda special: ~special.isin(["none", "unknown", "criminal"]), "9-2-")


RULE = Rule(
    code="LB007",
    name="special_category_without_condition",
    severity="error",
    basis="law",
    articles=("GDPR Art. 9(1), (2)",),
    subject="purposes",
    message=(
        "The purpose “{subject}” uses special category data ({which}: {kinds}), but no condition under Art. 9(2) "
        "{said}."
    ),
    remedy="Decide which condition of Art. 9(2) applies to “{subject}” and record it, or stop using {which}.",
    action="decide the Art. 9(2) condition of {subject}",
    find=find,
    page=__doc__,
)
