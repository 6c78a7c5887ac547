"""One sheet of A4: how many lines the brief takes on paper, and which items are left out if that is too many."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from datamap.publish.brief.items import Item, Section
from datamap.publish.brief.standing import Row
from datamap.publish.brief.words import width

LINE, TITLE_LINE = 99, 56
"""Letters of a line on paper, and of a line of the title; fewer rather than more."""
SHEET = 65.0
"""Lines of the sheet without the footer."""
HEADING, BETWEEN, HEAD, TITLE, ABOUT = 1.75, 0.25, 4.3, 1.6, 1.5
"""Lines that a heading, the space after an item, the head of the table, a line of the title and the line below take."""
COLUMNS = 24, 17, 23
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


def room(title: str, texts: Sequence[str], rows: Sequence[Row]) -> float:
    """Lines that are left for the sections below the title, the first sentences and the table."""
    top = math.ceil(width(title) / TITLE_LINE) * TITLE + ABOUT + sum(lines(t) + BETWEEN for t in texts)
    return SHEET - top - (HEAD + sum(map(row_lines, rows)) if rows else 0)


def fitted(sections: Sequence[Section], room: float) -> tuple[Section, ...]:
    """The sections, with items left out from the longest ones until the rest needs no more lines than there are.

    The first item of a section always stays; how many are left out is stated.
    """
    kept = [[i for i in s.items] for s in sections]
    out = [0] * len(kept)
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
