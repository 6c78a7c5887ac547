"""Purpose without a legal basis.

What it finds: a processing activity of the organisation as controller, for which no basis under Art. 6(1) is
recorded.

Why it matters: processing without a legal basis is unlawful (Art. 6(1)). Art. 30 does not require it in the record;
Art. 13(1)(c) requires it in the notice, and Art. 5(2) requires the controller to prove it.

Example: a purpose "statistics" with categories and recipients, and nothing else.

What to do: decide which letter of Art. 6(1) applies, record why, and state it in the notice.

When it is wrong: the organisation acts as processor for this purpose. Record `role: processor`.

Sources: GDPR Art. 5(1)(a), 5(2), 6(1), 13(1)(c).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.phrases import worded
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    p, b = facts.tables.purposes, facts.tables.bases
    has = marked(len(p), b["purpose"].to_numpy(), (b["basis"] != "unknown").to_numpy())
    said = worded(
        p["legal_bases"],
        {
            "none": "the inventory states that there is no basis",
            "unknown": "no basis is recorded",
            "listed": "the applicable letter is not recorded",
        },
    )
    return rows(~has & facts.as_controller, said=said)


RULE = Rule(
    code="LB001",
    name="purpose_without_legal_basis",
    severity="error",
    basis="law",
    articles=("GDPR Art. 6(1)", "GDPR Art. 13(1)(c)", "GDPR Art. 5(2)"),
    subject="purposes",
    message="The purpose “{subject}” has no recorded legal basis under Art. 6(1): {said}.",
    remedy="Decide which letter of Art. 6(1) applies to “{subject}”, record it, and state it in the notice.",
    action="decide the legal basis of {subject}",
    find=find,
    page=__doc__,
)
