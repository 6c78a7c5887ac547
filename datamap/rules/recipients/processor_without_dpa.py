"""Processor without a contract under Art. 28.

What it finds: a recipient with the role of processor, for which no data processing agreement is recorded, or none
exists.

Why it matters: processing by a processor must be governed by a contract (Art. 28(3)); a sub-processor has a
contract with the processor that engages it (Art. 28(4)). Module 2 or 3 of the 2021 standard contractual clauses
satisfies this requirement; a recipient with one of them is not reported.

Example: an analytics provider for which only the Data Privacy Framework is recorded.

What to do: conclude the agreement, or record the existing one.

When it is wrong: the recipient itself decides on purposes and means. Correct its role.

Sources: GDPR Art. 28(3); Decision (EU) 2021/914 recital 9.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, marked
from datamap.transfers.situations import field_how


def find(facts: Facts) -> pd.DataFrame:
    r, s = facts.tables.recipients, facts.tables.safeguards
    clauses = marked(
        len(r), s["recipient"].to_numpy(), among(s["module"], ["2", "3"])
    )  # only clauses of 2021 have modules
    agreed = marked(len(r), s["recipient"].to_numpy(), (s["kind"] == "dpa").to_numpy())
    open_ = among(r["role"], ["processor", "sub-processor"]) & (r["dpa"] != "yes").to_numpy() & ~clauses & ~agreed
    at = np.flatnonzero(open_)
    if not len(at):
        return NOTHING
    role, dpa = (r[c].iloc[at].astype(str).to_numpy(dtype=object) for c in ("role", "dpa"))
    which = np.where(
        role == "sub-processor", "contract with the processor that engages it", "data processing agreement"
    ).astype(object)
    said = np.where(dpa == "no", "there is no " + which, "no " + which + " is recorded")
    ask = np.where(
        role == "sub-processor",
        "Ask the processor that engages it to show the contract with",
        "Conclude a data processing agreement with",
    )
    how = field_how(facts.tables, at, "role")
    known = np.array([f" ({how[i]})" if how[i] != "stated" else "" for i in at.tolist()], dtype=object)
    is_ = np.where(known == "", "is recorded as a " + role, "is treated as a " + role + known).astype(object)
    return pd.DataFrame(
        {
            "row": at,
            "is_": is_,
            "said": said,
            "ask": ask,
            "severity": np.where(dpa == "no", "error", "warning").astype(object),
        }
    )


RULE = Rule(
    code="RC001",
    name="processor_without_dpa",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 28(3), (4)",),
    subject="recipients",
    message="{subject} {is_} for {categories}, but {said}.",
    remedy="{ask} {subject}, or record the existing one (dpa, dpa_reference).",
    action="conclude or record a data processing agreement with {subject}",
    find=find,
    page=__doc__,
)
