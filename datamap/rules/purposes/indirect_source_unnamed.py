"""Data from elsewhere, and from whom is not told.

What it finds: a purpose whose data come from a third party or a public source that is not named, or from a source of
which neither kind nor name is recorded.

Why it matters: where data do not come from the person, the notice must say from which source they do, and whether it
is public (Art. 14(2)(f)).

Example: \"from third parties\".

What to do: name the source under `sources`.

When it is wrong: the source changes from case to case; describe the kinds of source.

Sources: GDPR Art. 14(2)(f); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule, worded
from datamap.tables.arrays import among


def find(facts: Facts) -> pd.DataFrame:
    s = facts.tables.sources
    kind = s["kind"]
    open_ = among(kind, ["third-party", "public", "unknown"]) & facts.tables.among(
        "sources", "name", ["unknown", "none", ""]
    )
    at = np.flatnonzero(open_ & facts.as_controller[s["purpose"].to_numpy()])
    said = worded(
        kind,
        {
            "third-party": "come from a third party, which is not named",
            "public": "come from a public source, which is not named",
            "unknown": "come from a source of which nothing is recorded",
        },
    )
    return pd.DataFrame(
        {
            "row": s["purpose"].to_numpy()[at],
            "at": at,
            "table": "sources",
            "kind": kind.iloc[at].astype(str).to_numpy(dtype=object),
            "said": said(at),
        }
    )


RULE = Rule(
    code="PD007",
    name="indirect_source_unnamed",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 14(2)(f)",),
    subject="purposes",
    by=("kind",),
    message="{subject}: data {said}",
    remedy="Name the source of the data of {subject}, in the record and in the notice.",
    action="name the source of the data: {subject}",
    find=find,
    page=__doc__,
)
