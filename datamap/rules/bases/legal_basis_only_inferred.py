"""Legal basis only inferred.

What it finds: a purpose whose legal bases were all inferred or assumed by the person who read the source, because
the source does not state them.

Why it matters: the notice must state the legal basis (Art. 13(1)(c)). A reader who has to infer it has not been
informed.

Example: "when you provide us with your consent", without stating that consent is the legal basis.

What to do: state the basis in the notice, then mark it as stated.

When it is wrong: the basis is stated in another document. Record that document as evidence.

Sources: GDPR Art. 13(1)(c), 14(1)(c); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import articles
from datamap.rules.rule import Rule
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
    message="The legal basis of the purpose “{subject}”, {letter}, is {how}, not stated.",
    remedy="State the legal basis of “{subject}” explicitly in the notice.",
    action="state the legal basis of {subject}",
    find=find,
    page=__doc__,
)
