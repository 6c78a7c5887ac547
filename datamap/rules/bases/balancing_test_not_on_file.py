"""Balancing test not on file.

What it finds: an activity based on a legitimate interest that is named, without a reference to the balancing test. It
is a warning where the people concerned are vulnerable, children in particular.

Why it matters: the interest counts only where the interests of the people concerned do not override it, in particular
where they are children (Art. 6(1)(f)). The organisation must be able to demonstrate this (Art. 5(2)).

Example: fraud prevention, without a document that weighs the interests.

What to do: write the test (interest, necessity, balance, expectations, safeguards), file it, and record where under
`reference` of the legal basis.

When it is wrong: the test is on file. Record the reference.

Sources: GDPR Art. 5(2), 6(1)(f), recitals 38, 47, 75; CJEU C-621/22; EDPB Guidelines 1/2024 (consultation version).
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import going_on, vulnerable
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    b = facts.tables.bases
    purpose = b["purpose"].to_numpy()
    named = ~facts.tables.among("bases", "interest", ["unknown", "none", ""])
    at = np.flatnonzero(
        (b["basis"] == "6-1-f").to_numpy()
        & named
        & facts.tables.among("bases", "reference", ["unknown", "none", ""])
        & (facts.as_controller & going_on(facts))[purpose]
    )
    weak = vulnerable(facts)[purpose[at]]
    return pd.DataFrame(
        {
            "row": purpose[at],
            "at": at,
            "table": "bases",
            "whose": np.where(weak, " although vulnerable people are concerned", "").astype(object),
            "severity": np.where(weak, "warning", "note").astype(object),
        }
    ).drop_duplicates("row")


RULE = Rule(
    code="LB012",
    name="balancing_test_not_on_file",
    severity="note",
    basis="law",
    articles=("GDPR Art. 5(2)", "GDPR Art. 6(1)(f)"),
    subject="purposes",
    message="The purpose “{subject}” is based on a legitimate interest, but no balancing test is on file{whose}.",
    remedy="Document the balancing test of “{subject}”, and record where it is filed (reference of the legal basis).",
    action="document the balancing test of {subject}",
    find=find,
    page=__doc__,
)
