"""Transfer without a safeguard.

What it finds: a recipient in a third country for which no adequacy decision applies on the day, and no suitable
tool under Art. 46 or derogation under Art. 49 is recorded. A lapsed or unsuitable tool does not count; the reason
names it.

Why it matters: without one of them the transfer is unlawful (GDPR Art. 44), whatever contract or security is in
place.

Example: a help desk in the US with "DPA concluded" and nothing else.

What to do: sign a contract that the exporter's law recognises with the importing legal entity and document a transfer
impact assessment, move to a provider with a valid transfer basis, or stop. The contract depends on the law and the day:
the 2021 standard contractual clauses in the EU and EEA since 2021-06-27, the International Data Transfer Agreement or
the UK Addendum in the United Kingdom since 2022-03-21, the EU clauses with the Swiss adaptations in Switzerland. The
finding names those that can be signed on the day of the report.

When it is wrong: the importer is on the Data Privacy Framework list but no list was provided (`--dpf-list`), or a
signed tool is not in the inventory.

Sources: GDPR Art. 44 to 46, 49; CJEU C-311/18.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.rules.transfers.dpa_taken_for_safeguard import only_dpa


def find(facts: Facts) -> pd.DataFrame:
    t = facts.bearing(["not-covered"])
    if not len(t):
        return t
    t = t[(t["via"] < 0).to_numpy()]  # onward_transfer_uncovered reports the others, with the processor to ask
    t = t.assign(reason=facts.text(t, lambda v: v.reasons[0]))
    # where only a DPA is recorded, dpa_taken_for_safeguard reports it with a different remedy
    return t[~only_dpa(facts)[t["row"].to_numpy()]]


RULE = Rule(
    code="TR001",
    name="transfer_without_safeguard",
    severity="error",
    basis="law",
    articles=("GDPR Art. 44", "GDPR Art. 46", "CJEU C-311/18"),
    subject="recipients",
    by=("country", "part"),
    message=(
        "The transfer of {categories} to {subject} ({country}) for {purposes} has no valid transfer basis. {reason}"
    ),
    remedy=("Sign {clauses} with the importing entity of {subject}{assess}, or stop the transfer."),
    action="sign {contract} with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
