"""Condition under Art. 9(2) without the required law.

What it finds: a legal basis with a condition under Art. 9(2)(b), (g), (h), (i) or (j), for which no law is cited.

Why it matters: these conditions apply only as far as Union or Member State law (for (b) also a collective agreement)
allows the processing and provides safeguards. Without the law, the prohibition of Art. 9(1) applies. Condition (h),
for health and social care, may be based on a contract with a health professional instead; in both cases a
professional who is bound by secrecy must be responsible for the data (Art. 9(3)), so the finding asks for both.

Example: sick notes kept under "employment law".

What to do: cite the law, or the collective agreement, and its provision under `law` of the basis. For (h), cite the
law or the contract, and the rule on professional secrecy.

When it is wrong: another condition, such as explicit consent, applies to the processing. Record that one.

Sources: GDPR Art. 9(2)(b), (g), (h), (i), (j), 9(3); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import text
from datamap.rules.rule import Rule
from datamap.tables.arrays import among

BY_LAW = ("9-2-b", "9-2-g", "9-2-h", "9-2-i", "9-2-j")
HEALTH = "9-2-h"
"""It may be based on a contract with a health professional instead of a law; Art. 9(3) applies in both cases."""


def find(facts: Facts) -> pd.DataFrame:
    b, c = facts.tables.bases, facts.tables.basis_conditions
    of, condition = c["basis"].to_numpy(), c["condition"]
    # a basis under Art. 6(1)(c) or (e) without a law is already a separate finding
    open_ = facts.tables.among("bases", "law", ["unknown", "none", ""]) & ~among(b["basis"], ["6-1-c", "6-1-e"])
    at = np.flatnonzero(condition.isin(BY_LAW).to_numpy() & (open_ & facts.as_controller[b["purpose"].to_numpy()])[of])
    letter = condition.iloc[at].astype(str).to_numpy(dtype=object)
    said = np.where(
        text(b["law"], of[at]) == "none",
        "the inventory states that there is no such law",
        np.where(letter == HEALTH, "neither is recorded", "the law is not cited"),
    ).astype(object)
    return pd.DataFrame(
        {
            "row": b["purpose"].to_numpy()[of[at]],
            "at": of[at],
            "table": "bases",
            "condition": letter,
            "cited": [f"Art. 9(2)({x[-1]})" for x in letter],
            "requires": np.where(
                letter == HEALTH,
                "a law or a contract with a health professional, and a professional bound by secrecy (Art. 9(3))",
                "a law",
            ).astype(object),
            "ask": np.where(
                letter == HEALTH,
                "the law or the contract with a health professional, and the rule on professional secrecy,",
                "the law",
            ).astype(object),
            "said": said,
            "articles": [f"GDPR Art. 9(2)({x[-1]}){', (3)' if x == HEALTH else ''}" for x in letter],
        }
    )


RULE = Rule(
    code="LB010",
    name="special_condition_without_law",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 9(2)(b), (g), (h), (i), (j)", "GDPR Art. 9(3)"),
    subject="purposes",
    rows_of="basis_conditions",
    by=("condition",),
    message="The purpose “{subject}” uses special category data under {cited}, which requires {requires}, but {said}.",
    remedy="Cite {ask} that allows “{subject}” to use special category data under {cited}.",
    action="cite the law behind the special category data of {subject}",
    find=find,
    page=__doc__,
)
