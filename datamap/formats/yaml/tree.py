"""YAML text -> nested plain data, the line of every path, and what is wrong with the YAML itself.

PyYAML's C parser composes the nodes; the builder keeps every scalar as text, so that ``NO`` stays Norway and a version or
a date is not read as a number. It follows the model: one thing where a list may stand becomes a list of one, and entries
keyed by id become the list they stand for, so that every path is the path in the inventory.

Nothing that somebody wrote is dropped: where YAML itself would leave a part of a text out (what follows a comma in braces,
``#5`` after a blank, ``&Sons`` in front), that is a fault. A key of the model without a value is as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.constructor import BaseConstructor
from yaml.resolver import BaseResolver

from datamap.errors import Problem
from datamap.formats.problems import Fault, near, unknown_key
from datamap.model import Inventory, Party, shape
from datamap.model.shape import Path
from datamap.model.vocabulary import shown

try:
    from yaml.cyaml import CParser as _Parser
except ImportError:  # PyYAML without its C part: the same, some ten times slower

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer):  # type: ignore[no-redef]
        def __init__(self, stream: str):
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)
            yaml.composer.Composer.__init__(self)


DEPTH = 40
"""Levels of nesting that are read; the model has fewer than ten. Beyond some ten thousand the C parser would crash."""
ALIASED = 100_000
"""Entries that aliases may repeat in all, so that a few lines cannot unfold into gigabytes."""

NOTHING = ("", "~", "null", "Null", "NULL")
"""Plain scalars that leave a key without a value, as in YAML; in quotes they are text."""
ABSENT = object()

# what YAML forbids in a file: control characters, half surrogate pairs, a byte order mark within the text
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
_LINE_END_OR_FORBIDDEN = re.compile(rf"\r\n?|\n|{_FORBIDDEN}")
# YAML 1.1 takes these for line ends and would turn one in a text into a blank; editors and YAML 1.2 do not
_ONCE_LINE_ENDS = "\x85\u2028\u2029"
_LOST = re.compile(r"[ \t]*(#[^\s#][^\r\n]*)")
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_ALIAS = re.compile(r"\*([^\s,\[\]{}]+)")

# the parser's words -> what was found, what was expected
_WORDS = (
    (
        r"cannot start any token",
        "a character that cannot begin a value",
        "quotes around the text; spaces, never tabs, to indent",
    ),
    (
        r"mapping values are not allowed",
        "a colon where none can stand",
        "quotes around a text that contains ': ', or the indentation of its list",
    ),
    (
        r"did not find expected key|expected <block end>",
        "a line that fits neither the entry above nor a new one",
        "indentation like that of its neighbours; quotes around a text that begins with a quote, bracket or '*'",
    ),
    (
        r"could not find expected ':'",
        "a line that is neither 'key: value' nor the rest of a text",
        "a colon and a space after a key; further lines of a text indented more than its key",
    ),
    (
        r"did not find expected '-'|expected '-' indicator",
        "a line within a list that is no item",
        "'- ' in the column of its neighbours",
    ),
    (
        r"expected ',' or|did not find expected ',' or",
        "a list or entry in brackets that is not closed",
        "',' between items, ']' or '}' at the end",
    ),
    (
        r"expected node content|did not find expected node",
        "a bracket, comma or end of file where a value should stand",
        "a value",
    ),
    (r"unexpected end of stream", "a quotation that is not closed", "the quote at the end of the text"),
    (r"unknown escape character", "a backslash that means nothing in double quotes", "'\\\\', or single quotes"),
    (
        r"undefined alias",
        "an alias ('*name') of something that has no anchor ('&name') above it",
        "quotes around a text that begins with '*'",
    ),
    (r"duplicate anchor", "an anchor ('&name') that stands twice", "a name of its own for each anchor"),
    (r"undefined tag handle|tag", "a tag ('!')", "quotes around a text that begins with '!'"),
    (
        r"block sequence entries are not allowed",
        "a '-' where no list can stand",
        "the list on lines of its own, under its key",
    ),
    (r"alphabetic or numeric", "a '&' or '*' without a name", "quotes around a text that begins with '&' or '*'"),
    (
        r"directive|expected '<document start>'|did not find expected <document start>",
        "a line that cannot stand before or after the inventory",
        "one inventory, and no line that begins with '%'",
    ),
)


class _TooDeep(yaml.MarkedYAMLError):
    pass


class _Loader(_Parser, BaseConstructor, BaseResolver):
    """Composes nodes without tags, and stops where the nesting is too deep for the parser's own stack."""

    def __init__(self, text: str):
        _Parser.__init__(self, text)
        BaseConstructor.__init__(self)
        BaseResolver.__init__(self)
        self.depth = 0

    def descend_resolver(self, node: Any, index: Any) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise _TooDeep(problem_mark=node.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: Any, value: Any, implicit: Any) -> None:
        return None


