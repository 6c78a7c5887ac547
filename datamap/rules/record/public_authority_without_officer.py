"""A public authority without a data protection officer.

What it finds: a public authority or body of which it is stated that it has no data protection officer.

Why it matters: it must designate one, whatever it processes (Art. 37(1)(a)); several authorities may share one (Art.
37(3)).

Example: a town hall with `dpo: none`.

What to do: designate an officer, publish the contact and tell it the authority (Art. 37(7)).

When it is wrong: it is a court acting in its judicial capacity, or a private company; correct `sector`.

Sources: GDPR Art. 37(1)(a), (3), (7); WP243 rev.01.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows


def find(facts: Facts) -> pd.DataFrame:
    c = facts.tables.controllers
    return rows((c["sector"] == "public").to_numpy() & (c["dpo"] == "none").to_numpy())


RULE = Rule(
    code="RR004",
    name="public_authority_without_officer",
    severity="error",
    basis="law",
    articles=("GDPR Art. 37(1)(a)",),
    subject="inventories",
    message="{subject} is a public authority or body, and it is stated that it has no data protection officer",
    remedy="Designate a data protection officer for {subject}, alone or with other authorities.",
    action="designate and record a data protection officer for {subject}",
    find=find,
    page=__doc__,
)
