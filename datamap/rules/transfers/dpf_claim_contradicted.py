"""Data Privacy Framework claim contradicted by the list.

What it finds: a recipient recorded under the Data Privacy Framework whose stated legal entity is inactive on the
participants list, lacks the kind of data that it receives, or is absent from the list.

Why it matters: the decision applies only to organisations on the list, for the data they certified (Decision (EU)
2023/1795, Art. 1). The claim in the record and the notice is wrong, even where another tool applies.

Example: Productboard in 2024: its entry named HR data only, but it received customers' data.

What to do: sign the 2021 standard contractual clauses, document a transfer impact assessment, and correct the
record and the notice.

When it is wrong: the importing legal entity is not the one in the inventory. Record the right one.

Sources: Decision (EU) 2023/1795, Art. 1 and Annex I; EDPB information note of 2023-07-18.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.dpf is not None and v.dpf.outcome == "contradicted")
    if not len(t):
        return t
    return t.assign(row=t["recipient"].to_numpy(), reason=facts.text(t, lambda v: v.dpf.reason))


RULE = Rule(
    code="TR010",
    name="dpf_claim_contradicted",
    severity="error",
    basis="law",
    articles=("Decision (EU) 2023/1795, Art. 1", "GDPR Art. 44"),
    subject="recipients",
    by=("country", "part"),
    message=(
        "The Data Privacy Framework is claimed for {subject} ({country}), but the participants list contradicts the "
        "claim. {reason}"
    ),
    remedy=("Sign {clauses} with {subject}{assess}, and correct the record and the notice."),
    action="sign {contract} with {subject}",
    find=find,
    page=__doc__,
)
