"""Retention period without a starting event.

What it finds: a period, such as three years, where the event from which it runs is not recorded.

Why it matters: the period itself is recorded, and that is enough for the record. The day on which data are erased
depends on the event: the end of the contract, the last contact, the end of the financial year.

Example: `retention: P3Y` for a newsletter.

What to do: record the event under `starts`.

When it is wrong: the period runs from the collection of the data. Record that under `starts`.

Sources: GDPR Art. 5(1)(e), 13(2)(a), 30(1)(f).
"""

import numpy as np
import pandas as pd

from datamap.model.period import spelt
from datamap.rules.facts import Facts
from datamap.rules.phrases import each, text
from datamap.rules.rule import Rule


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
    rows_of="retentions",
    by=("period",),
    message="The purpose “{subject}” has a retention period of {spelt}, but the event from which it runs is not "
    "recorded.",
    remedy="Record the event from which the retention period of “{subject}” runs ({spelt}; field “starts”).",
    action="record the event from which the retention of {subject} runs",
    find=find,
    page=__doc__,
)
