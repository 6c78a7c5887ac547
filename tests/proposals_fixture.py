"""Proposals in small inventories, and by hand what an inventory is if they are rejected: for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from strategies import LISTS, REFERENCES

from datamap.model import Inventory, shape
from datamap.model.entry import Evidence
from datamap.model.vocabulary import UNKNOWN

Path = tuple[str | int, ...]
Mark = tuple[Path, str]
"""An entry by its path, and one of its fields; an empty text is the entry as a whole."""

REFERRING = {**REFERENCES, ("ServedBy", "categories"): "categories", ("Retention", "categories"): "categories"}
REFERRING |= {("Source", "categories"): "categories", ("Recipient", "sub_processors"): "recipients"}

STAYS = ("meta", "controller", "notice")


@st.composite
def situations(draw: Any) -> Inventory:
    """An inventory in which the facts that decide a transfer are dense: places, tools, roles, people, special data."""

    def some(*values: Any) -> Any:
        return draw(st.sampled_from(values))

    def site() -> dict[str, Any]:
        country = some("US", "US", "CZ", "IN", "CA", "EU", "worldwide", "unknown")
        return {"country": country, "activity": some("unknown", "establishment", "hosting", "access")}

    def recipient(id_: str, others: list[str]) -> dict[str, Any]:
        return {
            "id": id_,
            "name": id_.title(),
            "role": some("unknown", "processor", "controller"),
            "dpa": some("unknown", "yes", "no"),
            "subject_to_gdpr": some("unknown", "unknown", "yes"),
            "not_a_transfer": some("", "", "", "publication"),
            "sites": some("unknown", [site()], [site()], [site(), site()]),
            "safeguards": some("unknown", "none", [_tool(some)], [_tool(some)], [_tool(some), _tool(some)]),
            "sub_processors": some("unknown", others, "none") if others else "unknown",
        }

    def purpose(id_: str) -> dict[str, Any]:
        return {
            "id": id_,
            "name": id_.title(),
            "role": some("unknown", "controller"),
            "subjects": some("unknown", ["people"], ["staff"], ["people", "staff"]),
            "categories": some("unknown", ["contact"], ["sick"], ["contact", "sick"]),
            "legal_bases": some(
                "unknown", ["6-1-a"], [{"basis": "6-1-f", "conditions": ["9-2-a"]}], ["6-1-b", "6-1-f"]
            ),
            "recipients": some(
                "unknown", ["alpha"], ["alpha", "beta"], [{"recipient": "beta", "categories": ["contact"]}]
            ),
        }

    data = {
        "meta": {"id": "demo", "date": "2026-01-01"},
        "controller": {"name": "Demo", "country": some("CZ", "GB"), "role": some("unknown", "controller", "processor")},
        "subjects": [
            {"id": "people", "name": "People", "staff": some("unknown", "no")},
            {"id": "staff", "name": "Staff", "staff": "yes"},
        ],
        "categories": [
            {"id": "contact", "name": "Contact", "special": some("none", "unknown")},
            {"id": "sick", "name": "Sick", "special": some("health", "none")},
        ],
        "purposes": [purpose("news"), purpose("help")],
        "recipients": [recipient("alpha", ["beta"]), recipient("beta", [])],
        "assessments": some(
            "unknown", [_assessment(some, "first")], [_assessment(some, "first"), _assessment(some, "next")]
        ),
    }
    _narrow(data)
    return Inventory.model_validate(data)


def _tool(some: Any) -> dict[str, Any]:
    kind = some("scc", "scc", "dpf", "dpa", "bcr-p", "privacy-shield", "unknown")
    version = {"version": some("2021", "2010", "unknown")} if kind == "scc" else {}
    tia, signed = some("unknown", "positive", "negative"), some("unknown", "2022-05-01")
    return {"kind": kind, **version, "tia": tia, "signed": signed}


def _assessment(some: Any, id_: str) -> dict[str, Any]:
    """An assessment that an exporting processor made: it contradicts no ``tia``."""
    alpha, beta, onward = {"recipient": "alpha"}, {"recipient": "beta"}, {"recipient": "beta", "exporter": "alpha"}
    return {
        "id": id_,
        "transfers": some([alpha], [beta], [onward], [alpha, {**beta, "countries": ["US"]}]),
        "tools": some("none", "none", ["scc"]),
        "made_by": "exporter",
        "checked": some("yes", "yes", "unknown"),
        "status": some("in-force", "in-force", "draft", "unknown"),
        "outcome": some("positive", "negative", "negative", "unknown"),
        "decided_on": some("2025-01-01", "unknown"),
        "clear_text": some("unknown", "yes"),
        "impinges": some("unknown", "yes", "no"),
    }


def _narrow(data: dict[str, Any]) -> None:
    """What a purpose discloses is what it uses."""
    for purpose_ in data["purposes"]:
        for served in purpose_["recipients"] if purpose_["recipients"] != "unknown" else ():
            if isinstance(served, dict) and "contact" not in purpose_["categories"]:
                served.pop("categories")


@st.composite
def marks(draw: Any, inventory: Inventory, most: int = 6) -> tuple[Mark, ...]:
    """Some entries and facts of an inventory, to be only proposed."""
    data = plain(inventory)
    possible: list[Mark] = []
    for path, model in entries(data).items():
        if path[0] not in STAYS:
            possible.append((path, ""))
        for key, field in shape.of(model).items():
            filled = key in data_at(data, path) and data_at(data, path)[key] not in (field.default, None)
            if (
                filled
                and not field.required
                and key not in ("id", "how", "why", "evidence", "notes", "formerly", "name")
            ):
                possible.append((path, key))
    return tuple(draw(st.lists(st.sampled_from(possible), max_size=most, unique=True))) if possible else ()


def plain(inventory: Inventory) -> dict[str, Any]:
    """An inventory as nested data of the kind that a file holds."""
    return inventory.model_dump(by_alias=True, warnings=False)


def entries(data: Any, model: Any = Inventory, path: Path = ()) -> dict[Path, Any]:
    """The entries below an inventory's data by path, with the class of each."""
    found: dict[Path, Any] = {}
    for key, field in shape.of(model).items():
        if field.kind != "entry" or field.model is Evidence or key not in data:
            continue
        for i, item in enumerate(data[key] or ()) if field.many else [(None, data[key])]:
            place = (*path, key) if i is None else (*path, key, i)
            found |= {place: field.model, **entries(item, field.model, place)}
    return found


