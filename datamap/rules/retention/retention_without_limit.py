"""A retention that no limit can be computed from.

What it finds: a purpose for which only a criterion in words is given, and no period.

Why it matters: "as long as necessary" lets nobody erase on a day. Criteria are allowed where a period cannot be given
(Art. 13(2)(a)), but they must let the reader work out the limit (WP260 rev.01).

Example: "for a reasonable period required for conducting surveys".

What to do: set a period, or name the event that ends it and the time after it.

When it is wrong: the criterion names an event whose day is known in every case, such as the end of the contract.

Sources: GDPR Art. 5(1)(e), 13(2)(a), 30(1)(f); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, text
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    t, r = facts.tables, facts.tables.retentions
    purpose = r["purpose"].to_numpy()
    period = ~t.among("retentions", "period", ["unknown", "none"])
    criterion = ~t.among("retentions", "criterion", ["", "unknown", "none"])
    limited = marked(len(t.purposes), purpose, period)
    at = np.flatnonzero(criterion & (~limited & facts.as_controller)[purpose])
    return pd.DataFrame(
        {"row": purpose[at], "at": at, "table": "retentions", "criterion": text(r["criterion"], at).astype(object)}
    )


RULE = Rule(
    code="RE002",
    name="retention_without_limit",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 5(1)(e)", "GDPR Art. 13(2)(a)", "GDPR Art. 30(1)(f)"),
    subject="purposes",
    message="{subject}: no limit can be computed; there is only a criterion: {criterion}",
    remedy="Set for {subject} a period and the event it starts from.",
    action="decide the retention of {subject}",
    find=find,
    page=__doc__,
)
