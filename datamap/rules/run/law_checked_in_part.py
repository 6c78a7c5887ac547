"""An organisation under Swiss law, which not all rules know.

What it finds: an organisation that is stated to be under the Swiss FADP, or that is established in Switzerland while the
law it is under is not recorded.

Why it matters: transfers are judged by the FADP (Art. 16 to 18). Of the other rules those run that the FADP has a
counterpart for, such as its record (Art. 12) and its processors (Art. 9). What it asks otherwise, of information to people
(Art. 19) and of justifications where personality rights are infringed (Art. 30, 31, for federal bodies Art. 34), is not
checked. While the law is not recorded, all rules of the GDPR run: it may apply by Art. 3.

Example: a Swiss shop with a notice under the FADP.

What to do: record `regime` of the controller: `ch`, or `eu` for what falls under the GDPR. Have the rest checked by hand.

When it is wrong: the organisation is not under Swiss law; correct `regime` or `country`.

Sources: FADP (SR 235.1) Art. 5, 12, 16 to 19, 30, 31, 34; GDPR Art. 3.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, rows


def find(facts: Facts) -> pd.DataFrame:
    c = facts.tables.controllers
    stated = (c["regime"] == "ch").to_numpy()
    said = np.where(
        stated,
        "it is under the Swiss FADP; its notice (Art. 19) and justifications (Art. 30, 31, 34) are not checked",
        "it is established in Switzerland, and whether the FADP or the GDPR applies is not recorded: transfers are judged by the FADP, the rest by the GDPR",
    ).astype(object)
    return rows(stated | (facts.regime == "ch"), said=said)


RULE = Rule(
    code="RU006",
    name="law_checked_in_part",
    severity="note",
    basis="good practice",
    articles=("FADP Art. 7", "GDPR Art. 3"),
    subject="inventories",
    message="{subject}: {said}",
    remedy="Record the regime of {subject}, and have checked by hand what its law asks beyond these rules.",
    action="record which law {subject} is under, and have checked by hand what the rules do not cover",
    find=find,
    page=__doc__,
)
