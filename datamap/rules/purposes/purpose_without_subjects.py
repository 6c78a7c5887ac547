"""Purpose without categories of people.

What it finds: a processing activity for which no category of data subjects is recorded.

Why it matters: the record must describe the categories of data subjects (Art. 30(1)(c)). Whether the data concern
the organisation's own staff also decides whether a Data Privacy Framework certification applies to them.

Example: a purpose that lists data, but not the people they relate to.

What to do: name the groups of people: customers, visitors, employees.

When it is wrong: never for a record: every activity concerns people.

Sources: GDPR Art. 30(1)(c).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.phrases import worded
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked, take_or


def find(facts: Facts) -> pd.DataFrame:
    p, uses, of = facts.tables.purposes, facts.tables.uses, facts.tables.category_subjects
    by_category = marked(len(facts.tables.categories), of["category"].to_numpy())
    known = marked(len(p), uses["purpose"].to_numpy(), take_or(by_category, uses["category"].to_numpy(), False))
    said = worded(
        p["subjects"],
        {"none": "it states that no people are concerned", "unknown": "it does not list the categories of people"},
    )
    return rows((p["subjects"] != "listed").to_numpy() & ~known & facts.as_controller, said=said)


RULE = Rule(
    code="PD004",
    name="purpose_without_subjects",
    severity="error",
    basis="law",
    articles=("GDPR Art. 30(1)(c)",),
    subject="purposes",
    message="The record of the purpose “{subject}” is incomplete: {said}.",
    remedy="Name the categories of people whose data “{subject}” uses.",
    action="complete {subject}: categories of people",
    find=find,
    page=__doc__,
)
