"""Legitimate interest not named.

What it finds: a purpose based on Art. 6(1)(f), for which the interest pursued is not recorded.

Why it matters: the notice must name the interest (Art. 13(1)(d)). Without it, the interest cannot be balanced
against those of the people concerned.

Example: "our legitimate interest", without any detail.

What to do: name the interest under `interest`, record the balancing test as `reference`, and add the interest to
the notice.

When it is wrong: the interest is clear from the name of the purpose. The notice must still name it.

Sources: GDPR Art. 6(1)(f), 13(1)(d), 14(2)(b), recital 47.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import text
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    b = facts.tables.bases
    at = np.flatnonzero(
        (b["basis"] == "6-1-f").to_numpy()
        & facts.tables.among("bases", "interest", ["unknown", "none", ""])
        & facts.as_controller[b["purpose"].to_numpy()]
    )
    said = np.where(
        text(b["interest"], at) == "none",
        "the inventory states that the interest is not named",
        "the interest is not named",
    ).astype(object)
    return pd.DataFrame({"row": b["purpose"].to_numpy()[at], "at": at, "table": "bases", "said": said})


RULE = Rule(
    code="LB004",
    name="legitimate_interest_not_named",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 13(1)(d)", "GDPR Art. 6(1)(f)"),
    subject="purposes",
    message="The purpose “{subject}” is based on a legitimate interest, but {said}.",
    remedy="Name the interest pursued by “{subject}”, document the balancing test, and add the interest to the notice.",
    action="name the legitimate interest of {subject}",
    find=find,
    page=__doc__,
)
