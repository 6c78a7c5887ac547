"""Public authority without a data protection officer.

What it finds: a public authority or body whose inventory states that it has no data protection officer.

Why it matters: it must designate one, whatever it processes (Art. 37(1)(a)). Several authorities may share one
(Art. 37(3)).

Example: a town hall with `dpo: none`.

What to do: designate an officer, publish the contact details and communicate them to the supervisory authority
(Art. 37(7)).

When it is wrong: it is a court acting in its judicial capacity, or a private company. Correct `sector`.

Sources: GDPR Art. 37(1)(a), (3), (7); WP243 rev.01.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.rule import Rule


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
    message="{subject} is a public authority or body, but its inventory states that it has no data protection officer.",
    remedy="Designate a data protection officer for {subject}, alone or jointly with other authorities.",
    action="designate and record a data protection officer for {subject}",
    find=find,
    page=__doc__,
)
