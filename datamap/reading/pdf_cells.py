"""The cells of a ruled table of a page: lines that only the width of the cell divides are one line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from datamap.law import names
from datamap.reading.plain import marker_of

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a part of a page."""
Place = tuple[int, int]
"""Row and column, from 0."""
Rows = Sequence[Sequence[str | Place | None]]
"""The words of each position, or the place of the cell that reaches over it; None where there is no cell."""
Word = dict[str, Any]

_SPACE = 0.3
"""Width of a space, in heights of the letters."""
_DIVIDED = re.compile(r"[^\W\d_]-$")


def rows_of(table: Any) -> Rows:
    """A table's cells, with a line break only where the next word had room on the line above."""
    found = table.extract()
    words = table.page.extract_words() if any("\n" in (text or "") for row in found for text in row) else []
    bounds = [row.cells for row in table.rows]
    over = _covered(bounds)
    return [
        [
            over.get((r, c)) if text is None else _cell(text, bounds[r][c], words) if "\n" in text else text
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(found)
    ]


def _covered(bounds: Sequence[Sequence[Box | None]]) -> dict[Place, Place]:
    """The cell that reaches over each position at which none begins."""
    tops = [next(cell[1] for cell in row if cell) for row in bounds]
    lefts = [next(cell[0] for cell in column if cell) for column in zip(*bounds, strict=True)]
    out: dict[Place, Place] = {}
    for r, row in enumerate(bounds):
        for c, cell in enumerate(row):
            if cell is not None:
                down = bisect_left(tops, cell[3])
                right = bisect_left(lefts, cell[2])
                out.update({(y, x): (r, c) for y in range(r, down) for x in range(c, right)})
    return out


def _cell(text: str, bounds: Box, words: Sequence[Word]) -> str:
    """A cell of several lines; as it is where the words of the page do not show which lines these are."""
    lines = text.split("\n")
    placed = _lines(bounds, words)
    if len(placed) != len(lines):
        return text
    x0, _, x1, _ = bounds
    room = x1 - max(min(line[0]["x0"] for line in placed) - x0, 0)  # as much is free on the right as on the left
    out = lines[0]
    for line, before, after in zip(lines[1:], placed, placed[1:], strict=False):
        first, last = after[0], before[-1]
        needs = last["x1"] + _SPACE * (last["bottom"] - last["top"]) + first["x1"] - first["x0"]
        if needs <= room or _begins(out, line):
            out += f"\n{line}"
        elif _DIVIDED.search(out) and line[:1].islower():
            out = out[:-1] + line
        else:
            out += f" {line}"
    return out


def _begins(before: str, line: str) -> bool:
    """Whether a line begins something of its own: an item of a list, or a name behind that of a company."""
    last = before.rpartition("\n")[2]
    form = names.plain(line).partition(" ")[0] in names.FORMS
    return bool(marker_of(line)) or (names.has_form(last) and line[:1].isupper() and not form)


def _lines(bounds: Box, words: Sequence[Word]) -> list[list[Word]]:
    """The words within a cell, by line."""
    x0, top, x1, bottom = bounds
    inside = [w for w in words if x0 <= (w["x0"] + w["x1"]) / 2 <= x1 and top <= (w["top"] + w["bottom"]) / 2 <= bottom]
    out: list[list[Word]] = []
    for word in sorted(inside, key=lambda w: (w["top"], w["x0"])):
        if out and abs(word["top"] - out[-1][0]["top"]) < (word["bottom"] - word["top"]) / 2:
            out[-1].append(word)
        else:
            out.append([word])
    return [sorted(line, key=lambda w: w["x0"]) for line in out]
