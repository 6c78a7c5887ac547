"""What does not fit together in an inventory: references, ids, and entries that contradict themselves."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from datamap.errors import Problem
from datamap.model import Inventory, Origin

RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))}
"""File names that Windows keeps for itself: ``meta.id`` names a folder."""

# where ids stand: (top list, path of fields below an entry) -> the list they refer to
REFERENCES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("categories", ("subjects",), "subjects"),
    ("purposes", ("subjects",), "subjects"),
    ("purposes", ("measures",), "measures"),
    ("purposes", ("categories", "category"), "categories"),
    ("purposes", ("retention", "categories"), "categories"),
    ("purposes", ("sources", "categories"), "categories"),
    ("purposes", ("recipients", "recipient"), "recipients"),
    ("purposes", ("recipients", "categories"), "categories"),
    ("purposes", ("replaced_by",), "purposes"),
    ("recipients", ("categories",), "categories"),
    ("recipients", ("sub_processors", "recipient"), "recipients"),
)


def place(path: tuple[str | int, ...], plain: Any) -> str:
    """A path in words, with ids where there are: ``recipients.slack.safeguards[0].kind``."""
    out, here = "", plain
    for step in path:
        try:
            here = here[step] if here is not None else None
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            id_ = here.get("id") if isinstance(here, Mapping) else None
            out += f".{id_}" if isinstance(id_, str) else f"[{step}]"
        else:
            out += f".{step}" if out else str(step)
    return out


def _model_at(path: tuple[str | int, ...]) -> type[BaseModel] | None:
    noun: type[BaseModel] | None = Inventory
    for step in path:
        if isinstance(step, int):
            continue
        info = noun.model_fields.get(step) if noun else None
        info = info or next((f for f in noun.model_fields.values() if f.alias == step), None) if noun else None
        noun = None
        stack = [info.annotation] if info else []
        while stack:
            a = stack.pop()
            if isinstance(a, type) and issubclass(a, BaseModel):
                noun = a
                break
            stack += list(get_args(a))
        if noun is None:
            return None
    return noun


def fields_at(path: tuple[str | int, ...]) -> list[str]:
    """Keys that the model knows at a path."""
    noun = _model_at(path)
    return [f.alias or n for n, f in noun.model_fields.items()] if noun else []


def short_at(path: tuple[str | int, ...]) -> str:
    """The short form that is allowed at a path, in words; empty where there is none."""
    noun = _model_at(path)
    return f"or in short: {noun.SHORT}" if noun is not None and getattr(noun, "SHORT", "") else ""


def _entries(plain: Any, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    value = plain.get(name) if isinstance(plain, Mapping) else None
    if isinstance(value, Mapping):
        value = [value]
    for i, entry in enumerate(value if isinstance(value, list) else ()):
        if isinstance(entry, Mapping):
            yield i, entry


def _ids(entry: Any, fields: tuple[str, ...], path: tuple[str | int, ...]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Every id at a path of fields below an entry, through lists and short forms."""
    if not fields:
        for i, item in enumerate(entry if isinstance(entry, list) else [entry]):
            if isinstance(item, str):
                yield item, (*path, i) if isinstance(entry, list) else path
        return
    if isinstance(entry, str) and len(fields) == 1 and fields[0] in ("category", "recipient"):
        yield entry, path  # the short form is the id itself
    elif isinstance(entry, list):
        for i, item in enumerate(entry):
            yield from _ids(item, fields, (*path, i))
    elif isinstance(entry, Mapping) and fields[0] in entry:
        yield from _ids(entry[fields[0]], fields[1:], (*path, fields[0]))


