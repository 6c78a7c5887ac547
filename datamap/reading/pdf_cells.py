"""The cells of a ruled table of a page: lines that only the width of the cell divides are one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from datamap.law import names
from datamap.reading.plain import marker_of

Rows = list[list[str | None]]
Word = dict[str, Any]

_SPACE = 0.3
"""Width of a space, in heights of the letters."""
_DIVIDED = re.compile(r"[^\W\d_]-$")


def unwrapped(table: Any, rows: Rows, page: Any) -> Rows:
    """The texts of a table's cells, with a line break only where the next word had room on the line above."""
    if not any("\n" in (text or "") for row in rows for text in row):
        return rows
    words = page.extract_words()
    return [
        [
            _cell(text, bounds, words) if text and "\n" in text and bounds else text
            for text, bounds in zip(row, found.cells, strict=True)
        ]
        for row, found in zip(rows, table.rows, strict=True)
    ]


def _cell(text: str, bounds: tuple[float, float, float, float], words: Sequence[Word]) -> str:
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


def _lines(bounds: tuple[float, float, float, float], words: Sequence[Word]) -> list[list[Word]]:
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
