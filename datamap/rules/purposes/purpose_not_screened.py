"""Purpose not screened for further duties.

What it finds: a processing activity for which it is not recorded whether it involves automated decisions, whether
it needs an impact assessment, or where its data come from. The finding lists the open questions.

Why it matters: each answer brings further duties: information on the logic and human review (Art. 13(2)(f), 22), an
assessment before the processing (Art. 35), a notice under Art. 14 instead of Art. 13. An unanswered question does
not mean no.

Example: customer scoring, without a record of whether it makes decisions automatically.

What to do: answer the questions once with the person in charge of the activity: `automated_decisions`, `dpia`,
`sources`. A screening in force (`datamap assess --kind dpia-screening`) answers the second one.

When it is wrong: the answers are kept elsewhere. Copy them. Art. 30 does not require them in the record.

Sources: GDPR Art. 5(2), 13(2)(f), 14, 22, 35(1); WP248 rev.01; WP251 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule

QUESTIONS = {
    "automated_decisions": "whether it involves automated decisions",
    "dpia": "whether it needs an impact assessment",
    "sources": "where its data come from",
}


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    screened = facts.screenings.with_outcome("dpia-screening", "required")
    screened |= facts.screenings.with_outcome("dpia-screening", "not-required")
    answered = {"dpia": screened}
    open_ = np.column_stack([(p[c] == "unknown").to_numpy() & ~answered.get(c, False) for c in QUESTIONS])
    open_ &= facts.as_controller[:, None]
    at = np.flatnonzero(open_.any(axis=1))
    patterns, which = np.unique(open_[at], axis=0, return_inverse=True)
    words = np.array(
        [enumerated([w for w, on in zip(QUESTIONS.values(), p, strict=True) if on]) for p in patterns], dtype=object
    )
    return pd.DataFrame({"row": at, "said": words[which.ravel()] if len(at) else []})


RULE = Rule(
    code="PD012",
    name="purpose_not_screened",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 22", "GDPR Art. 35(1)"),
    subject="purposes",
    message="The record of the purpose “{subject}” does not state {said}.",
    remedy="Ask the person in charge of “{subject}” and record {said}.",
    action="screen {subject}",
    find=find,
    page=__doc__,
)
