"""Which places of a text each of its tools is for: "USA (SCC), India" states no tool for India.

A tool that is bound to some places covers no other: where the words can be read in two ways, it is for fewer places,
and the others are named. Brackets, colons and dashes bind, else the order between commas, semicolons and lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from datamap.labels.values.text import Span, Value

PLACE, TOOL, OTHER = "place", "tool", "other"
_ITEM = re.compile(r"[;\n]")
_PART = re.compile(r",(?!\d)|(?<=\))(?=\s*[^\s()\[])")
_COLON = re.compile(r":(?=\s|$)|:(?=[^\W\d])")
_DASH = re.compile(r"\s[-\u2013\u2014]\s|\s?->\s?|\s?[=\u2192]\s?")


class Bound(NamedTuple):
    """The places that a tool is for.

    Attributes
    ----------
    tool : Value
    codes : tuple of str or None
        Codes of the places; ``unknown`` for one that is not recognised. None: the text binds it to none of its places.
    others : tuple of str
        Further places of the text that the words can also mean.
    """

    tool: Value
    codes: tuple[str, ...] | None
    others: tuple[str, ...] = ()


class _Mark(NamedTuple):
    start: int
    end: int
    kind: str
    number: int


@dataclass(slots=True)
class _Unit:
    """A part of a text: its places, the tools that are bound to places in it, and those that are not yet."""

    places: list[int] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    bound: list[int] = field(default_factory=list)
    form: str = ""

    @property
    def only_places(self) -> bool:
        return bool(self.places) and not self.free and not self.bound

    @property
    def only_tools(self) -> bool:
        return bool(self.free) and not self.places and not self.bound


def bind(text: str, places: Sequence[Value], tools: Sequence[Value], unread: Iterable[Span] = ()) -> list[Bound]:
    """For each tool of a text the places that it is for.

    Parameters
    ----------
    text : str
    places, tools : sequence of Value
        As :func:`read_places` and :func:`read_tools` found them.
    unread : iterable of (int, int)
        Parts that are neither, and that are a place if a tool is in brackets or a colon behind them.

    Examples
    --------
    >>> from datamap.labels.values import read_places, read_tools
    >>> def shown(text):
    ...     return [(b.tool.value, b.codes) for b in bind(text, read_places(text).values, read_tools(text).values)]
    >>> shown("USA (SCC), India"), shown("USA, India: SCC"), shown("SCC")
    ([('scc', ('US',))], [('scc', ('US', 'IN'))], [('scc', None)])
    """
    marks = [_Mark(v.start, v.end, PLACE, n) for n, v in enumerate(places)]
    marks += [_Mark(v.start, v.end, TOOL, n) for n, v in enumerate(tools)]
    known = [v.value for v in places]
    for a, b in unread:
        marks.append(_Mark(a, b, OTHER, len(known)))
        known.append("unknown")
    work = _Work(text, sorted(marks), known)
    work.whole(0, len(text))
    out = []
    for n, tool in enumerate(tools):
        of = work.of.get(n)
        codes = None if of is None else tuple(dict.fromkeys(known[p] for p in of))
        others = [c for c in known if c not in (codes or known)] if n in work.doubted else []
        out.append(Bound(tool, codes, tuple(dict.fromkeys(others))))
    return out


class _Work:
    def __init__(self, text: str, marks: list[_Mark], codes: list[str]):
        self.text, self.marks, self.codes = text, marks, codes
        self.of: dict[int, list[int]] = {}
        self.doubted: set[int] = set()

    def whole(self, a: int, b: int) -> _Unit:
        """Bind what is in a part of the text, a line or item after the other."""
        return self._together([self._item(x, y) for x, y in self._cut(_ITEM, a, b)], near=False)

    def _item(self, a: int, b: int) -> _Unit:
        """An item: parts between commas; what is behind a colon goes on until the next one begins."""
        units: list[_Unit] = []
        for x, y in self._cut(_PART, a, b):
            unit = self._part(x, y)
            last = units[-1] if units else _Unit()
            if unit.form == "colon":
                while units and units[-1].only_places:
                    unit.places[:0] = units.pop().places
                self._give(unit.bound, unit.places)
            elif unit.only_tools and last.form in ("colon", "dash"):
                self._give(unit.free, last.places)
                last.bound += unit.free
                continue
            elif unit.only_places and last.form == "lead":
                last.places += unit.places
                self._give(last.bound, last.places)
                continue
            units.append(unit)
        return self._together(units, near=True)

    def _part(self, a: int, b: int) -> _Unit:
        """A part without commas outside brackets."""
        for sign, form in ((_COLON, "colon"), (_DASH, "dash")):
            for m in sign.finditer(self.text, a, b):
                if self._depth(a, m.start()):
                    continue
                left, right = self._marks(a, m.start()), self._marks(m.end(), b)
                kinds = {k.kind for k in left}, {k.kind for k in right}
                tools = [k.number for k in right if k.kind == TOOL]
                if TOOL not in kinds[0] and kinds[0] and TOOL in kinds[1] and PLACE not in kinds[1]:
                    places = self._places(left)
                    self._give(tools, places)
                    return _Unit(places, [], tools, form)
                if TOOL in kinds[0] and PLACE not in kinds[0] and PLACE in kinds[1] and TOOL not in kinds[1]:
                    tools = [k.number for k in left if k.kind == TOOL]
                    places = self._places(right)
                    self._give(tools, places)
                    return _Unit(places, [], tools, "lead")
        return self._words(a, b)

    def _words(self, a: int, b: int) -> _Unit:
        """Places and tools among words, some of them in brackets."""
        units: list[_Unit] = []
        at = a
        for start, end in self._brackets(a, b):
            units += self._plain(at, start)
            inside, before = self.whole(start + 1, end), units[-1] if units else None
            at = end + 1
            if before is not None and inside.only_tools and before.places and not before.bound:
                near = before.places[-1]
                self._give(inside.free, [near])
                if {self.codes[p] for u in units for p in u.places if not u.bound} - {self.codes[near]}:
                    self.doubted |= set(inside.free)
                before.bound, inside.free = inside.free, []
            elif before is not None and inside.only_places and before.only_tools:
                self._give(before.free, inside.places)
                before.places, before.bound, before.free = inside.places, before.free, []
            elif inside.places or inside.free or inside.bound:
                units.append(inside)
        units += self._plain(at, b)
        return self._together(units, near=True)

    def _plain(self, a: int, b: int) -> list[_Unit]:
        """Runs of places and of tools in a part without brackets."""
        units: list[_Unit] = []
        found = self._marks(a, b)
        others = [m for m in found if m.kind == OTHER]
        if others and len(others) == len(found) and self.text[b : b + 1] in ("(", "["):
            return [_Unit([others[-1].number])]  # a place that is not recognised, with a bracket behind it
        for m in found:
            if m.kind == PLACE:
                if not units or not units[-1].only_places:
                    units.append(_Unit())
                units[-1].places.append(m.number)
            elif m.kind == TOOL:
                if not units or not units[-1].only_tools:
                    units.append(_Unit())
                units[-1].free.append(m.number)
        return units

    def _together(self, units: list[_Unit], *, near: bool) -> _Unit:
        """Bind the tools of some units to the places of others by their order; ``near``: of one item."""
        units = [u for u in units if u.places or u.free or u.bound]
        alone = [n for n, u in enumerate(units) if u.only_places]
        free = [n for n, u in enumerate(units) if u.free]
        mixed = any(u.bound for u in units)
        if near:
            for before, unit in zip(units, units[1:], strict=False):
                if before.only_places and unit.bound and unit.form != "colon":
                    self.doubted |= set(unit.bound)  # "USA, India (SCC)"
                if unit.only_places and before.form == "tool first":
                    self.doubted |= set(before.bound)  # "SCC for the USA, India"
        first = ""
        if alone and free:
            if not mixed and (max(alone) < min(free) or max(free) < min(alone)):
                for n in free:
                    self._give(units[n].free, [p for i in alone for p in units[i].places])
                first = "tool first" if max(free) < min(alone) else ""
            else:
                self._in_turn(units, alone, free)
        out = _Unit([p for u in units for p in u.places])
        out.free = [t for u in units for t in u.free if t not in self.of]
        out.bound = [t for u in units for t in (*u.bound, *u.free) if t in self.of]
        out.form = units[0].form if len(units) == 1 else first
        return out

    def _in_turn(self, units: list[_Unit], alone: list[int], free: list[int]) -> None:
        """Bind where places and tools take turns: each tool to the places in front of it, or behind where it begins."""
        step = 1 if free[0] == 0 else -1
        served: set[int] = set()
        for n in free:
            i = n + step
            while 0 <= i < len(units) and units[i].only_tools:
                i += step
            run = []
            while 0 <= i < len(units) and units[i].only_places:
                run.append(i)
                i += step
            if not run and 0 <= i < len(units):
                self.doubted |= set(units[n].free)
                run = [i]
            served |= set(run)
            self._give(units[n].free, [p for i in sorted(run) for p in units[i].places])
        if set(alone) - served:
            for n in free:
                self.doubted |= set(units[n].free)

    def _give(self, tools: Iterable[int], places: Sequence[int]) -> None:
        for tool in tools:
            self.of[tool] = list(places)

    def _places(self, marks: list[_Mark]) -> list[int]:
        """The places among marks; other words only where there is none."""
        return [m.number for m in marks if m.kind == PLACE] or [m.number for m in marks if m.kind == OTHER]

    def _marks(self, a: int, b: int) -> list[_Mark]:
        return [m for m in self.marks if a <= m.start < b]

    def _depth(self, a: int, at: int) -> int:
        return sum(self.text.count(c, a, at) for c in "([") - sum(self.text.count(c, a, at) for c in ")]")

    def _brackets(self, a: int, b: int) -> Iterator[Span]:
        """The outermost brackets of a part that are closed in it."""
        depth, start = 0, a
        for i in range(a, b):
            if self.text[i] in "([":
                start = i if not depth else start
                depth += 1
            elif self.text[i] in ")]" and depth:
                depth -= 1
                if not depth:
                    yield start, i

    def _cut(self, sign: re.Pattern[str], a: int, b: int) -> Iterator[Span]:
        """The parts of a text between signs that are outside brackets."""
        since = a
        for m in sign.finditer(self.text, a, b):
            if self._depth(a, m.start()) <= 0 and not any(k.start < m.start() and m.end() < k.end for k in self.marks):
                yield since, m.start()
                since = m.end()
        yield since, b
