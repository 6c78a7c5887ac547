"""A transfer that rests on a derogation.

What it finds: a transfer covered only by a derogation of Art. 49.

Why it matters: derogations are to be read strictly and are the last resort: the data have no protection at the other
end. Each must be documented, and consent must be explicit and informed of the risks.

Example: explicit consent to a booking in a country without a decision.

What to do: see whether a tool of Art. 46 can replace it; document why it cannot, and the information given.

When it is wrong: a single transfer for which the derogation is made.

Sources: GDPR Art. 49; EDPB Guidelines 2/2018.
"""

import datetime as dt

import pandas as pd

from datamap.rules.base import Facts, Rule


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
    message="{subject} ({country}) receives {categories}; the transfer rests on a derogation only ({tool})",
    remedy="Document for {subject} why no tool of Art. 46 can be used and what the people were told; replace the derogation where it can be.",
    action="replace the derogation: {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
