"""A period of retention without the event it starts from.

What it finds: a period, such as three years, for which no event is recorded from which it runs.

Why it matters: the limit itself is there, and the short form of the inventory is enough for the record. The day on which
data are erased depends on the event: the end of the contract, the last contact, the end of the financial year.

Example: `retention: P3Y` for a newsletter.

What to do: name the event under `starts`.

When it is wrong: the period runs from the collection of the data; say so under `starts`.

Sources: GDPR Art. 5(1)(e), 13(2)(a), 30(1)(f).
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, each, spelt, text


def find(facts: Facts) -> pd.DataFrame:
    t, r = facts.tables, facts.tables.retentions
    purpose = r["purpose"].to_numpy()
    period = ~t.among("retentions", "period", ["unknown", "none"])
    open_ = t.among("retentions", "starts", ["unknown", "none", ""])
    at = np.flatnonzero(period & open_ & facts.as_controller[purpose])
    lasts = text(r["period"], at)
    return pd.DataFrame(
        {"row": purpose[at], "at": at, "table": "retentions", "period": lasts, "spelt": each(lasts, spelt)}
    )


RULE = Rule(
    code="RE005",
    name="retention_without_start",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(1)(e)", "GDPR Art. 13(2)(a)", "GDPR Art. 30(1)(f)"),
    subject="purposes",
    by=("period",),
    message="{subject}: a period of {spelt} is recorded, and not the event it starts from",
    remedy="Name for {subject} the event that starts the period of {spelt} (starts).",
    action="name the event from which the retention of {subject} runs",
    find=find,
    page=__doc__,
)
