"""Automated decision without a description of its logic.

What it finds: a purpose with automated decisions, including profiling, for which the logic involved is not
described.

Why it matters: the notice must give meaningful information about the logic, the significance and the consequences
(Art. 13(2)(f)), and the person can obtain human intervention (Art. 22(3)).

Example: credit scoring, without an explanation of how it works.

What to do: describe the logic under `automated_logic`, and add it to the notice.

When it is wrong: a person decides in every case. Record `automated_decisions: no`.

Sources: GDPR Art. 13(2)(f), 22; WP251 rev.01.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.rule import Rule


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
    message="The purpose “{subject}” involves automated decisions, but the logic involved is not described.",
    remedy="Describe the logic, the significance and the consequences of “{subject}”, and include them in the notice.",
    action="describe the logic of the automated decisions in {subject}",
    find=find,
    page=__doc__,
)
