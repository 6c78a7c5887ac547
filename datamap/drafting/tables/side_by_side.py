"""Cells with a line for each recipient beside cells with a line for each value: "Owl Ltd / Lark Ltd", "USA / India".

As many lines are side by side as on paper. Where their numbers differ, no line is given to anyone.
"""

from __future__ import annotations

import re

from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Line, Said
from datamap.labels import values
from datamap.labels.counting import count
from datamap.law import names as legal

STATED = frozenset({"countries", "places", "safeguards", "tools", "contracts", "dpa", "role"})
"""Keys of what differs from recipient to recipient."""
_PLACES, _TOOLS = frozenset({"countries", "places"}), frozenset({"safeguards", "tools"})
_NUMBER = re.compile(r"\s*\(?(\d{1,2}|[a-z])[.)]\s+")
EXPECTED = "a line for each recipient"
UNLIKE = "some of its lines are not a value of one recipient each"


def side_by_side(line: Line, main: str, asking: Asking, *, ask: bool = True) -> list[Line]:
    """The lines of one line of a table whose cell of recipients, under the key ``main``, has lines of its own.

    One line where the cell names one recipient, where nothing is beside the lines, or where the numbers differ:
    then a question.
    """
    named = line.of(main)
    if len(named) != 1:
        return [line]
    names = _lines(named[0])
    if len(names) < 2 or not all(_names_one(name) for name in names):
        return [line]
    stated = [(key, s) for key, texts in line.said.items() if key in STATED for s in texts]
    beside = {id(s): _lines(s) for _, s in stated if "\n" in s.words}
    if not beside:
        return [line]
    apart = False
    for key, said in stated:
        found = beside.get(id(said))
        if found is None:
            apart |= key in _PLACES and _several(said)
        elif _by_name(found, names):
            return [line]  # the names in the lines state whose each is
        elif len(found) != len(names) or not all(_is_value(key, each) for each in found):
            apart = True
            if ask and len(found) > 1:
                why = f"{count(len(names), 'recipients')} and {count(len(found), 'lines')}"
                why = why if len(found) != len(names) else UNLIKE
                asking.ask("location" if key in _PLACES else f"'{said.title}'", said, why, EXPECTED)
    if apart:
        return [line]
    parted = {id(named[0]): names, **beside}
    out = []
    for n in range(len(names)):
        own = {key: [parted[id(s)][n] if id(s) in parted else s for s in texts] for key, texts in line.said.items()}
        out.append(Line(line.place, own, line.rest))
    return out


def _lines(said: Said) -> list[Said]:
    """The lines of a cell, without bullets; those without words count only between others."""
    at, out = 0, []
    for text in said.text.words.split("\n"):
        part = said.part(at, at + len(text))
        out.append(next(iter(cells.items(part)), part) if ";" not in part.words else part)
        at += len(text) + 1
    while out and not out[-1].words:
        out.pop()
    while out and not out[0].words:
        out.pop(0)
    return [_without_number(part, n) for n, part in enumerate(out)]


def _without_number(said: Said, n: int) -> Said:
    """A line without its number: "1. USA", "(a) USA", where it is that of its place."""
    m = _NUMBER.match(said.text.words)
    return said.part(m.end()) if m and m[1] in (str(n + 1), chr(ord("a") + n)) else said


def _is_value(key: str, said: Said) -> bool:
    """Whether a line of a cell is a value by itself: a place, a tool, or nothing. "(SCC)" below "USA" is not."""
    if _NUMBER.match(said.text.words):
        return False  # the number of another line
    if key in _PLACES:
        return cells.is_place(said.words)
    tool = key not in _TOOLS or bool(values.read_tools(cells.readable(said.words)).values)
    return tool or cells.is_nothing(said.words) or values.is_open(said.words)


def _by_name(found: list[Said], names: list[Said]) -> bool:
    """Whether a line names a recipient, by its name or the first word of it, that is not the one beside it."""
    called = [values.read_names(n.text.words).values[0].value for n in names]
    first = [legal.plain(name).split()[0] for name in called if legal.plain(name)]
    for n, said in enumerate(found):
        own = called[n] if n < len(called) else ""
        others = {name for name in (*called, *first) if not legal.plain(own).startswith(legal.plain(name))}
        if words.named_in(said.words, sorted(others)):
            return True
    return False


def _several(said: Said) -> bool:
    """Whether a cell of one line names several places: it does not state whose they are."""
    return len({v.value for v in values.read_places(said.text.words).values}) > 1


def _names_one(said: Said) -> bool:
    """Whether a line names one recipient."""
    return not cells.is_nothing(said.words) and len(values.read_names(said.text.words).values) == 1
