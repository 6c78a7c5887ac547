"""Security measure used as a transfer tool.

What it finds: a safeguard of kind `other` (ISO 27001, SOC 2, encryption, hosting in the EU) recorded for a
recipient outside the EEA.

Why it matters: such measures may support a tool under Art. 46, but they are not one. A record that names them as
the basis of a transfer misleads its reader.

Example: "ISO 27001 certified" in the column of transfer safeguards.

What to do: move it to the measures, and name the tool on which the transfer is based.

When it is wrong: the words mean an approved certification under Art. 46(2)(f). Record `certification`.

Sources: GDPR Art. 44 to 46; EDPB Recommendations 01/2020.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
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
    rows_of="safeguards",
    message=(
        "“{label}” is recorded as a safeguard for the transfer to {subject}, but it is a measure, not a transfer tool."
    ),
    remedy="Record “{label}” among the measures and name the tool on which the transfer to {subject} is based.",
    action="name the transfer tool for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
