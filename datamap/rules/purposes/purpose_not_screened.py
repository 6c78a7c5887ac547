"""A purpose of which the questions that decide on further duties are open.

What it finds: a processing activity of which it is not recorded whether it takes automated decisions, whether it needs an
impact assessment, or where its data come from; what is open is named.

Why it matters: each answer brings duties of its own: information on the logic and human review (Art. 13(2)(f), 22), an
assessment before the processing (Art. 35), the notice of Art. 14 instead of 13. Not asked is not no.

Example: customer scoring, of which nobody recorded whether it decides anything by itself.

What to do: answer the questions once with whoever runs the activity: `automated_decisions`, `dpia`, `sources`.

When it is wrong: the answers are kept elsewhere; copy them. Art. 30 does not ask for them in the record.

Sources: GDPR Art. 5(2), 13(2)(f), 14, 22, 35(1); WP248 rev.01; WP251 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule

QUESTIONS = {
    "automated_decisions": "whether it takes automated decisions",
    "dpia": "whether it needs an impact assessment",
    "sources": "where its data come from",
}


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    open_ = np.column_stack([(p[c] == "unknown").to_numpy() for c in QUESTIONS]) & facts.as_controller[:, None]
    at = np.flatnonzero(open_.any(axis=1))
    patterns, which = np.unique(open_[at], axis=0, return_inverse=True)
    words = np.array(
        [", ".join(w for w, on in zip(QUESTIONS.values(), p, strict=True) if on) for p in patterns], dtype=object
    )
    return pd.DataFrame({"row": at, "said": words[which.ravel()] if len(at) else []})


RULE = Rule(
    code="PD012",
    name="purpose_not_screened",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 22", "GDPR Art. 35(1)"),
    subject="purposes",
    message="{subject}: not recorded: {said}",
    remedy="Ask whoever runs {subject}, and record it: {said}.",
    action="screen {subject}",
    find=find,
    page=__doc__,
)
