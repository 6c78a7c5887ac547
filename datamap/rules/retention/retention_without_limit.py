"""Retention without a computable limit.

What it finds: a purpose with only a criterion in words, and no period.

Why it matters: "as long as necessary" does not give a date for erasure. Criteria are allowed where a period cannot
be given (Art. 13(2)(a)), but they must allow the reader to work out the limit (WP260 rev.01).

Example: "for a reasonable period required for conducting surveys".

What to do: set a period, or name the event that ends it and the time after it.

When it is wrong: the criterion names an event whose date is known in every case, such as the end of the contract.

Sources: GDPR Art. 5(1)(e), 13(2)(a), 30(1)(f); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import text
from datamap.rules.rule import Rule
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
    rows_of="retentions",
    message="The retention of the purpose “{subject}” does not give a date for erasure: only a criterion is recorded "
    "(“{criterion}”).",
    remedy="Set a retention period for “{subject}” and the event from which it runs.",
    action="decide the retention of {subject}",
    find=find,
    page=__doc__,
)
