"""Retention periods that contradict each other.

What it finds: two different periods for the same data of one purpose, from the same event, without a law or a
criterion that tells them apart.

Why it matters: nobody can erase by two clocks; the longer one is then kept without a reason (Art. 5(1)(e)).

Example: \"three years\" and \"five years after the contract ends\" for the same data.

What to do: decide which applies to what, and write the categories or the criterion.

When it is wrong: they are for different categories; name them under `categories`.

Sources: GDPR Art. 5(1)(e), 30(1)(f).
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    r, of = facts.tables.retentions, facts.tables.retention_categories
    ids = facts.tables.categories["id"].to_numpy(dtype=object)
    named = of[of["category"] >= 0].assign(id=lambda f: ids[f["category"].to_numpy()])
    data = named.sort_values("id").groupby("retention")["id"].agg(" ".join)
    r = r.assign(data=data.reindex(np.arange(len(r)), fill_value=""))
    r = r[~r["period"].isin(["unknown", "none"]).to_numpy() & (r["criterion"] == "").to_numpy() & facts.as_controller[r["purpose"].to_numpy()]]
    r = r[r.duplicated(["purpose", "data", "starts", "law"], keep=False)]  # of thousands, the few that could conflict
    g = r.groupby(["purpose", "data", "starts", "law"], sort=True)["period"].agg(lambda p: " and ".join(sorted(set(p)))).reset_index()
    g = g[g["period"].str.contains(" and ")]
    return pd.DataFrame({"row": g["purpose"], "periods": g["period"], "data": g["data"]})


RULE = Rule(
    code="RE003", name="retentions_in_conflict", severity="warning", basis="law",
    articles=("GDPR Art. 5(1)(e)", "GDPR Art. 30(1)(f)"), subject="purposes", by=("data",),
    message="{subject}: {periods} for the same data, from the same event",
    remedy="Decide which of {periods} applies to which data of {subject}.",
    action="decide the retention of {subject}", find=find, page=__doc__,
)  # fmt: skip
