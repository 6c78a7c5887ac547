"""A legitimate interest that is not named.

What it finds: a purpose based on Art. 6(1)(f) for which the interest pursued is not given.

Why it matters: the notice must name the interest (Art. 13(1)(d)), and without it nobody can weigh it against those of
the people concerned.

Example: \"our legitimate interest\", and nothing more.

What to do: name the interest under `interest`, keep the balancing test as `reference`, and tell it in the notice.

When it is wrong: the interest is plain from the purpose's name; it still has to be told.

Sources: GDPR Art. 6(1)(f), 13(1)(d), 14(2)(b), recital 47.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, text


def find(facts: Facts) -> pd.DataFrame:
    b = facts.tables.bases
    at = np.flatnonzero(
        (b["basis"] == "6-1-f").to_numpy()
        & facts.tables.among("bases", "interest", ["unknown", "none", ""])
        & facts.as_controller[b["purpose"].to_numpy()]
    )
    said = np.where(
        text(b["interest"], at) == "none", "it is stated that none is named", "which one is not named"
    ).astype(object)
    return pd.DataFrame({"row": b["purpose"].to_numpy()[at], "at": at, "table": "bases", "said": said})


RULE = Rule(
    code="LB004",
    name="legitimate_interest_not_named",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 13(1)(d)", "GDPR Art. 6(1)(f)"),
    subject="purposes",
    message="{subject} rests on a legitimate interest, and {said}",
    remedy="Name the interest pursued by {subject}, document the balancing test, and tell it in the notice.",
    action="name the legitimate interest of {subject}",
    find=find,
    page=__doc__,
)
