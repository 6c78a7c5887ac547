"""A notice that was not held against Art. 13 and 14.

What it finds: letters of Art. 13, 14, 21(4) or 26(2) that apply to the organisation, of which the inventory does not
say whether the notice tells them.

Why it matters: what nobody looked at is not known to be told.

Example: an inventory made from interviews, with a notice that nobody read beside it.

What to do: read the notice letter by letter, and write `informs` under `notice`.

When it is wrong: the notice was examined elsewhere; carry the result over.

Sources: GDPR Art. 12, 13, 14.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.rules.notice_does_not_tell import LETTERS, cited


def find(facts: Facts) -> pd.DataFrame:
    i = facts.tables.informs
    known = set(zip(i["controller"], i["letter"].astype(str), strict=True)) - set(zip(*(i.loc[i["told"] == "unknown", c].astype(t) for c, t in (("controller", int), ("letter", str))), strict=True))
    keeps = (facts.tables.controllers["role"] != "processor").to_numpy()
    open_ = [(r, x) for x, (_, applies) in LETTERS.items() for r in np.flatnonzero(applies(facts) & keeps).tolist() if (r, x) not in known]
    told = pd.DataFrame(open_, columns=["row", "letter"]).groupby("row", sort=True)["letter"].agg(list).reset_index()
    return pd.DataFrame({
        "row": told["row"], "count": [f"{len(x)} of the letters that apply" if len(x) > 1 else "one letter that applies" for x in told["letter"]],
        "which": [", ".join(cited(y) for y in x) for x in told["letter"]],
    })  # fmt: skip


RULE = Rule(
    code="NO002", name="notice_not_examined", severity="note", basis="good practice",
    articles=("GDPR Art. 13", "GDPR Art. 14"), subject="inventories",
    message="{subject}: whether the notice tells {count} is not recorded: {which}",
    remedy="Hold the notice against Art. 13 and 14 letter by letter, and record it under notice, informs.",
    action="examine the notice", find=find, page=__doc__,
)  # fmt: skip
