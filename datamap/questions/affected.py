"""What a breach affects (Art. 33, 34): which data, whose, since when, who got them, and whom to inform.

Asked of a recipient, a system, an activity or a category of data. It answers from the map as it held on the day; what
the map does not record is listed, because for the time limit of Art. 33 it must be found out first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.errors import CallError
from datamap.labels import countries
from datamap.labels.counting import few
from datamap.model import Inventory, arguments
from datamap.model.vocabulary import UNKNOWN, shown
from datamap.pipeline import Audit
from datamap.questions.reach import Flow, Key, Reach, labels, listed, split_kind

KINDS = ("recipient", "system", "activity", "category")


def affected(audit: Audit, what: str) -> dict[str, Any]:
    """What a breach at a recipient, in a system, in an activity or of a category affects.

    Parameters
    ----------
    audit : Audit
    what : str
        Id or name; with its kind in front, such as ``system:CRM``, where several kinds have the name.

    Returns
    -------
    dict
        Plain values, for JSON: the stamp of the audit, ``what`` (kind, ids, names), ``data`` (per category: activities,
        people), ``people``, ``activities`` (role, since, systems, customers), ``recipients`` (what else is reached:
        ``onward`` from the recipient, or all recipients of the activities; places with verdicts), ``inform`` (whom,
        on what provision), ``open`` (what the map does not record).

    Raises
    ------
    CallError
        A name that is not on the map that day, or that several kinds have.
    """
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(inventory) gives it")
    reach = Reach(audit)
    kind, keys = _find(reach, arguments.check_text(what, "what"))
    uses, flows = _touched(reach, kind, keys)
    activities = list(dict.fromkeys((c, a) for c, a, _ in uses))
    shown_uses = [(c, a, d) for c, a, d in uses if d]
    people = _people(reach, uses)
    others = {(f.controller, f.recipient) for f in flows} - (set(keys) if kind == "recipient" else set())
    return {
        **audit.stamp(),
        "what": {"kind": kind, "ids": [k[1] for k in keys], "names": _names(reach, kind, keys)},
        "data": _data(reach, shown_uses),
        "people": people,
        "activities": [_activity(reach, key) for key in activities],
        "recipients": [_recipient(reach, key, flows) for key in reach.recipients if key in others],
        "inform": [d for i in _inventories(reach, activities) for d in _inform(reach, i, activities)],
        "open": _open(reach, kind, keys, uses),
    }


def _find(reach: Reach, what: str) -> tuple[str, list[Key]]:
    """The kind and the keys of what is asked for; the key of a system is its text."""
    kind, name = split_kind(what, KINDS)
    systems = {(c, s): s for (c, _), p in reach.activities.items() for s in listed(p.systems)}
    found: dict[str, list[Key]] = {}
    wanted, known = name.casefold(), set()
    for k, entries in (
        ("recipient", reach.recipients),
        ("system", systems),
        ("activity", reach.activities),
        ("category", reach.categories),
    ):
        if kind and k != kind:
            continue
        names = {key: {key[1], *(labels(e) if k != "system" else ())} for key, e in entries.items()}
        known |= {n for found_names in names.values() for n in found_names}
        if keys := [key for key, own in names.items() if wanted in {n.casefold() for n in own}]:
            found[k] = keys
    if len(found) > 1:
        ways = ", ".join(f"{k}:{name}" for k in found)
        raise CallError(f"what: {shown(name)} names entries of several kinds. Expected one of: {ways}")
    if not found:
        near = arguments.find_nearest(name, sorted(known))
        raise CallError(
            f"what: {shown(name)} is not on the map on {reach.audit.as_of}. Expected the id or name of a "
            f"{kind or 'recipient, a system, an activity or a category of data'}"
            + (f"; did you mean '{near}'?" if near else "")
        )
    return next(iter(found.items()))


def _touched(reach: Reach, kind: str, keys: list[Key]) -> tuple[list[tuple[str, str, str]], list[Flow]]:
    """What is affected, as organisation, activity and category, and the flows to those who got it as well."""
    wanted = set(keys)
    if kind == "recipient":
        mine = [f for f in reach.flows if (f.controller, f.recipient) in wanted]
        beyond = reach.onward(keys)
        uses = _unique((f.controller, f.activity, f.category) for f in mine)
        behind = [f for f in reach.flows if f.via and (f.controller, f.via) in wanted | beyond]
        return uses, [f for f in behind if (f.controller, f.activity, f.category) in uses]
    if kind == "category":
        uses = [(*key, c) for key in reach.activities for c in reach.used(key) if (key[0], c) in wanted]
        return uses, [f for f in reach.flows if (f.controller, f.category) in wanted]
    inside = wanted if kind == "activity" else _using(reach, wanted)
    uses = [(*key, c) for key in reach.activities if key in inside for c in reach.used(key) or [""]]
    return uses, [f for f in reach.flows if (f.controller, f.activity) in inside]


def _using(reach: Reach, systems: set[Key]) -> set[Key]:
    return {key for key, p in reach.activities.items() if any((key[0], s) in systems for s in listed(p.systems))}


def _unique(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _names(reach: Reach, kind: str, keys: list[Key]) -> list[str]:
    entries: dict[str, Any] = {
        "recipient": reach.recipients,
        "activity": reach.activities,
        "category": reach.categories,
    }
    return _unique(entries[kind][k].name if kind in entries else k[1] for k in keys)


def _data(reach: Reach, uses: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Each category, special ones first, then those of which it is not known, in the order of the map."""
    found: dict[Key, list[Key]] = {}
    for controller, activity, category in uses:
        found.setdefault((controller, category), []).append((controller, activity))
    rows = []
    for key, activities in found.items():
        entry = reach.categories[key]
        whose = [reach.whose(a, key[1]) for a in activities]
        rows.append(
            {
                "controller": key[0],
                "id": key[1],
                "name": entry.name,
                "special": entry.special,
                "activities": [reach.activities[a].name for a in activities],
                "people": _unique(reach.people[p].name for part in whose for p in part or ()),
                "people_recorded": None not in whose,
            }
        )
    return sorted(rows, key=lambda r: {"none": 2, "unknown": 1}.get(r["special"], 0))


