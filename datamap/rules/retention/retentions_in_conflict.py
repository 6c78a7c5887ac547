"""Conflicting retention periods.

What it finds: two or more different periods for the same data of one purpose, without a law or a criterion that
shows which one applies. P36M and P3Y are the same period.

Why it matters: data cannot be erased under two conflicting periods. In practice the longest applies, without a
justification (Art. 5(1)(e)).

Example: invoices kept 3 years from the end of one year and 10 years from the end of another.

What to do: decide which period applies to which data, and record the categories, the law behind each period, or the
criterion.

When it is wrong: the periods are for different documents within one kind of data. Create a category for each.

Sources: GDPR Art. 5(1)(e), 13(2)(a), 30(1)(f).
"""

import re

import numpy as np
import pandas as pd

from datamap.model.period import spelt
from datamap.model.vocabulary import PERIOD
from datamap.rules.facts import Facts
from datamap.rules.phrases import each, text
from datamap.rules.rule import Rule
from datamap.tables.arrays import distinct


def length(period: str) -> tuple[float, float, str]:
    """Months, days and time of an ISO 8601 period, so that equal periods compare as equal."""
    match = PERIOD.fullmatch(period)
    if match is None:
        raise ValueError(f"{period!r}: expected an ISO 8601 period")
    years, months, weeks, days, time, *_ = (g or "" for g in match.groups())
    number = [float(re.sub(r"[A-Z]", "", x).replace(",", ".") or 0) for x in (years, months, weeks, days)]
    return number[0] * 12 + number[1], number[2] * 7 + number[3], time


def find(facts: Facts) -> pd.DataFrame:
    r, of, c = facts.tables.retentions, facts.tables.retention_categories, facts.tables.categories
    purpose, (period, words) = r["purpose"].to_numpy(), facts.tables.codes("retentions", "period")
    open_ = (
        ~facts.tables.among("retentions", "period", ["unknown", "none"])
        & facts.tables.among("retentions", "criterion", [""])
        & facts.as_controller[purpose]
    )
    periods = distinct(purpose[open_].astype(np.int64) * (len(words) + 1) + period[open_])
    several = np.bincount(periods // (len(words) + 1), minlength=len(facts.tables.purposes)) > 1
    at = np.flatnonzero(open_ & several[purpose])  # of thousands, the few that could conflict
    narrowed: dict[int, list[int]] = {}
    mine = of[np.isin(of["retention"].to_numpy(), at) & (of["category"] >= 0).to_numpy()]
    for retention, category in zip(mine["retention"].tolist(), mine["category"].tolist(), strict=True):
        narrowed.setdefault(retention, []).append(category)
    told: dict[tuple[int, str, int], dict[str, str]] = {}
    lasts, law, starts = (text(r[name], at) for name in ("period", "law", "starts"))
    columns = (purpose[at], each(lasts, spelt), each(lasts, lambda x: repr(length(x))), law, starts)
    for row, p, said, long, law, starts in zip(at.tolist(), *(x.tolist() for x in columns), strict=True):
        said += f" from {starts}" if starts not in ("unknown", "none", "") else ""
        for category in narrowed.get(row, [-1]):
            told.setdefault((p, law if law not in ("none", "") else "unknown", category), {})[said] = long
    alike: dict[tuple[int, str], list[int]] = {}
    for (p, _, category), lengths in told.items():
        if len(set(lengths.values())) > 1:
            alike.setdefault((p, ", ".join(sorted(lengths))), []).append(category)
    found = []
    for (p, said), categories in sorted(alike.items()):
        which = np.array(sorted({x for x in categories if x >= 0}), dtype=np.int64)
        pairs = sorted(zip(text(c["id"], which), text(c["name"], which), strict=True)) if len(which) else []
        found.append((p, said, " ".join(i for i, _ in pairs), ", ".join(n for _, n in pairs) or "the same data"))
    return pd.DataFrame(found, columns=["row", "periods", "data", "names"])


RULE = Rule(
    code="RE003",
    name="retentions_in_conflict",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 5(1)(e)", "GDPR Art. 30(1)(f)"),
    subject="purposes",
    rows_of="retentions",
    by=("data",),
    message=(
        "The purpose “{subject}” has several retention periods for {names} ({periods}). It is not recorded which one "
        "applies."
    ),
    remedy=(
        "Decide which of these periods of “{subject}” applies to which data, or cite the law behind each: {periods}."
    ),
    action="decide the retention of {subject}",
    find=find,
    page=__doc__,
)
