"""Staff data under a certification without HR data.

What it finds: data on the organisation's own staff sent to an importer under the Data Privacy Framework, where the
list entry does not name HR data or this was not checked.

Why it matters: a member of the same group needs a certification that names HR data to receive them; whether a
processor outside the group needs one is disputed (EDPB report of 2024-11-04). The EDPB asks exporters to check.

Example: a payroll provider whose entry shows HR Data: No.

What to do: check the HR column of the entry. Where it shows No, sign standard contractual clauses as well.

When it is wrong: the importer does not process data on your own staff. Record `staff: no` for the people concerned.

Sources: Decision (EU) 2023/1795, Annex I, Supplemental Principle 9; EDPB DPF FAQ v2.0.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.rule import Rule
from datamap.transfers.classes import HR, classes_by_recipient


def find(facts: Facts) -> pd.DataFrame:
    unchecked = facts.which(lambda v: v.ground == "dpf" and "listing:hr" in v.asks)
    lacking = facts.which(
        lambda v: v.verdict == "covered" and v.dpf is not None and v.dpf.row is not None and not v.dpf.row.hr
    )
    t = facts.transfers
    at = np.flatnonzero(lacking)
    if len(at):  # a row of all classes is about own staff too, where the recipient gets their data
        data, staff = (
            t["data"].iloc[at],
            facts.tables.once(classes_by_recipient)[t["recipient"].to_numpy()[at]] & HR > 0,
        )
        lacking[at] = (data == "hr").to_numpy() | ((data == "all").to_numpy() & staff)
    at = np.flatnonzero(unchecked | lacking)
    if not len(at):
        return NOTHING
    t = t.take(at)
    said = facts.text(
        t,
        lambda v: (
            "its list entry does not name HR data"
            if v.dpf is not None
            else "it was not checked whether its list entry names HR data"
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
    message=(
        "{subject} ({country}) receives data on the organisation's own staff under the Data Privacy Framework, but "
        "{said}."
    ),
    remedy=("Check that the list entry of {subject} names HR data. If it does not, sign {clauses} for these data."),
    action="check the participants list for HR data of {subject}",
    find=find,
    page=__doc__,
)
