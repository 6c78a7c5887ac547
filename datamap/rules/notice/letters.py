"""What a notice must contain: the letters of Art. 13, 14, 21(4) and 26(2) as one table, and when each applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from datamap.rules.facts import Facts
from datamap.tables.arrays import among, marked

ARTICLE_46 = (
    "scc",
    "bcr-c",
    "bcr-p",
    "code",
    "certification",
    "ad-hoc",
    "public-instrument",
    "admin-arrangement",
    "sa-clauses",
    "idta",
    "uk-addendum",
)
"""Kinds of safeguard for which Art. 13(1)(f) requires the means to obtain a copy; adequacy is not among them."""


@dataclass(frozen=True)
class Letter:
    """One letter.

    Attributes
    ----------
    what : str
        What the notice must contain, in words.
    applies : callable
        Facts -> bool per organisation.
    twin : str
        The letter of Art. 14 with the same requirement where data do not come from the person; empty: there is none.
    """

    what: str
    applies: Callable[[Facts], np.ndarray]
    twin: str = ""


def has(facts: Facts, table: str, mask: np.ndarray) -> np.ndarray:
    """Organisations with a row of a table for which the mask holds (bool)."""
    return marked(
        len(facts.tables.inventories), facts.tables[table]["controller"].to_numpy(), np.asarray(mask, dtype=bool)
    )


def every_organisation(facts: Facts) -> np.ndarray:
    return np.ones(len(facts.tables.inventories), dtype=bool)


def indirect(facts: Facts) -> np.ndarray:
    """Organisations with data from sources other than the people concerned: Art. 14 applies."""
    return has(facts, "sources", among(facts.tables.sources["kind"], ["third-party", "public"]))


def direct(facts: Facts) -> np.ndarray:
    """Organisations with data from the people concerned, or without a recorded source: Art. 13 applies."""
    p, s = facts.tables.purposes, facts.tables.sources
    known = marked(len(p), s["purpose"].to_numpy())
    theirs = marked(len(p), s["purpose"].to_numpy(), ~among(s["kind"], ["third-party", "public", "own-records"]))
    return has(facts, "purposes", ~known | theirs) | (
        np.bincount(p["controller"], minlength=len(facts.tables.inventories)) == 0
    )


def basis(*letters: str) -> Callable[[Facts], np.ndarray]:
    """Organisations with a purpose on one of these bases."""
    return lambda f: has(
        f, "bases", among(f.tables.bases["basis"], letters) & f.as_controller[f.tables.bases["purpose"].to_numpy()]
    )


def consent(facts: Facts) -> np.ndarray:
    """Organisations that rely on consent, of Art. 6(1)(a) or 9(2)(a)."""
    return basis("6-1-a")(facts) | has(facts, "basis_conditions", facts.tables.basis_conditions["condition"] == "9-2-a")


def abroad(facts: Facts) -> np.ndarray:
    """Organisations with a transfer, or with a recipient whose location is not known."""
    t = facts.transfers
    return marked(len(facts.tables.inventories), t["controller"].to_numpy(), (t["verdict"] != "no-transfer").to_numpy())


def by_safeguard(facts: Facts) -> np.ndarray:
    """Organisations with a transfer under a tool of Art. 46, or for which the tool is not recorded."""
    t, r, s = facts.transfers, facts.tables.recipients, facts.tables.safeguards
    silent = (r["safeguards"] == "unknown").to_numpy()
    tool = silent | marked(len(r), s["recipient"].to_numpy(), among(s["kind"], [*ARTICLE_46, "unknown"]))
    recipient, verdict = t["recipient"].to_numpy(), t["verdict"]
    hit = (
        (verdict != "no-transfer").to_numpy()
        & tool[recipient]
        & ~((verdict == "covered").to_numpy() & silent[recipient])
    )
    return marked(len(facts.tables.inventories), t["controller"].to_numpy(), hit)


def tool_named(facts: Facts) -> np.ndarray:
    """Organisations that name a tool of Art. 46 for some recipient."""
    return has(facts, "safeguards", among(facts.tables.safeguards["kind"], ARTICLE_46))


def automated(facts: Facts) -> np.ndarray:
    """Organisations with a purpose that involves automated decisions, or for which this is not recorded."""
    p = facts.tables.purposes
    return has(facts, "purposes", (p["automated_decisions"] != "no").to_numpy() & facts.as_controller)


def officer(facts: Facts) -> np.ndarray:
    return (facts.tables.controllers["dpo"] == "listed").to_numpy()


def joint(facts: Facts) -> np.ndarray:
    t = facts.tables
    return has(facts, "recipients", t.recipients["role"] == "joint") | has(
        facts, "purposes", t.purposes["role"] == "joint"
    )


LETTERS = {
    "13-1-a": Letter("the identity and contact details of the controller", every_organisation, "14-1-a"),
    "13-1-b": Letter("the contact details of the data protection officer", officer, "14-1-b"),
    "13-1-c": Letter("the purposes and their legal bases", every_organisation, "14-1-c"),
    "13-1-d": Letter("the legitimate interests pursued", basis("6-1-f"), "14-2-b"),
    "13-1-e": Letter("the recipients or their categories", every_organisation, "14-1-e"),
    "13-1-f": Letter("the transfers to third countries, with the decision or safeguard for each", abroad, "14-1-f"),
    "13-1-f-copy": Letter("how to obtain a copy of the safeguards", by_safeguard, "14-1-f"),
    "13-2-a": Letter("the retention period, or the criteria for it", every_organisation, "14-2-a"),
    "13-2-b": Letter(
        "the rights to access, rectification, erasure, restriction, objection and portability",
        every_organisation,
        "14-2-c",
    ),
    "13-2-c": Letter("that consent can be withdrawn at any time", consent, "14-2-d"),
    "13-2-d": Letter("the right to lodge a complaint with a supervisory authority", every_organisation, "14-2-e"),
    "13-2-e": Letter("whether the data must be provided, and the consequences of not providing them", direct),
    "13-2-f": Letter("the existence of automated decisions, and their logic", automated, "14-2-g"),
    "14-1-d": Letter("the categories of data obtained from other sources", indirect),
    "14-2-f": Letter("the source of the data", indirect),
    "21-4": Letter("the right to object, separately from other information", basis("6-1-e", "6-1-f")),
    "26-2": Letter("the essence of the arrangement between joint controllers", joint),
}
"""By the letter as inventories write it. Art. 13(3) is left out: inventories do not record planned further purposes."""


NAMES = tuple(LETTERS)
"""Their order: a letter's position here is its number."""


