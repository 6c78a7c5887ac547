"""An Inventory -> the YAML a person would write: short forms where they lose nothing, no defaults, a stable order.

What is written reads back equal. ``unknown`` and ``none`` are written only where they are not the default.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml
from pydantic import BaseModel
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from yaml.resolver import Resolver

from datamap.model import Inventory, Safeguard, shape
from datamap.model.entry import Entry, Evidence
from datamap.model.safeguard import format_safeguard
from datamap.model.vocabulary import UNKNOWN

LONG = ("purposes", "recipients")
"""Lists whose entries are separated by a blank line."""

REMEMBERED = 1 << 12
"""Texts whose look is remembered: keys, places and documents repeat in every entry."""

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_RESOLVER = Resolver()
_TEXT = Resolver.DEFAULT_SCALAR_TAG
# The reader takes every scalar as text, so these need no quotes, as people write them; PyYAML would quote them.
_BARE = re.compile("yes|no|0|[1-9][0-9]{0,8}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Line ends, of every system and of Unicode, and tabs: YAML folds them, unless they are escaped
_BREAKS = re.compile("[\t-\r\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def dump(inventory: Inventory) -> str:
    """The inventory as YAML text in the native format.

    Examples
    --------
    >>> from datamap.model import Inventory
    >>> data = {"meta": {"id": "demo"}, "controller": {"name": "Demo", "country": "NO"}}
    >>> print(dump(Inventory.model_validate(data)), end="")
    meta:
      id: demo
    <BLANKLINE>
    controller:
      name: Demo
      country: 'NO'
    """
    parts = []
    for key, value in _mapping(inventory).items():
        if isinstance(value, list) and key in LONG:  # entries of many lines: a blank line between them
            parts.append(f"{key}:\n" + "\n".join(_yaml([item]) for item in value))
        else:
            parts.append(_yaml({key: value}))
    return "\n".join(parts)


def list_item(value: BaseModel) -> str:
    """An entry as an item of a list of the file."""
    return _yaml([plain(value)])


def plain(value: BaseModel) -> Any:
    """An entry as the nested data that :func:`dump` writes: its short form, or the fields without defaults."""
    entry = _mapping(value)
    if isinstance(value, Evidence):
        return _short_evidence(entry)
    if isinstance(value, Safeguard) and set(entry) <= {"kind", "version", "signed"}:
        return format_safeguard(value.kind, value.version, str(value.signed))
    short = value.SHORT_FIELD if isinstance(value, Entry) else ""
    return entry[short] if short and set(entry) == {short} else entry


def _mapping(value: BaseModel) -> dict[str, Any]:
    """The fields that are not their default, by key, in the order they are written."""
    out: dict[str, Any] = {}
    for key, field in shape.of(type(value)).items():
        given = getattr(value, field.name)
        if field.required or given != field.default or type(given) is not type(field.default):
            if given is None:
                continue
            out[key] = _many(given, field) if field.many else _one(given, field)
    return out


def _one(value: Any, field: shape.Field) -> Any:
    if isinstance(value, BaseModel):
        return _mapping(value) if not field.many else plain(value)
    return value


def _many(value: Any, field: shape.Field) -> Any:
    if value is UNKNOWN:
        return "unknown"
    if not value:
        return "none"
    if field.keyed and field.keyed[0] != "id":
        key, short = field.keyed
        by_key = {getattr(item, key): _mapping(item) for item in value}
        if len(by_key) == len(value) and by_key.keys().isdisjoint(shape.of(field.entry)):  # else read as one entry
            return {name: _keyed(item, key, short) for name, item in by_key.items()}
    return [_one(item, field) for item in value]


def _keyed(entry: dict[str, Any], key: str, short: str) -> Any:
    rest = {k: v for k, v in entry.items() if k != key}
    return rest[short] if set(rest) == {short} else rest


def _short_evidence(entry: dict[str, Any]) -> Any:
    section, words = entry.get("section", ""), entry.get("words", "")
    if set(entry) == {"section"}:
        return section
    if set(entry) == {"section", "words"} and not Evidence.is_like_field(section):
        return {section: words}
    return entry


def _yaml(value: Any, *, flow: bool = False, width: int = 120) -> str:
    """Nested data as YAML; ``flow``: all of it within braces and brackets."""
    inner = _events(value, flow)
    events = (StreamStartEvent(), DocumentStartEvent(), *inner, DocumentEndEvent(), StreamEndEvent())
    return yaml.emit(events, Dumper=_DUMPER, width=width, allow_unicode=True)


def _events(value: Any, flow: bool) -> Iterator[yaml.Event]:
    """What the emitter writes: lists of short texts on one line, several lines as a block.

    Events and not nodes: the serializer of nodes would resolve each text twice and look for nodes that are shared.
    """
    if isinstance(value, dict):
        yield MappingStartEvent(None, None, True, flow_style=flow or not value)
        for key, inner in value.items():
            plain, style = _look(key)
            yield ScalarEvent(None, _TEXT, (plain, True), key, style='"' if style else None)  # a block cannot be a key
            yield from _events(inner, flow)
        yield MappingEndEvent()
    elif isinstance(value, list):
        one_line = all(isinstance(v, str) and not _look(v)[1] for v in value)
        one_line = one_line and sum(len(v) + 2 for v in value) < 100
        yield SequenceStartEvent(None, None, True, flow_style=flow or one_line)
        for inner in value:
            yield from _events(inner, flow)
        yield SequenceEndEvent()
    else:
        text = value.isoformat() if isinstance(value, dt.date) else value
        plain, style = _look(text)
        yield ScalarEvent(None, _TEXT, (plain, True), text, style='"' if flow and style else style)


@lru_cache(maxsize=REMEMBERED)
def _look(text: str) -> tuple[bool, str | None]:
    """Whether a text needs no quotes, and how it is quoted because of its lines."""
    plain = _BARE.fullmatch(text) or _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == _TEXT
    return bool(plain), _style(text)


def _style(text: str) -> str | None:
    """How a text is quoted: a block where it keeps the lines as they are, else with escapes; None: as YAML needs it."""
    if not _BREAKS.search(text):
        return None
    lines = text.split("\n")
    plain = not _UNPRINTABLE.search(text) and lines[0] and (lines[-1] or lines[-2])
    return "|" if plain and all(line == line.strip() for line in lines) else '"'


def entry(value: BaseModel) -> dict[str, Any]:
    """The fields of an entry that are not their default, as nested data; never its short form."""
    return _mapping(value)


def lines(value: Any) -> str:
    """Nested data as lines of a file."""
    return _yaml(value)


def line(value: dict[str, Any]) -> str:
    """Nested data on one line, as it is within braces: ``basis: 6-1-b, conditions: [9-2-h]``.

    Examples
    --------
    >>> line({"legal_bases": [{"basis": "6-1-b", "law": "a, b"}], "dpa": "yes"})
    "legal_bases: [{basis: 6-1-b, law: 'a, b'}], dpa: yes"
    """
    return _yaml(value, flow=True, width=1_000_000).strip()[1:-1]
