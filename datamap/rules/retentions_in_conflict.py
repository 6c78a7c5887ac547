"""Retention periods that contradict each other.

What it finds: two or more different periods for the same data of one purpose, without a law or a criterion that tells
which of them applies. P36M and P3Y are one period.

Why it matters: nobody can erase by two clocks; the longest one is then kept to without a reason (Art. 5(1)(e)).

Example: invoices kept 3 years from the end of one year and 10 years from the end of another.

What to do: decide which applies to what, and write the categories, the law of each, or the criterion.

When it is wrong: they are for different documents of one kind of data; make categories of them and name them.

Sources: GDPR Art. 5(1)(e), 13(2)(a), 30(1)(f).
"""

import re

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, each, joined, spelt, text
from datamap.vocabulary import PERIOD


def length(period: str) -> tuple[float, float, str]:
    """Months, days and time of an ISO 8601 period, so that equal periods compare as equal."""
    years, months, weeks, days, time, *_ = (g or "" for g in PERIOD.fullmatch(period).groups())
    number = [float(re.sub(r"[A-Z]", "", x).replace(",", ".") or 0) for x in (years, months, weeks, days)]
    return number[0] * 12 + number[1], number[2] * 7 + number[3], time


def find(facts: Facts) -> pd.DataFrame:
    r, of, c = facts.tables.retentions, facts.tables.retention_categories, facts.tables.categories
    open_ = ~r["period"].isin(["unknown", "none"]).to_numpy() & (r["criterion"] == "").to_numpy() & facts.as_controller[r["purpose"].to_numpy()]
    several = np.bincount(r["purpose"].to_numpy()[open_], minlength=len(facts.tables.purposes)) > 1
    r = r[open_ & several[r["purpose"].to_numpy()]]  # of thousands, the few that could conflict
    if r.empty:
        return pd.DataFrame({"row": [], "periods": [], "data": [], "names": []})
    r = r.assign(period=r["period"].astype(str), law=r["law"].astype(str).replace({"none": "unknown", "": "unknown"}), length=each(r["period"], lambda p: repr(length(p))))
    r["told"] = each(r["period"], spelt)
    r["told"] = np.where(r["starts"].isin(["unknown", "none", ""]), r["told"], r["told"] + " from " + r["starts"].astype(str))
    of = of[of["category"] >= 0].set_index("retention")["category"]
    r = r.join(of).fillna({"category": -1}).astype({"category": int})
    key = r.groupby(["purpose", "law", "category"], sort=True).ngroup().to_numpy()
    lengths = r.assign(key=key).groupby("key")["length"].nunique().to_numpy()
    r, key = r[lengths[key] > 1], key[lengths[key] > 1]
    g = r.assign(key=key).drop_duplicates("key").sort_values("key")[["purpose", "category"]].reset_index(drop=True)
    g["periods"] = joined(key, r["told"]).to_numpy()
    for column in ("id", "name"):
        g[column] = np.where(g["category"] < 0, "", text(c[column], np.maximum(g["category"], 0)) if len(c) else "")
    g = g.sort_values("id").groupby(["purpose", "periods"], sort=True).agg(data=("id", " ".join), names=("name", ", ".join)).reset_index()
    return pd.DataFrame({"row": g["purpose"], "periods": g["periods"], "data": g["data"], "names": g["names"].where(g["names"] != "", "the same data")})


RULE = Rule(
    code="RE003", name="retentions_in_conflict", severity="warning", basis="law",
    articles=("GDPR Art. 5(1)(e)", "GDPR Art. 30(1)(f)"), subject="purposes", by=("data",),
    message="{subject}: {periods}, all for {names}; which of them applies is not said",
    remedy="Decide which of these periods of {subject} applies to which data, or cite the law of each: {periods}.",
    action="decide the retention of {subject}", find=find, page=__doc__,
)  # fmt: skip
