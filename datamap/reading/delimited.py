"""A file of separated values: any usual delimiter, quoted line breaks, every cell with its exact position."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from datamap.reading.document import Block, Cell, Text
from datamap.reading.grid import WIDEST, Grids, TooLarge
from datamap.reading.lines import Numbers
from datamap.reading.words import Pieces, text_of

DELIMITERS = (";", "\t", ",", "|")
_TRIED, _HEAD = 200, 1 << 18
"""Records and characters by which a delimiter is chosen."""
_STATED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
"""A first line with which spreadsheet programs state the delimiter."""

Span = tuple[int, int, bool]
"""Start and end of a cell's content, and whether it is quoted."""


def blocks(text: str) -> tuple[Block, ...]:
    """The one table of a file of separated values."""
    stated = _STATED.match(text)
    start = stated.end() if stated else 0
    delimiter = stated[1] if stated else chosen(text)
    grids, spans = Grids(), []
    for record in records(text, delimiter, start):
        grids.row(len(record))
        spans.append(record)
    numbers = Numbers(text)
    rows = [
        [Cell(_cell(text, span, f"{numbers.where(span[0])}, column {c}")) for c, span in enumerate(record, 1)]
        for record in spans
    ]
    table = Grids().table(rows, "beyond the end of a line")
    return (table,) if table.rows else ()


def _cell(text: str, span: Span, where: str) -> Text:
    start, end, quoted = span
    if not quoted or '""' not in text[start:end]:
        return text_of(text, where, start, end)
    pieces = Pieces(text)
    at = start
    while (pair := text.find('""', at, end)) >= 0:
        pieces.copy(at, pair + 1)
        at = pair + 2
    pieces.copy(at, end)
    return pieces.text(where)


def chosen(text: str) -> str:
    """The delimiter that gives most records the same number of cells; the comma where none does.

    Examples
    --------
    >>> chosen("Name;Land\\nA, B;DE\\nC, D;FR\\n"), chosen("a,b\\n1,2\\n")
    (';', ',')
    """
    best, found = (0.0, 0), ","
    for delimiter in DELIMITERS:
        sizes = [len(r) for r in islice(records(text[:_HEAD], delimiter), _TRIED)]
        widths = Counter(n for n in sizes if n > 1)
        if widths:
            width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
            score = (times / len(sizes), width)
            if score > best:
                best, found = score, delimiter
    return found


def is_delimited(text: str) -> bool:
    """Whether a text without a telling name is a table: nearly all of its lines have the same several cells."""
    delimiter = chosen(text)
    widths = [len(r) for r in islice(records(text[:_HEAD], delimiter), _TRIED)]
    return len(widths) > 2 and widths[0] > 2 and sum(w == widths[0] for w in widths) > 0.9 * len(widths)


def records(text: str, delimiter: str, start: int = 0) -> Iterator[list[Span]]:
    """The cells of each record by position."""
    mark = re.escape(delimiter)
    quoted = re.compile(rf'[ ]*"([^"]*(?:""[^"]*)*)"[ \t]*(?={mark}|[\r\n]|\Z)')
    plain = re.compile(rf"[^{mark}\r\n]*")
    at, size = start, len(text)
    record: list[Span] = []
    while at < size:
        match = quoted.match(text, at) if text.find('"', at, at + 20) >= 0 else None
        if match:
            record.append((*match.span(1), True))
        else:
            match = plain.match(text, at)
            assert match is not None  # it matches nothing at least
            record.append((*match.span(), False))
        if len(record) > WIDEST:
            raise TooLarge
        at = match.end()
        if text.startswith(delimiter, at):
            at += 1
            if at < size and text[at] not in "\r\n":
                continue
            record.append((at, at, False))
        yield record if len(record) > 1 or record[0][1] > record[0][0] else []
        record = []
        at += 2 if text.startswith("\r\n", at) else 1
