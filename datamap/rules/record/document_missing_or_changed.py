"""Signed document whose file is missing or was changed.

What it finds: a document listed under `documents` whose file is not at its path, or is not the file that was signed:
its SHA-256 differs from the one that the inventory records.

Why it matters: the organisation must be able to demonstrate compliance (Art. 5(2), 24(1)). A contract under Art. 28 or
standard contractual clauses that cannot be produced as they were signed prove nothing to an authority.

Example: `contracts/helpnest-dpa.pdf` was replaced by a newer draft after it was signed.

What to do: put the signed file back; or, where a new version was signed, record its hash (`sha256sum FILE`) and its
day.

When it is wrong: the files are not stored where the audit runs. Then leave out `path`: where the document is filed can
be a note.

Sources: GDPR Art. 5(2), 24(1), 28(9).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows
from datamap.rules.phrases import text, worded
from datamap.rules.rule import Rule
from datamap.tables.arrays import among

SAID = {
    "missing": "is not at the path that the inventory records",
    "changed": "is not the file that was signed: its SHA-256 differs from the recorded one",
}


def find(facts: Facts) -> pd.DataFrame:
    d = facts.tables["documents"]
    return rows(among(d["found"], list(SAID)), path=lambda at: text(d["path"], at), said=worded(d["found"], SAID))


RULE = Rule(
    code="RR007",
    name="document_missing_or_changed",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 5(2)", "GDPR Art. 24(1)"),
    subject="documents",
    message="{subject}: the file '{path}' {said}.",
    remedy="Put the signed file of {subject} back at its path, or record path and hash of the version in force.",
    action="restore the signed file of {subject}",
    find=find,
    page=__doc__,
)
