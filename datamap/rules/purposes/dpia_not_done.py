"""Required impact assessment not completed.

What it finds: an active processing activity for which a data protection impact assessment under Art. 35 is recorded
as required or still in progress. Where a screening in force found that it is required, and the state of the assessment
is not recorded, it is a warning: the assessment may exist.

Why it matters: the assessment must precede the processing (Art. 35(1)).

Example: profiling that started while the assessment was still being written.

What to do: complete the assessment before continuing, and keep its reference.

When it is wrong: the activity is only planned. Record `status: planned`.

Sources: GDPR Art. 35(1), 35(3); WP248 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import going_on, rows
from datamap.rules.phrases import worded
from datamap.rules.rule import Rule
from datamap.tables.arrays import among


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    said = worded(
        p["dpia"],
        {
            "required": "not completed",
            "in-progress": "still in progress",
            "unknown": "not recorded as completed, although its screening found that it is required",
        },
    )
    screened = (p["dpia"] == "unknown").to_numpy() & facts.screenings.with_outcome("dpia-screening", "required")
    return rows(
        (among(p["dpia"], ["required", "in-progress"]) | screened) & going_on(facts) & facts.as_controller,
        said=said,
        severity=lambda at: np.where(screened[at], "warning", "error").astype(object),
    )


RULE = Rule(
    code="PD010",
    name="dpia_not_done",
    severity="error",
    basis="law",
    articles=("GDPR Art. 35(1)",),
    subject="purposes",
    message="The purpose “{subject}” requires a data protection impact assessment, which is {said}.",
    remedy="Complete the data protection impact assessment of “{subject}” before continuing.",
    action="complete the impact assessment of {subject}",
    find=find,
    page=__doc__,
)
