"""Tables that are drawn in plain text: cells between ``|``, between tabs, or in columns of aligned words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from datamap.reading.document import Cell, Table, Text
from datamap.reading.grid import WIDEST, Grids, TooLarge
from datamap.reading.lines import Line
from datamap.reading.words import text_of

Span = tuple[int, int]
Make = Callable[[int, int, str], Text]
"""The text of a part of the source, by start, end and place."""

_DRAWN = re.compile(r"[\s|+:=_-]*")
_PIPE = re.compile(r"(?<!\\)\|")
_CLOSED = re.compile(r"(?<!\\)\|\s*\Z")
_JOINED = 6
"""Lines over which one row of a table may be broken."""
_GAP = re.compile(r"[^\S\n]{2,}|\t")


@dataclass(frozen=True)
class Found:
    """A table in some lines: where its lines end (in the list of lines), its rows as spans, its header rows."""

    end: int
    rows: list[tuple[str, list[Span]]]
    header: int = 0

    def table(self, make: Make, grids: Grids) -> Table:
        """The table itself."""
        for _, spans in self.rows:
            grids.row(len(spans))
        rows = [[Cell(make(start, end, where)) for start, end in spans] for where, spans in self.rows]
        return Grids().table(rows, self.rows[0][0], header=self.header)


def is_rule(text: str) -> bool:
    """Whether a line only draws: ``|---|---|``, ``+----+``, ``-----  -----``.

    Examples
    --------
    >>> is_rule("|---|:-:|"), is_rule("| - |"), is_rule("- x"), is_rule("---"), is_rule("-")
    (True, True, False, True, False)
    """
    return bool(_DRAWN.fullmatch(text)) and len(text.strip()) > 2 and re.search(r"[-=_]", text) is not None


def make_plain(source: str) -> Make:
    """Texts that are parts of a source as it is."""
    return lambda start, end, where: text_of(source, where, start, end)


def table_at(lines: Sequence[Line], at: int) -> Found | None:
    """The table that begins at a line, if one does."""
    return piped(lines, at) or tabbed(lines, at) or aligned(lines, at)


# --- between pipes --------------------------------------------------------------------------------------------------


def piped(lines: Sequence[Line], at: int) -> Found | None:
    """Rows of cells between ``|``; one row may be broken over some lines where each row ends with ``|``."""
    start = at
    while start < len(lines) and is_rule(lines[start].text) and re.search(r"[|+]", lines[start].text):
        start += 1
    if start >= len(lines):
        return None
    count = _pipes(lines[start])
    closed = _CLOSED.search(lines[start].text) is not None
    if count < (2 if closed else 1):
        return None
    rows: list[tuple[str, list[Span]]] = []
    header, i = 0, start
    while i < len(lines):
        if is_rule(lines[i].text):
            header = header or (1 if len(rows) == 1 else 0)
            i += 1
            continue
        taken = _row_length(lines, i, count, closed)
        if not taken:
            break
        rows.append((lines[i].where, _cells(lines[i : i + taken])))
        i += taken
    if len(rows) < 2 and not (header and rows):
        return None
    return Found(i, rows, header)


def _pipes(line: Line) -> int:
    if line.text.count("|") > WIDEST:
        raise TooLarge
    return len(_PIPE.findall(line.text))


def _row_length(lines: Sequence[Line], at: int, count: int, closed: bool) -> int:
    """How many lines the next row takes; 0 where the table has ended."""
    here = _pipes(lines[at])
    if here == count or (not closed and here and abs(here - count) <= 1):
        return 1
    if not closed:
        return 0
    if here > count:
        return 1 if _CLOSED.search(lines[at].text) else 0
    total = 0
    for n, line in enumerate(lines[at : at + _JOINED]):
        more = _pipes(line)
        if not line.text.strip() or (n and more == count):
            break  # a blank line, or a whole row: what is above it is not a part of one
        total += more
        if total == count and _CLOSED.search(line.text):
            return n + 1
        if total > count or (n >= 1 and not total):
            break
    return 1 if here and _CLOSED.search(lines[at].text) else 0


def _cells(lines: Sequence[Line]) -> list[Span]:
    """The cells of one row; without what is before a leading and after a closing ``|`` where that is blank."""
    start, end = lines[0].start, lines[-1].end
    cuts = [line.start + m.start() for line in lines for m in _PIPE.finditer(line.text)]
    spans = list(zip([start, *(c + 1 for c in cuts)], [*cuts, end], strict=True))
    if not lines[0].text[: cuts[0] - start].strip() and lines[0].text.lstrip().startswith("|"):
        spans = spans[1:]
    if _CLOSED.search(lines[-1].text):
        spans = spans[:-1]
    return spans


# --- between tabs, and aligned --------------------------------------------------------------------------------------


def tabbed(lines: Sequence[Line], at: int) -> Found | None:
    """At least two lines with as many tabs between words."""
    first = _tab_cells(lines[at])
    if len(first) < 2 or not all(
        lines[at].text[s - lines[at].start : e - lines[at].start].strip() for s, e in first[:1]
    ):
        return None
    rows = []
    for line in lines[at:]:
        cells = _tab_cells(line)
        if len(cells) < 2 or (len(cells) != len(first) and len(cells) > len(first) + 1):
            break
        rows.append((line.where, cells))
    return Found(at + len(rows), rows) if len(rows) > 1 else None


def _tab_cells(line: Line) -> list[Span]:
    spans, start = [], 0
    text = line.text.rstrip("\t ")
    for match in re.finditer(r"\t", text):
        spans.append((line.start + start, line.start + match.start()))
        start = match.end()
    return [*spans, (line.start + start, line.start + len(text))]


def aligned(lines: Sequence[Line], at: int) -> Found | None:
    """At least three lines whose words begin in the same columns, with two blanks or more before each column."""
    starts = _columns(lines[at])
    if len(starts) < 2:
        return None
    rows: list[tuple[str, list[Span]]] = []
    header = 0
    i = at
    for i in range(at, len(lines) + 1):
        if i == len(lines) or not lines[i].text.strip():
            break
        if re.fullmatch(r"\s*[-=]{2,}(\s+[-=]{2,})*\s*", lines[i].text):
            header = 1 if len(rows) == 1 else header
            continue
        mine = _columns(lines[i])
        if any(lines[i].text[s - 1 : s].strip() for s in starts[1:]):
            break  # a word is where a column begins
        if not set(mine) <= set(starts) or (len(mine) < 2 and len(starts) == 2 and mine[0] == starts[0]):
            break
        rows.append((lines[i].where, _slices(lines[i], starts)))
    return Found(i, rows, header) if len(rows) > 2 else None


def _columns(line: Line) -> list[int]:
    """Where words begin after two blanks or more."""
    text = line.text.rstrip()
    first = len(text) - len(text.lstrip())
    return [first, *(m.end() for m in re.finditer(r"(?<=\S)[^\S\n]{2,}(?=\S)", text))]


def _slices(line: Line, starts: Sequence[int]) -> list[Span]:
    size = len(line.text)
    ends = [*starts[1:], size]
    return [(line.start + min(s, size), line.start + min(e, size)) for s, e in zip(starts, ends, strict=True)]
