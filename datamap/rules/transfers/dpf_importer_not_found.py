"""Importer not found on the Data Privacy Framework list.

What it finds: a recipient recorded under the Data Privacy Framework that cannot be found on the participants list
under the known name: only a brand is known, the legal entity is inferred, or the name matches two organisations.

Why it matters: without the legal entity, it cannot be determined whether the importer is on the list, and the
exporter must be able to show it (Art. 5(2)). The framework applies only to the entity that certified, or that an
entry names.

Example: "Slido", of the Cisco group: the list contains Cisco, but does not name Slido.

What to do: ask for the legal entity that imports the data, record it as `legal_entity`, and check again.

When it is wrong: the entity is on the list under a name that is not in the inventory. Add it as an alias.

Sources: Decision (EU) 2023/1795, Art. 1; GDPR Art. 5(2).
"""

import pandas as pd

from datamap.law.verdict import Verdict
from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(_not_found)
    if not len(t):
        return t
    return t.assign(
        row=t["recipient"].to_numpy(),
        reason=facts.text(t, lambda v: v.dpf.reason.rstrip(".")),
        near=facts.text(t, lambda v: "; " + "; ".join(v.dpf.suggestions) if v.dpf.suggestions else ""),
    )


def _not_found(v: Verdict) -> bool:
    return v.verdict == "undetermined" and v.dpf is not None and v.dpf.outcome == "not-found"


RULE = Rule(
    code="TR011",
    name="dpf_importer_not_found",
    severity="error",
    basis="law",
    articles=("Decision (EU) 2023/1795, Art. 1", "GDPR Art. 5(2)"),
    subject="recipients",
    by=("country", "part"),
    message=(
        "The Data Privacy Framework is claimed for {subject} ({country}), but the participants list does not show it: "
        "{reason}{near}."
    ),
    remedy=(
        "Ask {subject} which legal entity imports the data, and record it as legal_entity. If it is not on the list, "
        "sign {clauses}."
    ),
    action="identify the importing legal entity of {subject}",
    find=find,
    page=__doc__,
)
