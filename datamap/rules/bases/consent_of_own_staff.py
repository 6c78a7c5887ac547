"""Consent of the organisation's own staff.

What it finds: a purpose that rests on consent and is about the organisation's own staff.

Why it matters: consent must be freely given (Art. 4(11), 7(4)). Between employer and employee it seldom is, and an
employer that relies on it may find itself without a basis (recital 43; EDPB Guidelines 05/2020, paragraphs 21 to 23).

Example: monitoring of company phones \"with your consent\".

What to do: look for another basis: the contract, a law, a legitimate interest. Or record why nobody suffers for saying
no.

When it is wrong: refusing has no consequence at all, as with a photograph for the intranet; record that, and accept.

Sources: GDPR Art. 4(11), 7(4), 88, recital 43; EDPB Guidelines 05/2020.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    t = facts.tables
    of, b = t.purpose_subjects, t.bases
    staff = np.append((t.subjects["staff"] == "yes").to_numpy(), False)  # subject -1 is the last
    own = marked(len(t.purposes), of["purpose"].to_numpy(), staff[of["subject"].to_numpy()])
    at = np.flatnonzero((b["basis"] == "6-1-a").to_numpy() & (own & facts.as_controller)[b["purpose"].to_numpy()])
    return pd.DataFrame({"row": b["purpose"].to_numpy()[at], "at": at, "table": "bases"})


RULE = Rule(
    code="LB011",
    name="consent_of_own_staff",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 7(4), recital 43", "EDPB Guidelines 05/2020"),
    subject="purposes",
    message="{subject} rests on the consent of the organisation's own staff, which is seldom freely given",
    remedy="Find another legal basis for {subject}, or record why saying no has no consequence.",
    action="reconsider the consent of staff: {subject}",
    find=find,
    page=__doc__,
)