class Tree:
    """What a YAML text says, in the shape of an inventory or of another noun.

    Parameters
    ----------
    text : str
    root : type
        The noun at the top.
    listed : str
        A key of it whose list may stand alone at the top; then a text without an entry is an empty list.

    Attributes
    ----------
    data : dict
        Nested mappings, lists and texts in the shape of the model; empty where the text cannot be read at all.
    lines : dict
        1-based line by path.
    faults : list of Fault
        What is wrong with the YAML; validation can go on with what is in ``data``.
    fatal : list of (line, found, expected)
        Why nothing can be read.
    """

    def __init__(self, text: str, root: Any = Inventory, listed: str = ""):
        self.root = root
        self.listed = listed
        self.data: dict[str, Any] = {}
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self.fatal: list[tuple[int, str, str]] = list(_characters(text))
        self._seen: set[int] = set()
        self._open: set[int] = set()
        self._aliased = 0
        self._aliases: set[str] | None = None
        if not self.fatal:
            self._text, self._back = _protected(text)
            self._read(text)
            self._text = ""  # as long as the file; no longer needed

    def problems(self, file: str) -> list[Problem]:
        """The fatal ones as problems of a file."""
        return [Problem(file, line, "", found, expected) for line, found, expected in self.fatal]

    def _read(self, text: str) -> None:
        loader = _Loader(self._text)
        try:
            root = loader.get_single_node()
        except _TooDeep as e:
            return self._stop(
                e.problem_mark.line,
                f"entries nested more than {DEPTH} deep",
                "an inventory, which has fewer than ten levels",
            )
        except yaml.YAMLError as e:
            return self._stop(*_worded(e, text))
        finally:
            loader.dispose()
        if self.listed and (root := self._under(root)) is None:
            return None
        if root is None or (isinstance(root, yaml.ScalarNode) and not root.style and root.value in NOTHING):
            return self._stop(-1, "nothing in it", "an inventory; 'datamap init FILE.yaml' writes one to start from")
        if not isinstance(root, yaml.MappingNode):
            what = "a list" if isinstance(root, yaml.SequenceNode) else shown(root.value)
            return self._stop(root.start_mark.line, f"{what} at the top", "the keys " + ", ".join(shape.of(self.root)))
        try:
            self.data = self._mapping(root, (), self.root)
        except _TooMuch as e:
            self.data = {}
            self._stop(e.line, *e.args)
        return None

    def _under(self, root: yaml.Node | None) -> yaml.Node | None:
        """A list of entries at the top as the value of the key that it may stand for; None where there is no entry."""
        bare = isinstance(root, yaml.ScalarNode) and not root.style and root.tag is None and root.value in NOTHING
        if root is None or bare:
            return None
        if not isinstance(root, yaml.SequenceNode) or not all(isinstance(n, yaml.MappingNode) for n in root.value):
            return root
        key = yaml.ScalarNode(None, self.listed, root.start_mark, root.start_mark)
        return yaml.MappingNode(None, [(key, root)], root.start_mark, root.end_mark)

    def _stop(self, line: int, found: str, expected: str) -> None:
        self.fatal.append((line + 1, found, expected))

    # --- what YAML would leave out ----------------------------------------------------------------------------------

    def _decorated(self, node: yaml.Node, path: Path) -> None:
        """Tags, and anchors that nothing refers to: a text that begins with '!' or '&' would lose its first word."""
        start = node.start_mark.index
        tag = node.tag or ("!" if self._text.startswith("!", start) else None)
        if tag is not None:
            said = f"the tag '{tag.replace('tag:yaml.org,2002:', '!!')}'"
            self.faults.append(Fault(path, said, "a value without a tag: all values are text"))
        elif isinstance(node, yaml.ScalarNode) and (m := _ANCHOR.match(self._text, start)):
            if self._aliases is None:
                self._aliases = set(_ALIAS.findall(self._text))
            if m[1] not in self._aliases:
                said = f"the anchor {shown(m[0])}, to which nothing refers"
                self.faults.append(Fault(path, said, "quotes around a text that begins with '&'"))

    def _cut_off(self, node: yaml.ScalarNode, path: Path, field: shape.Field | None) -> None:
        """A text of which a '#' after a blank makes a part a comment, as in ``Suite #5``."""
        if node.style or not (field is None or field.kind == "text" or field.noun is Party):
            return
        if m := _LOST.match(self._text, node.end_mark.index):
            said = f"{shown(m[1])}, which is a comment and no part of the text"
            expected = "quotes around a text that contains ' #', or a blank after the '#' of a comment"
            self._fault_at(path, node.end_mark.line + 1, said, expected)

    def _torn(self, path: Path, noun: Any, pair: tuple[yaml.Node, yaml.Node], before: tuple[str, str]) -> str:
        """In braces, the text that a comma has cut into a value and this key; empty where it has not."""
        (at, value), (owner, text), key = pair, before, str(path[-1])
        if noun is None or not isinstance(value, yaml.ScalarNode):
            return ""
        start, end = at.end_mark.index, value.start_mark.index  # an alias has the marks of what it stands for
        bare, fields = start <= end and ":" not in self._text[start:end], shape.of(noun)
        known = key in fields
        a_text = owner in fields and fields[owner].kind == "text"
        if not bare and (known or not a_text or near(key, fields)):
            return ""
        fault = Fault(path, f"the key {shown(key)} has no colon and no value", "a value after a colon")
        fault = fault if known else unknown_key(path, noun)
        whole = f"{text}, {key}" + ("" if bare else f": {value.value}".rstrip())
        hint = "quotes around a text that contains a comma" + (f": {owner}: {shown(whole)}" if owner else "")
        self.faults.append(fault._replace(expected=f"{fault.expected}; {hint}"))
        return whole

    # --- building ---------------------------------------------------------------------------------------------------

    def _value(
        self, node: yaml.Node, path: Path, field: shape.Field | None, *, listed: shape.Field | None = None
    ) -> Any:
        """A node as plain data; ABSENT where nothing is said. ``listed`` is the field in whose list it stands."""
        self._decorated(node, path)
        many = field is not None and field.many
        if isinstance(node, yaml.ScalarNode):
            self._cut_off(node, path, listed or field)
            if not node.style and node.value in NOTHING:
                return ABSENT
            text = node.value.translate(self._back) if self._back else node.value
            if many and text not in ("unknown", "none"):
                self.lines[(*path, 0)] = node.start_mark.line + 1
                return [text]
            return text
        self._enter(node)
        noun = field.noun if field else None
        if isinstance(node, yaml.SequenceNode):
            out: Any = [self._item(n, (*path, i), field) for i, n in enumerate(node.value)]
            out = [v for v in out if v is not ABSENT]
        elif field is not None and field.many:
            out = (
                self._keyed(node, path, field)
                if field.keyed and _is_keyed(node, field)
                else [self._item(node, (*path, 0), field, entered=True)]
            )
        else:
            out = self._mapping(node, path, noun)
        self._open.discard(id(node))
        return out

    def _item(self, node: yaml.Node, path: Path, field: shape.Field | None, entered: bool = False) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode) and field is not None:
            if not entered:
                self._decorated(node, path)
                self._enter(node)
            out = self._mapping(node, path, field.noun)
            self._open.discard(id(node))
            return out
        value = self._value(node, path, None, listed=field)
        if value is ABSENT:
            self.faults.append(Fault(path, "an item without a value", "a value after the '-'"))
        return value

    def _keyed(self, node: yaml.MappingNode, path: Path, field: shape.Field) -> list[Any]:
        """Entries keyed by id as the list they stand for."""
        key, short = field.keyed or ("", "")
        out: list[Any] = []
        for name, at, value in self._pairs(node, path):
            p = (*path, len(out))
            self.lines[p] = self.lines[(*p, key)] = at.start_mark.line + 1
            if isinstance(value, yaml.SequenceNode):
                self.faults.append(Fault(p, f"a list under {shown(name)}", f"an entry with {shape.keys(field.noun)}"))
                out.append({key: name})
                continue
            body = (
                self._item(value, p, field)
                if isinstance(value, yaml.MappingNode)
                else self._value(value, (*p, short), shape.of(field.noun).get(short))
            )
            self.lines[p] = at.start_mark.line + 1
            if not isinstance(body, dict):
                body = {} if body is ABSENT else {short: body}
            elif body.get(key, name) != name:
                self.faults.append(
                    Fault(
                        (*p, key),
                        f"{shown(body[key])} in the entry {shown(name)}",
                        f"no '{key}' of its own: the name above is it",
                    )
                )
            out.append({**body, key: name})
        return out

    def _mapping(self, node: yaml.MappingNode, path: Path, noun: Any) -> dict[str, Any]:
        fields = shape.of(noun) if noun is not None else {}
        lines, out = self.lines, {}
        before = ("", "")
        for key, at, value in self._pairs(node, path):
            p = (*path, key)
            lines[p] = at.start_mark.line + 1
            field = fields.get(key)
            if field is None and noun is not None and key in noun.model_fields:  # 'from_' is Python's word for it
                self.faults.append(unknown_key(p, noun))
                continue
            if node.flow_style and (torn := self._torn(p, noun, (at, value), before)):
                before = (before[0], torn)
            else:
                plain = isinstance(value, yaml.ScalarNode) and not value.style and value.value
                before = (key, value.value) if plain else ("", "")
            read = self._value(value, p, field)
            if read is not ABSENT:
                out[key] = read
            elif field is None and noun is not None:
                out[key] = None  # not dropped, so that validation reports the key
        return out

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Keys and values of a mapping, what ``<<`` brings in included; keys that stand twice are faults."""
        own: dict[str, int] = {}
        merged: list[yaml.MappingNode] = []
        for key, value in node.value:
            line = key.start_mark.line + 1
            if isinstance(key, yaml.ScalarNode):
                self._decorated(key, (*path, key.value))
                if self._back:
                    key.value = key.value.translate(self._back)
            if not isinstance(key, yaml.ScalarNode):
                self._fault_at(path, line, "a key that is itself a list or an entry", "a key of plain text")
            elif key.value == "<<" and not key.style:
                parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
                merged += [p for p in parts if isinstance(p, yaml.MappingNode)]
                if not all(isinstance(p, yaml.MappingNode) for p in parts):
                    self._fault_at((*path, "<<"), line, "'<<' of something that is no entry", "the alias of an entry")
            elif not key.style and key.value in NOTHING:
                self._fault_at(path, line, "a value without a key", "a key before the colon")
            elif key.value in own:
                name, first = (*path, key.value), own[key.value]
                where = f"in lines {first} and {line}" if first != line else f"in line {line}"
                self._fault_at(name, line, f"the key {shown(key.value)} stands twice, {where}", "each key once")
            else:
                own[key.value] = line
                yield key.value, key, value
        for part in merged:
            self._enter(part)
            for name, key, value in self._pairs(part, path):
                if name not in own:
                    own[name] = 0
                    yield name, key, value
            self._open.discard(id(part))

    def _fault_at(self, path: Path, line: int, found: str, expected: str) -> None:
        """A fault whose line is not the line of its path."""
        self.faults.append(Fault(path, found, expected, line=line))

    def _enter(self, node: yaml.Node) -> None:
        """Count what aliases repeat, and refuse an entry within itself."""
        name = id(node)
        if name in self._seen:
            if name in self._open:
                raise _TooMuch(
                    node, "an alias of the entry that it stands in", "an alias of something that is complete"
                )
            self._aliased += 1 + len(node.value)
            if self._aliased > ALIASED:
                raise _TooMuch(
                    node, f"aliases that repeat more than {ALIASED:,} entries", "an inventory as people write it"
                )
        self._seen.add(name)
        self._open.add(name)
        if len(self._open) > DEPTH:
            raise _TooMuch(
                node, f"aliases nested more than {DEPTH} deep", "an inventory, which has fewer than ten levels"
            )


class _TooMuch(Exception):
    def __init__(self, node: yaml.Node, found: str, expected: str):
        super().__init__(found, expected)
        self.line = node.start_mark.line


def _is_keyed(node: yaml.MappingNode, field: shape.Field) -> bool:
    """Whether a mapping in place of a list holds entries by id, or is itself one entry."""
    keys = {k.value for k, _ in node.value if isinstance(k, yaml.ScalarNode)}
    if field.keyed and field.keyed[0] in keys:
        return any(k.value == field.keyed[0] and isinstance(v, yaml.MappingNode) for k, v in node.value)
    return any(isinstance(v, yaml.MappingNode) for _, v in node.value) or not keys & set(shape.of(field.noun))  # type: ignore[arg-type]


def _characters(text: str) -> Iterator[tuple[int, str, str]]:
    """Characters that no YAML file may hold, one problem a line."""
    line, last = 1, 0
    for m in _LINE_END_OR_FORBIDDEN.finditer(text):
        if m[0] in ("\n", "\r", "\r\n"):
            line += 1
        elif line != last:
            mark = m[0] == "\ufeff"
            name = "a byte order mark within the text" if mark else f"the control character U+{ord(m[0]):04X}"
            yield line, name, 'text without it, or "\\u' + f'{ord(m[0]):04x}" in double quotes'
            last = line


def _protected(text: str) -> tuple[str, dict[int, str]]:
    """The text with stand-ins for what only YAML 1.1 takes for line ends, and the way back."""
    here = [c for c in _ONCE_LINE_ENDS if c in text]
    spare = (chr(c) for c in range(0xE000, 0xF8FF) if chr(c) not in text) if here else iter(())
    to = dict(zip(here, spare, strict=False))
    return (text.translate(str.maketrans(to)) if to else text), {ord(v): k for k, v in to.items()}


def _worded(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """0-based line of a syntax error, and our words for it."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    context = getattr(error, "context_mark", None)
    said = " ".join(str(getattr(error, "problem", None) or error).split())
    if "single document" in str(getattr(error, "context", "")):
        return mark.line, "a second document ('---')", "one inventory in a file"
    line = mark.line if mark else -1
    rows = text.split("\n")
    row = rows[line] if 0 <= line < len(rows) else ""
    if re.match(r"[ ]*\t", row):
        return line, "a tab in the indentation", "spaces"
    found, expected = next(
        ((f, e) for pattern, f, e in _WORDS if re.search(pattern, said)), (f"no YAML: {said}", "well-formed YAML")
    )
    if context is not None and context.line != line and "quotation" in found:
        return context.line, found, expected
    return line, f"{found}: {shown(row.strip())}" if row.strip() else found, expected
