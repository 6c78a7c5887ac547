"""Standard clauses without their annexes.

What it finds: a transfer that rests on the clauses of 2021 for which it is not recorded that the annexes (parties,
transfer, authority, measures) are filled in.

Why it matters: the annexes are part of the contract: without them nobody can say which transfer the clauses cover and
which measures are owed (clauses 1(d), 8.6).

Example: clauses signed as a click-through, with empty annexes.

What to do: fill in Annex I.A to I.C, II and, for sub-processors, III; then write `annexes: yes`.

When it is wrong: the annexes are filled in; say so.

Sources: Decision (EU) 2021/914, Annex, clauses 1(d), 6 and 8.6.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.instrument.endswith("scc-2021"))
    s = facts.tables.safeguards
    open_ = s[(s["kind"] == "scc").to_numpy() & (s["annexes"] != "yes").to_numpy()].reset_index(names="at")
    pairs = t[["recipient", "country"]].merge(open_[["recipient", "at", "annexes"]], on="recipient")
    said = (
        pairs["annexes"]
        .astype(str)
        .map({"unknown": "it is not recorded whether its annexes are filled in", "no": "its annexes are not filled in"})
    )
    return pairs.assign(row=pairs["recipient"], table="safeguards", said=said)


RULE = Rule(
    code="TR018",
    name="scc_annexes_missing",
    severity="warning",
    basis="law",
    articles=("Decision (EU) 2021/914, Annex I to III",),
    subject="recipients",
    by=("country",),
    message="{subject} ({country}): the transfer rests on standard clauses, and {said}",
    remedy="Get the signed clauses from {subject} and see that Annex I to III are filled in.",
    action="get the signed clauses: {subject}",
    find=find,
    page=__doc__,
)
