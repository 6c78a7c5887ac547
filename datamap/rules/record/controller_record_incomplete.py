"""Incomplete controller record.

What it finds: points of Art. 30(1) on the organisation as a whole that the inventory leaves open: role, contact
details and country (a), the data protection officer (a), the representative of an organisation outside the Union
(a), the processing activities themselves (b). Separate rules check what each activity lacks (c, d, f), the
transfers (e) and the security measures (g).

Why it matters: the record must be available in writing when the authority asks for it (Art. 30(3), (4)). It does
not need to contain the legal basis, the names of recipients or the tool under Art. 46.

Example: a record that does not state whether there is a data protection officer.

What to do: complete the missing points.

When it is wrong: the organisation has fewer than 250 persons and only occasional processing without risk and
without special category or criminal offence data (Art. 30(5)); or there is no officer (record `dpo: none`); or no
representative is required (Art. 27(2)(a): occasional, no such data on a large scale, unlikely to result in a risk).
Accept the finding, with that reason. Public bodies do not need a representative.

Sources: GDPR Art. 27, 30(1), (3), (4), (5).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.record.letters import lacking
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    return lacking(facts, (facts.tables.controllers["role"] != "processor").to_numpy(), processor=False)


RULE = Rule(
    code="RR001",
    name="controller_record_incomplete",
    severity="error",
    basis="law",
    articles=("GDPR Art. 30(1)",),
    subject="inventories",
    by=("id",),
    message="{subject}: {said} (Art. 30(1)({letter})).",
    remedy="Complete the record of {subject}: {asks}.",
    action="complete the record of {subject}: {asks}",
    find=find,
    page=__doc__,
)
