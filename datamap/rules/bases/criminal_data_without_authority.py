"""Criminal offence data without legal authority.

What it finds: a purpose that uses data on convictions or offences (Art. 10) without recording the authority or law
that allows it.

Why it matters: such data may be processed only under the control of official authority or where Union or Member
State law authorises it.

Example: criminal record checks of applicants.

What to do: cite the law (condition `10`, with `law`), or stop.

When it is wrong: the data do not relate to offences. Correct `special` of the category.

Sources: GDPR Art. 10.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import uses_without_condition
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    return uses_without_condition(facts, lambda special: special == "criminal", "10")


RULE = Rule(
    code="LB008",
    name="criminal_data_without_authority",
    severity="error",
    basis="law",
    articles=("GDPR Art. 10",),
    subject="purposes",
    message="The purpose “{subject}” uses criminal offence data ({which}), but no authority under Art. 10 {said}.",
    remedy="Cite the law that authorises “{subject}” to use {which}, or stop.",
    action="cite the authority under Art. 10 for {subject}",
    find=find,
    page=__doc__,
)
