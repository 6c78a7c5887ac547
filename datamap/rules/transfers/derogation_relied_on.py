"""Transfer based on a derogation.

What it finds: a transfer whose only basis is a derogation under Art. 49.

Why it matters: derogations are interpreted strictly and are a last resort, because the data have no protection at
their destination. Each one must be documented, and consent must be explicit and informed of the risks.

Example: explicit consent to a booking in a country without an adequacy decision.

What to do: check whether a tool under Art. 46 can replace it. Document why it cannot, and the information that was
given.

When it is wrong: it is a single transfer of the kind for which the derogation was made.

Sources: GDPR Art. 49; EDPB Guidelines 2/2018.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.ground == "derogation")
    return t.assign(row=t["recipient"].to_numpy(), tool=facts.text(t, lambda v: v.citation))


RULE = Rule(
    code="TR020",
    name="derogation_relied_on",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 49", "EDPB Guidelines 2/2018"),
    subject="recipients",
    by=("country",),
    message="The transfer of {categories} to {subject} ({country}) relies only on a derogation ({tool}).",
    remedy=(
        "Document why no tool under Art. 46 can be used with {subject}, and the information given to the people "
        "concerned. Replace the derogation where possible."
    ),
    action="replace the derogation for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
