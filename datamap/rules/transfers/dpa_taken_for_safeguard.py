"""Data processing agreement used as a transfer tool.

What it finds: a transfer to a third country without a valid basis, for which only a data processing agreement is
recorded.

Why it matters: a contract under Art. 28 governs processing on behalf of a controller. It gives no protection
against the law of the importer's country and is not a tool under Chapter V. The clauses of Decision (EU) 2021/915
state this expressly (clause 1(f)).

Example: "HelpJuice | USA | Concluded DPA".

What to do: sign module 2 or 3 of the 2021 standard contractual clauses with the same provider (they also satisfy
Art. 28), and document a transfer impact assessment. Under the law of the United Kingdom or Switzerland, and on earlier
days, another contract is the right one: the finding names it.

When it is wrong: the agreement contains the standard contractual clauses as an annex. Record them as a safeguard of
kind scc.

Sources: GDPR Art. 28, 44 to 46; Decision (EU) 2021/915, clause 1(f); Decision (EU) 2021/914, recital 9.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, marked


def find(facts: Facts) -> pd.DataFrame:
    t = facts.bearing(["not-covered"])
    return t[only_dpa(facts)[t["row"].to_numpy()] & (t["via"] < 0).to_numpy()]


def only_dpa(facts: Facts) -> np.ndarray:
    """Recipients with a data processing agreement, in its own field or among the safeguards, and no transfer tool."""
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
    message=(
        "For the transfer of {categories} to {subject} ({country}) for {purposes}, only a data processing agreement is "
        "recorded, which is not a transfer tool."
    ),
    remedy=("Sign {clauses}{processing} with {subject}{assess}, or stop the transfer."),
    action="sign {contract} with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
