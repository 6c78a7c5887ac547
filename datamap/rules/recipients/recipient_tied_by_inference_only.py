"""Purposes of a recipient only inferred.

What it finds: a recipient without any stated disclosure: every purpose that it serves was inferred or assumed.

Why it matters: what it receives, and why, is then uncertain, and so is every conclusion drawn from it.

Example: a notice with a table of vendors and a list of purposes, without a link between them.

What to do: ask who uses the vendor for which purpose, and state it in the notice.

When it is wrong: the inference is obvious (a payment provider serves payments). Confirm it once and record `how:
stated` with its source.

Sources: GDPR Art. 5(2), 13(1)(e), 30(1)(d).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows, served
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    d = facts.tables.disclosures
    stated = marked(len(facts.tables.recipients), d["recipient"].to_numpy(), (d["how"] == "stated").to_numpy())
    return rows(served(facts) & ~stated)


RULE = Rule(
    code="RC004",
    name="recipient_tied_by_inference_only",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 30(1)(d)"),
    subject="recipients",
    message="The link between {subject} and {purposes} is only inferred. No document states it.",
    remedy="Confirm which purposes {subject} serves, and record the source.",
    action="confirm the purposes of {subject}",
    find=find,
    page=__doc__,
)
