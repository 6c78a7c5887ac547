"""Report date beyond the law pack.

What it finds: a report date later than the newest source against which the law pack was checked.

Why it matters: decisions may be adopted or annulled between the pack's horizon and the day of the report. The
answers reflect the law as last checked.

Example: a report for 2026-11-30 with a pack checked up to 2026-10-08.

What to do: update datamap, or read the pending points (`datamap law US`) and check them by hand.

When it is wrong: never. It is a fact about the pack.

Sources: the pack's own horizon (`datamap/law/data/pack.yaml`).
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


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
    message=(
        "{subject}: the report date is {day}, but the law pack {version} was checked only up to {horizon}. Later "
        "changes are not included."
    ),
    remedy="Update the law pack, or check by hand what has changed since {horizon}.",
    action="update the law pack, which was checked only up to {horizon}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
