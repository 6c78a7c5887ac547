"""Consent without a way to withdraw it.

What it finds: a purpose based on consent, where neither the legal basis nor the rights in the inventory describe
how to withdraw it, or the inventory states that this is not possible.

Why it matters: withdrawing consent must be as easy as giving it, and people must be informed of this beforehand
(Art. 7(3), 13(2)(c)). Consent that cannot be withdrawn is not valid.

Example: a newsletter based on consent, without any information on how to unsubscribe.

What to do: describe the way under `withdrawal`, and add it to the notice.

When it is wrong: the way is described among the rights. Record it there (`right: withdrawal`).

Sources: GDPR Art. 7(3), 13(2)(c); EDPB Guidelines 05/2020.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
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
    said = np.where(
        none[at], "the inventory states that it cannot be withdrawn", "the way to withdraw it is not recorded"
    )
    return pd.DataFrame({"row": b["purpose"].to_numpy()[at], "at": at, "table": "bases", "said": said.astype(object)})


RULE = Rule(
    code="LB006",
    name="consent_without_withdrawal",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 7(3)", "GDPR Art. 13(2)(c)"),
    subject="purposes",
    message="The purpose “{subject}” is based on consent, but {said}.",
    remedy="Provide a way to withdraw consent for “{subject}”, and describe it in the notice.",
    action="provide a way to withdraw consent for {subject}",
    find=find,
    page=__doc__,
)
