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
from datamap.rules.notice.letters import NAMES, cited, numbers, owed


def find(facts: Facts) -> pd.DataFrame:
    i = facts.tables.informs
    open_, number = facts.shared(owed).copy(), numbers(facts)
    known = (i["told"] != "unknown").to_numpy() & (number >= 0)
    open_[number[known], i["controller"].to_numpy()[known]] = False
    row, number = np.nonzero(open_.T)
    points = cited(facts, number, row) + np.where(
        number == NAMES.index("13-1-f-copy"), " on the copy of safeguards", ""
    ).astype(object)
    told: dict[int, list[str]] = {}
    for at, article in zip(row.tolist(), points, strict=True):
        told.setdefault(at, []).append(article)
    return pd.DataFrame(
        {
            "row": list(told),
            "count": [
                f"{len(x)} of the letters that apply" if len(x) > 1 else "one letter that applies"
                for x in told.values()
            ],
            "which": [", ".join(dict.fromkeys(x)) for x in told.values()],
        }
    )


RULE = Rule(
    code="NO002",
    name="notice_not_examined",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 13", "GDPR Art. 14"),
    subject="inventories",
    message="{subject}: whether the notice tells {count} is not recorded: {which}",
    remedy="Hold the notice against Art. 13 and 14 letter by letter, and record it under notice, informs.",
    action="record what the notice of {subject} tells, letter by letter",
    find=find,
    page=__doc__,
)
