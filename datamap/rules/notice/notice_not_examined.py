"""Notice not checked against Art. 13 and 14.

What it finds: points of Art. 13, 14, 21(4) or 26(2) that apply to the organisation, where the inventory does not
record whether the notice contains them. The point on automated decisions applies until it is recorded that there
are no such decisions.

Why it matters: without a check, it is not known whether people receive this information.

Example: an inventory based on interviews, and a notice that was not read.

What to do: read the notice point by point, and record the result as `informs` under `notice`.

When it is wrong: the notice was checked elsewhere. Copy the result.

Sources: GDPR Art. 12, 13, 14.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.notice.letters import NAMES, cited, numbers, owed
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    i = facts.tables.informs
    open_, number = facts.once(owed).copy(), numbers(facts)
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
                f"{len(x)} of the required points" if len(x) > 1 else "one required point" for x in told.values()
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
    message="{subject}: it is not recorded whether the notice contains {count}: {which}.",
    remedy="Check the notice against Art. 13 and 14 point by point, and record the result under notice, informs.",
    action="record what the notice of {subject} contains, point by point",
    find=find,
    page=__doc__,
)
