"""Outcome of a transfer impact assessment that does not follow.

What it finds: a positive outcome where the importer needs the data in clear text, and nothing that is recorded keeps
the authorities of the country from them.

Why it matters: the EDPB found no effective technical measure for a cloud service or another processor that needs the
data in clear text (use case 6), nor for remote access for business purposes (use case 7), where the law of the country
gives authorities excessive access. Encryption in transit and at rest does not help if the importer has the keys, and
contracts and policies do not bind authorities.

Example: developers in India with remote access to production data, "AES at rest, importer's keys", outcome positive.

What to do: decide by the law and practice of the country (step 3): record `impinges: no` if nothing impinges on the
tool, or `applied: no` if there is no reason to believe that such law is applied to these data and this importer, with
the detailed report that this requires. Otherwise give the importer no clear text (pseudonymised data, keys that only
the exporter has), or end the transfer and record a negative outcome.

When it is wrong: the importer does not read the data. Record `clear_text: no`, or the measure that keeps them
unreadable.

Sources: EDPB Recommendations 01/2020, version 2.0, 43, 53, use cases 6 and 7 (93 to 97); CJEU C-311/18, 134.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.rules.transfers.assessed import of_recipients
from datamap.tables.arrays import spread


def find(facts: Facts) -> pd.DataFrame:
    found = of_recipients(facts, np.flatnonzero(facts.assessments.unfounded).tolist())
    a = spread(facts.tables["assessments"]["impinges"])[found["at"].to_numpy()]
    why = {"yes": "law or practice of the country impinge on the tool, and no measure prevents it"}
    other = "the measures recorded do not keep the data from authorities"
    return found.assign(why=np.array([why.get(v, other) for v in a], dtype=object))


RULE = Rule(
    code="TR035",
    name="assessment_outcome_does_not_follow",
    severity="error",
    basis="law",
    articles=("EDPB Recommendations 01/2020", "CJEU C-311/18"),
    subject="recipients",
    rows_of="assessments",
    by=("assessment",),
    message=(
        "The positive outcome of the transfer impact assessment “{title}” for {subject} does not follow: the importer "
        "reads the data in clear text, and {why}."
    ),
    remedy=("Record what law and practice allow in the country, give {subject} no clear text, or end this transfer."),
    action="decide again on the transfer to {subject}",
    find=find,
    page=__doc__,
    since=dt.date(2020, 7, 16),
)
