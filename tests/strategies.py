"""Inventories for property tests: any field may be filled, every reference leads somewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from datamap.formats import shape
from datamap.model import Inventory, Purpose, Recipient, Safeguard
from datamap.noun import Evidence
from datamap.vocabulary import UNKNOWN

# texts with everything that formats trip over: quotes, colons, hashes, formulas, markup, other scripts, line ends
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip),
    st.sampled_from(
        [
            "=1+1",
            "@x",
            "-5",
            "'",
            "a: b",
            "# no",
            "NO",
            "yes",
            "null",
            "~",
            "1e3",
            "<b>&amp;</b>",
            "{{7*7}}",
            "two\nlines",
            "“q”",
            "שלום",
        ]
    ),
)
NAMES = TEXTS.map(lambda t: t or "x")
DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2030, 12, 31))
PLACES = st.sampled_from(["US", "CZ", "NO", "GB", "IN", "EPO", "EU", "worldwide", "unknown", "XK"])
PERIODS = st.sampled_from(["unknown", "none", "P5Y", "P3Y6M", "P30D", "PT12H"])
CITATIONS = st.sampled_from(["GDPR Art. 7(3)", "GDPR Art. 6(1)(b); EDPB Guidelines 2/2019", "WP260 rev.01"])
IDS = st.from_regex(r"[a-z][a-z0-9]{0,4}(-[a-z0-9]{1,3})?", fullmatch=True).filter(
    lambda i: i not in ("unknown", "none")
)

# noun and field -> the list whose ids it takes
REFERENCES = {
    ("Category", "subjects"): "subjects",
    ("Purpose", "subjects"): "subjects",
    ("Purpose", "measures"): "measures",
    ("Purpose", "categories"): "categories",
    ("Purpose", "recipients"): "recipients",
    ("Recipient", "categories"): "categories",
    ("Observation", "purposes"): "purposes",
    ("Observation", "recipients"): "recipients",
}
LISTS = ("subjects", "categories", "measures", "recipients", "purposes")


@st.composite
def inventories(draw: Any) -> Inventory:
    """A valid inventory of a few entries; each optional field is silent, unknown, none or filled."""
    ids = {name: draw(st.lists(IDS, min_size=1, max_size=3, unique=True)) for name in LISTS}
    top = shape.of(Inventory)
    data: dict[str, Any] = {
        "meta": {**_fields(draw, top["meta"].noun, ids), "id": draw(IDS)},
        "controller": {**_fields(draw, top["controller"].noun, ids), "name": draw(NAMES)},
        "notice": _fields(draw, top["notice"].noun, ids),
    }
    for name in LISTS:
        entries = [{"id": i, **_fields(draw, top[name].noun, ids)} for i in ids[name]]
        for entry in entries:
            entry.pop("formerly", None)
        data[name] = entries
    data["rights"] = (
        draw(st.sampled_from([UNKNOWN, ()])) if draw(st.booleans()) else [_fields(draw, top["rights"].noun, ids)]
    )
    if draw(st.booleans()):
        data["recipients"][0]["formerly"] = ["z-old"]
    return Inventory.model_validate(data)


def _fields(draw: Any, noun: Any, ids: dict[str, list[str]]) -> dict[str, Any]:
    out = {}
    for key, field in shape.of(noun).items():
        if key == "id" or (key == "until" and noun is not None) or not (field.required or draw(st.integers(0, 2)) == 0):
            continue
        value = _value(draw, noun, field, ids)
        if value is not None:
            out[key] = value
    if noun is Safeguard:
        _fitting(out)
    if noun is Purpose:
        _within(out)
    if noun is Recipient:
        for tool in out.get("safeguards") or ():
            tool.pop("countries", None)
    return out


def _fitting(tool: dict[str, Any]) -> None:
    """A version and a module that the kind can have."""
    if tool["kind"] == "derogation":
        tool["version"] = "49-1-c"
    elif tool["kind"] == "scc":
        tool["version"] = "2021"
    else:
        tool.pop("version", None)
    if tool["kind"] != "scc":
        tool.pop("module", None)


def _within(purpose: dict[str, Any]) -> None:
    """What a purpose narrows is what it uses."""
    used = [u["category"] for u in purpose.get("categories") or ()]
    for name in ("recipients", "retention", "sources"):
        for item in purpose.get(name) or ():
            if item.get("categories"):
                item["categories"] = used[:1] or ()
    purpose.pop("replaced_by", None)


def _value(draw: Any, noun: Any, field: shape.Field, ids: dict[str, list[str]]) -> Any:
    if not field.many:
        return _one(draw, noun, field, ids)
    if field.key in ("formerly", "sub_processors"):
        return None
    if field.key == "facts":
        return ["how"]
    if draw(st.integers(0, 3)) == 0:
        return () if isinstance(field.default, tuple) and not field.default or draw(st.booleans()) else UNKNOWN
    target = REFERENCES.get((noun.__name__, field.key))
    if target or field.key == "categories":
        chosen = draw(st.lists(st.sampled_from(ids[target or "categories"]), min_size=1, max_size=2, unique=True))
        if field.kind == "id":
            return chosen
        return [
            {**_fields(draw, field.noun, ids), "category" if field.key == "categories" else "recipient": c}
            for c in chosen
        ]
    if field.keyed and field.key in ("informs", "observations", "scope"):
        return [_fields(draw, field.noun, ids)]
    return [_one(draw, noun, field, ids) for _ in range(draw(st.integers(1, 2)))]


def _one(draw: Any, noun: Any, field: shape.Field, ids: dict[str, list[str]]) -> Any:
    match field.kind:
        case "noun":
            if field.noun is Evidence:
                return {**_fields(draw, Evidence, ids), "section": draw(NAMES), "facts": ()}
            return _fields(draw, field.noun, ids)
        case "word":
            return draw(st.sampled_from(field.words))
        case "text":
            return draw(NAMES)
        case "place":
            return draw(PLACES)
        case "period":
            return draw(PERIODS)
        case "citation":
            return draw(CITATIONS)
        case "date":
            return draw(DAYS)
        case "day":
            return draw(st.one_of(st.sampled_from(["unknown", "none"]), DAYS))
    if field.key == "category":
        return draw(st.sampled_from(ids["categories"]))
    if field.key == "recipient":
        return draw(st.sampled_from(ids["recipients"]))
    return draw(IDS)
