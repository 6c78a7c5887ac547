"""A retention under a legal obligation, and the law is not cited.

What it finds: a purpose that rests on a legal obligation alone, with a period for which no law is named.

Why it matters: where a law obliges to process, a law mostly says how long; the period without it cannot be checked,
and people ask.

Example: invoices kept for ten years, and no accounting act.

What to do: cite the law that sets the period.

When it is wrong: the law obliges to process and leaves the period open; say so in `criterion`.

Sources: GDPR Art. 5(1)(e), 6(3), 13(2)(a).
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    r, b = facts.tables.retentions, facts.tables.bases
    n = len(facts.tables.purposes)
    obliged, other = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    obliged[b.loc[b["basis"] == "6-1-c", "purpose"].to_numpy()] = True
    other[b.loc[~b["basis"].isin(["6-1-c", "unknown"]), "purpose"].to_numpy()] = True
    mine = (obliged & ~other & facts.as_controller)[r["purpose"].to_numpy()]
    at = np.flatnonzero(mine & ~r["period"].isin(["unknown", "none"]).to_numpy() & r["law"].isin(["unknown", "none", ""]).to_numpy())
    return pd.DataFrame({"row": r["purpose"].to_numpy()[at], "at": at, "table": "retentions", "period": r["period"].to_numpy(dtype=object)[at]})


RULE = Rule(
    code="RE004", name="retention_law_not_cited", severity="note", basis="good practice",
    articles=("GDPR Art. 5(1)(e)", "GDPR Art. 6(3)"), subject="purposes", by=("period",),
    message="{subject} rests on a legal obligation; the law that sets {period} is not cited",
    remedy="Cite the law that sets the retention of {subject}.",
    action="cite the law behind the retention of {subject}", find=find, page=__doc__,
)  # fmt: skip
