"""The same purpose twice.

What it finds: two processing activities of one organisation with the same name, case and punctuation aside, and the
same role.

Why it matters: two entries of one activity drift apart: one gets the new recipient, the other the old retention, and
nobody knows which is the record.

Example: \"Newsletter\" and \"newsletter\".

What to do: merge them, or name what tells them apart.

When it is wrong: they are different activities of different departments; let the names say so.

Sources: GDPR Art. 5(2), 30(1).
"""

import numpy as np
import pandas as pd

from datamap.law import names
from datamap.rules.base import Facts, Rule, repeated, text


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    called, words = facts.tables.codes("purposes", "name")
    own, _ = facts.tables.codes("purposes", "id")
    numbers: dict[str, int] = {}
    name = np.array(
        [numbers.setdefault(w, len(numbers)) if w else -1 for w in map(names.plain, words)], dtype=np.int64
    )[called]
    return repeated(
        p, [p["controller"].to_numpy(), p["role"].cat.codes.to_numpy(), name], own, lambda at: text(p["id"], at)
    )


RULE = Rule(
    code="PD008",
    name="same_purpose_twice",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 30(1)"),
    subject="purposes",
    message="{subject} stands in the record {count} times: {ids}",
    remedy="Merge the entries of {subject}, or give them names that tell them apart.",
    action="merge entries of {subject}",
    find=find,
    page=__doc__,
)
