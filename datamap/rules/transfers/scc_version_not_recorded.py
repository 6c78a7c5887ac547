"""Generation of the standard contractual clauses not recorded.

What it finds: a transfer based on standard contractual clauses, whose generation the inventory does not record;
given the date of the document, only those of 2021 can be meant.

Why it matters: the clauses of 2001, 2004 and 2010 are no longer a transfer basis since 2022-12-28. Which ones were
signed is a fact of the contract, and a record without it cannot prove the transfer basis.

Example: "SCCs" in a notice from 2025.

What to do: obtain the signed contract, and record the generation and the day of signature: `scc:2021@2022-05-01`.

When it is wrong: the contract is available. Record its generation.

Sources: Decision (EU) 2021/914, Art. 4; GDPR Art. 5(2).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: "version" in v.asks)
    return t.assign(row=t["recipient"].to_numpy())


RULE = Rule(
    code="TR015",
    name="scc_version_not_recorded",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2021/914, Art. 4", "GDPR Art. 5(2)"),
    subject="recipients",
    by=("country",),
    message=(
        "The transfer to {subject} ({country}) relies on standard contractual clauses whose generation is not recorded."
    ),
    remedy="Obtain the signed clauses from {subject} and record the generation, the module and the day of signature.",
    action="obtain the signed clauses from {subject}",
    find=find,
    page=__doc__,
)
