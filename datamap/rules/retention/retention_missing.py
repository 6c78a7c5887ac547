"""Purpose without a time limit for erasure.

What it finds: a processing activity for which neither a retention period nor a criterion is recorded.

Why it matters: data may not be kept longer than necessary (Art. 5(1)(e)). The record must state the time limits
where possible (Art. 30(1)(f)), and the notice the period or the criteria (Art. 13(2)(a)).

Example: a purpose with recipients and legal bases, without any retention.

What to do: decide the period for each data category, and the event from which it runs.

When it is wrong: the limit is in a retention policy. Copy it, because a regulator cannot open a link.

Sources: GDPR Art. 5(1)(e), 13(2)(a), 30(1)(f).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.phrases import worded
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    p, r = facts.tables.purposes, facts.tables.retentions
    told = ~facts.tables.among("retentions", "period", ["unknown", "none"]) | ~facts.tables.among(
        "retentions", "criterion", ["", "unknown", "none"]
    )
    has = marked(len(p), r["purpose"].to_numpy(), told)
    said = worded(
        p["retention"],
        {"none": "the inventory states that there is no limit"},
        "neither a period nor a criterion is recorded",
    )
    return rows(~has & facts.as_controller, said=said)


RULE = Rule(
    code="RE001",
    name="retention_missing",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 30(1)(f)", "GDPR Art. 5(1)(e)", "GDPR Art. 13(2)(a)"),
    subject="purposes",
    message="The purpose “{subject}” has no time limit for erasure: {said}.",
    remedy="Decide for “{subject}” how long each category of data is kept, and from which event the period runs.",
    action="decide the retention of {subject}",
    find=find,
    page=__doc__,
)
