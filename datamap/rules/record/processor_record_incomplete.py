"""A processor's record that lacks something Art. 30(2) asks for.

What it finds: letters of Art. 30(2) that the inventory of a processor leaves open: its own contact, country, officer and
representative (a), for whom it acts (a), what it does for them (b). Transfers (c) and measures (d) have rules of their own.

Why it matters: a processor keeps a record of its own (Art. 30(2)), apart from the one it keeps as controller.

Example: a software provider that lists only its own purposes, and not what it does for customers.

What to do: name the controllers it acts for (or the kinds of customer, with a list elsewhere), the categories of
processing.

When it is wrong: the organisation acts for nobody; write `role: controller`. Or its record as processor is an inventory
of its own: accept the finding, with its name.

Sources: GDPR Art. 30(2).
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, text
from datamap.rules.record.letters import lacking
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    t = facts.tables
    role, of = t.controllers["role"], t.purposes["controller"].to_numpy()
    only = (role == "processor").to_numpy()
    mine = (t.purposes["role"] == "processor").to_numpy() | ((t.purposes["role"] == "unknown").to_numpy() & only[of])
    has = marked(len(role), of, mine)
    idle = np.flatnonzero(role.isin(["processor", "both"]).to_numpy() & ~has)
    at = np.flatnonzero(mine & (t.purposes["on_behalf_of"] != "listed").to_numpy())
    name = text(t.purposes["name"], at)
    nobody = (t.purposes["on_behalf_of"] == "none").to_numpy()[at]
    return pd.concat(
        [
            lacking(facts, only, processor=True).rename(columns={"id": "which"}),
            pd.DataFrame(
                {
                    "row": idle,
                    "which": "",
                    "letter": "b",
                    "asks": "the processing it carries out for others",
                    "said": np.where(
                        only[idle],
                        "it acts for others, and nothing that it does for them is recorded",
                        "it acts for others too, and nothing that it does for them is recorded",
                    ).astype(object),
                }
            ),
            pd.DataFrame(
                {
                    "row": of[at],
                    "which": text(t.purposes["id"], at),
                    "letter": "a",
                    "asks": "the controllers it acts for",
                    "said": np.where(
                        nobody,
                        "it is stated that " + name + " is carried out for nobody",
                        "for whom it carries out " + name + " is not recorded",
                    ),
                }
            ),
        ],
        ignore_index=True,
    )


RULE = Rule(
    code="RR002",
    name="processor_record_incomplete",
    severity="error",
    basis="law",
    articles=("GDPR Art. 30(2)",),
    subject="inventories",
    by=("letter", "which"),
    message="{subject}: {said} (Art. 30(2)({letter}))",
    remedy="Complete the processor record of {subject}: {asks}.",
    action="complete the processor record of {subject}: {asks}",
    find=find,
    page=__doc__,
)
