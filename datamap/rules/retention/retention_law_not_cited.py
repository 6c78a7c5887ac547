"""A retention said to follow from law, and the law is not cited.

What it finds: a period for which no law is named, although the purpose rests on a legal obligation alone, or the words of
its criterion point to a law or to limitation periods.

Why it matters: where a law obliges to process, a law mostly says how long; the period without it cannot be checked,
and people ask.

Example: invoices kept for ten years, and no accounting act.

What to do: cite the law that sets the period.

When it is wrong: the law obliges to process and leaves the period open; say so in `criterion`.

Sources: GDPR Art. 5(1)(e), 6(3), 13(2)(a).
"""

import re

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, each, spelt, text
from datamap.tables.arrays import among, marked

CLAIM = re.compile(
    r"\b(laws?|legal(ly)?(?! (interest|claim))|statut\w*|limitation periods?|zákon\w*|promlč\w*|gesetz\w*|verjähr\w*|lois?|légal\w*|prescription)\b",
    re.IGNORECASE,
)
"""Words of a criterion that claim a law, in English, Czech, German and French; to protect legal interests or claims is none."""


def find(facts: Facts) -> pd.DataFrame:
    r, b = facts.tables.retentions, facts.tables.bases
    n = len(facts.tables.purposes)
    obliged = marked(n, b["purpose"].to_numpy(), (b["basis"] == "6-1-c").to_numpy())
    other = marked(n, b["purpose"].to_numpy(), ~among(b["basis"], ["6-1-c", "unknown"]))
    purpose = r["purpose"].to_numpy()
    criterion, words = facts.tables.codes("retentions", "criterion")
    by_basis, by_words = (
        (obliged & ~other)[purpose],
        np.array([bool(CLAIM.search(w)) for w in words], dtype=bool)[criterion],
    )
    open_ = ~facts.tables.among("retentions", "period", ["unknown", "none"]) & facts.tables.among(
        "retentions", "law", ["unknown", "none", ""]
    )
    at = np.flatnonzero((by_basis | by_words) & open_ & facts.as_controller[purpose])
    said = np.where(by_basis[at], "rests on a legal obligation", "says that its retention follows from law")
    return pd.DataFrame(
        {
            "row": purpose[at],
            "at": at,
            "table": "retentions",
            "period": text(r["period"], at),
            "told": each(text(r["period"], at), spelt),
            "said": said.astype(object),
        }
    )


RULE = Rule(
    code="RE004",
    name="retention_law_not_cited",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(1)(e)", "GDPR Art. 6(3)"),
    subject="purposes",
    by=("period",),
    message="{subject} {said}; the law that sets {told} is not cited",
    remedy="Cite the law that sets the retention of {subject}.",
    action="cite the law behind the retention of {subject}",
    find=find,
    page=__doc__,
)
