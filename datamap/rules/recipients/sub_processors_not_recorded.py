"""A processor of which nobody recorded whom it engages.

What it finds: a processor of which the inventory says neither which sub-processors it engages nor that there are none.

Why it matters: they need the controller's authorisation (Art. 28(2)), and where they are decides on onward transfers. The
controller should have the identity of all of them at hand (EDPB Opinion 22/2024).

Example: a help desk with a data processing agreement, and no list of its hosting providers.

What to do: get the list that the agreement refers to, and enter it as `sub_processors`, with their countries.

When it is wrong: it works alone; write `sub_processors: none`.

Sources: GDPR Art. 28(2), (4), 44; EDPB Opinion 22/2024.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows


def find(facts: Facts) -> pd.DataFrame:
    r = facts.tables.recipients
    return rows((r["role"] == "processor").to_numpy() & (r["sub_processors"] == "unknown").to_numpy())


RULE = Rule(
    code="RC008",
    name="sub_processors_not_recorded",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 28(2), (4)", "EDPB Opinion 22/2024"),
    subject="recipients",
    message="{subject}: whether it engages sub-processors, and which, is not recorded",
    remedy="Get the list of sub-processors from {subject} and record it, with their countries.",
    action="get the list of sub-processors: {subject}",
    find=find,
    page=__doc__,
)
