"""National identification number without a law.

What it finds: an activity that uses a national identification number, none of whose legal bases cites a law.

Why it matters: Member States set specific conditions for these numbers (Art. 87). Many permit their use only where a
law requires it or lists the organisation, or with consent.

Example: a birth number in a customer database.

What to do: cite the law that permits the number under `law` of the legal basis, or stop using it.

When it is wrong: the national law sets no condition for this use. Cite it.

Sources: GDPR Art. 87.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import going_on
from datamap.rules.phrases import joined, text
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked, take_or


def find(facts: Facts) -> pd.DataFrame:
    t = facts.tables
    uses, bases = t.uses, t.bases
    number = take_or((t.categories["national_id"] == "yes").to_numpy(), uses["category"].to_numpy(), False).astype(bool)
    cited = ~t.among("bases", "law", ["unknown", "none", ""])
    lawful = marked(len(t.purposes), bases["purpose"].to_numpy(), cited)
    purpose = uses["purpose"].to_numpy()
    at = np.flatnonzero(number & (~lawful & facts.as_controller & going_on(facts))[purpose])
    which = joined(purpose[at], text(t.categories["name"], uses["category"].to_numpy()[at]).tolist())
    return pd.DataFrame({"row": which.index.to_numpy(dtype=np.int64), "which": which.to_numpy()})


RULE = Rule(
    code="LB014",
    name="identification_number_without_law",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 87",),
    subject="purposes",
    message="The purpose “{subject}” uses a national identification number ({which}) without citing a law.",
    remedy="Cite the law that permits the number in “{subject}” (law of the legal basis), or stop using it.",
    action="cite the law that permits the identification number in {subject}",
    find=find,
    page=__doc__,
)
