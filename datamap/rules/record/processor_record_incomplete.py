"""Incomplete processor record.

What it finds: points of Art. 30(2) that the inventory of a processor leaves open: contact details, country, officer
and representative (a), the controllers for which it acts (a), what it does for them (b). Separate rules check
transfers (c) and security measures (d).

Why it matters: a processor must keep a separate record (Art. 30(2)), in addition to the one it keeps as controller.

Example: a software provider that lists only the purposes for which it is the controller, and not what it does for
its customers.

What to do: name the controllers for which it acts (or the kinds of customer, with a list elsewhere), and the
categories of processing.

When it is wrong: the organisation does not act for others. Record `role: controller`. Or its processor record is in
a separate inventory: accept the finding, with the name of that inventory.

Sources: GDPR Art. 30(2).
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.phrases import text
from datamap.rules.record.letters import lacking
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    t = facts.tables
    role, of = t.controllers["role"], t.purposes["controller"].to_numpy()
    only = (role == "processor").to_numpy()
    mine = (t.purposes["role"] == "processor").to_numpy() | ((t.purposes["role"] == "unknown").to_numpy() & only[of])
    has = marked(len(role), of, mine)
    idle = np.flatnonzero(role.isin(["processor", "both"]).to_numpy() & ~has)
    at = np.flatnonzero(mine & (t.purposes["on_behalf_of"] != "listed").to_numpy())
    if not (only.any() or len(idle) or len(at)):
        return NOTHING
    name = text(t.purposes["name"], at)
    alone = (t.purposes["on_behalf_of"] == "none").to_numpy()[at]
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
                        "it acts as a processor, but the processing it carries out for others is not recorded",
                        "it also acts as a processor, but the processing it carries out for others is not recorded",
                    ).astype(object),
                }
            ),
            pd.DataFrame(
                {
                    "row": of[at],
                    "which": text(t.purposes["id"], at),
                    "letter": "a",
                    "asks": "the controllers for which it acts",
                    "said": np.where(
                        alone,
                        "the inventory states that “" + name + "” is not carried out for any controller",
                        "the controllers for which it carries out “" + name + "” are not recorded",
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
    message="{subject}: {said} (Art. 30(2)({letter})).",
    remedy="Complete the processor record of {subject}: {asks}.",
    action="complete the processor record of {subject}: {asks}",
    find=find,
    page=__doc__,
)
