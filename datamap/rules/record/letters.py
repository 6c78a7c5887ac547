"""What the Art. 30 record must contain on the organisation as a whole, as one table: letter, words, and who lacks it.

Separate rules check each activity: categories of people and data (c) PD003 and PD004, recipients (d) PD005,
transfers (e, and 30(2)(c)) the TR family, time limits (f) RE001, measures (g, and 30(2)(d)) RR003.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.transfers.exporters import regimes

MISSING = ("unknown", "none", "")


@dataclass(frozen=True)
class Letter:
    """One point that the record must contain.

    Attributes
    ----------
    id : str
        Distinguishes it in fingerprints.
    letter : str
        Of Art. 30(1), and of 30(2) where ``processor``.
    asks : str
        What to complete, in words.
    said : callable
        Facts -> for each organisation what is missing, in words (object array); empty where nothing is missing.
    processor : bool
        Whether the record of a processor must contain it too.
    """

    id: str
    letter: str
    asks: str
    said: Callable[[Facts], np.ndarray]
    processor: bool = True


def _where(*cases: tuple[np.ndarray, str]) -> np.ndarray:
    """Words where a mask holds."""
    out = np.full(len(cases[0][0]), "", dtype=object)
    for mask, words in cases:
        out[mask] = words
    return out


def _contact(facts: Facts) -> np.ndarray:
    silent = np.all(
        [facts.tables.among("controllers", name, MISSING) for name in ("address", "email", "phone", "website")], axis=0
    )
    return _where((silent, "no address, e-mail, telephone number or website is recorded"))


def _country(facts: Facts) -> np.ndarray:
    return _where(
        (facts.tables.among("controllers", "country", ["unknown"]), "the country of establishment is not recorded")
    )


def _role(facts: Facts) -> np.ndarray:
    return _where(
        (
            facts.tables.among("controllers", "role", ["unknown"]),
            "it is not recorded whether it acts as controller or as processor",
        )
    )


def _officer(facts: Facts) -> np.ndarray:
    return _where(
        (
            facts.tables.among("controllers", "dpo", ["unknown"]),
            "it is not recorded whether it has a data protection officer",
        )
    )


def _representative(facts: Facts) -> np.ndarray:
    """Art. 27: established outside the EU and EEA, but subject to the GDPR; likewise for the United Kingdom.

    Public authorities and bodies do not need one (Art. 27(2)(b)).
    """
    t, law = facts.tables, regimes(facts.tables)
    at, found = t.codes("controllers", "country")
    inside = np.array(
        [
            x in ("unknown", "EU", "EEA") or facts.law.status(x, facts.day).status in ("eea", "transition")
            for x in found
        ],
        dtype=bool,
    )[at]
    home = np.select([law == 0, law == 1], [inside, t.among("controllers", "country", ["unknown", "GB"])], True)
    asked = ~home & ~t.among("controllers", "sector", ["public"])
    return _where(
        *(
            (asked & (law == number) & t.among("controllers", "representative", [state]), said.format(there))
            for number, there in enumerate(("the Union", "the United Kingdom"))
            for state, said in (
                ("none", "the inventory states that it has no representative in {} (Art. 27)"),
                ("unknown", "no representative in {} (Art. 27) is recorded"),
            )
        )
    )


def _activities(facts: Facts) -> np.ndarray:
    none, unknown = (facts.tables.among("inventories", "purposes", [state]) for state in ("none", "unknown"))
    return _where(
        (none, "the inventory states that there are no processing activities"),
        (unknown, "no processing activities are recorded"),
    )


LETTERS = (
    Letter("role", "a", "whether it is controller or processor", _role),
    Letter("contact", "a", "contact details", _contact),
    Letter("country", "a", "the country", _country),
    Letter("officer", "a", "the data protection officer, or that there is none", _officer),
    Letter("representative", "a", "the representative in the Union", _representative),
    Letter("activities", "b", "the processing activities", _activities, processor=False),
)
"""The table. A processor's activities (30(2)(b)) are those that it carries out for others: RR002 checks them."""


def lacking(facts: Facts, who: np.ndarray, processor: bool) -> pd.DataFrame:
    """The points that organisations (bool) lack: ``row, id, letter, asks, said``."""
    found = []
    for x in LETTERS:
        said = facts.once(x.said)
        at = np.flatnonzero(who & (said != "") & (x.processor or not processor))
        if len(at):
            found.append(pd.DataFrame({"row": at, "id": x.id, "letter": x.letter, "asks": x.asks, "said": said[at]}))
    return pd.concat(found, ignore_index=True) if found else _nothing()


@cache
def _nothing() -> pd.DataFrame:
    return NOTHING.assign(id="", letter="", asks="", said="")
