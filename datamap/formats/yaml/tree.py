"""YAML text -> nested plain data, the line of every path, and what is wrong with the YAML itself.

PyYAML's C parser composes the nodes; the builder keeps every scalar as text, so that ``NO`` stays Norway and a version
or a date is not read as a number. It follows the model: one thing in place of a list becomes a list of one, and entries
keyed by id become the list that they mean, so that every path is the path in the inventory.

Nothing that was written is dropped: where YAML itself would leave out a part of a text, that is a fault
(:mod:`datamap.formats.yaml.lost`). A key of the model without a value counts as not written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import BaseModel

from datamap.errors import Problem
from datamap.formats.problems import Fault, unknown_key
from datamap.formats.yaml.lost import LostText
from datamap.formats.yaml.syntax import DEPTH, Loader, TooDeep, explain_error, find_forbidden, protect_line_ends
from datamap.model import Inventory, shape
from datamap.model.shape import Path
from datamap.model.vocabulary import shown

ALIASED = 100_000
"""Entries that aliases may repeat in all, so that a few lines cannot unfold into gigabytes."""

NOTHING = ("", "~", "null", "Null", "NULL")
"""Plain scalars that leave a key without a value, as in YAML; in quotes they are text."""
IMPORT = "; a list or register becomes an inventory with: datamap import FILE -o INVENTORY.yaml"
ABSENT = object()


class Tree:
    """The content of a YAML text, in the shape of an inventory or of another kind of entry.

    Parameters
    ----------
    text : str
    root : type
        The kind of entry at the top.
    listed : str
        A key of it whose list may be at the top alone; then a text without an entry is an empty list.

    Attributes
    ----------
    data : dict
        Nested mappings, lists and texts in the shape of the model; empty where the text cannot be read at all.
    lines : dict of 1-based lines by path
    faults : list of Fault
        What is wrong with the YAML; validation can go on with what is in ``data``.
    fatal : list of (line, found, expected), why nothing can be read
    """

    def __init__(self, text: str, root: type[BaseModel] = Inventory, listed: str = ""):
        self.root, self.listed = root, listed
        self.data: dict[str, Any] = {}
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self.fatal: list[tuple[int, str, str]] = list(find_forbidden(text))
        self._unfolded = _Unfolded()
        if not self.fatal:
            self._read(text)

    def problems(self, file: str) -> list[Problem]:
        """The fatal errors as problems of a file."""
        return [Problem(file, line, "", found, expected) for line, found, expected in self.fatal]

    def _read(self, text: str) -> None:
        protected, self._back = protect_line_ends(text)
        self._lost = LostText(protected, self.faults)
        loader = Loader(protected)
        try:
            root = loader.get_single_node()
        except TooDeep as e:
            line = e.problem_mark.line if e.problem_mark else -1
            self._stop(line, f"entries nested more than {DEPTH} deep", "an inventory, which has fewer than ten levels")
        except yaml.YAMLError as e:
            self._stop(*explain_error(e, text))
        else:
            self._build(root)
        finally:
            loader.dispose()
        del self._lost  # it holds the text, which is no longer needed

    def _build(self, root: yaml.Node | None) -> None:
        if self.listed and (root := _under(self.listed, root)) is None:
            return
        if root is None or (isinstance(root, yaml.ScalarNode) and not root.style and root.value in NOTHING):
            self._stop(-1, "nothing in it", "an inventory; 'datamap init FILE.yaml' writes one to start from")
        elif not isinstance(root, yaml.MappingNode):
            what = "a list" if isinstance(root, yaml.SequenceNode) else shown(root.value)
            more = IMPORT if isinstance(root, yaml.SequenceNode) and self.root is Inventory else ""
            self._stop(root.start_mark.line, f"{what} at the top", "the keys " + ", ".join(shape.of(self.root)) + more)
        elif self.root is Inventory and _is_list(root):
            self._stop(root.start_mark.line, "no inventory", "the keys " + ", ".join(shape.of(self.root)) + IMPORT)
        else:
            try:
                self.data = self._mapping(root, (), self.root)
            except _TooMuch as e:
                self._stop(e.line, *e.args)

    def _stop(self, line: int, found: str, expected: str) -> None:
        self.fatal.append((line + 1, found, expected))

    def _value(
        self, node: yaml.Node, path: Path, field: shape.Field | None, *, listed: shape.Field | None = None
    ) -> Any:
        """A node as plain data; ABSENT for no value. ``listed`` is the field that holds the list with this node."""
        self._lost.check_first_word(node, path)
        if isinstance(node, yaml.ScalarNode):
            self._lost.check_comment(node, path, listed or field)
            if not node.style and node.value in NOTHING:
                return ABSENT
            text = node.value.translate(self._back) if self._back else node.value
            if field is None or not field.many or text in ("unknown", "none"):
                return text
            self.lines[(*path, 0)] = node.start_mark.line + 1
            return [text]
        self._unfolded.enter(node)
        if isinstance(node, yaml.SequenceNode):
            items = (self._item(n, (*path, i), field) for i, n in enumerate(node.value))
            out: Any = [v for v in items if v is not ABSENT]
        else:
            out = self._of_mapping(node, path, field) if isinstance(node, yaml.MappingNode) else ABSENT
        self._unfolded.leave(node)
        return out

    def _of_mapping(self, node: yaml.MappingNode, path: Path, field: shape.Field | None) -> Any:
        """A mapping as plain data: a list that is written as a mapping, a list of one, or an entry."""
        if field is None or not field.many:
            return self._mapping(node, path, field.model if field else None)
        if field.keyed and _is_keyed(node, field):
            return self._keyed(node, path, field)
        return [self._item(node, (*path, 0), field, entered=True)]

    def _item(self, node: yaml.Node, path: Path, field: shape.Field | None, entered: bool = False) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode) and field is not None:
            if not entered:
                self._lost.check_first_word(node, path)
                self._unfolded.enter(node)
            out = self._mapping(node, path, field.model)
            self._unfolded.leave(node)
            return out
        value = self._value(node, path, None, listed=field)
        if value is ABSENT:
            self.faults.append(Fault(path, "an item without a value", "a value after the '-'"))
        return value

    def _keyed(self, node: yaml.MappingNode, path: Path, field: shape.Field) -> list[Any]:
        """Entries keyed by id, as the list that they mean."""
        key, short = field.keyed or ("", "")
        fields = shape.of(field.entry)
        out: list[Any] = []
        for name, at, value in self._pairs(node, path):
            p = (*path, len(out))
            self.lines[p] = self.lines[(*p, key)] = at.start_mark.line + 1
            if isinstance(value, yaml.SequenceNode):
                self.faults.append(Fault(p, f"a list under {shown(name)}", f"an entry with {shape.keys(field.entry)}"))
                out.append({key: name})
                continue
            entered = isinstance(value, yaml.MappingNode)
            body = self._item(value, p, field) if entered else self._value(value, (*p, short), fields.get(short))
            self.lines[p] = at.start_mark.line + 1
            if not isinstance(body, dict):
                body = {} if body is ABSENT else {short: body}
            elif body.get(key, name) != name:
                found, expected = f"{shown(body[key])} in the entry {shown(name)}", f"no '{key}': the key above is it"
                self.faults.append(Fault((*p, key), found, expected))
            out.append({**body, key: name})
        return out

    def _mapping(self, node: yaml.MappingNode, path: Path, model: type[BaseModel] | None) -> dict[str, Any]:
        fields = shape.of(model) if model is not None else {}
        out: dict[str, Any] = {}
        before = ("", "")
        for key, at, value in self._pairs(node, path):
            p = (*path, key)
            self.lines[p] = at.start_mark.line + 1
            field = fields.get(key)
            if field is None and model is not None and key in model.model_fields:  # 'from_' is Python's word for it
                self.faults.append(unknown_key(p, model))
                continue
            if node.flow_style and (torn := self._lost.check_comma(p, model, (at, value), before)):
                before = (before[0], torn)
            else:
                plain = isinstance(value, yaml.ScalarNode) and not value.style and value.value
                before = (key, value.value) if plain else ("", "")
            read = self._value(value, p, field)
            if read is not ABSENT:
                out[key] = read
            elif field is None and model is not None:
                out[key] = None  # not dropped, so that validation reports the key
        return out

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Keys and values of a mapping, including those that ``<<`` merges; duplicate keys are faults."""
        own: dict[str, int] = {}
        merged: list[yaml.MappingNode] = []
        for key, value in node.value:
            line = key.start_mark.line + 1
            if isinstance(key, yaml.ScalarNode):
                self._lost.check_first_word(key, (*path, key.value))
                if self._back:
                    key.value = key.value.translate(self._back)
            if not isinstance(key, yaml.ScalarNode):
                self._fault_at(path, line, "a key that is itself a list or an entry", "a key of plain text")
            elif key.value == "<<" and not key.style:
                parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
                merged += (good := [p for p in parts if isinstance(p, yaml.MappingNode)])
                if len(good) < len(parts):
                    self._fault_at((*path, "<<"), line, "'<<' without the alias of an entry", "the alias of an entry")
            elif not key.style and key.value in NOTHING:
                self._fault_at(path, line, "a value without a key", "a key before the colon")
            elif key.value in own:
                found = f"the key {shown(key.value)} is used twice, {_in_lines(own[key.value], line)}"
                self._fault_at((*path, key.value), line, found, "each key once")
            else:
                own[key.value] = line
                yield key.value, key, value
        for part in merged:
            self._unfolded.enter(part)
            for name, key, value in self._pairs(part, path):
                if name not in own:
                    own[name] = 0
                    yield name, key, value
            self._unfolded.leave(part)

    def _fault_at(self, path: Path, line: int, found: str, expected: str) -> None:
        """A fault whose line is not the line of its path."""
        self.faults.append(Fault(path, found, expected, line=line))