def data_at(data: Any, path: Path) -> Any:
    """What is at a path."""
    for step in path:
        data = data[step]
    return data


def stated(inventory: Inventory, id_: str) -> Inventory:
    """The inventory under another id, with nothing proposed."""
    data = plain(inventory)
    data["meta"]["id"] = id_
    for path in entries(data):
        entry = data_at(data, path)
        for each in (entry, *(entry["evidence"] or ())):
            if each["how"] == "proposed":
                each["how"] = "stated"
    return Inventory.model_validate(data)


def proposed(inventory: Inventory, chosen: tuple[Mark, ...]) -> Inventory:
    """The inventory with some entries and facts only proposed."""
    data = plain(inventory)
    for path, field in chosen:
        entry = data_at(data, path)
        if field:
            entry["evidence"] = [{"facts": [field], "how": "proposed"}, *(entry["evidence"] or ())]
        else:
            entry["how"] = "proposed"
    return Inventory.model_validate(data)


def rejected(inventory: Inventory, chosen: tuple[Mark, ...]) -> Inventory:
    """The inventory without some entries and facts, as if each had been rejected; a list that is emptied is unknown."""
    data = plain(inventory)
    for path, field in sorted(chosen, key=lambda c: -len(c[0])):  # the inner facts first: their paths stay
        if field:
            data_at(data, path).pop(field, None)
    gone = {path for path, field in chosen if not field}
    for path in sorted({p[:-1] for p in gone}, key=len, reverse=True):  # the inner lists first: their paths stay
        owner = data_at(data, path[:-1])
        if path[-1] in owner:
            left = [item for i, item in enumerate(owner[path[-1]] or ()) if (*path, i) not in gone]
            _set(owner, path[-1], left, _default(path))
    ids = {name: {e["id"] for e in data.get(name) or ()} for name in LISTS}
    for path, model in reversed(entries(data).items()):
        entry = data_at(data, path)
        for (name, key), target in REFERRING.items():
            if model.__name__ == name and entry.get(key):
                left = [x for x in entry[key] if _referred(x) in ids[target]]
                if len(left) < len(entry[key]):
                    _set(entry, key, left, shape.of(model)[key].default)
    return Inventory.model_validate(data)


def _default(path: Path) -> Any:
    field = shape.at(path)[1]
    return field.default if field else UNKNOWN


def _set(owner: Any, key: Any, left: list[Any], default: Any) -> None:
    owner[key] = left or default


def _referred(item: Any) -> str:
    """The id that an item of a list of references has."""
    return item if isinstance(item, str) else item.get("category") or item["recipient"]
