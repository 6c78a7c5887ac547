"""Joint controller without an arrangement.

What it finds: a recipient with the role of joint controller, for which no arrangement under Art. 26 is recorded. It
is an error where the inventory states that there is no arrangement.

Why it matters: joint controllers must determine their respective responsibilities in a transparent manner, and make
the essence of the arrangement available (Art. 26(1), (2)).

Example: a social plug-in that sends visitors' data to the network (C-40/17).

What to do: conclude the arrangement, or record the one that the other party offers, and publish its essence.

When it is wrong: the recipient is not a joint controller. Correct `role`.

Sources: GDPR Art. 26(1), (2); CJEU C-210/16, C-40/17.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.phrases import worded
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    r = facts.tables.recipients
    state = r["joint_arrangement"]
    said = {"no": "there is no arrangement under Art. 26", "unknown": "no arrangement under Art. 26 is recorded"}
    return rows(
        (r["role"] == "joint").to_numpy() & (state != "yes").to_numpy(),
        said=worded(state, said),
        severity=worded(state, {"no": "error"}, "warning"),
    )


RULE = Rule(
    code="RC006",
    name="joint_controller_without_arrangement",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 26(1)", "CJEU C-40/17"),
    subject="recipients",
    message="For the joint controller {subject}, {said}.",
    remedy="Conclude the arrangement under Art. 26 with {subject}, or record it (joint_arrangement: yes).",
    action="conclude the joint arrangement with {subject}",
    find=find,
    page=__doc__,
)
