"""Undetermined transfer.

What it finds: a transfer to a known location, where a decisive fact is missing: the version of the clauses, whether
the importer is within the scope of a decision or on a list, the group behind binding corporate rules and their
approval, a condition of a reason for “no transfer”, what binds a processor that hands the data on.

Why it matters: the exporter must be able to prove the transfer basis (Art. 5(2), 44), so a transfer that cannot be
shown to have one counts as open.

Example: "SCCs" in a notice from 2021, when old and new clauses were both in use.

What to do: find out the missing fact that the finding names, and record it in the inventory.

When it is wrong: the fact is known, but not recorded.

Sources: GDPR Art. 5(2), 24, 44.
"""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule

ASKED = {
    "place": "where the importer is",
    "importer": "which legal entity imports",
    "tool": "which transfer tool is in place",
    "version": "which version of the tool is in place",
    "signing-date": "when the tool was signed",
    "roles": "which role each of the two parties has",
    "group": "whether the importer belongs to the group",
    "sector": "whether each of the two parties is a private or a public body",
    "listing": "whether the legal entity is on the list",
    "authorisation": "whether an authority approved the tool",
    "law": "how the law on transfers of that day applies to that place",
    "assessment": "what a transfer impact assessment for this tool found (tia)",
    "exporter": "from which of its places the processor hands the data on",
    "received": "which transfer tool is in place under each law under which the processor receives the data",
    "onward": "whether the processor meets what binds it for onward transfers (scope: onward-requirements)",
}
"""What a verdict lacks, as a question for the recipient."""


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "undetermined" and v.ground != "place-unknown" and v.evidence != "not-found")
    if not len(t):
        return t
    texts = {f"scope:{e.id}": f"{e.whether} ({e.id})" for e in facts.law.elements()}
    return t.assign(
        row=t["recipient"].to_numpy(),
        reason=facts.text(t, lambda v: v.reasons[0]),
        missing=facts.text(t, lambda v: enumerated([_asked(m, texts) for m in v.missing]) or "what is missing"),
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
    message="It cannot be determined whether the transfer to {subject} ({country}) has a valid basis. {reason}",
    remedy="For the transfer to {subject}, find out {missing}, and record it in the inventory.",
    action="find out, for the transfer to {subject}, {missing}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
