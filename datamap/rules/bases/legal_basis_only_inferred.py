"""A legal basis that is only inferred.

What it finds: a purpose all of whose legal bases were concluded by whoever read the source, not stated by it.

Why it matters: Art. 13(1)(c) wants the legal basis told. A reader who has to conclude it was not told.

Example: "when you provide us with your consent", without saying that consent is the legal basis.

What to do: state the basis in the notice, then mark it stated.

When it is wrong: the basis is stated in another document; give that as evidence.

Sources: GDPR Art. 13(1)(c), 14(1)(c); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, articles
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    b = facts.tables.bases
    known = (b["basis"] != "unknown").to_numpy()
    purpose = b["purpose"].to_numpy()
    stated = marked(len(facts.tables.purposes), purpose, known & (b["how"] == "stated").to_numpy())
    at = np.flatnonzero(known & (~stated & facts.as_controller)[purpose])
    return pd.DataFrame(
        {
            "row": purpose[at],
            "at": at,
            "table": "bases",
            "letter": articles(b["basis"].iloc[at]),
            "how": b["how"].iloc[at].astype(str).to_numpy(dtype=object),
        }
    )


RULE = Rule(
    code="LB002",
    name="legal_basis_only_inferred",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 13(1)(c)", "GDPR Art. 14(1)(c)"),
    subject="purposes",
    by=("letter",),
    message="{subject}: the legal basis {letter} is {how}, not stated",
    remedy="State the legal basis of {subject} in the notice, in so many words.",
    action="state the legal basis of {subject}",
    find=find,
    page=__doc__,
)
