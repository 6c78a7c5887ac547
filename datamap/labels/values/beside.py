"""Which places of a text each of its tools is for: "USA (SCC), India" states no tool for India.

A tool that is bound to some places covers no other: where the words can be read in two ways, it is for fewer places,
and the others are named. Brackets, colons and dashes bind, else the order between commas, semicolons and lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from datamap.labels.values.text import Span, Value

PLACE, TOOL, OTHER = "place", "tool", "other"
NESTED = 4
"""Brackets within brackets that are looked into."""
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
    named = {id(of): tuple(dict.fromkeys(known[p] for p in of)) for of in work.of.values()}
    every, out = dict.fromkeys(known), []
    for n, tool in enumerate(tools):
        codes = named[id(work.of[n])] if n in work.of else None
        others = [c for c in every if c not in codes] if codes is not None and n in work.doubted else []
        out.append(Bound(tool, codes, tuple(others)))
    return out


class _Work:
    """Binds the tools of one text; what is asked of each part is counted once, so that long texts take no longer."""

    def __init__(self, text: str, marks: list[_Mark], codes: list[str]):
        self.text, self.marks, self.codes = text, marks, codes
        self.of: dict[int, list[int]] = {}
        self.doubted: set[int] = set()
        self._starts = [m.start for m in marks]
        self._kinds = {k: [0, *accumulate(m.kind == k for m in marks)] for k in (PLACE, TOOL, OTHER)}
        self._opened = [0, *accumulate((c in "([") - (c in ")]") for c in text)]
        self._inside = bytearray(len(text) + 1)
        for m in marks:
            self._inside[m.start + 1 : m.end] = b"\1" * max(0, m.end - m.start - 1)
        self._level = 0

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
                first = len(units)
                while first and units[first - 1].only_places:
                    first -= 1
                unit.places[:0] = [p for u in units[first:] for p in u.places]
                del units[first:]
            elif unit.only_tools and last.form in ("colon", "dash"):
                self._give(unit.free, last.places)
                last.bound += unit.free
                continue
            elif unit.only_places and last.form == "lead":
                last.places += unit.places
                continue
            units.append(unit)
        return self._together(units, near=True)

    def _part(self, a: int, b: int) -> _Unit:
        """A part without commas outside brackets."""
        for sign, form in ((_COLON, "colon"), (_DASH, "dash")):
            for m in sign.finditer(self.text, a, b):
                if self._depth(a, m.start()):
                    continue
                left, right = self._range(a, m.start()), self._range(m.end(), b)
                before, after = ({k for k in self._kinds if self._has(k, r)} for r in (left, right))
                if TOOL not in before and before and TOOL in after and PLACE not in after:
                    return self._bound(left, right, form)
                if TOOL in before and PLACE not in before and PLACE in after and TOOL not in after:
                    return self._bound(right, left, "lead")
        return self._words(a, b)

    def _bound(self, places: Span, tools: Span, form: str) -> _Unit:
        """The tools on one side of a sign for the places on the other; for other words only where there is no place."""
        named = self.marks[slice(*places)]
        found = [m.number for m in named if m.kind == PLACE] or [m.number for m in named if m.kind == OTHER]
        unit = _Unit(found, [], [m.number for m in self.marks[slice(*tools)] if m.kind == TOOL], form)
        self._give(unit.bound, unit.places)
        return unit

    def _words(self, a: int, b: int) -> _Unit:
        """Places and tools among words; a tool in brackets is for the place in front of them."""
        units: list[_Unit] = []
        at, since = a, 0
        for start, end in self._brackets(a, b) if self._level < NESTED else ():
            units += self._plain(at, start)
            self._level += 1
            inside, before = self.whole(start + 1, end), units[-1] if units else None
            self._level -= 1
            at = end + 1
            if before is not None and inside.only_tools and before.places and not before.bound:
                near = before.places[-1]
                self._give(inside.free, [near])
                if {self.codes[p] for u in units[since:] for p in u.places} - {self.codes[near]}:
                    self.doubted |= set(inside.free)
                before.bound, inside.free, since = inside.free, [], len(units)
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
        found = self.marks[slice(*self._range(a, b))]
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
                self._give([t for n in free for t in units[n].free], [p for n in alone for p in units[n].places])
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

    def _give(self, tools: Iterable[int], places: list[int]) -> None:
        """Bind tools to a list of places; what is added to it later counts too."""
        self.of |= dict.fromkeys(tools, places)

    def _range(self, a: int, b: int) -> Span:
        """The positions of the marks that begin in a part of the text."""
        return bisect_left(self._starts, a), bisect_left(self._starts, b)

    def _has(self, kind: str, part: Span) -> bool:
        """Whether there is a mark of a kind at these positions."""
        return self._kinds[kind][part[0]] < self._kinds[kind][max(part)]

    def _depth(self, a: int, at: int) -> int:
        return self._opened[at] - self._opened[a]

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
            if self._depth(a, m.start()) <= 0 and not self._inside[m.start()]:
                yield since, m.start()
                since = m.end()
        yield since, b
