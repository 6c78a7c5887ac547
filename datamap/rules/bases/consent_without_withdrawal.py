"""Consent without a way to withdraw it.

What it finds: a purpose based on consent for which neither the basis nor the rights of the inventory say how consent
is withdrawn, or of which it is stated that there is no way.

Why it matters: withdrawing must be as easy as giving, and the person must be told before (Art. 7(3), 13(2)(c)).
Consent that cannot be withdrawn is none.

Example: a newsletter on consent, and no word on unsubscribing.

What to do: describe the way under `withdrawal`, and tell it in the notice.

When it is wrong: the way is told among the rights; write it there (`right: withdrawal`).

Sources: GDPR Art. 7(3), 13(2)(c); EDPB Guidelines 05/2020.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    b, rights = facts.tables.bases, facts.tables.rights
    told = marked(
        len(facts.tables.inventories), rights["controller"].to_numpy(), (rights["right"] == "withdrawal").to_numpy()
    )
    none = facts.tables.among("bases", "withdrawal", ["none"])
    silent = facts.tables.among("bases", "withdrawal", ["unknown", ""]) & ~told[b["controller"].to_numpy()]
    at = np.flatnonzero(
        (b["basis"] == "6-1-a").to_numpy() & (none | silent) & facts.as_controller[b["purpose"].to_numpy()]
    )
    said = np.where(none[at], "it is stated that there is no way to withdraw it", "how it is withdrawn is not recorded")
    return pd.DataFrame({"row": b["purpose"].to_numpy()[at], "at": at, "table": "bases", "said": said.astype(object)})


RULE = Rule(
    code="LB006",
    name="consent_without_withdrawal",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 7(3)", "GDPR Art. 13(2)(c)"),
    subject="purposes",
    message="{subject} rests on consent, and {said}",
    remedy="Give a way to withdraw consent for {subject}, and tell it in the notice.",
    action="give a way to withdraw consent: {subject}",
    find=find,
    page=__doc__,
)
