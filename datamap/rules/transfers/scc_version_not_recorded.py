"""Standard clauses whose generation is not recorded.

What it finds: a transfer that rests on standard clauses of which the inventory does not say the generation; the date
of the document lets only those of 2021 be meant.

Why it matters: clauses of 2001, 2004 and 2010 cover nothing since 2022-12-28. Which ones were signed is a fact of the
contract, and a record that leaves it open cannot show the cover.

Example: \"SCCs\" in a notice of 2025.

What to do: get the signed contract, and write the generation and the day of signature: `scc:2021@2022-05-01`.

When it is wrong: the contract is there; write down what it says.

Sources: Decision (EU) 2021/914, Art. 4; GDPR Art. 5(2).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.ground == "scc" and "version" in v.asks)
    return t.assign(row=t["recipient"].to_numpy())


RULE = Rule(
    code="TR015",
    name="scc_version_not_recorded",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2021/914, Art. 4", "GDPR Art. 5(2)"),
    subject="recipients",
    by=("country",),
    message="{subject} ({country}): the transfer rests on standard clauses, and which generation was signed is not recorded",
    remedy="Get the signed clauses from {subject} and record generation, module and day of signature.",
    action="get the signed clauses: {subject}",
    find=find,
    page=__doc__,
)
