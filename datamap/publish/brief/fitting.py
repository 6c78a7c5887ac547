"""One sheet of A4: how many lines the brief takes on paper, and which items are left out if that is too many."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from datamap.publish.brief.items import Item, Section
from datamap.publish.brief.standing import Row
from datamap.publish.brief.words import width

LINE = 92
"""Letters of a line on paper, fewer rather than more."""
SHEET = 53.0
"""Lines of the sheet for the table and the sections; the title, the first sentences and the footer take the rest."""
HEADING, BETWEEN, HEAD = 1.75, 0.25, 2.5
"""Lines that a heading, the space after an item and the head of the table take."""
COLUMNS = 24, 16, 20
"""Letters of a line in the columns of name, covered transfers and state."""
LONG = re.compile(r"\S{40}")
"""A word that begins on a new line, because it is longer than what is left of most lines."""


def lines(text: str) -> float:
    """Lines that an item takes.

    Examples
    --------
    >>> lines("short") < lines("longer " * 20) < lines("longest " * 40)
    True
    """
    return math.ceil(width(text) / LINE) + len(LONG.findall(text)[:1]) + BETWEEN


def row_lines(row: Row) -> float:
    """Lines that a row of the table takes."""
    texts = zip((row.name, row.covered, row.state), COLUMNS, strict=True)
    return max(math.ceil(width(text) / size) for text, size in texts) + BETWEEN


def fitted(sections: Sequence[Section], rows: Sequence[Row] = ()) -> tuple[Section, ...]:
    """The sections, with items left out from the longest ones until the sheet has room for the rest.

    The first item of a section always stays; how many are left out is stated.
    """
    kept = [[i for i in s.items] for s in sections]
    out = [0] * len(kept)
    room = SHEET - (HEAD + sum(map(row_lines, rows)) if rows else 0)
    while sum(map(_height, kept, out)) > room and any(len(items) > 1 for items in kept):
        longest = max((n for n, items in enumerate(kept) if len(items) > 1), key=lambda n: _height(kept[n], 0))
        kept[longest].pop()
        out[longest] += 1
    return tuple(
        replace(s, items=(*items, *([Item(_more(n))] if n else [])))
        for s, items, n in zip(sections, kept, out, strict=True)
    )


def _height(items: Sequence[Item], out: int) -> float:
    return HEADING + sum(lines(i.text) for i in items) + bool(out) * lines("")


def _more(number: int) -> str:
    return f"And {number:,} more: see the report."
