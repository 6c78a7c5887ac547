"""A safeguard that has lapsed.

What it finds: Safe Harbour, Privacy Shield or clauses of an older generation named for a recipient after they ended.

Why it matters: they cover nothing any more: Safe Harbour since 2015-10-06, Privacy Shield since 2020-07-16, the clauses
of 2001, 2004 and 2010 since 2022-12-28. There was no period of grace after the judgments.

Example: a register of 2023 that still says "Privacy Shield".

What to do: replace it by the standard clauses of 2021 or another tool, and correct the record and the notice.

When it is wrong: the entry is history; give it an `until` date.

Sources: CJEU C-362/14; CJEU C-311/18; Decision (EU) 2021/914 Art. 4.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, tools
from datamap.transfers.coverage import REGIMES, regimes


def find(facts: Facts) -> pd.DataFrame:
    s = facts.tables.safeguards
    of = regimes(facts.tables)[s["controller"].to_numpy()]
    hit = np.zeros(len(s), dtype=bool)
    until = np.full(len(s), "", dtype=object)
    for (regime, kind, version), day in _ended(facts).items():
        named = (s["kind"] == kind).to_numpy() & ((s["version"] == version).to_numpy() | (kind != "scc"))
        mine = named & (of == REGIMES.index(regime))
        hit |= mine
        until[mine] = day.isoformat()
    at = np.flatnonzero(hit)
    return pd.DataFrame(
        {
            "row": s["recipient"].to_numpy()[at],
            "at": at,
            "table": "safeguards",
            "tool": tools(s.iloc[at]),
            "until": until[at],
        }
    )


def _ended(facts: Facts) -> dict[tuple[str, str, str], dt.date]:
    """Last day of what has ended, by regime of the exporter: kinds with a list, and generations of the clauses."""
    out: dict[tuple[str, str, str], dt.date] = {}
    for name in REGIMES:
        regime = facts.law.regime(name)
        rows = [*(facts.law.regime(regime.before).instruments if regime.before else ()), *regime.instruments]
        for i in rows:  # a later row of the same kind goes before
            if i.kind not in ("scc", "privacy-shield", "safe-harbour"):
                continue
            if i.until and i.until < facts.day:
                out[name, i.kind, i.version] = i.until
            else:
                out.pop((name, i.kind, i.version), None)
    return out


RULE = Rule(
    code="TR005",
    name="lapsed_safeguard",
    severity="error",
    basis="law",
    articles=("CJEU C-362/14", "CJEU C-311/18", "Decision (EU) 2021/914, Art. 4"),
    subject="recipients",
    by=("tool",),
    message="{subject}: {tool} is named as safeguard; it could be relied on until {until}",
    remedy="Replace {tool} for {subject} by the standard clauses of 2021 or another tool in force, and correct record and notice.",
    action="sign standard clauses with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
