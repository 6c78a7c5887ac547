"""A data protection impact assessment that is required and not done.

What it finds: an activity recorded as requiring an assessment under Art. 35 that is active, or whose assessment is
only in progress.

Why it matters: the assessment comes before the processing (Art. 35(1)).

Example: profiling that started while the assessment was being written.

What to do: finish the assessment before going on, and keep its reference.

When it is wrong: the activity is only planned; write `status: planned`.

Sources: GDPR Art. 35(1), 35(3); WP248 rev.01.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, rows, worded
from datamap.tables.arrays import among


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    said = worded(p["dpia"], {"required": "not done", "in-progress": "still in progress"})
    return rows(
        among(p["dpia"], ["required", "in-progress"]) & ~among(p["status"], ["planned", "ended"]) & facts.as_controller,
        said=said,
    )


RULE = Rule(
    code="PD010",
    name="dpia_not_done",
    severity="error",
    basis="law",
    articles=("GDPR Art. 35(1)",),
    subject="purposes",
    message="{subject} needs a data protection impact assessment, and it is {said}",
    remedy="Finish the data protection impact assessment of {subject} before going on.",
    action="finish the impact assessment of {subject}",
    find=find,
    page=__doc__,
)
