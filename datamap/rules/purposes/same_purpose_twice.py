"""Duplicate purpose.

What it finds: two processing activities of one organisation with the same name, ignoring case and punctuation, and
the same role.

Why it matters: two entries for one activity drift apart: one gets the new recipient, the other keeps the old
retention, and it is unclear which one is valid.

Example: "Newsletter" and "newsletter".

What to do: merge them, or give them names that show the difference.

When it is wrong: they are different activities of different departments. Make this clear in their names.

Sources: GDPR Art. 5(2), 30(1).
"""

import numpy as np
import pandas as pd

from datamap.law import names
from datamap.rules.facts import Facts
from datamap.rules.filters import repeated
from datamap.rules.phrases import text
from datamap.rules.rule import Rule


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
    message="The record contains the purpose “{subject}” {count} times: {ids}.",
    remedy="Merge the entries of “{subject}”, or give them names that distinguish them.",
    action="merge the entries of {subject}",
    find=find,
    page=__doc__,
)
