"""Automated decision without a ground or a human review.

What it finds: an activity with automated decisions for which it is not recorded what allows them, or whether people
can obtain a review by a person; or one that uses special categories of data for them without a condition that permits
this.

Why it matters: decisions based only on automated processing with legal or similar effects are permitted only where
they are necessary for a contract, authorised by law, or based on explicit consent (Art. 22(2)). For contract and
consent, people can obtain human intervention, express their view and contest the decision (Art. 22(3)). Special
categories require explicit consent or a substantial public interest under a law (Art. 22(4)).

Under the UK GDPR since 2026-02-05, a ground is required only where special categories are used (Art. 22B); the
safeguards, human intervention included, always are (Art. 22C).

Example: credit scoring that rejects applicants, who cannot reach a person.

What to do: record `automated_ground` (contract, law or consent) and `human_review`.

When it is wrong: a person decides in every case. Record `automated_decisions: no`.

Sources: GDPR Art. 22(2) to (4); CJEU C-634/21; WP251 rev.01; Data (Use and Access) Act 2025 s. 80.
"""

import numpy as np
import pandas as pd

from datamap.rules.citations import first_day
from datamap.rules.facts import Facts
from datamap.rules.filters import going_on, uses_special
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, cells, marked

BRITISH = "UK GDPR Art. 22A to 22D"
"""What the UK GDPR has in place of Art. 22, from the day that the law pack states."""
PERMITTED = ("9-2-a", "9-2-g")
"""Conditions of Art. 9(2) under which special categories may be used for such decisions (Art. 22(4))."""


def find(facts: Facts) -> pd.DataFrame:
    p, t = facts.tables.purposes, facts.tables
    size = len(p)
    at = np.flatnonzero((p["automated_decisions"] == "yes").to_numpy() & going_on(facts) & facts.as_controller)
    with_condition = t.bases["purpose"].to_numpy()[t.basis_conditions["basis"].to_numpy()]
    fits = marked(size, with_condition, among(t.basis_conditions["condition"], PERMITTED))
    special = uses_special(facts)
    grounds, reviews, controller = cells(p["automated_ground"]), cells(p["human_review"]), p["controller"].to_numpy()
    found = []
    for row in at.tolist():
        ground, review = grounds(row), reviews(row)
        new_british = facts.regime[controller[row]] == "uk" and facts.day >= first_day(BRITISH)
        said, wrong = [], False
        if not new_british or special[row]:
            if ground == "none":
                said.append("nothing permits them according to the inventory")
                wrong = True
            elif ground == "unknown":
                said.append("it is not recorded what permits them")
        if ground != "law" or new_british:  # under Art. 22(2)(b) the law that authorises them has the safeguards
            if review == "no":
                said.append("people cannot obtain a review by a person")
                wrong = True
            elif review == "unknown":
                said.append("it is not recorded whether people can obtain a review by a person")
        if special[row] and not fits[row]:
            said.append("special categories of data are used without explicit consent or a substantial public interest")
        if said:
            articles = BRITISH if new_british else "GDPR Art. 22(2) to (4)"
            found.append((row, enumerated(said), "error" if wrong else "warning", articles))
    return pd.DataFrame(found, columns=["row", "said", "severity", "articles"])


RULE = Rule(
    code="PD015",
    name="automated_decision_without_ground",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 22(2) to (4)",),
    subject="purposes",
    message="The purpose “{subject}” involves automated decisions, but {said}.",
    remedy=(
        "Record what permits the automated decisions in “{subject}” (automated_ground: contract, law, consent) and how "
        "people obtain a review by a person (human_review), or let a person decide."
    ),
    action="settle what permits the automated decisions in {subject}, and who reviews them",
    find=find,
    page=__doc__,
)
