"""Law checked only in part (Switzerland).

What it finds: an organisation recorded as subject to the Swiss FADP, or established in Switzerland without a record
of the law that applies to it.

Why it matters: transfers are assessed under the FADP (Art. 16 to 18). Of the other rules, those run that have a
counterpart in the FADP, such as its record (Art. 12) and its processors (Art. 9). Its other requirements, on
information to people (Art. 19) and on justifications for infringements of personality rights (Art. 30, 31, for
federal bodies Art. 34), are not checked. While the applicable law is not recorded, all rules of the GDPR run: it
may apply under Art. 3.

Example: a Swiss shop with a notice under the FADP.

What to do: record `regime` of the controller: `ch`, or `eu` for processing under the GDPR. Have the rest checked by
hand.

When it is wrong: the organisation is not subject to Swiss law. Correct `regime` or `country`.

Sources: FADP (SR 235.1) Art. 5, 12, 16 to 19, 30, 31, 34; GDPR Art. 3.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    c = facts.tables.controllers
    stated = (c["regime"] == "ch").to_numpy()
    now = facts.day >= facts.law.regime("ch").starts
    act = "FADP" if now else "FADP of 1992"
    unchecked = (
        "its requirements for the notice (Art. 19) and for justifications (Art. 30, 31, 34) are not checked"
        if now
        else "of its requirements, only those on disclosure abroad are checked"
    )
    said = np.where(
        stated,
        f"the Swiss {act} applies; {unchecked}",
        f"it is established in Switzerland, but it is not recorded whether the {act} or the GDPR applies. "
        f"Transfers are assessed under the {act}, everything else under the GDPR",
    ).astype(object)
    return rows(stated | (facts.regime == "ch"), said=said)


RULE = Rule(
    code="RU006",
    name="law_checked_in_part",
    severity="note",
    basis="good practice",
    articles=("FADP Art. 7", "GDPR Art. 3"),
    subject="inventories",
    message="{subject}: {said}.",
    remedy="Record the regime of {subject}, and have the requirements of its law beyond these rules checked by hand.",
    action="record which law applies to {subject}, and have what the rules do not check reviewed by hand",
    find=find,
    page=__doc__,
)
