"""Reliance on the consent of own staff.

What it finds: a purpose that is based on consent and concerns the organisation's own staff.

Why it matters: consent must be freely given (Art. 4(11), 7(4)). Between employer and employee it seldom is, and an
employer that relies on it may find that the processing has no legal basis (recital 43; EDPB Guidelines 05/2020,
paragraphs 21 to 23).

Example: monitoring of company phones "with your consent".

What to do: look for another basis, such as the contract, a law or a legitimate interest. Or record why staff can
refuse without any disadvantage.

When it is wrong: refusing has no consequence at all, as with a photograph for the intranet. Record that, and accept
the finding.

Sources: GDPR Art. 4(11), 7(4), 88, recital 43; EDPB Guidelines 05/2020.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked, take_or


def find(facts: Facts) -> pd.DataFrame:
    t = facts.tables
    of, b = t.purpose_subjects, t.bases
    staff = take_or((t.subjects["staff"] == "yes").to_numpy(), of["subject"].to_numpy(), False)
    own = marked(len(t.purposes), of["purpose"].to_numpy(), staff)
    at = np.flatnonzero((b["basis"] == "6-1-a").to_numpy() & (own & facts.as_controller)[b["purpose"].to_numpy()])
    return pd.DataFrame({"row": b["purpose"].to_numpy()[at], "at": at, "table": "bases"})


RULE = Rule(
    code="LB011",
    name="consent_of_own_staff",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 7(4), recital 43", "EDPB Guidelines 05/2020"),
    subject="purposes",
    message=(
        "The purpose “{subject}” relies on the consent of the organisation's own staff, which is seldom freely given."
    ),
    remedy="Find another legal basis for “{subject}”, or record why refusal has no consequence.",
    action="reconsider the consent of staff for {subject}",
    find=find,
    page=__doc__,
)
