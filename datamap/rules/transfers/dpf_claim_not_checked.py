"""A Data Privacy Framework claim that nobody checked.

What it finds: a transfer that rests on the Data Privacy Framework as the inventory claims it, without a participants
list of that time to hold it against.

Why it matters: the framework covers only an importer that is on the list on that day; certifications lapse every year
and can be withdrawn. The exporter should verify before sending (EDPB information note of 2023-07-18).

Example: a vendor list that says \"registered under Data Privacy Framework\".

What to do: download the participants workbook from dataprivacyframework.gov and give it with `--dpf-list`.

When it is wrong: the claim was checked by hand; then the page and the day of that check belong into the evidence, and
this note stays.

Sources: Decision (EU) 2023/1795, Art. 1; EDPB information note of 2023-07-18; EDPB DPF FAQ v2.0.
"""

import pandas as pd

from datamap.rules.base import Facts, Rule, once


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.ground == "dpf" and "listing" in v.asks)
    return once(t.assign(row=t["recipient"].to_numpy()))


RULE = Rule(
    code="TR012",
    name="dpf_claim_not_checked",
    severity="warning",
    basis="good practice",
    articles=("Decision (EU) 2023/1795, Art. 1", "EDPB DPF FAQ v2.0"),
    subject="recipients",
    message="{subject} ({country}): the Data Privacy Framework is claimed and was not checked against the participants list",
    remedy="Check {subject}'s legal entity on the participants list of the day (--dpf-list).",
    action="run the audit with the participants list of the Data Privacy Framework (--dpf-list)",
    find=find,
    page=__doc__,
)
