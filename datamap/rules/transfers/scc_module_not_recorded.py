"""Standard clauses whose module is not recorded.

What it finds: a transfer that rests on the clauses of 2021 of which the module is not recorded.

Why it matters: the four modules are different contracts; only the one for the roles of both ends covers. Modules 2 and
3 also satisfy Art. 28, 1 and 4 do not.

Example: \"SCC 2021\" with a processor, and no word on the module.

What to do: look into the contract, and write `module: 2`.

When it is wrong: the contract is there; write down what it says.

Sources: Decision (EU) 2021/914, Annex.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.ground == "scc" and "module" in v.asks)
    return t.assign(row=t["recipient"].to_numpy())


RULE = Rule(
    code="TR016",
    name="scc_module_not_recorded",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2021/914, Annex",),
    subject="recipients",
    by=("country",),
    message="{subject} ({country}): which module of the clauses was signed is not recorded",
    remedy="Get the signed clauses from {subject} and record the module.",
    action="get the signed clauses: {subject}",
    find=find,
    page=__doc__,
)
