"""What a request for access must answer (Art. 15(1), (2)): everything on one category of people, by activity.

The map knows categories of people, not persons: the answer is what an organisation starts from. An activity whose
people are not recorded is included, and marked, because it may concern the person who asks.
"""

from __future__ import annotations

from typing import Any

from datamap.labels import countries
from datamap.model import arguments
from datamap.model.purpose import Purpose
from datamap.model.vocabulary import UNKNOWN
from datamap.pipeline import Audit
from datamap.questions.reach import Flow, Key, Reach, listed


def subject(audit: Audit, people: str) -> dict[str, Any]:
    """What Art. 15(1) and (2) require to inform a person of a category of people about.

    Parameters
    ----------
    audit : Audit
    people : str
        Id or name of a category of people, such as ``customers``.

    Returns
    -------
    dict
        Plain values, for JSON: the stamp of the audit, ``subject`` (ids, names), ``activities``, each with ``purpose``
        (15(1)(a)), ``categories`` (b), ``recipients`` (c; with places and, where there is a transfer, the safeguard:
        15(2)), ``retention`` (d), ``sources`` (g), ``automated`` (h) and ``certain`` (whether the map states that it
        concerns these people); ``rights`` (e), ``authority`` (f), and ``open`` (what the map does not record).

    Raises
    ------
    CallError
        A category of people that is not on the map.
    """
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(inventory) gives it")
    reach = Reach(audit)
    keys = reach.find(reach.people, arguments.check_text(people, "class"), "class")
    activities = [a for key in reach.activities for a in [_activity(reach, key, set(keys))] if a]
    organisations = dict.fromkeys(k[0] for k in keys)
    return {
        **audit.stamp(),
        "subject": {"ids": [k[1] for k in keys], "names": list(dict.fromkeys(reach.people[k].name for k in keys))},
        "activities": activities,
        "rights": [r for c in organisations for r in _rights(reach, c)],
        "authority": [a for c in organisations for a in _authority(reach, c)],
        "open": [o for a in activities for o in a.pop("open")],
    }


def _activity(reach: Reach, key: Key, people: set[Key]) -> dict[str, Any] | None:
    """What to state on one activity; None if it does not concern these people."""
    if key[0] not in {c for c, _ in people}:
        return None
    activity = reach.activities[key]
    used = {c: reach.concerns(key, c, people) for c in reach.used(key) or [""]}
    concerned = {c: certain for c, certain in used.items() if certain is not None}
    if not concerned:
        return None
    flows = [f for f in reach.flows if (f.controller, f.activity) == key and f.category in concerned]
    categories, got = [c for c in concerned if c], {(f.controller, f.recipient) for f in flows}
    return {
        "controller": key[0],
        "id": key[1],
        "purpose": activity.name,
        "description": activity.description,
        "certain": all(concerned.values()),
        "categories": [_category(reach, (key[0], c), certain) for c, certain in concerned.items() if c],
        "recipients": [_recipient(reach, r, flows) for r in reach.recipients if r in got],
        "retention": _retention(activity, categories),
        "sources": _sources(activity, categories),
        "automated": activity.automated_decisions,
        "logic": activity.automated_logic,
        "open": list(_open(activity, concerned)),
    }


def _category(reach: Reach, key: Key, certain: bool) -> dict[str, Any]:
    category = reach.categories[key]
    return {"id": key[1], "name": category.name, "special": category.special, "certain": certain}


def _recipient(reach: Reach, key: Key, flows: list[Flow]) -> dict[str, Any]:
    recipient = reach.recipients[key]
    return {
        "id": key[1],
        "name": recipient.name if recipient.legal_entity in ("unknown", "none", "") else recipient.legal_entity,
        "kind": recipient.kind,
        "role": recipient.role,
        "places": reach.places(flows, key),
    }


def _retention(activity: Purpose, categories: list[str]) -> list[dict[str, Any]]:
    """The periods of the categories concerned; all where none is recorded to be."""
    return [
        {"period": r.period, "starts": r.starts, "criterion": r.criterion, "categories": list(r.categories)}
        for r in listed(activity.retention)
        if not r.categories or not categories or set(r.categories) & set(categories)
    ]


def _sources(activity: Purpose, categories: list[str]) -> list[dict[str, Any]]:
    return [
        {"kind": s.kind, "name": s.name, "categories": list(s.categories)}
        for s in listed(activity.sources)
        if not s.categories or not categories or set(s.categories) & set(categories)
    ]


def _rights(reach: Reach, controller: str) -> list[dict[str, str]]:
    rights = listed(reach.inventories[controller].rights)
    return [{"controller": controller, "right": r.right, "contact": r.contact} for r in rights]


def _authority(reach: Reach, controller: str) -> list[dict[str, str]]:
    found = listed(reach.inventories[controller].controller.authority)
    return [{"controller": controller, "name": a.name, "country": countries.name(a.country)} for a in found]


def _open(activity: Purpose, concerned: dict[str, bool]) -> list[str]:
    """What Art. 15(1) asks and the map does not record for an activity: whole sentences."""
    name = activity.name
    found = []
    if not all(concerned.values()):
        found.append(f"Whether {name} concerns these people is not recorded for all of its data.")
    if "" in concerned:
        found.append(f"Which categories of data {name} uses is not recorded (Art. 15(1)(b)).")
    for value, what in (
        (activity.recipients, "The recipients to whom {} discloses data are not recorded (Art. 15(1)(c))."),
        (activity.retention, "How long the data of {} are kept is not recorded (Art. 15(1)(d))."),
        (activity.sources, "Where the data of {} come from is not recorded (Art. 15(1)(g))."),
    ):
        if value is UNKNOWN:
            found.append(what.format(name))
    if activity.automated_decisions == "unknown":
        found.append(f"Whether {name} takes automated decisions is not recorded (Art. 15(1)(h)).")
    if activity.automated_decisions == "yes" and not activity.automated_logic:
        found.append(f"The logic of the automated decisions in {name} is not recorded (Art. 15(1)(h)).")
    return found
