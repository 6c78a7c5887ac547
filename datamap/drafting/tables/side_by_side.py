"""Cells with a line for each recipient beside cells with a line for each value: "Owl Ltd / Lark Ltd", "USA / India".

As many lines are side by side as on paper. Where their numbers differ, no line is given to anyone.
"""

from __future__ import annotations

from datamap.drafting.tables import cells
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Line, Said
from datamap.labels import values
from datamap.labels.counting import count

STATED = frozenset({"countries", "places", "safeguards", "tools", "contracts", "dpa", "role"})
"""Keys of what differs from recipient to recipient."""
EXPECTED = "a line for each recipient"


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
    beside = {id(s): _lines(s) for key, texts in line.said.items() if key in STATED for s in texts if "\n" in s.words}
    if not beside:
        return [line]
    for key, texts in line.said.items():
        for said in texts if ask and key in STATED else ():
            found = beside.get(id(said), [])
            if len(found) > 1 and len(found) != len(names):
                why = f"{count(len(names), 'recipients')} and {count(len(found), 'lines')}"
                asking.ask("location" if key in ("countries", "places") else f"'{said.title}'", said, why, EXPECTED)
    places = [s for s in line.of("countries", "places") if id(s) not in beside]
    if any(len(found) != len(names) for found in beside.values()) or any(map(_several, places)):
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
    return out


def _several(said: Said) -> bool:
    """Whether a cell of one line names several places: it does not state whose they are."""
    return len({v.value for v in values.read_places(said.text.words).values}) > 1


def _names_one(said: Said) -> bool:
    """Whether a line names one recipient."""
    return not cells.is_nothing(said.words) and len(values.read_names(said.text.words).values) == 1
