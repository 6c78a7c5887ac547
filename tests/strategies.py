"""Inventories for property tests: any field may be filled, every reference leads somewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from datamap.model import Inventory, Purpose, Recipient, Safeguard, shape
from datamap.model.assessment import ON_ACTIVITIES, OUTCOMES
from datamap.model.entry import Evidence
from datamap.model.party import Party
from datamap.model.vocabulary import UNKNOWN

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

# single characters and texts that a format may fold, trim, cut off, escape wrongly or take for something else
_NASTY = (
    "\t\n\r\x0b\x0c\x1c\x1e\x00\x07\x1b\x7f\x85\x9f\xa0\xad"
    "\u2028\u2029\u200b\u202e\ufeff\ufffd\ufffe\uffff\ue000 '\"\\#:-?,[]{}&*!|>%@`~=<_x"
)
_SAMPLES = [
    *(
        "",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\n\n\n",
        "\r",
        "\r\n",
        "\t",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\xa0",
        "\ue000",
    ),
    *(
        "a\n",
        "\na",
        "a\n\n",
        "\n\na\n",
        " a",
        "a ",
        "\ta",
        "a\t",
        "a\tb",
        "a \tb",
        "a\n b",
        "a \nb",
        "a\n\tb",
        "a\r\nb",
    ),
    *("a\u2028b", "a\u2029", "\u2028a", "a\x85b", "a\n\u2028b", "a\ufeffb", "\ufeffa", "a\x00b", "a\x1b[31mb", "a\xa0"),
    *(
        "---",
        "--- a",
        "...",
        "a\n---\nb",
        "a\n...\nb",
        "- a",
        "? a",
        "a: b",
        "a:",
        ": a",
        "a #b",
        "#a",
        "a # b",
        "%YAML 1.1",
    ),
    *(
        "&a",
        "&a b",
        "*a",
        "!a",
        "! a",
        "!!str a",
        "|",
        ">",
        "|-\n a",
        "[a, b]",
        "{a: b}",
        "a, b",
        "@a",
        "`a`",
        "<<",
        "=",
        "~",
    ),
    *(
        "null",
        "Null",
        "unknown",
        "none",
        "yes",
        "No",
        "on",
        "true",
        ".inf",
        ".nan",
        "010",
        "0x1F",
        "1_000",
        "1e3",
        "1.0",
        "12:30:45",
    ),
    *(
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "'",
        '"',
        "''",
        '""',
        "\\",
        "\\n",
        "it's",
        'a "b" c',
        "_x000D_",
        "_xD800_",
        "=1+1",
    ),
    *(
        "x" * 5000,
        "word " * 1000,
        "word\t" * 300,
        "a\n" * 300,
        "é" * 2000,
        "😀" * 100,
        "a" + " " * 300 + "b",
        "e\u0301",
    ),
]
HOSTILE = st.one_of(
    st.sampled_from(_SAMPLES),
    st.text(st.sampled_from(_NASTY), max_size=8),
    st.text(st.one_of(st.sampled_from(_NASTY), st.characters(codec="utf-8")), max_size=200),
)
"""Texts that a field may hold and a format trips over; half surrogate pairs are left out: the model refuses them."""
HOSTILE_IDS = st.one_of(
    st.sampled_from(
        [
            *("yes", "no", "on", "off", "null", "true", "0", "12", "010", "1_000", "1e3", "0x1f", "2026-01-01", "1.0"),
            *("id", "fact", "value", "topic", "text", "how", "notes"),
        ]
    ),
    IDS,
)
"""Ids that look like something else: numbers, words of YAML, names of fields."""


# model and field -> the list whose ids it takes
REFERENCES = {
    ("Category", "subjects"): "subjects",
    ("Purpose", "subjects"): "subjects",
    ("Purpose", "measures"): "measures",
    ("Purpose", "categories"): "categories",
    ("Purpose", "recipients"): "recipients",
    ("Recipient", "categories"): "categories",
    ("Observation", "purposes"): "purposes",
    ("Observation", "recipients"): "recipients",
    ("Assessment", "activities"): "purposes",
}
HASHES = ("unknown", "0" * 64, "ab" * 32)
LISTS = ("subjects", "categories", "measures", "recipients", "purposes")


@st.composite
def inventories(draw: Any) -> Inventory:
    """A valid inventory of a few entries; each optional field is silent, unknown, none or filled."""
    ids = {name: draw(st.lists(IDS, min_size=1, max_size=3, unique=True)) for name in LISTS}
    top = shape.of(Inventory)
    data: dict[str, Any] = {
        "meta": {**_fields(draw, top["meta"].model, ids), "id": draw(IDS)},
        "controller": {**_fields(draw, top["controller"].model, ids), "name": draw(NAMES)},
        "notice": _fields(draw, top["notice"].model, ids),
    }
    for name in LISTS:
        entries = [{"id": i, **_fields(draw, top[name].model, ids)} for i in ids[name]]
        for entry in entries:
            entry.pop("formerly", None)
        data[name] = entries
    data["rights"] = (
        draw(st.sampled_from([UNKNOWN, ()])) if draw(st.booleans()) else [_fields(draw, top["rights"].model, ids)]
    )
    data["assessments"] = draw(st.sampled_from([UNKNOWN, ()])) if draw(st.booleans()) else [_assessment(draw, ids)]
    if draw(st.booleans()):
        data["documents"] = [{"id": "signed-1", **_fields(draw, top["documents"].model, ids)}]
        data["documents"][0].update({"outside": "yes", "formerly": (), "sha256": draw(st.sampled_from(HASHES))})
        data["documents"][0]["path"] = draw(st.sampled_from(["", "contracts/1.pdf", "../Share/Vertrag 1.pdf"]))
    if draw(st.booleans()):
        data["recipients"][0]["formerly"] = ["z-old"]
    return Inventory.model_validate(data)


def _fields(draw: Any, model: Any, ids: dict[str, list[str]]) -> dict[str, Any]:
    out = {}
    for key, field in shape.of(model).items():
        if (
            key == "id"
            or (key == "until" and model is not None)
            or not (field.required or draw(st.integers(0, 2)) == 0)
        ):
            continue
        value = _value(draw, model, field, ids)
        if value is not None:
            out[key] = value
    if model is Safeguard:
        _fitting(out)
    if model is Purpose:
        _within(out)
    if model is Recipient:
        for tool in out.get("safeguards") or ():
            tool.pop("countries", None)
    return out


def _assessment(draw: Any, ids: dict[str, list[str]]) -> dict[str, Any]:
    """An assessment of any outcome; one that the exporting processor made contradicts no ``tia``."""
    entry = {"id": draw(IDS), **_fields(draw, shape.of(Inventory)["assessments"].model, ids)}
    kind = entry.setdefault("kind", "tia")
    if entry.get("outcome") not in OUTCOMES[kind]:
        entry["outcome"] = draw(st.sampled_from(OUTCOMES[kind]))
    entry.pop("transfers" if kind in ON_ACTIVITIES else "activities", None)
    if kind != "dpia-screening":
        entry.pop("criteria", None)
    for leg in entry.get("transfers") or ():
        leg.pop("exporter", None)
    return {**entry, "formerly": (), "made_by": "exporter"}


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


def _value(draw: Any, model: Any, field: shape.Field, ids: dict[str, list[str]]) -> Any:
    if not field.many:
        return _one(draw, model, field, ids)
    if field.key in ("formerly", "sub_processors"):
        return None
    if field.key in ("answers", "rests_on", "transfers", "criteria"):
        return [_fields(draw, field.model, ids)]
    if field.key == "facts":
        return ["how"]
    if draw(st.integers(0, 3)) == 0:
        return () if isinstance(field.default, tuple) and not field.default or draw(st.booleans()) else UNKNOWN
    target = REFERENCES.get((model.__name__, field.key))
    if target or field.key == "categories":
        chosen = draw(st.lists(st.sampled_from(ids[target or "categories"]), min_size=1, max_size=2, unique=True))
        if field.kind == "id":
            return chosen
        return [
            {**_fields(draw, field.model, ids), "category" if field.key == "categories" else "recipient": c}
            for c in chosen
        ]
    if field.keyed and field.key in ("informs", "observations", "scope"):
        return [_fields(draw, field.model, ids)]
    return [_one(draw, model, field, ids) for _ in range(draw(st.integers(1, 2)))]


def _one(draw: Any, model: Any, field: shape.Field, ids: dict[str, list[str]]) -> Any:
    match field.kind:
        case "entry":
            if field.model is Evidence:
                return {**_fields(draw, Evidence, ids), "section": draw(NAMES), "facts": ()}
            made = _fields(draw, field.model, ids)
            # a party whose name may deny one ("NO") needs another fact
            return made | ({"email": "a@b.example"} if field.model is Party else {})
        case "word":
            return draw(st.sampled_from(field.words))
        case "text":
            return draw(NAMES)
        case "place":
            return draw(PLACES)
        case "period":
            return draw(PERIODS)
        case "people":
            return draw(st.sampled_from(["unknown", "0", "5000", "1-100", "1000+"]))
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
