"""A Data Privacy Framework claim that the list contradicts.

What it finds: a recipient said to be under the Data Privacy Framework, whose stated legal entity the participants list
shows as inactive, without the kind of data that goes there, or not at all.

Why it matters: the decision covers only organisations on the list, for the data they certified (Decision (EU)
2023/1795, Art. 1). The claim in record and notice is wrong, also where another tool covers.

Example: Productboard in 2024: its row named HR data only, and customers' data went there.

What to do: sign the standard clauses of 2021 with a transfer impact assessment, and correct record and notice.

When it is wrong: the importing legal entity is another one than the inventory states; name that one.

Sources: Decision (EU) 2023/1795, Art. 1 and Annex I; EDPB information note of 2023-07-18.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.dpf is not None and v.dpf.outcome == "contradicted")
    return t.assign(row=t["recipient"].to_numpy(), reason=facts.text(t, lambda v: v.dpf.reason))


RULE = Rule(
    code="TR010",
    name="dpf_claim_contradicted",
    severity="error",
    basis="law",
    articles=("Decision (EU) 2023/1795, Art. 1", "GDPR Art. 44"),
    subject="recipients",
    by=("country", "part"),
    message="{subject} ({country}): the Data Privacy Framework is claimed, but the list contradicts it: {reason}",
    remedy="Sign the standard clauses of 2021 with {subject}, document a transfer impact assessment, and correct record and notice.",
    action="sign standard clauses with {subject}",
    find=find,
    page=__doc__,
)
