"""A recipient that serves no purpose.

What it finds: a recipient that no processing activity discloses to.

Why it matters: which data it gets, for what and on which basis cannot be told; the record lists recipients per activity
(Art. 30(1)(d)), and a disclosure without a purpose has no basis (Art. 5(1)(b)).

Example: a payment provider in the list of recipients, and no purpose that names it.

What to do: name the purposes it serves, or remove it.

When it is wrong: it is a sub-processor only; enter it under its processor.

Sources: GDPR Art. 5(1)(b), 30(1)(d).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows, served
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    passed_on = marked(len(facts.tables.recipients), facts.tables.sub_processors["sub_processor"].to_numpy())
    return rows(~facts.shared(served) & ~passed_on)


RULE = Rule(
    code="RC002",
    name="recipient_without_purpose",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 30(1)(d)", "GDPR Art. 5(1)(b)"),
    subject="recipients",
    message="{subject} is named as a recipient, but no purpose discloses to it",
    remedy="Name the purposes that {subject} serves, or remove it.",
    action="tie {subject} to its purposes",
    find=find,
    page=__doc__,
)
