"""The native format: YAML that people write -> an Inventory, or every problem at once with its line.

PyYAML's C parser gives the node tree; a small builder keeps every plain scalar as text (``NO`` stays Norway, ``yes``
stays a word), remembers the line of every entry, and refuses duplicate keys, second documents, tags and nesting or
aliases that nobody writes by hand. The model then says what it does not understand, and :mod:`datamap.formats.check`
what does not fit together.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from datamap.errors import InputError, Problem
from datamap.formats import check
from datamap.law import countries
from datamap.model import Inventory, Origin

LIMIT = 32 * 1024 * 1024
"""Bytes. The largest inventory of one controller seen is under 1 MB; a larger file is a mistake or an attack."""
DEPTH = 24
NODES = 3_000_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path_ = tuple[str | int, ...]


def read(path: str | Path) -> Inventory:
    """Read an inventory from a YAML file.

    Raises
    ------
    InputError
        With every problem, each with file, line, field, what was found and what was expected.
    """
    path = Path(path)
    name = str(path)

    def fail(found: str, expected: str, line: int = 0) -> InputError:
        return InputError([Problem(name, line, "", found, expected)])

    try:
        if path.is_dir():
            raise fail("a directory", "a YAML file")
        size = path.stat().st_size
        if size > LIMIT:
            raise fail(f"{size:,} bytes", f"an inventory of at most {LIMIT:,} bytes; a group's map is one file per controller")
        raw = path.read_bytes()
    except OSError as e:
        raise fail(f"cannot be read ({e.strerror})", "a YAML file that exists and is readable") from e
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = raw[: e.start].count(b"\n") + 1
        raise fail(f"not UTF-8 (byte {e.start}, 0x{raw[e.start]:02x})", "a text saved as UTF-8", line) from e
    return parse(text, name, hashlib.sha256(raw).hexdigest())


def parse(text: str, file: str = "inventory.yaml", sha256: str = "") -> Inventory:
    """Read an inventory from YAML text; ``file`` is how problems name it."""
    plain, lines, problems = build(text, file)
    if problems:
        raise InputError(problems)
    origin = Origin(file, sha256 or hashlib.sha256(text.encode()).hexdigest(), lines)
    try:
        inventory = Inventory.model_validate(plain, context={"country": countries.code_of})
    except ValidationError as e:
        problems = [_problem(err, plain, origin) for err in e.errors(include_url=False)]
        # what does not fit together is told as well, as far as the entries can be read without the model
        problems += [p for p in check.references(plain, origin) if p not in problems]
        raise InputError(sorted(set(problems), key=lambda p: (p.line, p.field))) from None
    problems = check.references(plain, origin) + check.sense(inventory, origin)
    if problems:
        raise InputError(sorted(set(problems), key=lambda p: (p.line, p.field)))
    return inventory.with_origin(origin)


def build(text: str, file: str) -> tuple[Any, dict[Path_, int], list[Problem]]:
    """YAML text -> nested dicts and lists of text, the line of every path, and the problems of the YAML itself."""
    problems: list[Problem] = []
    lines: dict[Path_, int] = {}
    try:
        loader = _Loader(text)
        try:
            if not loader.check_node():
                return {}, lines, [Problem(file, 0, "", "nothing in it", "an inventory; `datamap init FILE.yaml` writes one to start from")]
            root = loader.get_node()
            if loader.check_node():
                second = loader.get_node().start_mark.line + 1
                problems.append(Problem(file, second, "", "a second document (---)", "one inventory per file"))
        finally:
            loader.dispose()
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None) or getattr(e, "context_mark", None)
        what = " ".join(str(getattr(e, "problem", None) or e).split())
        return {}, lines, [Problem(file, mark.line + 1 if mark else 0, "", f"not YAML: {what}", "well-formed YAML (mind indentation, quotes and colons)")]
    except RecursionError:
        return {}, lines, [Problem(file, 0, "", "nesting too deep to read", f"at most {DEPTH} levels")]
    count = 0

    def walk(node: yaml.Node, path: Path_, depth: int) -> Any:
        nonlocal count
        count += 1
        line = node.start_mark.line + 1
        lines.setdefault(path, line)
        where = check.place(path, None)
        if count > NODES:
            raise OverflowError
        if depth > DEPTH:
            problems.append(Problem(file, line, where, "nesting too deep", f"at most {DEPTH} levels"))
            return None
        if isinstance(node, yaml.ScalarNode):
            if node.tag.startswith("!") or node.tag in ("tag:yaml.org,2002:binary",):
                problems.append(Problem(file, line, where, f"the tag {node.tag}", "plain text without a tag"))
            return None if node.value in ("", "~") and not node.style else node.value
        if isinstance(node, yaml.SequenceNode):
            items = [walk(n, (*path, i), depth + 1) for i, n in enumerate(node.value)]
            return [i for i in items if i is not None]
        out: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                problems.append(Problem(file, at, where, "a key that is itself a list or mapping", "a plain key"))
                continue
            if key.value in first:
                problems.append(Problem(file, at, check.place((*path, key.value), None), f"the key '{key.value}' again (first in line {first[key.value]})", "each key once"))
                continue
            first[key.value] = at
            lines[(*path, key.value)] = at
            item = walk(value, (*path, key.value), depth + 1)
            if item is not None:
                out[key.value] = item
        return out

    try:
        plain = walk(root, (), 0)
    except (OverflowError, RecursionError):
        return {}, lines, [Problem(file, 0, "", "aliases or lists that unfold beyond all measure", "an inventory as people write it")]
    if not isinstance(plain, Mapping):
        problems.append(Problem(file, 1, "", "a list or a single text at the top", f"the keys {', '.join(Inventory.model_fields)}"))
        return {}, lines, problems
    return _entries_by_id(plain, lines), lines, problems


LISTS = ("subjects", "categories", "purposes", "recipients", "measures")


def _entries_by_id(plain: dict[str, Any], lines: dict[Path_, int]) -> dict[str, Any]:
    """Entries keyed by their id become the list they stand for, with their lines."""
    out = dict(plain)
    for name in LISTS:
        value = plain.get(name)
        if not isinstance(value, Mapping) or "id" in value or not all(isinstance(v, Mapping) for v in value.values()):
            continue
        out[name] = [{"id": key, **body} for key, body in value.items()]
        for i, key in enumerate(value):
            for path in [p for p in lines if p[:2] == (name, key)]:
                lines[(name, i, *path[2:])] = lines[path]
    return out


def _problem(error: Mapping[str, Any], plain: Any, origin: Origin) -> Problem:
    """One complaint of the model in the user's words."""
    path = tuple(error["loc"])
    where, line = check.place(path, plain), origin.line(path)
    kind, given, context = error["type"], error.get("input"), error.get("ctx", {})
    shown = f"'{given}'" if isinstance(given, str) else "a list" if isinstance(given, (list, tuple)) else "a mapping" if isinstance(given, Mapping) else repr(given)
    if kind == "extra_forbidden":
        fields = check.fields_at(path[:-1])
        close = difflib.get_close_matches(str(path[-1]), fields, 1)
        expected = f"'{close[0]}'" if close else f"one of: {', '.join(fields)}"
        return Problem(origin.file, line, where, f"the key '{path[-1]}' is not known", expected)
    if kind == "missing":
        return Problem(origin.file, line, where, "missing", f"a value for '{path[-1]}'")
    if kind == "literal_error":
        expected = context.get("expected", "").replace("'", "").replace(" or ", ", ")
        allowed = expected.split(", ")
        close = difflib.get_close_matches(str(given), allowed, 1)
        hint = f"; did you mean {close[0]}?" if close else ""
        return Problem(origin.file, line, where, f"{shown} is not known", f"one of: {expected}{hint}")
    if kind.startswith(("date", "datetime")):
        return Problem(origin.file, line, where, f"{shown} is not a date", "a day that exists, as YYYY-MM-DD")
    if kind == "value_error":
        text = str(context.get("error", error["msg"]))
        found, _, expected = text.partition("expected ")
        found = found.strip(" ;,") or f"{shown} is not understood"
        return Problem(origin.file, line, where, found, expected or "a value that is understood")
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return Problem(origin.file, line, where, shown, "a mapping with its fields" + (f" ({check.short_at(path)})" if check.short_at(path) else ""))
    if kind in ("tuple_type", "list_type"):
        return Problem(origin.file, line, where, shown, "a list, or none, or unknown")
    if kind == "string_type":
        return Problem(origin.file, line, where, shown, "a text")
    return Problem(origin.file, line, where, f"{shown}: {error['msg'].lower()}", "a value that fits the field dictionary (inventory/README.md)")
