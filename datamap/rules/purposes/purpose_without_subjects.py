"""A purpose without the people it is about.

What it finds: a processing activity for which no category of data subjects is given.

Why it matters: the record must describe the categories of data subjects (Art. 30(1)(c)); whether data are of the own
staff decides what a Data Privacy Framework listing covers.

Example: a purpose that lists data, and not whose they are.

What to do: name the groups of people: customers, visitors, employees.

When it is wrong: never for a record: every activity is about somebody.

Sources: GDPR Art. 30(1)(c).
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, rows, worded
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    p, uses, of = facts.tables.purposes, facts.tables.uses, facts.tables.category_subjects
    by_category = np.append(
        marked(len(facts.tables.categories), of["category"].to_numpy()), False
    )  # category -1 is the last
    known = marked(len(p), uses["purpose"].to_numpy(), by_category[uses["category"].to_numpy()])
    said = worded(
        p["subjects"], {"none": "it is stated that it is about nobody", "unknown": "whose data it uses is not recorded"}
    )
    return rows((p["subjects"] != "listed").to_numpy() & ~known & facts.as_controller, said=said)


RULE = Rule(
    code="PD004",
    name="purpose_without_subjects",
    severity="error",
    basis="law",
    articles=("GDPR Art. 30(1)(c)",),
    subject="purposes",
    message="{subject}: {said}",
    remedy="Name the categories of people that {subject} is about.",
    action="complete {subject}: categories of people",
    find=find,
    page=__doc__,
)
