"""Long texts on several rows: a row of a workbook shows at most so many lines, and the record leaves nothing out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from datamap.documents.looks import lines
from datamap.documents.sheets import Grid

LINES = 29
"""Lines of text that the highest possible row shows."""


def spread(row: Sequence[Any], widths: Sequence[int], continued: str = "{name}", at: int = 0) -> list[list[Any]]:
    """The rows that show a row: one, or further ones for what does not fit into the highest possible row.

    Parameters
    ----------
    row : sequence
        Cells; one of them is the name, which each further row repeats.
    widths : sequence of int
    continued : str
        The name on a further row, with a place for ``{name}``.
    at : int
        Position of the name.

    Examples
    --------
    >>> [len(r[1].split("\\n")) for r in spread(["a", "\\n".join("x" * 40)], [10, 10])]
    [29, 11]
    """
    parts = [list(_parts(cell, width)) for cell, width in zip(row, widths, strict=False)]
    if all(len(p) == 1 for p in parts):
        return [list(row)]
    name = str(row[at]).split("\n", 1)[0]
    rows = [[p[n] if n < len(p) else "" for p in parts] for n in range(max(map(len, parts)))]
    for further in rows[1:]:
        further[at] = further[at] or continued.format(name=name).strip()
    return rows


def spread_grid(grid: Grid, continued: str = "{name}", at: int = 0) -> Grid:
    """A grid with the further rows that its texts need; the same grid where none does."""
    long = any(
        isinstance(v, str) and (len(v) > w * LINES // 2 or v.count("\n") >= LINES // 2)
        for w, values in zip(grid.widths, grid.columns, strict=True)
        for v in values
    )
    if long:
        rows = [r for row in zip(*grid.columns, strict=True) for r in spread(row, grid.widths, continued, at)]
        grid.columns = [list(c) for c in zip(*rows, strict=True)]
    return grid


def _parts(cell: Any, width: int) -> Iterator[Any]:
    if not isinstance(cell, str) or lines(cell, width) <= LINES:
        yield cell
        return
    part: list[str] = []
    used = 0
    for line in _short(cell.split("\n"), width):
        more = lines(line, width)
        if part and used + more > LINES:
            yield "\n".join(part)
            part, used = [], 0
        part.append(line)
        used += more
    yield "\n".join(part)


def _short(texts: Sequence[str], width: int) -> Iterator[str]:
    """Lines, those that alone need more than a row cut between words."""
    for text in texts:
        if lines(text, width) <= LINES:
            yield text
        else:
            yield from textwrap.wrap(text, width * LINES * 4 // 5)
