"""Conditions of a reason for “no transfer” not recorded.

What it finds: a recipient recorded as receiving data without a transfer (directly from the person, through travelling
staff, by publication, as the same legal entity), where nothing contradicts the reason, but its conditions are not
recorded.

Why it matters: few reasons take a disclosure out of the rules on transfers, and each has conditions (EDPB Guidelines
05/2021). Data come from the person only if the person sends them on their own initiative, not through an element on the
organisation's page; travelling staff counts only while other persons do not have access; a branch must not have legal
personality. The verdict is “no transfer”, because the reason is stated; the record should prove it once (Art. 5(2)). A
condition on which the verdict depends makes it undetermined instead; transfer_undetermined asks for it.

Example: `not_a_transfer: same-legal-entity` for an office in India, without a record of its legal form.

What to do: ask once, and record the answer under `scope`, such as `no-separate-entity: yes`.

When it is wrong: the reason is obvious. Record the answers.

Sources: EDPB Guidelines 05/2021, 2.2; CJEU C-101/01, C-40/17; GDPR Art. 5(2), 44.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated, text
from datamap.rules.rule import Rule

CONDITION = "scope:"


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.ground == "not-chapter-v" and bool(_ids(v.asks)))
    if not len(t):
        return t
    words = {e.id: e.whether for e in facts.law.elements()}
    row = t["recipient"].to_numpy()
    t = t.assign(
        row=row,
        reason=text(facts.tables.recipients["not_a_transfer"], row),
        conditions=facts.text(t, lambda v: enumerated([words[i] for i in _ids(v.asks)])),
        ids=facts.text(t, lambda v: ", ".join(_ids(v.asks))),
    )
    return t[~t["row"].duplicated().to_numpy()]


def _ids(asks: tuple[str, ...]) -> list[str]:
    return [a.removeprefix(CONDITION) for a in asks if a.startswith(CONDITION)]


RULE = Rule(
    code="TR032",
    name="no_transfer_reason_unconfirmed",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 44", "EDPB Guidelines 05/2021"),
    subject="recipients",
    message=(
        "The disclosure to {subject} is recorded as not being a transfer ({reason}), but it is not recorded "
        "{conditions}."
    ),
    remedy="Confirm it for {subject}, and record the answers under scope ({ids}).",
    action="confirm why disclosing data to {subject} is not a transfer",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
