"""Lines of a text with their positions."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n]*(\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text without the line break, its position, its number from 1."""

    text: str
    start: int
    number: int

    @property
    def end(self) -> int:
        """The position after its last character."""
        return self.start + len(self.text)

    @property
    def where(self) -> str:
        """For a person."""
        return f"line {self.number}"


def lines_of(text: str) -> list[Line]:
    """The lines of a text, whatever ends them.

    Examples
    --------
    >>> [(line.text, line.start) for line in lines_of("a\\r\\nb\\n")]
    [('a', 0), ('b', 3)]
    """
    out: list[Line] = []
    for match in _LINE.finditer(text):
        if match.start() == len(text):
            break
        out.append(Line(text[match.start() : match.start(1)], match.start(), len(out) + 1))
    return out


class Numbers:
    """The number of the line that a position is in."""

    def __init__(self, text: str):
        self._starts = [line.start for line in lines_of(text)] or [0]

    def where(self, position: int) -> str:
        """``line 12``."""
        return f"line {bisect_right(self._starts, position)}"
