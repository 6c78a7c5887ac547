"""Legitimate interest overridden by its balancing test.

What it finds: an activity based on a legitimate interest, although a balancing test in force found that the interests
or rights of the people concerned override it.

Why it matters: then Art. 6(1)(f) is not a legal basis, and the processing is unlawful unless another one applies.

Example: a test that found tracking of visitors excessive, while the activity still relies on the interest.

What to do: end the activity or base it on something else, such as consent; or change it, and record the new test.

When it is wrong: the activity was changed since, and a new test is positive. Set the old one to `status: withdrawn`.

Sources: GDPR Art. 5(1)(a), 6(1)(f), recital 47; CJEU C-621/22.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING, going_on
from datamap.rules.phrases import text
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    pairs, a = facts.screenings.of("balancing-test"), facts.tables["assessments"]
    pairs = pairs[(a["outcome"] == "negative").to_numpy()[pairs["assessment"].to_numpy()]]
    if not len(pairs):
        return NOTHING
    b = facts.tables.bases
    relied = marked(len(facts.tables.purposes), b["purpose"].to_numpy(), (b["basis"] == "6-1-f").to_numpy())
    mine = (relied & facts.as_controller & going_on(facts))[pairs["purpose"].to_numpy()]
    at = pairs["assessment"].to_numpy()[mine].astype(np.int64)
    found = {"row": pairs["purpose"].to_numpy()[mine], "at": at, "day": text(a["decided_on"], at)}
    return pd.DataFrame({**found, "table": "assessments"}).drop_duplicates("row")


RULE = Rule(
    code="LB015",
    name="interest_overridden",
    severity="error",
    basis="law",
    articles=("GDPR Art. 6(1)(f)", "GDPR Art. 5(1)(a)"),
    subject="purposes",
    message=(
        "The purpose “{subject}” is based on a legitimate interest, but the balancing test of {day} found that the "
        "interests of the people concerned override it."
    ),
    remedy="End “{subject}”, base it on another letter of Art. 6(1), or change it and repeat the balancing test.",
    action="end {subject}, or give it another legal basis",
    find=find,
    page=__doc__,
)
