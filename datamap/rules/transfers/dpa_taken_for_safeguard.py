"""A data processing agreement taken for a transfer tool.

What it finds: a transfer to a third country that is not covered, for which only a data processing agreement is named.

Why it matters: a contract under Art. 28 governs processing on behalf; it gives no protection against the law of the
importer's country and is no tool of Chapter V. The clauses of Decision (EU) 2021/915 say so themselves (clause 1(f)).

Example: "HelpJuice | USA | Concluded DPA".

What to do: sign module 2 or 3 of the standard clauses of 2021 with the same provider (they also satisfy Art. 28), with
a transfer impact assessment.

When it is wrong: the agreement contains the standard clauses as an annex; write them down as a safeguard of kind scc.

Sources: GDPR Art. 28, 44 to 46; Decision (EU) 2021/915, clause 1(f); Decision (EU) 2021/914, recital 9.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.tables.arrays import among, marked


def find(facts: Facts) -> pd.DataFrame:
    t = facts.bearing(["not-covered"])
    return t[only_dpa(facts)[t["row"].to_numpy()] & (t["via"] < 0).to_numpy()]


def only_dpa(facts: Facts) -> np.ndarray:
    """Recipients for which a data processing agreement is named, as such or among the safeguards, and no tool."""
    r, s = facts.tables.recipients, facts.tables.safeguards
    named = (r["dpa"] == "yes").to_numpy() | marked(len(r), s["recipient"].to_numpy(), (s["kind"] == "dpa").to_numpy())
    return named & ~marked(len(r), s["recipient"].to_numpy(), ~among(s["kind"], ["dpa", "other"]))


RULE = Rule(
    code="TR002",
    name="dpa_taken_for_safeguard",
    severity="error",
    basis="law",
    articles=("GDPR Art. 44 to 46", "GDPR Art. 28", "Decision (EU) 2021/915, clause 1(f)"),
    subject="recipients",
    by=("country", "part"),
    message="{subject} ({country}) receives {categories} for {purposes}; only a data processing agreement is named, which is no transfer tool",
    remedy="Sign the standard clauses of 2021 (module 2 or 3; they also satisfy Art. 28) with {subject} and document a transfer impact assessment.",
    action="sign standard clauses with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
