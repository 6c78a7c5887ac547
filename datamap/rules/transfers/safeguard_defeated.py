"""Safeguard defeated by an assessment or an authority.

What it finds: a safeguard with a negative transfer impact assessment, or under which a supervisory authority has
suspended transfers.

Why it matters: the exporter must suspend or end the transfer where the tool cannot protect the data (C-311/18, 134
and 135; clause 14(f)). Continuing is a separate breach, even where another tool is recorded as well.

Example: clauses with a telecoms provider, and an assessment which concludes that its national law reaches the data.

What to do: stop the transfer, or find supplementary measures that change the outcome and document them.

When it is wrong: the assessment has been repeated. Record its new outcome.

Sources: CJEU C-311/18; Decision (EU) 2021/914, clause 14(f); GDPR Art. 58(2)(j).
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.phrases import safeguards, tools
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, cells


def find(facts: Facts) -> pd.DataFrame:
    s = facts.tables.safeguards
    asked = [i.kind for i in facts.law.instruments() if i.tia]
    negative = (s["tia"] == "negative").to_numpy() & among(s["kind"], asked)
    # as text: "none" and "unknown" come after every day
    stopped = (s["suspended"] <= facts.day.isoformat()).to_numpy() & (s["suspended"] != "").to_numpy()
    assessed = _assessed(facts, asked)
    at = np.flatnonzero(negative | stopped | (assessed != ""))
    if not len(at):
        return NOTHING
    s = s.iloc[at]
    outcome = np.where(negative[at], "the transfer impact assessment has a negative outcome", assessed[at])
    on = "an authority suspended transfers on this basis on " + s["suspended"].to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "row": s["recipient"].to_numpy(),
            "at": at,
            "table": "safeguards",
            "tool": tools(s),
            "safeguard": safeguards(s),
            "said": np.where(stopped[at], on, outcome),
        }
    )


def _assessed(facts: Facts, asked: list[str]) -> np.ndarray:
    """For each safeguard what an assessment with a negative outcome states; empty where there is none."""
    a, found = facts.tables["assessments"], facts.assessments
    s = facts.tables["safeguards"]
    kind, out = cells(s["kind"]), np.full(len(s), "", dtype=object)
    for n in np.flatnonzero(found.counting & (a["outcome"] == "negative").to_numpy()).tolist():
        kinds = found.kinds.get(n) or asked
        # its outcome is about these tools also where the transfer relies on another one
        for leg in found.named_legs(n):
            for tool in found.basis.tools(leg):
                if kind(tool) in kinds and kind(tool) in asked:
                    name = a["name"].iat[n] or a["id"].iat[n]
                    out[tool] = f"the transfer impact assessment “{name}” has a negative outcome"
    return out


RULE = Rule(
    code="TR030",
    name="safeguard_defeated",
    severity="error",
    basis="law",
    articles=("CJEU C-311/18", "GDPR Art. 58(2)(j)"),
    subject="recipients",
    rows_of="safeguards",
    by=("tool",),
    message="The transfer to {subject} is recorded under {safeguard}, but {said}.",
    remedy=(
        "Stop the transfer to {subject} under {safeguard}, or document supplementary measures that change the outcome."
    ),
    action="stop or remedy the transfer to {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
