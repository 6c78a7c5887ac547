"""Automated decision without a description of its logic.

What it finds: a purpose with automated decisions, including profiling, for which the logic involved is not
described.

Why it matters: the notice, and the answer to an access request, must give meaningful information about the logic, the
significance and the consequences (Art. 13(2)(f), 14(2)(g), 15(1)(h)). Such decisions are allowed only where Art. 22(2)
allows them (contract, law, explicit consent), with human intervention on request (Art. 22(3)), and with special
categories of data only under Art. 22(4).

Example: credit scoring, without an explanation of how it works.

What to do: describe the logic under `automated_logic`, and add it to the notice.

When it is wrong: a person decides in every case. Record `automated_decisions: no`.

Sources: GDPR Art. 13(2)(f), 14(2)(g), 15(1)(h), 22(2) to (4); WP251 rev.01.
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
    articles=("GDPR Art. 13(2)(f), 14(2)(g), 15(1)(h)", "GDPR Art. 22(2) to (4)"),
    subject="purposes",
    message="The purpose “{subject}” involves automated decisions, but the logic involved is not described.",
    remedy=(
        "Describe the logic, the significance and the consequences of “{subject}”, and include them in the notice and "
        "in answers to access requests."
    ),
    action="describe the logic of the automated decisions in {subject}",
    find=find,
    page=__doc__,
)
