"""Derogation used for systematic transfers.

What it finds: a recipient for which a derogation for contracts, claims or compelling interests (Art. 49(1)(b), (c),
(e), second subparagraph) is recorded without a record that the transfer is occasional, or a public authority that
uses (a) to (c).

Why it matters: these derogations are for occasional transfers (recital 111); a continuous flow of data to a vendor
cannot rely on them. Public authorities cannot use (a) to (c) in the exercise of their powers (Art. 49(3)).

Example: "necessary for the contract" for a mailing provider used every day.

What to do: use a tool under Art. 46, or choose a provider with another valid transfer basis.

When it is wrong: the transfer really is occasional. Record `occasional: yes`, with the reason.

Sources: GDPR Art. 49(1), 49(3), recital 111; EDPB Guidelines 2/2018; Dutch authority, Uber, 2024-07-22.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    s = facts.tables.safeguards
    rows = [i for i in facts.law.instruments() if i.kind == "derogation" and i.regime == "eu"]
    version = s["version"]
    derogation = (s["kind"] == "derogation").to_numpy()
    standing = (
        version.isin([i.version for i in rows if i.occasional_only]).to_numpy() & (s["occasional"] != "yes").to_numpy()
    )
    closed = version.isin([i.version for i in rows if i.not_for_public and i.not_for_public <= facts.day]).to_numpy()
    public = (facts.tables.controllers["sector"] == "public").to_numpy()[s["controller"].to_numpy()]
    at = np.flatnonzero(derogation & (standing | (closed & public)))
    said = np.where(
        (closed & public)[at],
        "which is not available to a public authority",
        "which is for occasional transfers only, and this transfer is not recorded as occasional",
    )
    frame = pd.DataFrame(
        {
            "row": s["recipient"].to_numpy()[at],
            "at": at,
            "table": "safeguards",
            "tool": (
                "Art. "
                + version.iloc[at]
                .astype(str)
                .str.replace("49-1-2", "49(1) second subparagraph")
                .str.replace(r"49-1-(\w)$", r"49(1)(\1)", regex=True)
            ).to_numpy(dtype=object),
            "said": said,
        }
    )
    abroad = facts.transfers.loc[facts.transfers["verdict"] != "no-transfer", "recipient"]
    return frame[frame["row"].isin(abroad)]


RULE = Rule(
    code="TR019",
    name="derogation_for_systematic_transfer",
    severity="error",
    basis="law",
    articles=("GDPR Art. 49(1), (3)", "EDPB Guidelines 2/2018"),
    subject="recipients",
    by=("tool",),
    message="The transfer to {subject} relies on {tool}, {said}.",
    remedy="Sign the 2021 standard contractual clauses with {subject}, or show that the transfer is occasional.",
    action="sign standard contractual clauses with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
