"""Signed document that expired.

What it finds: a document listed under `documents` whose last day (`expires`) is past, although entries still refer to
it.

Why it matters: an expired contract no longer binds the processor (Art. 28(3)), and expired clauses are no appropriate
safeguard (Art. 46).

Example: the contract with the hosting provider applied until 2026-06-30; the provider still stores the data.

What to do: renew the document, and record the new one. If a transfer tool ended, record `until` of the safeguard: the
verdict then takes it into account.

When it is wrong: the document is extended automatically. Record `expires: none`.

Sources: GDPR Art. 24(1), 28(3), 46(1).
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING, rows
from datamap.rules.phrases import enumerated, text
from datamap.rules.record.filed import references
from datamap.rules.rule import Rule
from datamap.tables.arrays import among


def find(facts: Facts) -> pd.DataFrame:
    d = facts.tables["documents"]
    past = ~among(d["expires"], ["unknown", "none"]) & (d["expires"] < facts.day.isoformat()).to_numpy()
    if not past.any():
        return NOTHING
    used: dict[tuple[int, str], set[str]] = {}
    for r in facts.tables.once(references):
        used.setdefault((r.controller, r.key), set()).add(f"{r.what} ({r.where})" if r.where else r.what)
    keys = list(zip(d["controller"].tolist(), d["id"], strict=True))
    uses = np.array([enumerated(sorted(used.get(key, ()))) for key in keys], dtype=object)
    return rows(past & (uses != ""), day=lambda at: text(d["expires"], at), uses=uses)


RULE = Rule(
    code="RR008",
    name="document_expired",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 24(1)",),
    subject="documents",
    message="{subject} expired on {day}, and the inventory still refers to it as {uses}.",
    remedy="Renew {subject} and record the new document, or record what ended with it.",
    action="renew {subject}",
    find=find,
    page=__doc__,
)
