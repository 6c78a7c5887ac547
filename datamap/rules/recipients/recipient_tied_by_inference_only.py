"""A recipient tied to its purposes by inference only.

What it finds: a recipient for which no disclosure is stated: every purpose it serves was inferred or assumed.

Why it matters: what it gets, and why, then rests on a guess; so does everything that is judged from it.

Example: a notice with a table of vendors and a list of purposes, and no line between them.

What to do: ask who uses the vendor for what, and let the notice say it.

When it is wrong: the inference is plain (a payment provider serves payments); confirm it once and write `how: stated`
with its source.

Sources: GDPR Art. 5(2), 13(1)(e), 30(1)(d).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows, served
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    d = facts.tables.disclosures
    stated = marked(len(facts.tables.recipients), d["recipient"].to_numpy(), (d["how"] == "stated").to_numpy())
    return rows(facts.shared(served) & ~stated)


RULE = Rule(
    code="RC004",
    name="recipient_tied_by_inference_only",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 30(1)(d)"),
    subject="recipients",
    message="{subject} serves {purposes}, but no document says so; it is inferred",
    remedy="Confirm which purposes {subject} serves, and record the source.",
    action="confirm the purposes served: {subject}",
    find=find,
    page=__doc__,
)
