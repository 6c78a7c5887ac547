"""A controller's record that lacks something Art. 30(1) asks for.

What it finds: letters of Art. 30(1) about the organisation as a whole that the inventory leaves open: role, contact and
country (a), the data protection officer (a), the representative of an organisation from outside (a), the activities
themselves (b). What each activity lacks (c, d, f), where data go (e) and the measures (g) have rules of their own.

Why it matters: the record must be there, in writing, when the authority asks (Art. 30(3), (4)). The legal basis, the
names of recipients and the tool of Art. 46 are not part of it.

Example: a record that does not say whether there is a data protection officer.

What to do: fill in what is named.

When it is wrong: the organisation has fewer than 250 persons and only occasional processing without risk and without
special or criminal data (Art. 30(5)); or there is no officer, which `dpo: none` says; or no representative is owed (Art. 27(2)(a):
occasional, no such data on a large scale, unlikely to be a risk): accept the finding, with that reason. Public bodies are not asked for one.

Sources: GDPR Art. 27, 30(1), (3), (4), (5).
"""

import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.rules.record.letters import lacking


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
    message="{subject}: {said} (Art. 30(1)({letter}))",
    remedy="Complete the record of {subject}: {asks}.",
    action="complete the record of {subject}: {asks}",
    find=find,
    page=__doc__,
)
