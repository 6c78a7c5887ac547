"""What is known about a service, as plain data and as rows of a table, each fact with its source and its age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from datamap.vendors.pack import NOT_LISTED, SORTS, Fact, Service, Vendors

LABELS = {
    "names": "names",
    "entities": "contract",
    "roles": "role",
    "legs": "behind it",
    "addresses": "address",
    "listings": "DPF list",
}
"""The sorts of facts in words."""
REGIONS = {"eea": "EEA", "uk": "United Kingdom", "ch": "Switzerland", "other": "elsewhere"}
ADDRESSES = {
    "dpa": "data processing agreement",
    "sub-processors": "list of sub-processors",
    "terms": "terms",
    "privacy": "privacy notice",
    "transfers": "transfers",
}
LEGS = {"parent": "parent company", "group": "same group", "support": "support", "sub-processor": "sub-processor"}
NO_LIST = "sub-processors: unknown"
"""What is behind a service for which no list of sub-processors is known."""


def record(service: Service, day: dt.date) -> dict[str, Any]:
    """One service as plain data: its facts by sort, each with source, day of the check, confidence and ``old``."""
    return {
        "id": service.id,
        "brand": service.brand,
        "service": service.service,
        "sub_processors": service.sub_processors,
        **{sort: [_fact(f, day) for f in service.of(sort)] for sort in SORTS},
    }


def _fact(fact: Fact, day: dt.date) -> dict[str, Any]:
    values = {k: list(v) if isinstance(v, tuple) else v for k, v in fact.values.items()}
    days = {"from": fact.from_, "until": fact.until, "verified_on": fact.verified_on}
    return {
        **{k: v.isoformat() if isinstance(v, dt.date) else v for k, v in values.items()},
        **{k: v.isoformat() if v else None for k, v in days.items()},
        "confidence": fact.confidence,
        "old": fact.is_old(day),
        "source": list(fact.source),
        "url": fact.url,
        "note": fact.note,
    }


def answer(vendors: Vendors, services: Iterable[Service], name: str, day: dt.date) -> dict[str, Any]:
    """What is known about the services that a name means, as plain data."""
    return {
        "as_of": day.isoformat(),
        "name": name,
        "facts": {"version": vendors.version, "recorded": vendors.recorded.isoformat(), "digest": vendors.digest},
        "services": [record(s, day) for s in services],
    }


def rows(service: Service, day: dt.date) -> list[tuple[str, str, str, str]]:
    """The facts as rows of a table: fact, value, how sure and when checked, source."""
    out = [(LABELS[f.sort], value(f), checked(f, day), f.url or ", ".join(f.source)) for f in service.facts]
    if service.sub_processors == "unknown":
        out.append((LABELS["legs"], NO_LIST, "", ""))
    return out


def value(fact: Fact) -> str:
    """A fact in words, without its source."""
    match fact.sort:
        case "names":
            return ", ".join(fact["names"])
        case "entities":
            return f"{fact['name']} ({fact['country']}) for customers in {_where(fact)}{_since(fact)}{_note(fact)}"
        case "roles":
            return f"{fact['role']} for {fact['for']}{_note(fact)}"
        case "legs":
            return f"{LEGS[fact['kind']]}: {fact['name']} ({fact['country']}){_since(fact)}{_note(fact)}"
        case "addresses":
            return f"{ADDRESSES[fact['what']]}: {fact['url']}"
    return _listing(fact)


def _listing(fact: Fact) -> str:
    on = f"{fact['entity']}, list of {fact['vintage']}"
    if fact["status"] == NOT_LISTED:
        return f"{on}: {NOT_LISTED}"
    under = "" if fact["listed_as"] == fact["entity"] else f" under {fact['listed_as']}"
    kinds = {"hr": "staff data", "non-hr": "other data"}
    return f"{on}: {fact['status'].lower()}{under} ({', '.join(kinds[k] for k in fact['data']) or 'no data'})"


def _where(fact: Fact) -> str:
    only = fact.values.get("customers")
    return ", ".join(only) if only else ", ".join(REGIONS[r] for r in fact["regions"])


def _since(fact: Fact) -> str:
    parts = [f"from {fact.from_}" if fact.from_ else "", f"until {fact.until}" if fact.until else ""]
    return "".join(f", {p}" for p in parts if p)


def _note(fact: Fact) -> str:
    return f"; {fact.note}" if fact.note else ""


def checked(fact: Fact, day: dt.date) -> str:
    """How sure a fact is, and when its source was last read; a fact that is more than a year old is marked."""
    old = ", old: more than a year" if fact.is_old(day) else ""
    return f"{fact.confidence}, read {fact.verified_on}{old}"


def cited(fact: Fact, day: dt.date) -> str:
    """A fact in one sentence with its source and age, for a finding or a question."""
    return f"{value(fact)} ({checked(fact, day)}; {fact.url or ', '.join(fact.source)})"


def sources(facts: Iterable[Fact], day: dt.date) -> str:
    """When and where some facts were read, each source once."""
    return " | ".join(dict.fromkeys(f"{checked(f, day)}; {f.url or ', '.join(f.source)}" for f in facts))
