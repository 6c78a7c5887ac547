"""A report of a day that the law pack does not reach.

What it finds: a day later than the newest source that the law pack was checked against.

Why it matters: decisions fall and come between the pack's horizon and the day of the report; the answers are those of
the law as last seen.

Example: a report of 2026-11-30 with a pack checked up to 2026-10-08.

What to do: update datamap, or read the pending points (`datamap law US`) and check them by hand.

When it is wrong: never: it is a fact about the pack.

Sources: the pack's own horizon (`datamap/law/data/pack.yaml`).
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    n = len(facts.tables.inventories) if facts.day > facts.law.horizon else 0
    return pd.DataFrame(
        {
            "row": np.arange(n),
            "day": facts.day.isoformat(),
            "version": facts.law.version,
            "horizon": facts.law.horizon.isoformat(),
        }
    )


RULE = Rule(
    code="RU001",
    name="law_pack_beyond_horizon",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(2)",),
    subject="inventories",
    message="{subject}: the report is of {day}, and the law pack {version} was checked up to {horizon}; what came after is not in it",
    remedy="Update the law pack, or check by hand what changed since {horizon}.",
    action="update the law pack, which was checked up to {horizon} only",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
