"""A Data Privacy Framework claim that the list does not show.

What it finds: a recipient said to be under the Data Privacy Framework that the participants list does not show by the
name known: only a brand is known, the legal entity is inferred, or the name fits two organisations.

Why it matters: without the legal entity nobody can tell whether the importer is listed; the exporter has to be able to
show it (Art. 5(2)). Only the entity that certified, or that a row names, is covered.

Example: \"Slido\", of the Cisco group: the list has Cisco, and does not name Slido.

What to do: ask for the legal entity that imports the data, write it down as `legal_entity`, and check again.

When it is wrong: the entity is on the list under a name that is not in the inventory; add it as an alias.

Sources: Decision (EU) 2023/1795, Art. 1; GDPR Art. 5(2).
"""

import pandas as pd

from datamap.law.verdict import Verdict
from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(_not_found)
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
    message="{subject} ({country}): the Data Privacy Framework is claimed, but the list does not show it: {reason}{near}",
    remedy="Ask {subject} which legal entity imports the data, and write it down as legal_entity; if it is not on the list, sign the standard clauses.",
    action="ask for the importing legal entity: {subject}",
    find=find,
    page=__doc__,
)
