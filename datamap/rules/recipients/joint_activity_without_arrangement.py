"""Joint activity without an arrangement or a named partner.

What it finds: a processing activity with the role `joint`, for which the other controllers or the arrangement are
not recorded. It is an error where the inventory states that there is no arrangement.

Why it matters: the record must name the joint controller (Art. 30(1)(a)), and Art. 26 requires an arrangement.

Example: a fan page operated jointly, without the name of the other controller.

What to do: name the joint controllers under `joint_with`, and record `arrangement: yes` with its reference in the
notes.

When it is wrong: the organisation decides alone. Record `role: controller`.

Sources: GDPR Art. 26(1), 30(1)(a).
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING, rows
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    joint = np.flatnonzero((p["role"] == "joint").to_numpy())
    if not len(joint):
        return NOTHING
    p = p.iloc[joint]
    alone, none = (p["joint_with"] != "listed").to_numpy(), (p["arrangement"] != "yes").to_numpy()
    without = (p["arrangement"] == "no").to_numpy()
    said = np.select(
        [alone & without, alone & none, alone, without],
        [
            "there is no arrangement under Art. 26, and the other controller is not named",
            "neither the other controller nor an arrangement is recorded",
            "the other controller is not named",
            "there is no arrangement under Art. 26",
        ],
        "no arrangement under Art. 26 is recorded",
    )
    ask = np.select(
        [alone & none, alone],
        [
            "Name the joint controllers, and conclude or record the arrangement under Art. 26, for",
            "Name the joint controllers for",
        ],
        "Conclude the arrangement under Art. 26, or record it, for",
    )
    severity = np.where(without, "error", "warning").astype(object)
    found = rows(alone | none, said=said.astype(object), ask=ask.astype(object), severity=severity)
    return found.assign(row=joint[found["row"].to_numpy()])


RULE = Rule(
    code="RC007",
    name="joint_activity_without_arrangement",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 26(1)", "GDPR Art. 30(1)(a)"),
    subject="purposes",
    message="The purpose “{subject}” is pursued jointly, but {said}.",
    remedy="{ask} “{subject}”.",
    action="record the joint arrangement for {subject}",
    find=find,
    page=__doc__,
)
