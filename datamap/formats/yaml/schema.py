"""The JSON schema and the field dictionary of the native format, both made from the model.

Editors complete and check the YAML with the schema (``# yaml-language-server: $schema=inventory.schema.json``); what
only the whole inventory shows (references, order of dates) is checked by ``datamap check``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from datamap.formats.yaml.including import KEY
from datamap.model import Inventory, shape
from datamap.model.entry import Entry, Evidence
from datamap.model.vocabulary import PERIOD, SLUG, UNKNOWN

INCLUDE = (
    "YAML files with recipients that several maps share, such as vendors.yaml, in the folder of the inventory or below "
    "it; such a file has recipients and may include others"
)
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def models() -> tuple[type[BaseModel], ...]:
    """Every kind of entry of an inventory, in the order in which a reader meets them."""
    found: dict[type[BaseModel], None] = {}

    def walk(model: type[BaseModel]) -> None:
        if model in found:
            return
        found[model] = None
        for field in shape.of(model).values():
            if field.model is not None and field.model is not Evidence:
                walk(field.model)

    walk(Inventory)
    return (*found, Evidence)


def json_schema() -> dict[str, Any]:
    """The schema (draft 7, which editors know best) as plain data."""
    entries = {model.__name__: _entry(model) for model in models()}
    name = {"type": "string", "pattern": r"\.ya?ml$"}
    include = {"description": INCLUDE, "anyOf": [name, {"type": "array", "items": name}]}
    entries["Inventory"]["properties"] = {KEY: include, **entries["Inventory"]["properties"]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A datamap inventory",
        **entries.pop("Inventory"),
        "definitions": entries,
    }


def schema_text() -> str:
    """The schema as text, for the file ``inventory/inventory.schema.json``."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _entry(model: type[BaseModel]) -> dict[str, Any]:
    fields = shape.of(model).values()
    full: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {f.key: {"description": f.description, **_value(f)} for f in fields},
    }
    if required := [f.key for f in fields if f.required]:
        full["required"] = required
    if model is Evidence:
        words = {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": _TEXT}
        return {"anyOf": [_TEXT, full, words]}
    return {"anyOf": [_TEXT, full]} if _is_short(model) else full


_TEXT: dict[str, Any] = {"type": ["string", "number"]}


def _is_short(model: type[BaseModel]) -> bool:
    return issubclass(model, Entry) and model.short("x") != "x"


def _value(field: shape.Field) -> dict[str, Any]:
    one = _one(field)
    if not field.many:
        return one
    ways: list[dict[str, Any]] = [{"enum": ["unknown", "none"]}, one, {"type": "array", "items": one}]
    if field.keyed and field.model is not None:
        key, short = field.keyed
        inner = {k: f for k, f in shape.of(field.model).items() if k != key}
        entry = {
            "type": "object",
            "additionalProperties": False,
            "properties": {k: _value(f) for k, f in inner.items()},
        }
        ways.append({"type": "object", "additionalProperties": {"anyOf": [_one(shape.of(field.model)[short]), entry]}})
    return {"anyOf": ways}


def _one(field: shape.Field) -> dict[str, Any]:
    match field.kind:
        case "entry":
            return {"$ref": f"#/definitions/{field.entry.__name__}"}
        case "word":
            return {"enum": [w for word in field.words for w in ((word, int(word)) if word.isdigit() else (word,))]}
        case "id":
            return {"type": ["string", "integer"], "pattern": f"^(?:{SLUG.pattern})$"}
        case "date":
            return {"type": "string", "pattern": f"^{DATE}$"}
        case "day":
            return {"type": "string", "pattern": f"^({DATE}|unknown|none)$"}
        case "period":
            return {"type": "string", "pattern": f"^({PERIOD.pattern}|unknown|none)$"}
        case "people":
            return {"type": ["string", "integer"]}
    return _TEXT


def dictionary() -> str:
    """The field dictionary in Markdown, for the file ``inventory/README.md``."""
    return "\n".join(_pages()) + "\n"


_INTRO = """\
# Field dictionary

<!-- generated from datamap/model by `python -m tools dictionary`; do not edit -->

An inventory is one YAML file that records how an organisation processes personal data. `datamap init FILE.yaml` writes
one to start from, and `datamap check FILE.yaml` reports every mistake in one. Editors that support JSON schemas
complete it with `inventory.schema.json`, which is beside this page.

- A field that you leave out is **unknown**. Write `none` if you know that there is none. The two are never confused.
- A key without a value counts as left out. A key that is not in these tables is an error, with or without a value.
- Put quotes around a text that contains `: ` or ` #`, that begins with a sign such as `&` or `*`, or that is in braces
  and contains a comma: YAML would read only a part of it. `datamap check` reports such texts.
- Instead of a list with one entry you can write the entry alone. Instead of a list of entries with an `id` you can
  write a mapping from id to entry.
- Every entry can have `how` (stated, inferred, assumed, proposed), `why`, `evidence` and `notes`; the tables omit them.
- `evidence` is a list: `- B.1: "the words"` gives the section and the exact words; the long form can name the `facts`
  that it supports.
- Entries that apply for a time have `from` and `until` (both inclusive). After you rename an id, list the old one in
  `formerly`.
- Countries are names or ISO 3166-1 codes. A region such as EU means an unknown country in it; `worldwide` and
  `various` are not places.
- The values below are exact. Words for them are understood too, in eight languages: `contract` for `6-1-b`, `SCCs` for
  `scc`, `20 years` for `P20Y`, `ja` for `yes`. `datamap check` lists what was understood. A text that can mean two
  values, or that denies or postpones something (`no SCC`, `DPF planned`), is an error. Editors only know the exact
  values.
"""


def _pages() -> Iterator[str]:
    yield _INTRO
    everywhere = set(Entry.model_fields)
    for model in models():
        title = "The file" if model is Inventory else model.__name__
        yield f"## {title}\n"
        yield " ".join((model.__doc__ or "").split()) + "\n"
        yield "| key | value | meaning |\n|---|---|---|"
        if model is Inventory:
            yield f"| `{KEY}` | list of file names; if left out: none | {INCLUDE} |"
        for field in shape.of(model).values():
            if model in (Evidence, Inventory) or field.key not in everywhere:
                key = f"`{field.key}`{' (required)' if field.required else ''}"
                yield f"| {key} | {_values(field)} | {field.description} |"
        yield ""


_KINDS = {
    "text": "text",
    "id": "id",
    "place": "place",
    "period": "ISO 8601 period",
    "people": "number or range",
    "citation": "citation",
    "day": "day, `none`, `unknown`",
    "date": "day",
}
"""Kind of a field -> its values, as the dictionary names them."""


def _values(field: shape.Field) -> str:
    """The values that a field can have, and the value that it has when it is left out."""
    if field.kind == "entry":
        one = f"[{field.entry.__name__}](#{field.entry.__name__.lower()})"
    elif field.kind == "word":
        one = ", ".join(f"`{w}`" for w in field.words if w)
    else:
        one = _KINDS[field.kind]
    default = _default(field)
    return ("list of " if field.many else "") + one + (f"; if left out: {default}" if default else "")


def _default(field: shape.Field) -> str:
    """The value of a field that is left out; empty where there is nothing to mention."""
    if field.required or (field.kind == "entry" and not field.many) or field.default in ("", None):
        return ""
    if field.default is UNKNOWN:
        return "unknown"
    return "none" if field.default == () else str(field.default)
