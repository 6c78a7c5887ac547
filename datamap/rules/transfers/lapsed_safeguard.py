"""Lapsed safeguard.

What it finds: Safe Harbour, Privacy Shield or an older generation of the standard contractual clauses, recorded for
a recipient after it ended.

Why it matters: they are no longer a transfer basis. For an exporter in the EU or EEA: Safe Harbour since 2015-10-06,
Privacy Shield since 2020-07-16, the clauses of 2001, 2004 and 2010 since 2022-12-28. For one in the United Kingdom, the
old EU clauses ended later, on 2024-03-21 (signed until 2022-09-21); for one in Switzerland on 2022-12-31 (signed until
2021-09-26), and the Swiss-US Privacy Shield on 2020-09-07. There was no grace period after the judgments.

Example: a register from 2023 that still lists "Privacy Shield".

What to do: replace it by a contract that can be signed under the exporter's law, or another tool, and correct the
record and the notice.

When it is wrong: the entry is historical. Give it an `until` date.

Sources: CJEU C-362/14; CJEU C-311/18; Decision (EU) 2021/914 Art. 4; DPA 2018, Sch. 21 para 7, and the ICO's
transitional provisions; FDPIC, recognition of the clauses of 2021-08-27 and position paper of 2020-09-08.
"""

import datetime as dt
import re

import numpy as np
import pandas as pd

from datamap.law import Instrument
from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.phrases import safeguards, tools
from datamap.rules.rule import Rule
from datamap.transfers.exporters import REGIMES


def find(facts: Facts) -> pd.DataFrame:
    s = facts.tables.safeguards
    of = facts.exporter.take(s["recipient"].to_numpy())
    ended, which = _ended(facts), np.full(len(s), -1)
    for n, (regime, kind, version) in enumerate(ended):
        named = (s["kind"] == kind).to_numpy() & ((s["version"] == version).to_numpy() | (kind != "scc"))
        which[named & (of == REGIMES.index(regime))] = n
    at = np.flatnonzero(which >= 0)
    if not len(at):
        return NOTHING
    by = [list(ended.values())[n] for n in which[at].tolist()]
    return pd.DataFrame(
        {
            "row": s["recipient"].to_numpy()[at],
            "at": at,
            "table": "safeguards",
            "tool": tools(s.iloc[at]),
            "safeguard": safeguards(s.iloc[at]),
            "until": [str(i.until) for i in by],
            "articles": [_source(i) for i in by],
        }
    )


def _source(i: Instrument) -> str:
    """What ended an instrument: the judgment, the decision that replaced it, or its own transitional provision."""
    if judgment := re.match(r"CJEU C-\d+/\d+", i.annulled_by):
        return judgment.group()
    if i.regime == "eu":
        return "Decision (EU) 2021/914, Art. 4"
    return i.citation


def _ended(facts: Facts) -> dict[tuple[str, str, str], Instrument]:
    """The ended instruments by the exporter's regime: list-based kinds and generations of clauses."""
    out: dict[tuple[str, str, str], Instrument] = {}
    for name in REGIMES:
        regime = facts.law.regime(name)
        rows = [*(facts.law.regime(regime.before).instruments if regime.before else ()), *regime.instruments]
        for i in rows:  # a later row of the same kind takes precedence
            if i.kind not in ("scc", "privacy-shield", "safe-harbour"):
                continue
            if i.until and i.until < facts.day:
                out[name, i.kind, i.version] = i
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
    rows_of="safeguards",
    by=("tool",),
    message="The transfer to {subject} is recorded under {safeguard}, which could be relied on only until {until}.",
    remedy=(
        "Replace {safeguard} for {subject} by {clauses} or another tool in force, and correct the record and the "
        "notice."
    ),
    action="sign {contract} with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
