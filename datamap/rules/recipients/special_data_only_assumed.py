"""Special categories reach a recipient only by assumption.

What it finds: an activity that uses special or criminal data beside other data, where it is not recorded which data
its recipients receive. datamap then assumes all of them. One finding for each activity lists these recipients.

Why it matters: record, diagrams and risk show the recipient as receiving health data, perhaps wrongly: a payment
service usually receives names and amounts, not diagnoses. If it is true, more is required of the recipient.

Example: a clinic's payment service in an activity that uses invoices and treatments.

What to do: record under the activity's `recipients`, or under the recipient, the `categories` that it receives.

When it is wrong: it does receive all of them. List them, so that this is recorded.

Sources: GDPR Art. 5(1)(c), 9, 30(1)(c), (d).
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import going_on, special_kinds
from datamap.rules.phrases import joined, text
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked, take_or


def find(facts: Facts) -> pd.DataFrame:
    t = facts.tables
    uses, d = t.uses, t.disclosures
    purpose, category = uses["purpose"].to_numpy(), uses["category"].to_numpy()
    sensitive = take_or(special_kinds(facts), category, False).astype(bool)
    mixed = marked(len(t.purposes), purpose, sensitive) & marked(len(t.purposes), purpose, ~sensitive)
    recipient, of = d["recipient"].to_numpy(), d["purpose"].to_numpy()
    open_ = take_or((t.recipients["categories"] == "unknown").to_numpy(), recipient, False).astype(bool)
    rows = np.flatnonzero(open_ & (d["categories"] == "unknown").to_numpy() & (mixed & going_on(facts))[of])
    who = joined(of[rows], text(t.recipients["name"], recipient[rows]).tolist())
    at = np.flatnonzero(sensitive & marked(len(t.purposes), of[rows])[purpose])
    which = joined(purpose[at], text(t.categories["name"], category[at]).tolist())
    return pd.DataFrame({"row": who.index.to_numpy(dtype=np.int64), "who": who.to_numpy(), "which": which.to_numpy()})


RULE = Rule(
    code="RC010",
    name="special_data_only_assumed",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(1)(c)", "GDPR Art. 30(1)(c), (d)"),
    subject="purposes",
    message="For the purpose “{subject}” it is only assumed that special or criminal data ({which}) reach {who}.",
    remedy="Record which categories of data of “{subject}” each of its recipients receives: {who}.",
    action="record which data of {subject} its recipients receive",
    find=find,
    page=__doc__,
)
