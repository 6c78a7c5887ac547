"""The YAML parser: text -> nodes that keep every scalar as text, and its errors in the words of this library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.constructor import BaseConstructor
from yaml.resolver import BaseResolver

from datamap.model.vocabulary import shown

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML without its C part: the same, some ten times slower

    class _Parser(  # type: ignore[no-redef]
        yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer
    ):
        def __init__(self, stream: str):
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)
            yaml.composer.Composer.__init__(self)


DEPTH = 40
"""Levels of nesting that are read; the model has fewer than ten. Beyond some ten thousand the C parser would crash."""

# what YAML forbids in a file: control characters, half surrogate pairs, a byte order mark within the text
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
_LINE_END_OR_FORBIDDEN = re.compile(rf"\r\n?|\n|{_FORBIDDEN}")
# YAML 1.1 reads these as line ends and would replace one in a text by a blank; editors and YAML 1.2 do not
_ONCE_LINE_ENDS = "\x85\u2028\u2029"

# the parser's words -> what was found, what was expected
_WORDS = (
    (
        r"cannot start any token",
        "a character that cannot begin a value",
        "quotes around the text; spaces, never tabs, to indent",
    ),
    (
        r"mapping values are not allowed",
        "a colon where it is not allowed",
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
        "a line within a list that is not an item",
        "'- ' in the column of its neighbours",
    ),
    (
        r"expected ',' or|did not find expected ',' or",
        "a list or entry in brackets that is not closed",
        "',' between items, ']' or '}' at the end",
    ),
    (
        r"expected node content|did not find expected node",
        "a bracket, comma or end of file in place of a value",
        "a value",
    ),
    (r"unexpected end of stream", "a quotation that is not closed", "the quote at the end of the text"),
    (r"unknown escape character", "a backslash that has no meaning in double quotes", "'\\\\', or single quotes"),
    (
        r"undefined alias",
        "an alias ('*name') without its anchor ('&name') above it",
        "quotes around a text that begins with '*'",
    ),
    (r"duplicate anchor", "an anchor ('&name') that is used twice", "a different name for each anchor"),
    (r"undefined tag handle|tag", "a tag ('!')", "quotes around a text that begins with '!'"),
    (
        r"block sequence entries are not allowed",
        "a '-' where no list is allowed",
        "the list on separate lines, under its key",
    ),
    (r"alphabetic or numeric", "a '&' or '*' without a name", "quotes around a text that begins with '&' or '*'"),
    (
        r"directive|expected '<document start>'|did not find expected <document start>",
        "a line that is not allowed before or after the inventory",
        "one inventory, and no line that begins with '%'",
    ),
)


class TooDeep(yaml.MarkedYAMLError):
    pass


class Loader(_Parser, BaseConstructor, BaseResolver):
    """Composes nodes without tags, and stops where the nesting is too deep for the parser's own stack."""

    def __init__(self, text: str):
        _Parser.__init__(self, text)
        BaseConstructor.__init__(self)
        BaseResolver.__init__(self)
        self.depth = 0

    def descend_resolver(self, node: Any, index: Any) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise TooDeep(problem_mark=node.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: Any, value: Any, implicit: Any) -> None:
        return None


def find_forbidden(text: str) -> Iterator[tuple[int, str, str]]:
    """Characters that a YAML file must not contain, one for each line: line, found, expected."""
    line, last = 1, 0
    for m in _LINE_END_OR_FORBIDDEN.finditer(text):
        if m[0] in ("\n", "\r", "\r\n"):
            line += 1
        elif line != last:
            mark = m[0] == "\ufeff"
            name = "a byte order mark within the text" if mark else f"the control character U+{ord(m[0]):04X}"
            yield line, name, 'text without it, or "\\u' + f'{ord(m[0]):04x}" in double quotes'
            last = line


def protect_line_ends(text: str) -> tuple[str, dict[int, str]]:
    """The text with placeholders for what only YAML 1.1 reads as line ends, and the table that restores them."""
    here = [c for c in _ONCE_LINE_ENDS if c in text]
    spare = (chr(c) for c in range(0xE000, 0xF8FF) if chr(c) not in text) if here else iter(())
    placeholders = dict(zip(here, spare, strict=False))
    restore = {ord(v): k for k, v in placeholders.items()}
    return text.translate({ord(k): v for k, v in placeholders.items()}), restore


def explain_error(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """The 0-based line of a syntax error (-1: unknown), what was found, and what was expected."""
    context = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or context
    line = mark.line if mark else -1
    if "single document" in str(getattr(error, "context", "")):
        return line, "a second document ('---')", "one inventory in a file"
    rows = text.split("\n")
    row = rows[line] if 0 <= line < len(rows) else ""
    if re.match(r"[ ]*\t", row):
        return line, "a tab in the indentation", "spaces"
    message = " ".join(str(getattr(error, "problem", None) or error).split())
    known = ((found, expected) for pattern, found, expected in _WORDS if re.search(pattern, message))
    found, expected = next(known, (f"not YAML: {message}", "well-formed YAML"))
    if context is not None and context.line != line and "quotation" in found:
        return context.line, found, expected
    return line, f"{found}: {shown(row.strip())}" if row.strip() else found, expected
