"""A security measure taken for a transfer tool.

What it finds: a safeguard of kind `other` (ISO 27001, SOC 2, encryption, hosting in the EU) named for a recipient
outside the EEA.

Why it matters: such measures may support a tool of Art. 46; they are none. A record that names them as the ground of a
transfer misleads its reader.

Example: \"ISO 27001 certified\" in the column of transfer safeguards.

What to do: move it to the measures, and name the tool the transfer rests on.

When it is wrong: the words mean an approved certification under Art. 46(2)(f); write `certification`.

Sources: GDPR Art. 44 to 46; EDPB Recommendations 01/2020.
"""

import datetime as dt

import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.tables.arrays import among, marked


def find(facts: Facts) -> pd.DataFrame:
    s, t = facts.tables.safeguards, facts.transfers
    abroad = marked(
        len(facts.tables.recipients),
        t["recipient"].to_numpy(),
        among(t["verdict"], ["not-covered", "covered", "undetermined"]),
    )
    hit = s[(s["kind"] == "other").to_numpy() & abroad[s["recipient"].to_numpy()]]
    return pd.DataFrame(
        {
            "row": hit["recipient"],
            "at": hit.index,
            "table": "safeguards",
            "label": hit["label"].where(hit["label"] != "", "other"),
        }
    )


RULE = Rule(
    code="TR027",
    name="measure_taken_for_safeguard",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 44 to 46", "EDPB Recommendations 01/2020"),
    subject="recipients",
    message="{subject}: “{label}” is named as safeguard for a transfer; it is a measure and no transfer tool",
    remedy="Record “{label}” among the measures and name the tool that the transfer to {subject} rests on.",
    action="name the transfer tool: {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