def point(letter: str) -> str:
    """``13-1-f-copy`` as ``Art. 13(1)(f)``."""
    article, *rest = letter.removesuffix("-copy").split("-")
    return f"Art. {article}" + "".join(f"({x})" for x in rest)


def _citations(name: str, letter: Letter) -> tuple[str, str, str]:
    """Citation where data come from the people, from other sources, from both."""
    own = point(name)
    twin = point(letter.twin) if letter.twin else own
    return own, twin, f"{own}, {twin.removeprefix('Art. ')}" if letter.twin else own


CITATIONS = np.array([_citations(n, x) for n, x in LETTERS.items()], dtype=object)
WHAT = np.array([x.what for x in LETTERS.values()], dtype=object)


def numbers(facts: Facts) -> np.ndarray:
    """Number of the letter of each row of ``informs``; -1 for one that is in no table here."""
    letter = facts.tables.informs["letter"].cat
    return np.array([NAMES.index(c) if c in LETTERS else -1 for c in letter.categories])[letter.codes.to_numpy()]


def owed(facts: Facts) -> np.ndarray:
    """Bool, letters by organisations: what each notice must contain. Organisations that only process are left out."""
    keeps = (facts.tables.controllers["role"] != "processor").to_numpy()
    return np.stack([keeps & facts.once(letter.applies) for letter in LETTERS.values()])


def cited(facts: Facts, number: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Citation of each letter for each organisation: Art. 13, Art. 14 if all data are from other sources, or both."""
    way = np.where(~facts.once(indirect), 0, np.where(facts.once(direct), 2, 1))
    return CITATIONS[number, way[row]]
