"""A transfer that nothing covers.

What it finds: a recipient in a third country where no adequacy decision fits on the day and no tool of Art. 46 or
derogation of Art. 49 is declared that fits. A lapsed or unfit tool counts as none; the reason says which.

Why it matters: without one of them the transfer is unlawful (GDPR Art. 44), whatever contract or security is in place.

Example: a help desk in the US with "DPA concluded" and nothing else.

What to do: sign the standard clauses of 2021 with the importing legal entity and document a transfer impact assessment,
move to a provider that is covered, or stop.

When it is wrong: the importer is on the Data Privacy Framework list and no list was given (`--dpf-list`); or a signed
tool is not in the inventory.

Sources: GDPR Art. 44 to 46, 49; CJEU C-311/18.
"""

import datetime as dt

import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.rules.transfers.dpa_taken_for_safeguard import only_dpa


def find(facts: Facts) -> pd.DataFrame:
    t = facts.bearing(["not-covered"])
    t = t[(t["via"] < 0).to_numpy()]  # onward_transfer_uncovered tells the others, with the processor to ask
    t = t.assign(reason=facts.text(t, lambda v: v.reasons[0]))
    # where what is named is a DPA only, dpa_taken_for_safeguard tells it with its own remedy
    return t[~only_dpa(facts)[t["row"].to_numpy()]]


RULE = Rule(
    code="TR001",
    name="transfer_without_safeguard",
    severity="error",
    basis="law",
    articles=("GDPR Art. 44", "GDPR Art. 46", "CJEU C-311/18"),
    subject="recipients",
    by=("country", "part"),
    message="{subject} ({country}) receives {categories} for {purposes}, and nothing covers the transfer: {reason}",
    remedy="Sign the standard clauses of 2021 with {subject}'s importing entity, document a transfer impact assessment, or stop the transfer.",
    action="sign standard clauses with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
