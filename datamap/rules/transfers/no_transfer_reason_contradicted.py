"""Contradicted reason for “no transfer”.

What it finds: a recipient recorded as receiving data without a transfer under Chapter V (directly from the person,
through travelling staff, as the same legal entity), while the entry makes it a processor or names a legal entity
other than the organisation.

Why it matters: few reasons take a disclosure out of Chapter V (EDPB Guidelines 05/2021). A processor receives the
data on the controller's behalf, even when the person enters them directly; a subsidiary is another legal entity.

Example: `not_a_transfer: same-legal-entity` for a subsidiary in India.

What to do: remove the reason and name the transfer tool, or correct the role and the entity.

When it is wrong: the entity is a branch without a separate legal personality.

Sources: EDPB Guidelines 05/2021, 2.1 and 2.2; GDPR Art. 4(8), 44.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.law import names
from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.phrases import text
from datamap.rules.rule import Rule
from datamap.tables.arrays import among


def find(facts: Facts) -> pd.DataFrame:
    r = facts.tables.recipients
    at = np.flatnonzero((r["not_a_transfer"] == "same-legal-entity").to_numpy())
    own, entity = text(facts.tables.controllers["name"], r["controller"].to_numpy()[at]), text(r["legal_entity"], at)
    other = np.zeros(len(r), dtype=bool)
    other[at] = [
        e not in ("unknown", "none") and names.plain(e) != names.plain(o) for e, o in zip(entity, own, strict=True)
    ]
    processor = among(r["not_a_transfer"], ["from-the-person", "own-staff-travelling", "same-legal-entity"]) & among(
        r["role"], ["processor", "sub-processor"]
    )
    return rows(
        other | processor,
        reason=lambda at: r["not_a_transfer"].iloc[at].astype(str).to_numpy(dtype=object),
        said=lambda at: np.where(
            other[at],
            "the legal entity of the recipient is " + text(r["legal_entity"], at),
            "the recipient is recorded as a processor or sub-processor, which acts on the organisation's behalf",
        ),
    )


RULE = Rule(
    code="TR029",
    name="no_transfer_reason_contradicted",
    severity="warning",
    basis="law",
    articles=("EDPB Guidelines 05/2021", "GDPR Art. 44"),
    subject="recipients",
    message="The disclosure to {subject} is recorded as not being a transfer ({reason}), but {said}.",
    remedy="Remove the reason for {subject} and name its transfer tool, or correct its role and legal entity.",
    action="clarify whether data sent to {subject} are a transfer",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
