"""Labels and values beside each other on the lines of a page, without rules: a gap that lines in a row share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

_GAP = 1.5
"""Width of a gap between columns, in sizes of the letters; a space has about a quarter of one."""
_ROWS = 3
"""Lines in a row with the same two columns that make a form."""
_LABEL = 5
"""Words of a label, at most."""
_NEAR = 2.0
"""Points by which the left edges of a column may differ."""
_LEADING = 2.5
"""Distance of the tops of two lines of a form, in sizes of the letters, at most."""

Halves = tuple[str, str, float]
"""The words of a line before and behind its gap, and where the words behind it begin."""


class _Line(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def top(self) -> float: ...
    @property
    def left(self) -> float: ...
    @property
    def size(self) -> float: ...
    @property
    def halves(self) -> Halves | None: ...


L = TypeVar("L", bound=_Line)


def halves_of(chars: Sequence[dict[str, Any]], text: str, size: float) -> Halves | None:
    """A line in two halves, if it has one gap much wider than a space, behind what can be a label."""
    seen = [c for c in chars if not c["text"].isspace()]
    gaps = [n for n, (a, b) in enumerate(zip(seen, seen[1:], strict=False), 1) if b["x0"] - a["x1"] > _GAP * size > 0]
    if len(gaps) != 1:
        return None
    letters = sum(len(c["text"]) for c in seen[: gaps[0]])
    at = 0
    while letters and at < len(text):
        letters -= not text[at].isspace()
        at += 1
    label, value = text[:at].strip(), text[at:].strip()
    named = label[:1].isupper() and len(label.split()) <= _LABEL and sum(c.isalpha() for c in label) > 1
    return (label, value, seen[gaps[0]]["x0"]) if named and value and not re.search(r"[.,;]$", label) else None


def forms(lines: Sequence[L]) -> Iterator[list[L] | list[list[str]]]:
    """The lines of a group in order; those of a form as rows of label and value."""
    plain: list[L] = []
    at = 0
    while at < len(lines):
        end, rows = _form(lines, at)
        if rows:
            if plain:
                yield plain
                plain = []
            yield rows
            at = end
        else:
            plain.append(lines[at])
            at += 1
    if plain:
        yield plain


def _form(lines: Sequence[L], start: int) -> tuple[int, list[list[str]]]:
    """Where the form that begins at a line ends, and its rows; no rows where none begins."""
    first = lines[start]
    if first.halves is None:
        return start, []
    rows: list[list[str]] = []
    column = first.halves[2]
    at = start
    while at < len(lines) and _follows(first, lines[at], lines[at - 1] if rows else first):
        line = lines[at]
        if line.halves is not None and abs(line.left - first.left) < _NEAR and abs(line.halves[2] - column) < _NEAR:
            rows.append([line.halves[0], line.halves[1]])
        elif rows and line.halves is None and abs(line.left - column) < _NEAR:
            rows[-1][1] = f"{rows[-1][1]} {line.text.strip()}"  # the value goes on
        else:
            break
        at += 1
    worded = sum(any(c.isalpha() for c in value) for _, value in rows)
    return (at, rows) if len(rows) >= _ROWS and 2 * worded >= len(rows) else (start, [])


def _follows(first: _Line, line: _Line, before: _Line) -> bool:
    """Whether a line has the letters of the form, and is close below the line before it."""
    return abs(line.size - first.size) < 0.1 * first.size and line.top - before.top <= _LEADING * first.size
