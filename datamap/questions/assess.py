"""Which transfers and activities need an assessment, which have one, and what a form can be filled in with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.errors import CallError
from datamap.labels.countries import name as name_of
from datamap.law.tools import COMPELLING
from datamap.model import arguments
from datamap.model.assessment import ON_ACTIVITIES, AssessmentKind
from datamap.questions import prefill_activity, screen
from datamap.questions.prefill import Prefill
from datamap.tables.arrays import records
from datamap.transfers.basis import Leg

if TYPE_CHECKING:
    from datamap.forms.assessment import Draft
    from datamap.pipeline import Audit

COLUMNS = (
    "controller",
    "recipient_id",
    "recipient",
    "country",
    "exporter",
    "tool",
    "needed",
    "state",
    "assessment",
    "outcome",
    "review_on",
    "changed",
    "kind",
    "activity_id",
    "activity",
)
"""Keys of a row of the overview."""

STATES = (
    "missing",
    "obtain",
    "not-in-force",
    "does-not-follow",
    "negative",
    "stale",
    "overdue",
    "in-force",
    "recorded",
)
"""What a transfer's assessment can be, the most urgent first; ``recorded``: its outcome is in ``tia`` of the tool."""


def overview(audit: Audit, kind: AssessmentKind = "tia") -> list[dict[str, Any]]:
    """What needs an assessment of a kind, and what has one, the most urgent first.

    Parameters
    ----------
    audit : Audit
    kind : {'tia', 'dpia-screening', 'balancing-test', 'compelling-interests'}

    Returns
    -------
    list of dict
        With the keys :data:`COLUMNS`; ``state`` is one of :data:`STATES`.
    """
    rows = screen.activities(audit, kind) if kind in ON_ACTIVITIES else _transfers(audit, kind)
    return sorted(
        rows,
        key=lambda v: (STATES.index(v["state"]), v["controller"], v["activity"], v["recipient"], v["country"]),
    )


def _transfers(audit: Audit, kind: AssessmentKind) -> list[dict[str, Any]]:
    """The transfers that need an assessment of a kind, and those that have one."""
    found, t = audit.facts.assessments, audit.tables
    f, r, a = found.coverage.frame, t["recipients"], t["assessments"]
    by_row: dict[int, list[int]] = {}
    of_kind = (a["kind"] == kind).to_numpy()
    for at, n in records(found.pairs, "at", "assessment"):
        if of_kind[n]:
            by_row.setdefault(at, []).append(n)
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    recorded = _recorded(audit) if kind == "tia" else _documented(audit)
    needed = found.needed if kind == "tia" else screen.on_interests(audit)
    for at in np.flatnonzero(needed | np.isin(np.arange(len(f)), list(by_row))).tolist():
        row, via, country = int(f["recipient"].iat[at]), int(f["via"].iat[at]), str(f["country"].iat[at])
        state, n = _state(audit, by_row.get(at, ()))
        if state == "missing":
            state = "recorded" if (row, country) in recorded else "obtain" if via >= 0 and kind == "tia" else state
        rows[row, via, country, n] = {
            "controller": t["inventories"]["id"].iat[f["controller"].iat[at]],
            "recipient_id": r["id"].iat[row],
            "recipient": r["name"].iat[row],
            "country": country,
            "exporter": r["name"].iat[via] if via >= 0 else "",
            "tool": found.coverage.instruments[at],
            "needed": bool(needed[at]),
            "state": state,
            **screen.deciding(audit, n, found.stale),
            "kind": kind,
            "activity_id": "",
            "activity": "",
        }
    return list(rows.values())


def _state(audit: Audit, assessments: Iterable[int]) -> tuple[str, int]:
    """The state of a transfer by the assessments that cover it, and the one that decides (-1: none)."""
    found, outcome = audit.facts.assessments, audit.tables["assessments"]["outcome"]
    states = []
    for n in assessments:
        if outcome.iat[n] == "negative" and found.counting[n]:
            states.append(("negative", n))
        elif not found.in_force[n]:
            states.append(("not-in-force", n))
        elif found.unfounded[n]:
            states.append(("does-not-follow", n))
        else:
            states.append(("stale" if n in found.stale else "overdue" if found.overdue[n] else "in-force", n))
    if any(state != "not-in-force" for state, _ in states):
        states = [s for s in states if s[0] != "not-in-force"]  # a draft beside an assessment in force is not a gap
    return min(states, key=lambda s: STATES.index(s[0]), default=("missing", -1))


def _recorded(audit: Audit) -> set[tuple[int, str]]:
    """Recipients and countries whose tool has the outcome of an assessment beside it (``tia``)."""
    basis, s = audit.facts.assessments.basis, audit.tables["safeguards"]
    f = audit.coverage.frame
    legs = dict.fromkeys(Leg(r, v, str(c)) for r, v, c in records(f, "recipient", "via", "country"))
    done = {n for n in np.flatnonzero((s["tia"] != "unknown").to_numpy() & (s["tia"] != "none").to_numpy()).tolist()}
    return {(leg.recipient, leg.country) for leg in legs if done & set(basis.tools(leg))} if done else set()


def _documented(audit: Audit) -> set[tuple[int, str]]:
    """Recipients and countries whose derogation names where the assessment is documented (``reference``)."""
    s, f = audit.tables["safeguards"], audit.coverage.frame
    filed = (s["version"] == COMPELLING).to_numpy() & ~audit.tables.among(
        "safeguards", "reference", ["", "unknown", "none"]
    )
    mine = np.isin(f["recipient"].to_numpy(), s["recipient"].to_numpy()[filed])
    return {(r, str(c)) for r, c in records(f[mine], "recipient", "country")}


