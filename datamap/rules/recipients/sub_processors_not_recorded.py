"""Sub-processors not recorded.

What it finds: a processor for which the inventory records neither its sub-processors nor that it does not use any.

Why it matters: sub-processors need the controller's authorisation (Art. 28(2)), and their locations determine
onward transfers. The controller should have the identity of all of them readily available (EDPB Opinion 22/2024).

Example: a help desk with a data processing agreement, without a list of its hosting providers.

What to do: obtain the list to which the agreement refers, and record it as `sub_processors`, with their countries.

When it is wrong: it does not use sub-processors. Record `sub_processors: none`.

Sources: GDPR Art. 28(2), (4), 44; EDPB Opinion 22/2024.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import in_categories, rows
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    r = facts.tables.recipients
    open_ = (r["role"] == "processor").to_numpy() & (r["sub_processors"] == "unknown").to_numpy()
    return rows(open_ & ~in_categories(facts))


RULE = Rule(
    code="RC008",
    name="sub_processors_not_recorded",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 28(2), (4)", "EDPB Opinion 22/2024"),
    subject="recipients",
    message="The sub-processors of {subject}, if any, are not recorded.",
    remedy="Obtain the list of sub-processors from {subject} and record it, with their countries.",
    action="obtain the list of sub-processors from {subject}",
    find=find,
    page=__doc__,
)
