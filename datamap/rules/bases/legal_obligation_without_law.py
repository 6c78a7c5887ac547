"""Legal obligation or public task without a cited law.

What it finds: a purpose based on Art. 6(1)(c) or (e), for which the law that obliges or authorises the organisation
is not cited.

Why it matters: both bases must be laid down by Union or Member State law (Art. 6(3)), and the controller must be
able to show it (Art. 5(2)). An obligation that cannot be identified is not a legal basis.

Example: "to comply with legal obligations".

What to do: cite the law under `law`, such as the accounting act and its section.

When it is wrong: several laws apply. Name all of them, or the main ones.

Sources: GDPR Art. 6(1)(c), 6(1)(e), 6(3), recital 45.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import articles
from datamap.rules.rule import Rule
from datamap.tables.arrays import among


def find(facts: Facts) -> pd.DataFrame:
    b = facts.tables.bases
    named = among(b["basis"], ["6-1-c", "6-1-e"]) & facts.as_controller[b["purpose"].to_numpy()]
    at = np.flatnonzero(named & facts.tables.among("bases", "law", ["unknown", "none", ""]))
    return pd.DataFrame(
        {"row": b["purpose"].to_numpy()[at], "at": at, "table": "bases", "letter": articles(b["basis"].iloc[at])}
    )


RULE = Rule(
    code="LB005",
    name="legal_obligation_without_law",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 6(3)", "GDPR Art. 5(2)"),
    subject="purposes",
    by=("letter",),
    message="The purpose “{subject}” is based on {letter}, but the law is not cited.",
    remedy="Cite the law that obliges or authorises the organisation to pursue “{subject}”, and the period it sets.",
    action="cite the law behind {subject}",
    find=find,
    page=__doc__,
)
