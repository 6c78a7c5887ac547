"""Recipient without a purpose.

What it finds: a recipient to which no processing activity discloses data.

Why it matters: it cannot be determined which data it receives, for which purpose and on which legal basis. The
record lists recipients for each activity (Art. 30(1)(d)), and a disclosure without a purpose has no legal basis
(Art. 5(1)(b)).

Example: a payment provider in the list of recipients, without a purpose that names it.

What to do: name the purposes that it serves, or remove it.

When it is wrong: it is only a sub-processor. Record it under its processor.

Sources: GDPR Art. 5(1)(b), 30(1)(d).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows, served
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    passed_on = marked(len(facts.tables.recipients), facts.tables.sub_processors["sub_processor"].to_numpy())
    return rows(~served(facts) & ~passed_on)


RULE = Rule(
    code="RC002",
    name="recipient_without_purpose",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 30(1)(d)", "GDPR Art. 5(1)(b)"),
    subject="recipients",
    message="The recipient {subject} is listed, but no recorded purpose discloses data to it.",
    remedy="Name the purposes that {subject} serves, or remove it.",
    action="link {subject} to its purposes",
    find=find,
    page=__doc__,
)
