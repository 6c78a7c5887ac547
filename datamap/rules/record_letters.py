"""What the record of Art. 30 asks of the organisation as a whole, as one table: the letter, the words, who lacks it.

What it asks of each activity has rules of its own: categories of people and data (c) PD003 and PD004, recipients (d) PD005,
transfers (e, and 30(2)(c)) the TR family, time limits (f) RE001, measures (g, and 30(2)(d)) RR003.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from datamap.codes import among
from datamap.coverage import regimes
from datamap.rules.base import Facts

MISSING = ("unknown", "none", "")


@dataclass(frozen=True)
class Letter:
    """One thing that the record asks for.

    Attributes
    ----------
    id : str
        Tells it apart in fingerprints.
    letter : str
        Of Art. 30(1), and of 30(2) where ``processor``.
    asks : str
        What to complete, in words.
    said : callable
        Facts -> per organisation what is said of it, in words; empty where nothing is missing.
    processor : bool
        Whether the record of a processor asks for it too.
    """

    id: str
    letter: str
    asks: str
    said: Callable[[Facts], np.ndarray]
    processor: bool = True


def _contact(facts: Facts) -> np.ndarray:
    c = facts.tables.controllers
    silent = np.all([c[name].isin(MISSING).to_numpy() for name in ("address", "email", "phone", "website")], axis=0)
    return np.where(silent, "no address, e-mail, telephone or website is recorded", "")


def _country(facts: Facts) -> np.ndarray:
    return np.where(facts.tables.controllers["country"] == "unknown", "the country it is established in is not recorded", "")


def _role(facts: Facts) -> np.ndarray:
    return np.where(facts.tables.controllers["role"] == "unknown", "whether it acts as controller or as processor is not recorded", "")


def _officer(facts: Facts) -> np.ndarray:
    return np.where(facts.tables.controllers["dpo"] == "unknown", "whether there is a data protection officer is not recorded", "")


def _representative(facts: Facts) -> np.ndarray:
    """Art. 27: established outside the EU and EEA, and under the EU's regulation all the same; likewise in the United Kingdom.

    Public authorities and bodies need none (Art. 27(2)(b)).
    """
    c = facts.tables.controllers
    inside = {x: x in ("unknown", "EU", "EEA") or facts.law.status(x, facts.day).status in ("eea", "transition") for x in c["country"].unique()}
    law = regimes(facts.tables)
    outside = np.select([law == 0, law == 1], [~c["country"].map(inside).to_numpy(dtype=bool), ~among(c["country"], ["unknown", "GB"])], False)
    there = np.where(law == 1, "the United Kingdom", "the Union").astype(object)
    state = c["representative"].astype(str).to_numpy(dtype=object)
    said = np.select([state == "none", state == "unknown"], ["there is no representative in " + there + " (Art. 27)", "no representative in " + there + " (Art. 27) is recorded"], "")
    return np.where(outside & (c["sector"] != "public").to_numpy(), said, "")


def _activities(facts: Facts) -> np.ndarray:
    state = facts.tables.inventories["purposes"].astype(str)
    return state.map({"none": "it is stated that there are no processing activities", "unknown": "no processing activity is recorded"}).fillna("").to_numpy(dtype=object)


LETTERS = (
    Letter("role", "a", "whether it is controller or processor", _role),
    Letter("contact", "a", "contact details", _contact),
    Letter("country", "a", "the country", _country),
    Letter("officer", "a", "the data protection officer, or that there is none", _officer),
    Letter("representative", "a", "the representative in the Union", _representative),
    Letter("activities", "b", "the processing activities", _activities, processor=False),
)  # fmt: skip
"""The table. A processor's activities (30(2)(b)) are those it carries out for others: RR002 looks at them."""


def lacking(facts: Facts, who: np.ndarray, processor: bool) -> pd.DataFrame:
    """What organisations (bool) lack: ``row, id, letter, asks, said``."""
    found = []
    for x in LETTERS:
        said = np.asarray(x.said(facts), dtype=object)
        at = np.flatnonzero(who & (said != "") & (x.processor or not processor))
        found.append(pd.DataFrame({"row": at, "id": x.id, "letter": x.letter, "asks": x.asks, "said": said[at]}))
    return pd.concat(found, ignore_index=True)
