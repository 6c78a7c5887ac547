"""YAML or JSON that is a list of entries -> a table: a row for each entry, a column for each key."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

from datamap.errors import InputError
from datamap.reading.document import Block, Cell, Item, Table, Text
from datamap.reading.grid import Grids
from datamap.reading.parts import Parts
from datamap.reading.refuse import refused
from datamap.reading.words import text_of

_LIST = "a list of entries, each with the same keys"
_DEEP = 20
"""Mappings and lists within one another."""
_OURS = re.compile(r"^ {0,2}[\"']?(meta|controller|purposes)[\"']?:", re.M)
"""Parts of an inventory of datamap, at the beginning of a line."""


def read(text: str, file: str, kind: str, encoding: str) -> Parts:
    """The entries of a file as tables; single values beside them as list items.

    Raises
    ------
    InputError
        Not YAML or JSON, an inventory of datamap, or without a list of entries.
    """
    # JSON of other programs has a part "meta" and a part "controller", too
    if len(set(_OURS.findall(text))) > (2 if kind == "json" else 1):
        raise refused(
            file, "an inventory of datamap", "a document; 'datamap audit' and 'datamap check' read an inventory"
        )
    data = _loaded_json(text, file) if kind == "json" else _loaded_yaml(text, file)
    try:
        blocks = tuple(_blocks(data))
    except RecursionError:
        raise refused(file, "entries within one another too deep", _LIST) from None
    if not any(isinstance(b, Table) for b in blocks):
        raise refused(file, "no list of entries", _LIST)
    return Parts(kind, blocks, encoding=encoding)


def _loaded_json(text: str, file: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, times in Counter(key for key, _ in pairs).items():
            if times > 1:
                raise _twice(file, key, 0)
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=once)
    except RecursionError:
        raise refused(file, "entries within one another too deep", _LIST) from None
    except ValueError as e:
        raise refused(file, f"text that is not JSON ({str(e)[:80]})", _LIST, getattr(e, "lineno", 0)) from None


def _loaded_yaml(text: str, file: str) -> Any:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        line = 0
        for event in yaml.parse(text, Loader=loader):
            line = event.start_mark.line + 1 if event.start_mark else line
            if isinstance(event, yaml.AliasEvent):
                raise refused(file, "an alias (*)", "the entry itself", line)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEP:
                raise refused(file, "entries within one another too deep", _LIST, line)
        return yaml.load(text, Loader=_texts_only(loader, file))
    except (yaml.YAMLError, ValueError, RecursionError) as e:
        mark = getattr(e, "problem_mark", None)
        why = getattr(e, "problem", None) or str(e)
        raise refused(file, f"text that is not YAML ({why[:80]})", _LIST, mark.line + 1 if mark else 0) from None


def _twice(file: str, key: str, line: int) -> InputError:
    """The error of an entry of which only the last of two values would be read."""
    return refused(file, f"the key {key!r} is used twice in one entry", "each key once", line)


def _texts_only(loader: Any, file: str) -> Any:
    """A loader for which every value is the text as written: Norway is NO, a date its own digits."""

    class Texts(loader):
        yaml_implicit_resolvers: dict[str, Any] = {  # noqa: RUF012
            first: [(tag, pattern) for tag, pattern in found if tag == "tag:yaml.org,2002:null"]
            for first, found in loader.yaml_implicit_resolvers.items()
        }

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen: set[str] = set()
            for key, _ in node.value:
                if str(key.value) in seen:
                    raise _twice(file, key.value, key.start_mark.line + 1)
                seen.add(str(key.value))
            return super().construct_mapping(node, deep)

    return Texts


def _blocks(data: Any) -> Iterator[Block]:
    grids = Grids()
    if _is_list(data):
        yield _table(data, "", grids)
        return
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        if _is_list(value):
            yield _table(value, str(key), grids)
        elif isinstance(value, dict) and value and all(isinstance(v, dict) for v in value.values()):
            yield _table([{"": name, **entry} for name, entry in value.items()], str(key), grids)
        elif words := _words(value):
            yield Item(text_of(f"{key}: {words}", str(key)))


def _is_list(data: Any) -> bool:
    return isinstance(data, list) and bool(data) and all(isinstance(entry, dict) for entry in data)


def _table(entries: list[dict[Any, Any]], name: str, grids: Grids) -> Table:
    keys = list(dict.fromkeys(key for entry in entries for key in entry))
    within = f"{name}, " if name else ""
    rows = [[Cell(text_of(str(key), f"{within}keys")) for key in keys]]
    grids.row(len(keys))
    for n, entry in enumerate(entries, 1):
        grids.row(len(keys))
        rows.append([Cell(_text(entry.get(key), f"{within}entry {n}, {key}")) for key in keys])
    return Grids().table(rows, f"{within}keys", name, header=1)


def _text(value: Any, where: str) -> Text:
    return text_of(_words(value), where)


def _words(value: Any) -> str:
    """A value as a person writes it in a cell: a line for each part."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "\n".join(f"{k}: {w}" for k, v in value.items() if (w := _words(v)))
    if isinstance(value, (list, tuple)):
        return "\n".join(w for v in value if (w := _words(v)))
    return str(value)
