"""A notice that was not held against Art. 13 and 14.

What it finds: letters of Art. 13, 14, 21(4) or 26(2) that apply to the organisation, of which the inventory does not
say whether the notice tells them. That of automated decisions applies until it is recorded that there are none.

Why it matters: what nobody looked at is not known to be told.

Example: an inventory made from interviews, with a notice that nobody read beside it.

What to do: read the notice letter by letter, and write `informs` under `notice`.

When it is wrong: the notice was examined elsewhere; carry the result over.

Sources: GDPR Art. 12, 13, 14.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.rules.notice_letters import cited, owed


def find(facts: Facts) -> pd.DataFrame:
    i = facts.tables.informs
    letter, row, known = i["letter"].astype(str).to_numpy(dtype=object), i["controller"].to_numpy(), (i["told"] != "unknown").to_numpy()
    open_ = []
    for name, applies in owed(facts).items():
        examined = np.zeros(len(applies), dtype=bool)
        examined[row[known & (letter == name)]] = True
        at = np.flatnonzero(applies & ~examined)
        open_.append(pd.DataFrame({"row": at, "article": cited(facts, name)[at]}))
    told = pd.concat(open_).groupby("row", sort=True)["article"].agg(list).reset_index()
    return pd.DataFrame({
        "row": told["row"], "count": [f"{len(x)} of the letters that apply" if len(x) > 1 else "one letter that applies" for x in told["article"]],
        "which": [", ".join(dict.fromkeys(x)) for x in told["article"]],
    })  # fmt: skip


RULE = Rule(
    code="NO002", name="notice_not_examined", severity="note", basis="good practice",
    articles=("GDPR Art. 13", "GDPR Art. 14"), subject="inventories",
    message="{subject}: whether the notice tells {count} is not recorded: {which}",
    remedy="Hold the notice against Art. 13 and 14 letter by letter, and record it under notice, informs.",
    action="examine the notice", find=find, page=__doc__,
)  # fmt: skip
