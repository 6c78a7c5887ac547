"""Reliance on a contested instrument without a fallback.

What it finds: a transfer whose only basis is an instrument under legal challenge (today the Data Privacy Framework,
appeal C-703/25 P), with no other tool to fall back on.

Why it matters: Safe Harbour and Privacy Shield ended overnight, without a grace period. Organisations with standard
contractual clauses could continue; the others were left without a transfer basis.

Example: a US provider for which only "registered under Data Privacy Framework" is recorded.

What to do: sign standard contractual clauses as a fallback that applies if the decision falls.

When it is wrong: the contract with the provider already contains such a fallback. Record it as a second safeguard.

Sources: CJEU C-362/14, C-311/18; General Court T-553/23 (appeal C-703/25 P); EDPB information note of 2023-07-18.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import once
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.contested and not v.fallback)
    return once(
        t.assign(
            row=t["recipient"].to_numpy(),
            instrument=facts.text(t, lambda v: v.instrument),
            short=facts.text(t, lambda v: facts.law.instrument(v.instrument).short),
        ),
        "instrument",
    )


RULE = Rule(
    code="TR008",
    name="cover_contested_alone",
    severity="warning",
    basis="good practice",
    articles=("CJEU C-362/14", "CJEU C-311/18", "General Court T-553/23, appeal C-703/25 P"),
    subject="recipients",
    by=("instrument",),
    message=(
        "The transfer of {categories} to {subject} ({country}) relies only on the {short}, which is under legal "
        "challenge. No fallback is in place."
    ),
    remedy="Sign {clauses} with {subject} as a fallback.",
    action="agree {contract} as a fallback with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
