"""Automated decisions whose logic is not told.

What it finds: a purpose with automated decisions, including profiling, for which the logic involved is not described.

Why it matters: the notice must give meaningful information about the logic, the significance and the consequences
(Art. 13(2)(f)), and the person can have a human look at it (Art. 22(3)).

Example: credit scoring, and no word on how.

What to do: describe the logic under `automated_logic`, and tell it in the notice.

When it is wrong: a person decides in every case; write `automated_decisions: no`.

Sources: GDPR Art. 13(2)(f), 22; WP251 rev.01.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    return rows(
        (p["automated_decisions"] == "yes").to_numpy()
        & facts.tables.among("purposes", "automated_logic", ["", "unknown", "none"])
        & facts.as_controller
    )


RULE = Rule(
    code="PD009",
    name="automated_decision_without_logic",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 13(2)(f)", "GDPR Art. 22"),
    subject="purposes",
    message="{subject} takes automated decisions, and the logic involved is not described",
    remedy="Describe the logic, the significance and the consequences of {subject}, and tell them in the notice.",
    action="describe the logic of {subject}",
    find=find,
    page=__doc__,
)
