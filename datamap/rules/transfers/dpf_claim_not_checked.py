"""Data Privacy Framework claim not verified.

What it finds: a transfer that relies on a Data Privacy Framework claim in the inventory, where no participants list
of that time was available to verify it.

Why it matters: the framework applies only to an importer that is on the list on that day. Certifications lapse
every year and can be withdrawn. The exporter should verify before sending (EDPB information note of 2023-07-18).

Example: a vendor list with the entry "registered under Data Privacy Framework".

What to do: download the participants workbook from dataprivacyframework.gov and pass it with `--dpf-list`.

When it is wrong: the claim was verified by hand. Record the page and the day of that check as evidence; this
finding remains.

Sources: Decision (EU) 2023/1795, Art. 1; EDPB information note of 2023-07-18; EDPB DPF FAQ v2.0.
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import once
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: "listing" in v.asks)
    return once(t.assign(row=t["recipient"].to_numpy()))


RULE = Rule(
    code="TR012",
    name="dpf_claim_not_checked",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2023/1795, Art. 1", "EDPB DPF FAQ v2.0"),
    subject="recipients",
    message=(
        "The transfer to {subject} ({country}) relies on the Data Privacy Framework, but the claim was not checked "
        "against the participants list."
    ),
    remedy="Check the legal entity of {subject} on that day's participants list (--dpf-list).",
    action="check the claim of {subject} against the participants list of the Data Privacy Framework",
    find=find,
    page=__doc__,
)
