"""Condition under Art. 9(2) without the required law.

What it finds: a legal basis with a condition under Art. 9(2)(b), (g), (i) or (j), for which no law is cited.

Why it matters: these conditions apply only as far as Union or Member State law (for (b) also a collective
agreement) allows the processing and provides safeguards. Without the law, the prohibition of Art. 9(1) applies.

Example: sick notes kept under "employment law".

What to do: cite the law, or the collective agreement, and its provision under `law` of the basis.

When it is wrong: another condition, such as explicit consent, applies to the processing. Record that one.

Sources: GDPR Art. 9(2)(b), (g), (i), (j); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import text
from datamap.rules.rule import Rule
from datamap.tables.arrays import among

BY_LAW = ("9-2-b", "9-2-g", "9-2-i", "9-2-j")
"""Condition (h) may be based on a contract with a health professional instead."""


def find(facts: Facts) -> pd.DataFrame:
    b, c = facts.tables.bases, facts.tables.basis_conditions
    of, condition = c["basis"].to_numpy(), c["condition"]
    # a basis under Art. 6(1)(c) or (e) without a law is already a separate finding
    open_ = facts.tables.among("bases", "law", ["unknown", "none", ""]) & ~among(b["basis"], ["6-1-c", "6-1-e"])
    at = np.flatnonzero(condition.isin(BY_LAW).to_numpy() & (open_ & facts.as_controller[b["purpose"].to_numpy()])[of])
    letter = condition.iloc[at].astype(str).to_numpy(dtype=object)
    said = np.where(
        text(b["law"], of[at]) == "none", "the inventory states that there is no such law", "the law is not cited"
    )
    return pd.DataFrame(
        {
            "row": b["purpose"].to_numpy()[of[at]],
            "at": of[at],
            "table": "bases",
            "condition": letter,
            "cited": [f"Art. 9(2)({x[-1]})" for x in letter],
            "said": said,
        }
    )


RULE = Rule(
    code="LB010",
    name="special_condition_without_law",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 9(2)(b), (g), (i), (j)",),
    subject="purposes",
    by=("condition",),
    message="The purpose “{subject}” uses special category data under {cited}, which requires a law, but {said}.",
    remedy="Cite the law that allows “{subject}” to use special category data under {cited}.",
    action="cite the law behind the special category data of {subject}",
    find=find,
    page=__doc__,
)