class _Unfolded:
    """Counts what aliases repeat, and refuses an entry within itself."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._open: set[int] = set()
        self._aliased = 0

    def enter(self, node: yaml.Node) -> None:
        """Note that the building of an entry or list begins."""
        name = id(node)
        if name in self._seen:
            if name in self._open:
                raise _TooMuch(node, "an alias of the entry that contains it", "an alias of something that is complete")
            self._aliased += 1 + len(node.value)
            if self._aliased > ALIASED:
                found = f"aliases that repeat more than {ALIASED:,} entries"
                raise _TooMuch(node, found, "an inventory as people write it")
        self._seen.add(name)
        self._open.add(name)
        if len(self._open) > DEPTH:
            found = f"aliases nested more than {DEPTH} deep"
            raise _TooMuch(node, found, "an inventory, which has fewer than ten levels")

    def leave(self, node: yaml.Node) -> None:
        """Note that the building of an entry or list is complete."""
        self._open.discard(id(node))


class _TooMuch(Exception):
    def __init__(self, node: yaml.Node, found: str, expected: str):
        super().__init__(found, expected)
        self.line = node.start_mark.line


def _is_keyed(node: yaml.MappingNode, field: shape.Field) -> bool:
    """Whether a mapping in place of a list contains entries by id; otherwise it is itself one entry."""
    keys = {k.value for k, _ in node.value if isinstance(k, yaml.ScalarNode)}
    if field.keyed and field.keyed[0] in keys:
        return any(k.value == field.keyed[0] and isinstance(v, yaml.MappingNode) for k, v in node.value)
    return any(isinstance(v, yaml.MappingNode) for _, v in node.value) or not keys & set(shape.of(field.entry))


def _in_lines(first: int, second: int) -> str:
    return f"in lines {first} and {second}" if first != second else f"in line {second}"


def _is_list(root: yaml.MappingNode) -> bool:
    """Whether a mapping has no key of an inventory, and lists of entries under the keys that it has."""
    known = shape.of(Inventory)
    sequences = [v.value for _, v in root.value if isinstance(v, yaml.SequenceNode)]
    lists = any(s and isinstance(s[0], yaml.MappingNode) for s in sequences)
    return lists and not any(isinstance(k, yaml.ScalarNode) and k.value in known for k, _ in root.value)


def _under(key: str, root: yaml.Node | None) -> yaml.Node | None:
    """A list of entries at the top as the value of its key; None where there is no entry."""
    bare = isinstance(root, yaml.ScalarNode) and not root.style and root.tag is None and root.value in NOTHING
    if root is None or bare:
        return None
    if not isinstance(root, yaml.SequenceNode) or not all(isinstance(n, yaml.MappingNode) for n in root.value):
        return root
    name = yaml.ScalarNode("", key, root.start_mark, root.start_mark)
    return yaml.MappingNode("", [(name, root)], root.start_mark, root.end_mark)
