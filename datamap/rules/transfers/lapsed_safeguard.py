"""Lapsed safeguard.

What it finds: Safe Harbour, Privacy Shield or an older generation of the standard contractual clauses, recorded for
a recipient after it ended.

Why it matters: they are no longer a transfer basis: Safe Harbour since 2015-10-06, Privacy Shield since 2020-07-16,
the clauses of 2001, 2004 and 2010 since 2022-12-28. There was no grace period after the judgments.

Example: a register from 2023 that still lists "Privacy Shield".

What to do: replace it by the 2021 standard contractual clauses or another tool, and correct the record and the
notice.

When it is wrong: the entry is historical. Give it an `until` date.

Sources: CJEU C-362/14; CJEU C-311/18; Decision (EU) 2021/914 Art. 4.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import safeguards, tools
from datamap.rules.rule import Rule
from datamap.transfers.exporters import REGIMES, regimes


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
            "safeguard": safeguards(s.iloc[at]),
            "until": until[at],
        }
    )


def _ended(facts: Facts) -> dict[tuple[str, str, str], dt.date]:
    """Last day of each ended instrument, by the exporter's regime: list-based kinds and generations of clauses."""
    out: dict[tuple[str, str, str], dt.date] = {}
    for name in REGIMES:
        regime = facts.law.regime(name)
        rows = [*(facts.law.regime(regime.before).instruments if regime.before else ()), *regime.instruments]
        for i in rows:  # a later row of the same kind takes precedence
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
    message="The transfer to {subject} is recorded under {safeguard}, which could be relied on only until {until}.",
    remedy=(
        "Replace {safeguard} for {subject} by the 2021 standard contractual clauses or another tool in force, and "
        "correct the record and the notice."
    ),
    action="sign standard contractual clauses with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
