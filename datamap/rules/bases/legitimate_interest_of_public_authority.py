"""A legitimate interest claimed by a public authority.

What it finds: a purpose of a public authority or body based on Art. 6(1)(f).

Why it matters: that basis is not open to public authorities in the performance of their tasks (Art. 6(1), second
subparagraph).

Example: a ministry's newsletter on \"legitimate interest\".

What to do: use the public task with its law (Art. 6(1)(e)), or another basis.

When it is wrong: the purpose lies outside the authority's tasks, such as running its own canteen.

Sources: GDPR Art. 6(1), second subparagraph, recital 47.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule


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
    message="{subject} rests on a legitimate interest, and the organisation is a public authority",
    remedy="Find the public task and the law that carry {subject}, or another legal basis.",
    action="find another legal basis for {subject}",
    find=find,
    page=__doc__,
)
