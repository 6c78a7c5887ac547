"""Legitimate interest claimed by a public authority.

What it finds: a purpose of a public authority or body based on Art. 6(1)(f).

Why it matters: public authorities cannot use that basis in the performance of their tasks (Art. 6(1), second
subparagraph).

Example: a ministry's newsletter based on "legitimate interest".

What to do: use the public task with its law (Art. 6(1)(e)), or another basis.

When it is wrong: the purpose is outside the authority's tasks, such as running a staff canteen.

Sources: GDPR Art. 6(1), second subparagraph, recital 47.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    b = facts.tables.bases
    public = (facts.tables.controllers["sector"] == "public").to_numpy()[b["controller"].to_numpy()]
    at = np.flatnonzero((b["basis"] == "6-1-f").to_numpy() & public & facts.as_controller[b["purpose"].to_numpy()])
    return pd.DataFrame({"row": b["purpose"].to_numpy()[at], "at": at, "table": "bases"})


RULE = Rule(
    code="LB009",
    name="legitimate_interest_of_public_authority",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 6(1), second subparagraph",),
    subject="purposes",
    message="The purpose “{subject}” is based on a legitimate interest, but the organisation is a public authority.",
    remedy="Identify the public task and the law on which “{subject}” can be based, or another legal basis.",
    action="find another legal basis for {subject}",
    find=find,
    page=__doc__,
)
