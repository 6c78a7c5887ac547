"""A purpose without a time limit for erasure.

What it finds: a processing activity for which neither a period nor a criterion is given.

Why it matters: data may not be kept longer than needed (Art. 5(1)(e)); the record shall name the time limits where
possible (Art. 30(1)(f)), and the notice the period or the criteria (Art. 13(2)(a)).

Example: a purpose with recipients and bases, and no word on how long.

What to do: decide the period per data category, with the event it runs from.

When it is wrong: the limit is in a retention policy; copy it, a regulator cannot open a link.

Sources: GDPR Art. 5(1)(e), 13(2)(a), 30(1)(f).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows, worded
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    p, r = facts.tables.purposes, facts.tables.retentions
    told = ~facts.tables.among("retentions", "period", ["unknown", "none"]) | ~facts.tables.among(
        "retentions", "criterion", ["", "unknown", "none"]
    )
    has = marked(len(p), r["purpose"].to_numpy(), told)
    said = worded(
        p["retention"],
        {"none": "it is stated that there is no time limit for erasure"},
        "no time limit for erasure is given, neither a period nor a criterion",
    )
    return rows(~has & facts.as_controller, said=said)


RULE = Rule(
    code="RE001",
    name="retention_missing",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 30(1)(f)", "GDPR Art. 5(1)(e)", "GDPR Art. 13(2)(a)"),
    subject="purposes",
    message="{subject}: {said}",
    remedy="Decide for {subject} how long each category of data is kept, and from which event on.",
    action="decide the retention of {subject}",
    find=find,
    page=__doc__,
)