def references(plain: Any, origin: Origin) -> list[Problem]:
    """Ids given twice, and ids that nothing has; works on what was written, read by the model or not."""
    problems: list[Problem] = []

    def add(path: tuple[str | int, ...], found: str, expected: str) -> None:
        problems.append(Problem(origin.file, origin.line(path), place(path, plain), found, expected))

    known: dict[str, dict[str, int]] = {}
    for name in ("subjects", "categories", "purposes", "recipients", "measures"):
        known[name] = {}
        for i, entry in _entries(plain, name):
            id_ = entry.get("id")
            if not isinstance(id_, str):
                continue
            if id_ in known[name]:
                first = origin.line((name, known[name][id_]))
                add((name, i, "id"), f"the id '{id_}' again (first in line {first})", "an id of its own for every entry")
            known[name].setdefault(id_, i)
        for i, entry in _entries(plain, name):
            for old, path in _ids(entry.get("formerly", []), (), (name, i, "formerly")):
                if old in known[name] and known[name][old] != i:
                    add(path, f"'{old}' is the id of another entry", "an id that is no longer in use")
    for name, fields, target in REFERENCES:
        for i, entry in _entries(plain, name):
            if fields[0] not in entry:
                continue
            for id_, path in _ids(entry[fields[0]], fields[1:], (name, i, fields[0])):
                if id_ in ("unknown", "none", "") or id_ in known[target]:
                    continue
                close = difflib.get_close_matches(id_, known[target], 1)
                hint = f" (did you mean '{close[0]}'?)" if close else ""
                add(path, f"'{id_}' is no id among the {target}", f"an id that stands there{hint}")
    return problems


def sense(inventory: Inventory, origin: Origin) -> list[Problem]:
    """Entries that contradict themselves: surely mistakes, not gaps (gaps are for the rules)."""
    problems: list[Problem] = []
    plain = {"recipients": [{"id": r.id} for r in inventory.recipients], "purposes": [{"id": p.id} for p in inventory.purposes]}

    def add(path: tuple[str | int, ...], found: str, expected: str) -> None:
        problems.append(Problem(origin.file, origin.line(path), place(path, plain), found, expected))

    if inventory.meta.id in RESERVED:
        add(("meta", "id"), f"'{inventory.meta.id}' is a name that a file system keeps for itself", "another short name")
    for i, r in enumerate(inventory.recipients):
        countries = {s.country for s in r.sites}
        for j, s in enumerate(r.safeguards):
            at = ("recipients", i, "safeguards", j)
            if s.module != "unknown" and s.kind != "scc":
                add((*at, "module"), f"a module of a {s.kind}", "a module only with kind scc")
            if s.kind == "derogation" and s.version != "unknown" and not s.version.startswith("49"):
                add((*at, "version"), f"'{s.version}' for a derogation", "a letter of Art. 49, such as 49-1-a")
            if s.kind == "scc" and s.version.startswith("49"):
                add((*at, "version"), f"'{s.version}' for standard clauses", "one of: 2001, 2002, 2004, 2010, 2021")
            if s.kind not in ("scc", "derogation") and s.version != "unknown":
                add((*at, "version"), f"a version of a {s.kind}", "a version only with kind scc or derogation")
            for k, country in enumerate(s.countries):
                if countries and country not in countries:
                    add((*at, "countries", k), f"'{country}' is no site of '{r.id}'", f"one of: {', '.join(sorted(countries))}")
        if any(s.recipient == r.id for s in r.sub_processors):
            add(("recipients", i, "sub_processors"), f"'{r.id}' as its own sub-processor", "another recipient")
    graph = {r.id: [s.recipient for s in r.sub_processors if s.recipient != r.id] for r in inventory.recipients}
    done: set[str] = set()
    for i, r in enumerate(inventory.recipients):
        cycle = _cycle(r.id, graph, done)
        if cycle:
            add(("recipients", i, "sub_processors"), f"a circle of sub-processors: {' -> '.join(cycle)}", "a chain that ends")
    for top in ("subjects", "categories", "purposes", "recipients", "measures"):
        for i, entry in enumerate(getattr(inventory, top)):
            fields = set(type(entry).model_fields) | {f.alias for f in type(entry).model_fields.values() if f.alias}
            for j, e in enumerate(entry.evidence):
                for fact in e.facts:
                    if fact not in fields:
                        close = difflib.get_close_matches(fact, fields, 1)
                        add((top, i, "evidence", j), f"'{fact}' is no field of the entry", f"'{close[0]}'" if close else f"one of: {', '.join(sorted(fields))}")
    return problems


def _cycle(start: str, graph: Mapping[str, list[str]], done: set[str]) -> list[str]:
    stack: list[tuple[str, list[str]]] = [(start, [start])]
    while stack:
        node, way = stack.pop()
        if node in done:
            continue
        for following in graph.get(node, ()):
            if following == start:
                done.update(way)
                return [*way, start]
            if following not in way:
                stack.append((following, [*way, following]))
    done.add(start)
    return []
