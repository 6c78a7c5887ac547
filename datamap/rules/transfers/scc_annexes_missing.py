"""Standard contractual clauses without completed annexes.

What it finds: a transfer based on the 2021 standard contractual clauses, without a record that the annexes
(parties, transfer, authority, measures) are completed.

Why it matters: the annexes are part of the contract. Without them it is unclear to which transfer the clauses apply
and which measures they require (clauses 1(d), 8.6).

Example: clauses accepted online with one click, with empty annexes.

What to do: complete Annex I.A to I.C, II and, for sub-processors, III; then record `annexes: yes`.

When it is wrong: the annexes are completed. Record it.

Sources: Decision (EU) 2021/914, Annex, clauses 1(d), 6 and 8.6.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import worded
from datamap.rules.rule import Rule
from datamap.tables.children import Children

SAID = {
    "unknown": "it is not recorded whether their annexes are completed",
    "no": "their annexes are not completed",
}


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.instrument.endswith("scc-2021"))
    if not len(t):
        return t
    s = facts.tables.safeguards
    at = np.flatnonzero((s["kind"] == "scc").to_numpy() & (s["annexes"] != "yes").to_numpy())
    row = t["recipient"].to_numpy()
    of, tool = Children(s["recipient"].to_numpy()[at], len(facts.tables.recipients)).of(row)
    at = at[tool]
    return pd.DataFrame(
        {
            "row": row[of],
            "country": t["country"].array.take(of),
            "table": "safeguards",
            "at": at,
            "said": worded(s["annexes"], SAID)(at),
        }
    )


RULE = Rule(
    code="TR018",
    name="scc_annexes_missing",
    severity="warning",
    basis="law",
    articles=("Decision (EU) 2021/914, Annex I to III",),
    subject="recipients",
    rows_of="safeguards",
    by=("country",),
    message="The transfer to {subject} ({country}) relies on standard contractual clauses, but {said}.",
    remedy="Obtain the signed clauses from {subject} and check that Annexes I to III are completed.",
    action="obtain the signed clauses from {subject}",
    find=find,
    page=__doc__,
)
