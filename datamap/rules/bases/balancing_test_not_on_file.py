"""Balancing test not on file.

What it finds: an activity based on a legitimate interest that is named, without a reference to the balancing test. It
is a warning where the people concerned are vulnerable, children in particular.

Why it matters: the interest counts only where the interests of the people concerned do not override it, in particular
where they are children (Art. 6(1)(f)). The organisation must be able to demonstrate this (Art. 5(2)).

Example: fraud prevention, without a document that weighs the interests.

What to do: write the test (interest, necessity, balance, expectations, safeguards); `datamap assess --kind
balancing-test` writes a form that begins with what the map records, and reads it back. Or file the test elsewhere, and
record where under `reference` of the legal basis.

When it is wrong: the test is on file. Record the reference. A test that is a draft, or without outcome or day of the
decision, does not count.

Sources: GDPR Art. 5(2), 6(1)(f), recitals 38, 47, 75; CJEU C-621/22; EDPB Guidelines 1/2024 (consultation version).
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import going_on, vulnerable
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    b = facts.tables.bases
    purpose = b["purpose"].to_numpy()
    named = ~facts.tables.among("bases", "interest", ["unknown", "none", ""])
    tests, a = facts.screenings.of("balancing-test", in_force=False), facts.tables["assessments"]
    size = len(facts.tables.purposes)
    done = facts.screenings.in_force[tests["assessment"].to_numpy()]
    tested = marked(size, tests["purpose"].to_numpy(), done)
    begun = marked(size, tests["purpose"].to_numpy(), ~(a["status"] == "withdrawn").to_numpy()[tests["assessment"]])
    at = np.flatnonzero(
        (b["basis"] == "6-1-f").to_numpy()
        & named
        & facts.tables.among("bases", "reference", ["unknown", "none", ""])
        & (facts.as_controller & going_on(facts) & ~tested)[purpose]
    )
    weak = vulnerable(facts)[purpose[at]]
    return pd.DataFrame(
        {
            "row": purpose[at],
            "at": at,
            "table": "bases",
            "said": np.where(begun[purpose[at]], "its balancing test is not in force", "no balancing test is on file"),
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
    message="The purpose “{subject}” is based on a legitimate interest, but {said}{whose}.",
    remedy="Document the balancing test of “{subject}”, and record it (datamap assess) or where it is filed.",
    action="document the balancing test of {subject}",
    find=find,
    page=__doc__,
)
