"""Screenings, balancing tests and assessments of compelling interests: which there are, which are missing, their forms.

The rows have the columns of :mod:`datamap.questions.assess`, which has the transfer impact assessments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.errors import CallError
from datamap.law.tools import COMPELLING
from datamap.model import Assessment, arguments
from datamap.model.assessment import AssessmentKind
from datamap.questions import prefill_activity
from datamap.tables.arrays import among, marked, records

if TYPE_CHECKING:
    from datamap.forms.assessment import Draft
    from datamap.pipeline import Audit

STEMS = {"dpia-screening": "screening", "balancing-test": "balance", "compelling-interests": "interests"}


def activities(audit: Audit, kind: AssessmentKind) -> list[dict[str, Any]]:
    """The activities that need a screening or a balancing test, and those that have one.

    A screening is needed where it is not recorded whether an impact assessment is required, or recorded that it is not.
    """
    t, found = audit.tables, audit.facts.screenings
    p, inventories = t["purposes"], t["inventories"]["id"]
    covering: dict[int, list[int]] = {}
    for purpose, n in records(found.of(kind, in_force=False), "purpose", "assessment"):
        covering.setdefault(purpose, []).append(n)
    needed, recorded = _needed(audit, kind)
    rows = []
    for row in np.flatnonzero(needed | np.isin(np.arange(len(p)), list(covering))).tolist():
        state, n = _state(audit, covering.get(row, ()))
        state = "recorded" if state == "missing" and recorded[row] else state
        rows.append(
            {
                "controller": inventories.iat[p["controller"].iat[row]],
                **dict.fromkeys(("recipient_id", "recipient", "country", "exporter", "tool"), ""),
                "needed": bool(needed[row]),
                "state": state,
                **deciding(audit, n, found.stale),
                "kind": kind,
                "activity_id": p["id"].iat[row],
                "activity": p["name"].iat[row],
            }
        )
    return rows


def deciding(audit: Audit, n: int, stale: Mapping[int, Iterable[str]]) -> dict[str, Any]:
    """What a row of the overview has of the assessment that decides; ``n`` is -1 where there is none."""
    a = audit.tables["assessments"]
    return {
        "assessment": a["id"].iat[n] if n >= 0 else "",
        "outcome": a["outcome"].iat[n] if n >= 0 else "unknown",
        "review_on": a["review_on"].iat[n] if n >= 0 else "",
        "changed": list(stale.get(n, ())),
    }


def _needed(audit: Audit, kind: AssessmentKind) -> tuple[np.ndarray, np.ndarray]:
    """Activities that need an assessment of a kind, and those whose result is recorded beside it (bool)."""
    t, size = audit.tables, len(audit.tables["purposes"])
    mine = audit.facts.as_controller & ~among(t["purposes"]["status"], ["ended"])
    if kind == "dpia-screening":
        filed = ~t.among("purposes", "dpia_reference", ["", "unknown", "none"])
        ruled_out = (t["purposes"]["dpia"] == "not-required").to_numpy()
        return mine & among(t["purposes"]["dpia"], ["unknown", "not-required"]), ruled_out & filed
    b = t["bases"]
    interests = (b["basis"] == "6-1-f").to_numpy()
    filed = ~t.among("bases", "reference", ["", "unknown", "none"])
    open_ = marked(size, b["purpose"].to_numpy(), interests & ~filed)
    return mine & marked(size, b["purpose"].to_numpy(), interests), ~open_


def _state(audit: Audit, assessments: Iterable[int]) -> tuple[str, int]:
    """The state of an activity by the assessments that cover it, and the one that decides (-1: none)."""
    found, outcome = audit.facts.screenings, audit.tables["assessments"]["outcome"]
    order = ("negative", "stale", "overdue", "in-force", "not-in-force")
    states = []
    for n in assessments:
        if not found.in_force[n]:
            state = "not-in-force"
        elif outcome.iat[n] == "negative":
            state = "negative"
        else:
            state = "stale" if n in found.stale else "overdue" if found.overdue[n] else "in-force"
        states.append((state, n))
    return min(states, key=lambda s: order.index(s[0]), default=("missing", -1))


def on_interests(audit: Audit) -> np.ndarray:
    """Rows of the coverage frame that rely on compelling legitimate interests (bool)."""
    return audit.facts.which(lambda v: v.relied_on == f"derogation:{COMPELLING}")


def draft(audit: Audit, key: str, kind: AssessmentKind) -> Draft:
    """The form of a screening or a balancing test, filled in as far as the map allows.

    Parameters
    ----------
    audit : Audit
        Of one inventory.
    key : str
        Id of an assessment of this kind, or id or name of an activity.
    kind : {'dpia-screening', 'balancing-test'}

    Raises
    ------
    CallError
        A key that is neither.
    """
    from datamap.forms.assessment import Draft

    inventory, found, t = audit.inventories[0], audit.facts.screenings, audit.tables
    rows = t["assessments"]["id"].tolist()
    entry = next((x for x in inventory.assessments if x.kind == kind and key in (x.id, *x.formerly)), None)
    if entry is None:
        named = list(records(t["purposes"], "id", "name"))
        ids = arguments.find_ids(key, named, f"assessment or activity on {audit.as_of}")
        purposes = np.flatnonzero(t["purposes"]["id"].isin(ids).to_numpy()).tolist()
        entry = _existing(audit, kind, purposes)
    if entry is not None:
        purposes = found.activities(rows.index(entry.id)) if entry.id in rows else []
    made = entry or _new(audit, kind, purposes)
    return Draft(
        inventory=inventory.meta.id,
        organisation=inventory.controller.name,
        day=audit.as_of,
        layout="edpb",
        entry=made,
        new=entry is None,
        legs=tuple(t["purposes"]["name"].iat[p] for p in purposes),
        known=prefill_activity.of_activities(audit, kind, purposes),
        digests=tuple(found.digests(purposes).items()),
        law=f"law pack {audit.law.version}, horizon {audit.law.horizon}",
    )


def _existing(audit: Audit, kind: AssessmentKind, purposes: list[int]) -> Assessment | None:
    """The one assessment of a kind of these activities that is not withdrawn; None where there is none."""
    a = audit.tables["assessments"]
    pairs = audit.facts.screenings.of(kind, in_force=False)
    mine = set(pairs["assessment"].to_numpy()[np.isin(pairs["purpose"].to_numpy(), purposes)].tolist())
    ids = sorted(a["id"].iat[n] for n in mine if a["status"].iat[n] != "withdrawn")
    if len(ids) > 1:
        raise CallError(f"assess: this activity has {len(ids)} of them. Expected the id of one: {', '.join(ids)}")
    return next((x for x in audit.inventories[0].assessments if ids and x.id == ids[0]), None)


def _new(audit: Audit, kind: AssessmentKind, purposes: list[int]) -> Assessment:
    """A new assessment of some activities: everything that it decides is open."""
    p = audit.tables["purposes"]
    ids = [p["id"].iat[row] for row in purposes]
    data = {"kind": kind, "id": free_id(audit, f"{STEMS[kind]}-{ids[0]}"), "name": p["name"].iat[purposes[0]]}
    return Assessment.model_validate({**data, "activities": ids, "made_by": "organisation", "status": "draft"})


def free_id(audit: Audit, stem: str) -> str:
    """An id that no assessment of the inventory has."""
    taken = {i for a in audit.inventories[0].assessments for i in (a.id, *a.formerly)}
    return next(n for n in (stem, *(f"{stem}-{i}" for i in range(2, 1000))) if n not in taken)
