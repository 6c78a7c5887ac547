"""Contradicted reason for “no transfer”.

What it finds: a recipient recorded as receiving data without a transfer (directly from the person, through travelling
staff, by publication, as the same legal entity), while other facts contradict this: its role, a legal entity other than
the organisation, an element on the organisation's page or app (plug-in, pixel, SDK), a processor in between.

Why it matters: few reasons take a disclosure out of Chapter V (EDPB Guidelines 05/2021). A processor receives the
data on the controller's behalf, even when the person enters them directly; a subsidiary is another legal entity; the
operator of a page causes the transmission by an embedded element (C-40/17; T-354/22, contested). The reason is set
aside, and the disclosure is judged as a transfer; it is undetermined until the receiving legal entity is recorded.

Example: `not_a_transfer: same-legal-entity` for a subsidiary in India.

What to do: remove the reason and name the transfer tool, or correct the role and the entity.

When it is wrong: the entity is a branch without a separate legal personality.

Sources: EDPB Guidelines 05/2021, 2.1 and 2.2; CJEU C-40/17; General Court T-354/22; GDPR Art. 4(8), 26, 44.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import text
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: bool(v.set_aside))
    if not len(t):
        return t
    row = t["recipient"].to_numpy()
    t = t.assign(
        row=row,
        reason=text(facts.tables.recipients["not_a_transfer"], row),
        said=facts.text(t, lambda v: v.set_aside),
    )
    return t[~t["row"].duplicated().to_numpy()]


RULE = Rule(
    code="TR029",
    name="no_transfer_reason_contradicted",
    severity="warning",
    basis="law",
    articles=("EDPB Guidelines 05/2021", "CJEU C-40/17", "GDPR Art. 44"),
    subject="recipients",
    message="The disclosure to {subject} is recorded as not being a transfer ({reason}), but {said}.",
    remedy="Remove the reason for {subject} and name its transfer tool, or correct its role and legal entity.",
    action="clarify whether data sent to {subject} are a transfer",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
