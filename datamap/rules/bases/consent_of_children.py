"""Consent of children without their parents.

What it finds: an activity based on consent that concerns children, for which it is not recorded how parents give or
authorise the consent.

Why it matters: for an information society service offered directly to a child, consent below the age of 16, or a lower
age that national law sets (not below 13), is lawful only where a parent gives or authorises it, and the organisation
makes reasonable efforts to verify this (Art. 8). In other cases, national law decides from what age children can
consent.

Example: the newsletter of a game for children.

What to do: record under `parents` of the legal basis how parents consent or authorise; or which age limit is checked,
and how.

When it is wrong: all of them are old enough under the national law. Record this under `parents`.

Sources: GDPR Art. 8, recital 38; EDPB Guidelines 05/2020.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import concerned, going_on
from datamap.rules.phrases import text
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    b = facts.tables.bases
    purpose = b["purpose"].to_numpy()
    children = concerned(facts, (facts.tables.subjects["children"] == "yes").to_numpy())
    at = np.flatnonzero(
        (b["basis"] == "6-1-a").to_numpy()
        & facts.tables.among("bases", "parents", ["unknown", "none", ""])
        & (facts.as_controller & going_on(facts) & children)[purpose]
    )
    none = text(b["parents"], at) == "none"
    return pd.DataFrame(
        {
            "row": purpose[at],
            "at": at,
            "table": "bases",
            "said": np.where(
                none,
                "according to the inventory their parents are not involved",
                "how their parents consent or authorise is not recorded",
            ).astype(object),
            "severity": np.where(none, "error", "warning").astype(object),
        }
    )


RULE = Rule(
    code="LB013",
    name="consent_of_children",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 8(1), (2)",),
    subject="purposes",
    message="The purpose “{subject}” is based on the consent of children, but {said}.",
    remedy=(
        "Record how parents consent to “{subject}” or authorise it, and how this is verified; or that all of them are "
        "old enough under the national law (parents)."
    ),
    action="settle the consent of children in {subject}",
    find=find,
    page=__doc__,
)
