"""Clause module not recorded.

What it finds: a transfer based on the 2021 standard contractual clauses, whose module is not recorded.

Why it matters: the four modules are different contracts, and only the one for the roles of both parties is a valid
basis. Modules 2 and 3 also satisfy Art. 28; modules 1 and 4 do not.

Example: "SCC 2021" with a processor, without the module.

What to do: check the contract, and record `module: 2`.

When it is wrong: the contract is available. Record its module.

Sources: Decision (EU) 2021/914, Annex.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: "module" in v.asks)
    return t.assign(row=t["recipient"].to_numpy())


RULE = Rule(
    code="TR016",
    name="scc_module_not_recorded",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2021/914, Annex",),
    subject="recipients",
    by=("country",),
    message="The module of the standard contractual clauses with {subject} ({country}) is not recorded.",
    remedy="Obtain the signed clauses from {subject} and record the module.",
    action="obtain the signed clauses from {subject}",
    find=find,
    page=__doc__,
)
