"""Signed documents on file, and what refers to them: for the rules, and for the list of documents."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from datamap.model.signed import KEY, referred
from datamap.rules.phrases import text
from datamap.tables import Tables
from datamap.tables.arrays import passing

REFERRING = (
    ("safeguards", "reference", "transfer tool"),
    ("safeguards", "tia_reference", "transfer impact assessment"),
    ("recipients", "dpa_reference", "contract under Art. 28"),
    ("contract_checks", "document", "checked contract"),
    ("assessments", "reference", "assessment"),
    ("purposes", "dpia_reference", "data protection impact assessment"),
    ("bases", "reference", "balancing test or consent"),
    ("evidence", "document", "evidence"),
)
"""Where entries record what is filed: table, column, and what such a document is."""
OF = {"safeguards": "recipient", "contract_checks": "recipient", "bases": "purpose"}
"""Tables whose rows have no name, and the entry that they belong to."""


class Reference(NamedTuple):
    """One reference to a document.

    Attributes
    ----------
    controller : int
        Row of the organisation.
    key : str
        Id of the document.
    what : str
        What the document is where it is referred to.
    where : str
        Name of the entry that refers to it; empty for evidence.
    """

    controller: int
    key: str
    what: str
    where: str


def references(tables: Tables) -> list[Reference]:
    """The references to documents: a text that begins with ``document:``, or that is the id of a listed document."""
    listed: dict[int, dict[str, str]] = {}
    d = tables["documents"]
    for controller, id_, former in zip(d["controller"].tolist(), d["id"], d["formerly"], strict=True):
        listed.setdefault(controller, {}).update(dict.fromkeys((id_, *former.split()), id_))
    ids = {id_ for of in listed.values() for id_ in of}
    found = []
    for table, column, what in REFERRING:
        f = tables[table]
        codes, words = tables.codes(table, column)
        at = np.flatnonzero(passing(lambda word: word in ids or word.startswith(KEY), words, codes))
        names = _names(tables, table, at)
        for controller, value, name in zip(
            f["controller"].to_numpy()[at].tolist(), text(f[column], at).tolist(), names, strict=True
        ):
            mine, key = listed.get(controller, {}), referred(value)
            if key or value in mine:
                found.append(Reference(controller, mine.get(key or value, key), what, name))
    return found


def _names(tables: Tables, table: str, at: np.ndarray) -> list[str]:
    if table == "evidence":
        return [""] * len(at)
    f, rows = tables[table], at
    if owner := OF.get(table):
        rows, f = f[owner].to_numpy()[at], tables[f"{owner}s"]
    named, ids = text(f["name"], rows).tolist(), text(f["id"], rows).tolist()
    return [name or id_ for name, id_ in zip(named, ids, strict=True)]
