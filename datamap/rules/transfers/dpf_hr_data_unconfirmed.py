"""Staff data under a listing that does not name HR data.

What it finds: data of the organisation's own staff going to an importer under the Data Privacy Framework, where the
listing does not name HR data or nobody looked.

Why it matters: HR data need a certification that names them when they come from a member of the same group; whether a
processor outside the group needs it is disputed (EDPB report of 2024-11-04). The EDPB asks exporters to check.

Example: a payroll provider whose row says HR Data: No.

What to do: look at the row's HR column; where it says No, sign the standard clauses as well.

When it is wrong: the importer handles no data of your own staff; say `staff: no` for the people concerned.

Sources: Decision (EU) 2023/1795, Annex I, Supplemental Principle 9; EDPB DPF FAQ v2.0.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.transfers.coverage import CLASS_BITS, classes


def find(facts: Facts) -> pd.DataFrame:
    unchecked = facts.which(lambda v: v.verdict == "covered" and v.ground == "dpf" and "listing:hr" in v.asks)
    lacking = facts.which(
        lambda v: v.verdict == "covered" and v.dpf is not None and v.dpf.row is not None and not v.dpf.row.hr
    )
    t = facts.transfers
    at = np.flatnonzero(lacking)
    if len(at):  # a row of all classes is about own staff too, where the recipient gets their data
        data, staff = (
            t["data"].iloc[at],
            facts.tables.once(classes)[t["recipient"].to_numpy()[at]] & CLASS_BITS["hr"] > 0,
        )
        lacking[at] = (data == "hr").to_numpy() | ((data == "all").to_numpy() & staff)
    t = t[unchecked | lacking]
    said = facts.text(
        t,
        lambda v: (
            "the listing does not name HR data"
            if v.dpf is not None
            else "whether the listing names HR data was not checked"
        ),
    )
    return t.assign(row=t["recipient"].to_numpy(), said=said)


RULE = Rule(
    code="TR014",
    name="dpf_hr_data_unconfirmed",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2023/1795, Annex I, Supplemental Principle 9", "EDPB DPF FAQ v2.0"),
    subject="recipients",
    by=("country",),
    message="{subject} ({country}) receives data of the organisation's own staff under the Data Privacy Framework, and {said}",
    remedy="Check that {subject}'s row names HR data; if not, sign the standard clauses for them.",
    action="check HR data in the participants list: {subject}",
    find=find,
    page=__doc__,
)
