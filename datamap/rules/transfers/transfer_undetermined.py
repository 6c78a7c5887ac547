"""A transfer whose cover cannot be told.

What it finds: the place is known, but something that decides is not: the version of the clauses, whether the importer
is within a decision's scope or on a list, the group behind binding rules.

Why it matters: what cannot be shown to be covered counts as open (Art. 5(2), 44): the exporter has to prove the cover.

Example: "SCCs" in a notice of 2021, when old and new clauses were in use.

What to do: find out what is named as missing, and write it into the inventory.

When it is wrong: the fact is known, only not written down.

Sources: GDPR Art. 5(2), 24, 44.
"""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from datamap.rules.base import Facts, Rule

ASKED = {
    "place": "where the importer is",
    "importer": "which legal entity imports",
    "tool": "which transfer tool is in place",
    "version": "which version it is",
    "signing-date": "when it was signed",
    "roles": "the roles of both ends",
    "group": "whether the importer belongs to the group",
    "sector": "whether it is a private or a public body",
    "listing": "whether the legal entity is listed",
    "authorisation": "whether an authority approved it",
    "law": "what the law of that place is",
}
"""What a verdict misses, as a question to somebody."""


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "undetermined" and v.ground != "place-unknown" and v.evidence != "not-found")
    texts = {f"scope:{e.id}": f"whether {e.text} ({e.id})" for i in facts.law.instruments() for e in i.elements}
    return t.assign(
        row=t["recipient"].to_numpy(),
        reason=facts.text(t, lambda v: v.reasons[0]),
        missing=facts.text(t, lambda v: ", ".join(_asked(m, texts) for m in v.missing) or "the point named"),
    )


def _asked(missing: str, texts: Mapping[str, str]) -> str:
    return ASKED.get(missing) or texts.get(missing, missing)


RULE = Rule(
    code="TR004",
    name="transfer_undetermined",
    severity="error",
    basis="law",
    articles=("GDPR Art. 44", "GDPR Art. 5(2)"),
    subject="recipients",
    by=("country", "part"),
    message="{subject} ({country}): whether the transfer is covered cannot be told: {reason}",
    remedy="Find out for {subject}: {missing}; write it into the inventory.",
    action="find out for {subject}: {missing}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
