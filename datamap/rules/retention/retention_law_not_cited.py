"""Statutory retention period without a cited law.

What it finds: a retention period without a cited law, although the purpose is based only on a legal obligation whose
law is cited, or the wording of the criterion refers to a law or to limitation periods. Where the law behind the
obligation is not cited either, only LB005 asks for it: one answer usually gives both.

Why it matters: a law that requires processing usually specifies for how long. Without the law the period cannot be
verified, and people ask for it.

Example: invoices kept for ten years, without a reference to an accounting act.

What to do: cite the law that sets the period.

When it is wrong: the law requires the processing but leaves the period open. Record this in `criterion`.

Sources: GDPR Art. 5(1)(e), 6(3), 13(2)(a).
"""

import re

import numpy as np
import pandas as pd

from datamap.model.period import spelt
from datamap.rules.facts import Facts
from datamap.rules.phrases import each, text
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, marked

CLAIM = re.compile(
    r"\b(laws?|legal(ly)?(?! (interest|claim))|statut\w*|limitation periods?|zákon\w*|promlč\w*|gesetz\w*|verjähr\w*|"
    r"lois?|légal\w*|prescription)\b",
    re.IGNORECASE,
)
"""Words of a criterion that refer to a law, in English, Czech, German and French; not to legal interests or claims."""


def find(facts: Facts) -> pd.DataFrame:
    r, b = facts.tables.retentions, facts.tables.bases
    n = len(facts.tables.purposes)
    duty = (b["basis"] == "6-1-c").to_numpy()
    cited = ~facts.tables.among("bases", "law", ["unknown", "none", ""])
    obliged = marked(n, b["purpose"].to_numpy(), duty & cited) & ~marked(n, b["purpose"].to_numpy(), duty & ~cited)
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
    said = np.where(by_basis[at], "is based on a legal obligation", "has a retention criterion that refers to the law")
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
    rows_of="retentions",
    by=("period",),
    message="The purpose “{subject}” {said}, but the law that sets the period of {told} is not cited.",
    remedy="Cite the law that sets the retention of “{subject}”.",
    action="cite the law behind the retention of {subject}",
    find=find,
    page=__doc__,
)
