"""One organisation under two ids.

What it finds: two recipients with the same name or legal entity that are not marked as one organisation.

Why it matters: a contract found for one entry is not found for the other, and the record counts one recipient
twice. Separate entries for each use are correct if they share `organisation`.

Example: "Google" and "google", each with a different safeguard.

What to do: give both the same `organisation`, or merge them.

When it is wrong: two companies have the same name. Record their legal entities.

Sources: GDPR Art. 5(1)(d), 30(1)(d).
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from datamap.law import names
from datamap.rules.facts import Facts
from datamap.rules.filters import repeated
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    r = facts.tables.recipients
    (own, id_), (org, orgs), (said, entities), (called, brands) = (
        facts.tables.codes("recipients", c) for c in ("id", "organisation", "legal_entity", "name")
    )
    # ids of organisations and of entries are one set of names
    number, (of_org, of_own) = _numbered(str, orgs, id_)
    unnamed = np.array([w == "" for w in orgs], dtype=bool)[org]
    org = np.where(unnamed, of_own[own], of_org[org])
    words = list(number)
    # names of brands and of legal entities are compared with each other
    plain, (of_brand, of_entity) = _numbered(names.plain, brands, entities)
    known = ~np.array([w in ("unknown", "none") for w in entities], dtype=bool)[said]
    by_name, by_entity = of_brand[called], of_entity[said]
    # one brand may belong to two legal entities: compare names only where the entity is unknown or has that name
    _, (bare_brand, bare_entity) = _numbered(names.stripped, brands, entities)
    alike = bare_brand[called] == bare_entity[said]
    nameless = plain.get("", -2)
    entity, name = np.where(known, by_entity, by_name), np.where(~known | alike, by_name, -1)
    found = [
        repeated(
            r,
            [r["controller"].to_numpy(), np.where(key == nameless, -1, key)],
            org,
            lambda at: np.array([words[i] for i in org[at]], dtype=object),
        )
        for key in (entity, name)
    ]
    return pd.concat([f for f in found if len(f)] or found[:1]).drop_duplicates("row").reset_index(drop=True)


def _numbered(read: Callable[[str], str], *lists: list[str]) -> tuple[dict[str, int], list[np.ndarray]]:
    """Numbers for the results of a function on words, and the number of each word of the lists."""
    known: dict[str, int] = {}
    return known, [np.array([known.setdefault(read(w), len(known)) for w in words], dtype=np.int64) for words in lists]


RULE = Rule(
    code="RC005",
    name="same_organisation_twice",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 5(1)(d)", "GDPR Art. 30(1)(d)"),
    subject="recipients",
    message="{subject} appears to be one organisation recorded under {count} ids: {ids}.",
    remedy="Give the entries of {subject} one organisation id, or merge them.",
    action="merge the entries of {subject}",
    find=find,
    page=__doc__,
)
