"""A controller's record that lacks something Art. 30(1) asks for.

What it finds: letters of Art. 30(1) about the organisation as a whole that the inventory leaves open: name and contact
(a), the data protection officer (a), the representative of an organisation from outside (a), the activities themselves
(b). What each activity lacks (c, d, f), where data go (e) and the measures (g) have rules of their own.

Why it matters: the record must be there, in writing, when the authority asks (Art. 30(3), (4)). The legal basis, the
names of recipients and the tool of Art. 46 are not part of it.

Example: a record that does not say whether there is a data protection officer.

What to do: fill in what is named.

When it is wrong: the organisation has fewer than 250 persons and only occasional, riskless processing (Art. 30(5)); or
there is no officer, which `dpo: none` says.

Sources: GDPR Art. 30(1), (3), (4), (5).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule


@dataclass(frozen=True)
class Letter:
    """One letter of the record: what it asks for, in words, and which organisations lack it."""

    letter: str
    asks: str
    lacks: Callable[[Facts], np.ndarray]


def _none(facts: Facts, *columns: str) -> np.ndarray:
    """Organisations of which none of the columns says anything."""
    c = facts.tables.controllers
    return ~np.any([~c[name].isin(["unknown", "none", ""]).to_numpy() for name in columns], axis=0)


def _outside(facts: Facts) -> np.ndarray:
    """Organisations established outside the EU and EEA: they need a representative (Art. 27)."""
    country = facts.tables.controllers["country"]
    inside = {c: c in ("unknown", "EU", "EEA") or facts.law.status(c, facts.day).status in ("eea", "transition") for c in country.unique()}
    return ~country.map(inside).to_numpy(dtype=bool)


LETTERS = (
    Letter("a", "contact details of the controller", lambda f: _none(f, "address", "email", "phone", "website")),
    Letter("a", "the data protection officer, or that there is none", lambda f: (f.tables.controllers["dpo"] == "unknown").to_numpy()),
    Letter("a", "the representative in the Union (Art. 27)", lambda f: _outside(f) & (f.tables.controllers["representative"] != "listed").to_numpy()),
    Letter("b", "the processing activities", lambda f: (f.tables.inventories["purposes"] != "listed").to_numpy()),
)  # fmt: skip
"""Completeness of the controller's record as one table."""


def find(facts: Facts) -> pd.DataFrame:
    keeps = (facts.tables.controllers["role"] != "processor").to_numpy()
    found = [pd.DataFrame({"row": np.flatnonzero(keeps & x.lacks(facts)), "letter": x.letter, "asks": x.asks}) for x in LETTERS]
    return pd.concat(found, ignore_index=True)


RULE = Rule(
    code="RR001", name="controller_record_incomplete", severity="error", basis="law",
    articles=("GDPR Art. 30(1)",), subject="inventories", by=("letter", "asks"),
    message="{subject}: the record lacks {asks} (Art. 30(1)({letter}))",
    remedy="Complete the record of {subject}: {asks}.",
    action="complete the record: {asks}", find=find, page=__doc__,
)  # fmt: skip
