"""A reason for no transfer that the rest of the entry contradicts.

What it finds: a recipient said to get the data without a transfer under Chapter V (from the person directly, by own
staff, as the same legal entity), while the entry makes it a processor, or names another legal entity than the
organisation's.

Why it matters: the reasons that take a disclosure out of Chapter V are few (EDPB Guidelines 05/2021). A processor gets
the data on the controller's behalf, also when the person types them in; a subsidiary is another legal entity.

Example: `not_a_transfer: same-legal-entity` for a subsidiary in India.

What to do: drop the reason and name the tool, or correct role and entity.

When it is wrong: the entity is a branch without a legal personality of its own.

Sources: EDPB Guidelines 05/2021, 2.1 and 2.2; GDPR Art. 4(8), 44.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.law import names
from datamap.rules.base import Facts, Rule, rows, text
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
            "its legal entity is " + text(r["legal_entity"], at),
            "it is recorded as a processor or sub-processor, which acts on the organisation's behalf",
        ),
    )


RULE = Rule(
    code="TR029",
    name="no_transfer_reason_contradicted",
    severity="warning",
    basis="law",
    articles=("EDPB Guidelines 05/2021", "GDPR Art. 44"),
    subject="recipients",
    message="{subject} is said to get no transfer ({reason}), but {said}",
    remedy="Drop the reason for {subject} and name its transfer tool, or correct its role and legal entity.",
    action="clear up whether {subject} is a transfer",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
