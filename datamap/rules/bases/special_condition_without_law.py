"""A condition of Art. 9(2) that needs a law, and the law is not cited.

What it finds: a legal basis with a condition of Art. 9(2)(b), (g), (i) or (j) for which no law is named.

Why it matters: these conditions hold only so far as Union or Member State law (for (b) also a collective agreement)
allows the processing and sets safeguards. Without the law, the prohibition of Art. 9(1) stands.

Example: sick notes kept under \"employment law\".

What to do: cite the law, or the collective agreement, and its provision under `law` of the basis.

When it is wrong: another condition, such as explicit consent, carries the processing; name that one.

Sources: GDPR Art. 9(2)(b), (g), (i), (j); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, text
from datamap.tables.arrays import among

BY_LAW = ("9-2-b", "9-2-g", "9-2-i", "9-2-j")
"""Condition (h) may rest on a contract with a health professional instead."""


def find(facts: Facts) -> pd.DataFrame:
    b, c = facts.tables.bases, facts.tables.basis_conditions
    of, condition = c["basis"].to_numpy(), c["condition"]
    # a basis of Art. 6(1)(c) or (e) lacks the law already, which is a finding of its own
    open_ = facts.tables.among("bases", "law", ["unknown", "none", ""]) & ~among(b["basis"], ["6-1-c", "6-1-e"])
    at = np.flatnonzero(condition.isin(BY_LAW).to_numpy() & (open_ & facts.as_controller[b["purpose"].to_numpy()])[of])
    letter = condition.iloc[at].astype(str).to_numpy(dtype=object)
    said = np.where(
        text(b["law"], of[at]) == "none", "it is stated that there is no law for it", "the law is not cited"
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
    message="{subject} uses special data under {cited}, which needs a law, and {said}",
    remedy="Cite the law that lets {subject} use special data under {cited}.",
    action="cite the law behind the special data of {subject}",
    find=find,
    page=__doc__,
)