def _people(reach: Reach, uses: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    keys = _unique(p for c, a, d in uses for p in reach.whose((c, a), d) or ())
    people = [(key, reach.people[key]) for key in keys]
    return [{"controller": k[0], "id": k[1], "name": p.name, "vulnerable": p.vulnerable} for k, p in people]


def _activity(reach: Reach, key: Key) -> dict[str, Any]:
    activity, inventory = reach.activities[key], reach.inventories[key[0]]
    role = activity.role
    if role == "unknown" and inventory.controller.role in ("controller", "processor"):
        role = inventory.controller.role
    return {
        "controller": key[0],
        "id": key[1],
        "name": activity.name,
        "role": role,
        "since": activity.from_.isoformat() if activity.from_ else "unknown",
        "people": str(activity.people),
        "systems": list(listed(activity.systems)),
        "customers": [party.name for party in listed(activity.on_behalf_of)],
        "customers_recorded": activity.on_behalf_of is not UNKNOWN,
    }


def _recipient(reach: Reach, key: Key, flows: list[Flow]) -> dict[str, Any]:
    recipient = reach.recipients[key]
    vias = _unique(f.via for f in flows if (f.controller, f.recipient) == key and f.via)
    return {
        "controller": key[0],
        "id": key[1],
        "name": recipient.name,
        "role": recipient.role,
        "via": [reach.recipients[key[0], v].name for v in vias],
        "since": recipient.from_.isoformat() if recipient.from_ else "unknown",
        "places": reach.places(flows, key),
    }


def _inventories(reach: Reach, activities: list[Key]) -> list[str]:
    return _unique(c for c, _ in activities)


def _inform(reach: Reach, controller: str, activities: list[Key]) -> list[dict[str, str]]:
    """Whom a breach must be notified to, and on what provision; the United Kingdom separately.

    Whether there is a risk, or a high one, is for a person to decide: the map does not hold it. An activity whose role
    is not known may be either: both are listed.
    """
    mine = [_activity(reach, key) for key in activities if key[0] == controller]
    inventory = reach.inventories[controller]
    law = _DUTIES[reach.regimes[controller]]
    rows = []
    for a in mine:
        if a["role"] in ("processor", "unknown"):
            names = few(a["customers"], 10) or "the customers, whom the map does not name"
            doubt = ", if the organisation is their processor" if a["role"] == "unknown" else ""
            rows.append((f"{names} (in {a['name']}{doubt})", law["customers_when"], law["customers"]))
    if any(a["role"] != "processor" for a in mine):
        rows += _authorities(reach.audit, inventory, reach.regimes[controller])
        rows.append(("the people concerned", law["people_when"], law["people"]))
    return [{"controller": controller, "whom": w, "when": t, "provision": p} for w, t, p in rows]


_WITHIN = "within 72 hours of becoming aware of the breach, unless it is unlikely to result in a risk to people"
_HIGH = "without undue delay, where the breach is likely to result in a high risk to them"
_AWARE = "without undue delay after becoming aware of the breach"
_DUTIES = {
    "eu": {
        "customers": "GDPR Art. 33(2)",
        "customers_when": _AWARE,
        "people": "GDPR Art. 34(1)",
        "people_when": _HIGH,
    },
    "uk": {
        "customers": "UK GDPR Art. 33(2)",
        "customers_when": _AWARE,
        "people": "UK GDPR Art. 34(1)",
        "people_when": _HIGH,
    },
    "ch": {
        "customers": "FADP Art. 24(3)",
        "customers_when": "as quickly as possible",
        "people": "FADP Art. 24(4)",
        "people_when": "where it is necessary to protect them, or the authority requires it",
    },
}


def _authorities(audit: Audit, inventory: Inventory, regime: str) -> list[tuple[str, str, str]]:
    """The authorities of an organisation, and those of the other laws that it may be under as well."""
    country = inventory.controller.country
    named = few([p.name for p in listed(inventory.controller.authority)])
    there = (
        "the authorities of the member states as well, if the GDPR applies too (Art. 3: people or an office in the EU)"
    )
    britain = "the authority of the United Kingdom as well, if the UK GDPR applies too (people or an office there)"
    if regime == "uk":
        own = named or "the authority of the United Kingdom"
        return [(own, _WITHIN, "UK GDPR Art. 33(1)"), (there, _WITHIN, "GDPR Art. 33(1)")]
    if regime == "ch":
        when = "as quickly as possible, where a high risk to people is likely"
        return [
            (named or "the Swiss authority (FDPIC)", when, "FADP Art. 24(1)"),
            (there, _WITHIN, "GDPR Art. 33(1)"),
            (britain, _WITHIN, "UK GDPR Art. 33(1)"),
        ]
    provision = "GDPR Art. 33(1), 55, 56(1)"
    if country in ("unknown", ""):
        own = f"{named or 'the competent authority'} (the country of the organisation is not recorded)"
    elif audit.law.status(country, audit.as_of, "eu").status in ("eea", "transition"):
        lead = "the lead authority where its main establishment is there and people in other member states are affected"
        own = f"{named or 'the supervisory authority'} in {countries.name(country)}: {lead}"
    else:
        # EDPB Guidelines 9/2022 v2.0, 73: a representative (Art. 27) does not give access to the one-stop-shop
        own = "the authority of each member state where people affected live: no establishment in the EU is recorded"
        provision = "GDPR Art. 33(1); EDPB Guidelines 9/2022, 73"
    return [(own, _WITHIN, provision), (britain, _WITHIN, "UK GDPR Art. 33(1)")]


def _open(reach: Reach, kind: str, keys: list[Key], uses: list[tuple[str, str, str]]) -> list[str]:
    """What the map does not record, and a person must find out: as whole sentences."""
    found = []
    if not uses:
        found.append("No activity of the map is recorded as affected: find out what is processed there.")
    for controller, activity, category in uses:
        entry = reach.activities[controller, activity]
        if not category:
            found.append(f"Which categories of data {entry.name} uses here is not recorded.")
        elif reach.whose((controller, activity), category) is None:
            name = reach.categories[controller, category].name
            found.append(f"Whose data {name} are in {entry.name} is not recorded.")
    for c, a in _unique((c, a) for c, a, _ in uses):
        details = _activity(reach, (c, a))
        if details["since"] == "unknown":
            found.append(f"Since when {details['name']} has taken place is not recorded.")
        if details["role"] == "unknown":
            found.append(f"Whether the organisation is controller or processor in {details['name']} is not recorded.")
        if details["role"] == "processor" and not details["customers_recorded"]:
            found.append(f"The customers of {details['name']} are not recorded.")
        if details["people"] == "unknown":
            found.append(f"How many people {details['name']} concerns is not recorded.")
    if kind == "recipient":
        for key in keys:
            recipient = reach.recipients[key]
            if recipient.sub_processors is UNKNOWN:
                found.append(f"The sub-processors of {recipient.name} are not recorded.")
    return _unique(found)
