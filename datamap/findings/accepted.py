"""Which acceptances apply on a day, and which are themselves a finding: expired, outdated, or without a finding."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from datamap.findings.acceptances import Acceptance, Acceptances
from datamap.findings.findings import Findings
from datamap.formats import ACCEPTANCES, DECISIONS


@dataclass(frozen=True)
class Judged:
    """An acceptance compared with the findings.

    Attributes
    ----------
    fingerprint, owner, file : str
    line : int
    state : {'counts', 'pending', 'expired', 'orphaned'}
    said : str
        Why it does not apply.
    controller : int
        Row of the inventories it belongs to.
    """

    fingerprint: str
    owner: str
    file: str
    line: int
    state: str
    said: str
    controller: int


def judge(acceptances: Acceptances, findings: Findings, day: dt.date) -> tuple[Judged, ...]:
    """Compare acceptances with the findings of a day.

    Returns
    -------
    tuple of Judged
        ``counts``: the finding is accepted. ``pending``: decided after the day. ``expired``: past its review, or its
        facts have changed. ``orphaned``: no finding has its fingerprint.
    """
    if not acceptances:
        return ()
    frame = findings.frame
    at = {fingerprint: i for i, fingerprint in enumerate(frame["fingerprint"].tolist())}
    inventories = findings.inventories
    controllers = {} if inventories is None else {name: i for i, name in enumerate(inventories["id"])}
    files = [] if inventories is None else inventories["file"].tolist()
    out = []
    for a, file, line in acceptances.items:
        i = at.get(a.fingerprint)
        if i is None:
            state, said = ("orphaned", "no finding has this fingerprint") if a.decided <= day else ("pending", "")
            controller = _row_beside(file, files)
        else:
            state, said = _state(a, findings.digest(i), day)
            controller = controllers.get(frame["controller"].iat[i], 0)
        out.append(Judged(a.fingerprint, a.decided_by, file, line, state, said, controller))
    return tuple(out)


def _row_beside(file: str, inventories: list[str]) -> int:
    """Row of the inventory that a file of acceptances is beside; the first row where there is none."""
    return next((n for n, f in enumerate(inventories) if f and file.startswith(names_beside(f))), 0)


def names_beside(inventory: str) -> tuple[str, ...]:
    """How the names of the files of decisions begin that belong to an inventory."""
    stem = inventory.rsplit(".", 1)[0]
    return tuple(stem + end.removesuffix(".yaml") for end in (ACCEPTANCES, DECISIONS))


def _state(a: Acceptance, digest: str, day: dt.date) -> tuple[str, str]:
    if day < a.decided:
        return "pending", f"it is decided only on {a.decided}"
    if day > a.review:
        return "expired", f"its day of review was {a.review}"
    if a.facts != digest:
        return "expired", f"the facts have changed since (digest {digest} now, {a.facts} then)"
    return "counts", ""


def accepted(judged: tuple[Judged, ...]) -> np.ndarray:
    """Fingerprints of the findings that are accepted."""
    return np.array([j.fingerprint for j in judged if j.state == "counts"], dtype=object)
