"""A processor's record that lacks something Art. 30(2) asks for.

What it finds: letters of Art. 30(2) that the inventory of a processor leaves open: for whom it acts (a), what it does
for them (b). Transfers (c) and measures (d) have rules of their own.

Why it matters: a processor keeps a record of its own (Art. 30(2)), apart from the one it keeps as controller.

Example: a software provider that lists only its own purposes, and not what it does for customers.

What to do: name the controllers it acts for (or the kinds of customer, with a list elsewhere), the categories of
processing.

When it is wrong: the organisation acts for nobody; write `role: controller`.

Sources: GDPR Art. 30(2).
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.tables
    acts = t.controllers["role"].isin(["processor", "both"]).to_numpy()
    mine = (t.purposes["role"] == "processor").to_numpy() | ((t.purposes["role"] == "unknown").to_numpy() & (t.controllers["role"] == "processor").to_numpy()[t.purposes["controller"].to_numpy()])
    has = np.zeros(len(acts), dtype=bool)
    has[t.purposes["controller"].to_numpy()[mine]] = True
    nobody = mine & (t.purposes["on_behalf_of"] != "listed").to_numpy()
    who = np.flatnonzero(nobody)
    return pd.concat([
        pd.DataFrame({"row": np.flatnonzero(acts & ~has), "letter": "b", "asks": "the processing it carries out for others", "activity": "", "which": ""}),
        pd.DataFrame({
            "row": t.purposes["controller"].to_numpy()[who], "letter": "a", "asks": "the controllers it acts for",
            "activity": (", " + t.purposes["name"]).to_numpy(dtype=object)[who], "which": t.purposes["id"].to_numpy(dtype=object)[who],
        }),
    ], ignore_index=True)  # fmt: skip


RULE = Rule(
    code="RR002", name="processor_record_incomplete", severity="error", basis="law",
    articles=("GDPR Art. 30(2)",), subject="inventories", by=("letter", "which"),
    message="{subject}{activity}: the processor record lacks {asks} (Art. 30(2)({letter}))",
    remedy="Complete the processor record of {subject}{activity}: {asks}.",
    action="complete the processor record: {asks}", find=find, page=__doc__,
)  # fmt: skip
