"""Unnamed source of indirectly collected data.

What it finds: a purpose with data from a third party or a public source that is not named, or from a source whose
kind and name are both missing.

Why it matters: where data are not collected from the person, the notice must name their source, and whether it is
publicly accessible (Art. 14(2)(f)).

Example: "from third parties".

What to do: name the source under `sources`.

When it is wrong: the source varies from case to case. Describe the kinds of source.

Sources: GDPR Art. 14(2)(f); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import worded
from datamap.rules.rule import Rule
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
            "third-party": "come from an unnamed third party",
            "public": "come from an unnamed public source",
            "unknown": "come from a source that is not recorded",
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
    rows_of="sources",
    by=("kind",),
    message="Data for the purpose “{subject}” {said}.",
    remedy="Name the source of the data for “{subject}”, in the record and in the notice.",
    action="name the source of the data for {subject}",
    find=find,
    page=__doc__,
)
