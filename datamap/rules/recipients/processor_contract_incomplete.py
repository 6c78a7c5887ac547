"""Processor contract that fails Art. 28(3), or is not checked.

What it finds: a contract with a processor that does not meet letters of Art. 28(3) according to its newest check; and,
in an organisation that records such checks, a contract that was not checked.

Why it matters: a contract without the content of Art. 28(3) does not satisfy it. Signing the processor's terms unread
is not enough (Art. 28(1), 24).

Example: a check of 2026-03-01 records that the contract lacks the assistance with requests of data subjects (letter e).

What to do: have the contract amended, check it again, and record the check under `checked` (by, on, document, and under
`fails` the letters that are not met).

When it is wrong: the contract was amended. Record the new check.

Sources: GDPR Art. 28(3); EDPB Guidelines 07/2020.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, marked, records


def find(facts: Facts) -> pd.DataFrame:
    r, checks, failing = facts.tables.recipients, facts.tables.contract_checks, facts.tables.contract_failings
    if not len(checks):
        return pd.DataFrame({"row": [], "said": [], "severity": [], "basis": []})
    of, undated = checks["recipient"].to_numpy(), among(checks["on"], ("unknown", "none"))
    made = undated | (checks["on"] <= facts.day.isoformat()).to_numpy()  # a later check is not known on the day
    day, days = pd.factorize(checks["on"], sort=True)
    newest = np.full(len(r), -1)
    np.maximum.at(newest, of[made & ~undated], day[made & ~undated])
    counts = made & (undated | (day == newest[of]))  # an undated check may be the newest: what it lacks counts
    lacking: dict[int, set[str]] = {}
    for check, letter in records(failing, "contract_check", "letter"):
        if counts[check]:
            lacking.setdefault(int(of[check]), set()).add(f"({letter[-1]})")
    found = []
    for recipient, lacks in sorted(lacking.items()):
        when = f" of {days[newest[recipient]]}" if newest[recipient] >= 0 else ""
        said = f"does not meet Art. 28(3){enumerated(sorted(lacks))} according to the check{when}"
        found.append((recipient, said, "error", "law"))
    keeps = marked(len(facts.tables.controllers), r["controller"].to_numpy()[of[made]])
    open_ = among(r["role"], ["processor", "sub-processor"]) & (r["dpa"] == "yes").to_numpy()
    open_ &= keeps[r["controller"].to_numpy()] & ~marked(len(r), of[made])
    said = "was not checked against Art. 28(3), as other contracts of the organisation were"
    found += [(row, said, "note", "good practice") for row in np.flatnonzero(open_).tolist()]
    return pd.DataFrame(found, columns=["row", "said", "severity", "basis"])


RULE = Rule(
    code="RC009",
    name="processor_contract_incomplete",
    severity="error",
    basis="law",
    articles=("GDPR Art. 28(3)",),
    subject="recipients",
    rows_of="contract_checks",
    message="The contract with {subject} {said}.",
    remedy="Have the contract with {subject} checked against Art. 28(3), amended where it fails, and record the check.",
    action="have the contract with {subject} checked and amended",
    find=find,
    page=__doc__,
)