def draft(audit: Audit, key: str, layout: str = "edpb", kind: AssessmentKind = "tia") -> Draft:
    """The form of one assessment, filled in as far as the map, the law and the country sheets allow.

    Parameters
    ----------
    audit : Audit
        Of one inventory.
    key : str
        Id of an assessment, or id or name of the recipient or the activity that it is to cover.
    layout : {'edpb', 'cnil'}
        Of a transfer impact assessment; the others have one order.
    kind : {'tia', 'dpia-screening', 'balancing-test', 'compelling-interests'}
        Of a new one; the id of an assessment decides.

    Raises
    ------
    CallError
        A key that is neither, or a recipient without a transfer to a third country.
    """
    from datamap.forms.assessment import Draft

    if len(audit.inventories) != 1:
        raise CallError("assess: a form is about one inventory. Expected one inventory with KEY")
    inventory, found = audit.inventories[0], audit.facts.assessments
    entry = next((x for x in inventory.assessments if x.id == key or key in x.formerly), None)
    kind = entry.kind if entry else kind
    if kind in ON_ACTIVITIES:
        return screen.draft(audit, key, kind)
    entry = entry or _existing(audit, key, kind)
    if entry is not None:
        rows = audit.tables["assessments"]["id"].tolist()
        legs = found.legs(rows.index(entry.id)) if entry.id in rows else []
        if not legs:
            raise CallError(
                f"assess: {key!r} has no transfer on {audit.as_of}. Expected one with transfers on the map that day"
            )
    else:
        legs = _legs_of(audit, key, kind)
    filled = Prefill(audit, legs)
    return Draft(
        inventory=inventory.meta.id,
        organisation=inventory.controller.name,
        day=audit.as_of,
        layout=layout,
        entry=entry or _new(audit, legs, kind),
        new=entry is None,
        legs=tuple(_leg_name(audit, leg) for leg in legs),
        known=filled.points() if kind == "tia" else prefill_activity.of_interests(audit, filled),
        look=filled.look() if kind == "tia" else {},
        digests=tuple(found.basis.of(legs).items()),
        law=f"law pack {audit.law.version}, horizon {audit.law.horizon}; country sheets {filled.sheets.version}",
    )


def _existing(audit: Audit, key: str, kind: AssessmentKind) -> Any:
    """The one assessment of a kind of a recipient's transfers that is not withdrawn; None where there is none."""
    t, found = audit.tables, audit.facts.assessments
    recipient = found.coverage.frame["recipient"].to_numpy()[found.pairs["at"].to_numpy().astype(np.int64)]
    wanted = key.strip().casefold()
    named = {n for n, names in enumerate(records(t["recipients"], "id", "name")) if wanted in map(str.casefold, names)}
    covering = {a for r, a in zip(recipient.tolist(), found.pairs["assessment"].tolist(), strict=True) if r in named}
    a = t["assessments"]
    ids = sorted(a["id"].iat[n] for n in covering if a["status"].iat[n] != "withdrawn" and a["kind"].iat[n] == kind)
    if len(ids) > 1:
        raise CallError(f"assess: {key!r} has {len(ids)} assessments. Expected the id of one: {', '.join(ids)}")
    return next((x for x in audit.inventories[0].assessments if ids and x.id == ids[0]), None)


def _legs_of(audit: Audit, key: str, kind: AssessmentKind) -> list[Leg]:
    t, f, found = audit.tables, audit.coverage.frame, audit.facts.assessments
    named = list(records(t["recipients"], "id", "name"))
    ids = arguments.find_ids(key, named, f"assessment or recipient on {audit.as_of}")
    mine = t["recipients"]["id"].isin(ids).to_numpy()[f["recipient"].to_numpy()]
    wanted = found.needed & ~found.assessed if kind == "tia" else screen.on_interests(audit)
    rows = np.flatnonzero(mine & wanted)
    if not len(rows):
        rows = np.flatnonzero(mine & (f["verdict"] != "no-transfer").to_numpy())
    if not len(rows):
        raise CallError(f"assess: {key!r} receives no data in a third country on {audit.as_of}. Expected a transfer")
    return found.legs_at(rows)


def _new(audit: Audit, legs: list[Leg], kind: AssessmentKind) -> Any:
    """A new assessment of some transfers: everything that it decides is open."""
    from datamap.model import Assessment

    r = audit.tables["recipients"]
    id_ = screen.free_id(audit, f"{screen.STEMS.get(kind, kind)}-{r['id'].iat[legs[0].recipient]}")
    transfers: dict[tuple[int, int], list[str]] = {}
    for leg in legs:
        transfers.setdefault((leg.recipient, leg.via), []).append(leg.country)
    listed = [
        {
            "recipient": r["id"].iat[recipient],
            **({"exporter": r["id"].iat[via]} if via >= 0 else {}),
            "countries": [c for c in countries if c != "unknown"],
        }
        for (recipient, via), countries in transfers.items()
    ]
    made = "exporter" if all(leg.via >= 0 for leg in legs) else "unknown"
    data = {"id": id_, "kind": kind, "name": r["name"].iat[legs[0].recipient]}
    return Assessment.model_validate({**data, "transfers": listed, "made_by": made, "status": "draft"})


def _leg_name(audit: Audit, leg: Leg) -> str:
    names = audit.tables["recipients"]["name"]
    exporter = names.iat[leg.via] if leg.via >= 0 else audit.inventories[0].controller.name
    return f"{exporter} to {names.iat[leg.recipient]} ({name_of(leg.country)})"
