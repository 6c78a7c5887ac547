"""The markers of list items, as Word shows them: ``-``, ``3.``, ``b)``, ``2.1``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from datamap.reading.docx.styles import value, whole
from datamap.spreadsheet.parts import Parts

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass
class _Level:
    kind: str = "decimal"
    shown: str = ""
    first: int = 1


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document; each marker counts on.

    Parameters
    ----------
    parts : Parts or None
        None: a text without lists of its own.
    """

    def __init__(self, parts: Parts | None):
        self._lists: dict[str, _List] = {}
        self._of: dict[str, str] = {}
        if parts is not None and "word/numbering.xml" in parts.names:
            self._abstract = self._level = self._number = ""
            parts.parse("word/numbering.xml", self._start)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "abstractNum":
            self._abstract = value(attributes, "abstractNumId")
            self._lists[self._abstract] = _List()
            self._number = ""
        elif name == "num":
            self._number = value(attributes, "numId")
        elif name == "abstractNumId" and self._number:
            self._of[self._number] = value(attributes)
        elif name == "lvl" and not self._number:
            self._level = value(attributes, "ilvl")
            self._current().kind = "decimal"
        elif self._abstract and not self._number and self._level:
            if name == "numFmt":
                self._current().kind = value(attributes)
            elif name == "lvlText":
                self._current().shown = value(attributes)
            elif name == "start":
                self._current().first = whole(value(attributes), 100_000)

    def _current(self) -> _Level:
        found = self._lists.setdefault(self._abstract, _List())
        return found.levels.setdefault(whole(self._level), _Level())

    def marker(self, number: str, depth: int) -> str:
        """The marker of the next item of a list at a depth."""
        found = self._lists.get(self._of.get(number, ""))
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return "-"
        found.counts[depth] = found.counts.get(depth, level.first - 1) + 1
        found.counts = {d: n for d, n in found.counts.items() if d <= depth}
        if level.kind in ("bullet", "none"):
            return "-"

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return _counted(found.counts.get(at, 1), found.levels.get(at, level).kind)

        return re.sub(r"%([1-9])", shown, level.shown)[:40].strip() or "-"


def _counted(number: int, kind: str) -> str:
    """A number in letters or Roman where the list counts so.

    Examples
    --------
    >>> _counted(3, "lowerLetter"), _counted(14, "upperRoman"), _counted(7, "decimal")
    ('c', 'XIV', '7')
    """
    if kind.endswith("Letter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter.upper() if kind.startswith("upper") else letter
    if kind.endswith("Roman") and 0 < number < 400:
        out = ""
        for size, sign in _ROMAN:
            out += sign * (number // size)
            number %= size
        return out.upper() if kind.startswith("upper") else out
    return str(number)
