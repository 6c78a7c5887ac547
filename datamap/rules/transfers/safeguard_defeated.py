"""A tool that an assessment or an authority has defeated.

What it finds: a safeguard whose transfer impact assessment came out negative, or under which a supervisory authority
has suspended transfers.

Why it matters: the exporter must suspend or end the transfer where the tool cannot protect the data (C-311/18, 134 and
135; clause 14(f)). Going on is a breach of its own, also where another tool is named beside it.

Example: clauses with a telecoms provider, and an assessment that its law reaches the data.

What to do: stop the transfer, or find supplementary measures that change the outcome and document them.

When it is wrong: the assessment has been redone; write its new outcome.

Sources: CJEU C-311/18; Decision (EU) 2021/914, clause 14(f); GDPR Art. 58(2)(j).
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, tools
from datamap.tables.arrays import among


def find(facts: Facts) -> pd.DataFrame:
    s = facts.tables.safeguards
    asked = [i.kind for i in facts.law.instruments() if i.tia]
    negative = (s["tia"] == "negative").to_numpy() & among(s["kind"], asked)
    stopped = (s["suspended"] <= facts.day.isoformat()).to_numpy() & ~among(s["suspended"], ["none", "unknown", ""])
    at = np.flatnonzero(negative | stopped)
    s = s.iloc[at]
    said = np.where(
        stopped[at],
        "an authority suspended transfers under it on " + s["suspended"].to_numpy(dtype=object),
        "its transfer impact assessment came out negative",
    )
    return pd.DataFrame(
        {"row": s["recipient"].to_numpy(), "at": at, "table": "safeguards", "tool": tools(s), "said": said}
    )


RULE = Rule(
    code="TR030",
    name="safeguard_defeated",
    severity="error",
    basis="law",
    articles=("CJEU C-311/18", "GDPR Art. 58(2)(j)"),
    subject="recipients",
    by=("tool",),
    message="{subject}: {tool} is named as safeguard, but {said}",
    remedy="Stop the transfer to {subject} under {tool}, or document supplementary measures that change the outcome.",
    action="stop or mend the transfer to {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
