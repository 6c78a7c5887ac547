"""Codes in cells, and the legend that explains them: "A, B" above "A = consent; B = contract"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from datamap.drafting.tables import cells, words
from datamap.labels import values
from datamap.reading.document import Cell, Quote, Table, Text

_TITLE = re.compile(r"\s*[^\W\d_]+\s*:\s*")
_PARTS = re.compile(r"[;\n]|,\s*(?=\w{1,4}\s*=)")
_ENTRY = re.compile(r"\s*([^\W\d_]{1,3}\d?)\s*=\s*(\S[^=]*?)\s*[.,]?\s*")
_NUMBERS = re.compile(r"(?:[^\W\d_]+\s*:)?(?:\s*\d{1,2}\s*=[^=;\n]*[;,\n]){1,20}\s*\d{1,2}\s*=[^=;\n]*")
_TOKEN = re.compile(r"\w{1,4}")
_BETWEEN = re.compile(r"[\s,;/+&]*")


def entries(text: str) -> dict[str, str]:
    """The codes that a text explains, if it does nothing else.

    Examples
    --------
    >>> entries("Legend: A = consent; B = contract"), entries("A = SCC"), entries("Owl = the host of A = B")
    ({'A': 'consent', 'B': 'contract'}, {'A': 'SCC'}, {})
    >>> entries("x = applies"), entries("x = planned")  # a tick is a yes; its legend counts where it limits it
    ({}, {'x': 'planned'})
    """
    if "=" not in text or len(text) > 1_000:
        return {}
    title = _TITLE.match(text)
    parts = [p for p in _PARTS.split(text[title.end() :] if title else text) if p.strip()]
    found = [_ENTRY.fullmatch(p) for p in parts]
    if not all(found):
        return {}
    explained = {m[1]: m[2] for m in found if m}
    return {code: said for code, said in explained.items() if code.lower() != "x" or values.is_open(said)}


def _explains_numbers(text: str) -> bool:
    """Whether a text explains several numbers: "1 = consent, 2 = contract"."""
    return _NUMBERS.fullmatch(text) is not None


def codes_of(texts: Iterable[Text]) -> dict[str, str]:
    """The codes that the texts of a document explain, each in one way."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for code, said in entries(text.words).items():
            found.setdefault(code, set()).add(said)
    return {code: next(iter(said)) for code, said in found.items() if len(said) == 1 and not _means(code, *said)}


def _means(code: str, said: str) -> bool:
    """Whether a code has a meaning of its own: "IN" may be India, "DPA" is a label, "SCC" a tool."""
    label = any(words.keys_of(name, code) for name in ("columns", "vendors"))
    place = cells.place_codes(code) and not cells.place_codes(said)
    return label or bool(place) or bool(values.read_tools(code).values)


def explained(table: Table, codes: Mapping[str, str]) -> tuple[Table, list[Quote]]:
    """A table with the meaning of each code in its place and without its legend, and the quotes of the legend.

    A legend that explains a code in two ways, or numbers, explains nothing; it is not a row of data either.
    """
    known: dict[int, Text] = {}
    rows: list[tuple[Cell, ...]] = []
    covered: list[Quote] = []
    for row in table.rows:
        filled = [c.text for c in row if c.text.words.strip()]
        if filled and all(entries(t.words) or _explains_numbers(t.words) for t in filled):
            covered += [t.stripped().quote() for t in filled if entries(t.words).items() <= codes.items()]
            rows.append(tuple(c._replace(text=Text.plain("", c.text.where)) for c in row))
            continue
        if not codes:
            rows.append(row)
            continue
        for cell in row:
            known.setdefault(id(cell.text), _meant(cell.text, codes))
        rows.append(tuple(c._replace(text=known[id(c.text)]) for c in row))
    return replace(table, rows=tuple(rows)), covered


def _meant(text: Text, codes: Mapping[str, str]) -> Text:
    """The meanings of a text that has codes and nothing else; any other text as it is."""
    tokens = list(_TOKEN.finditer(text.words))
    between = _TOKEN.split(text.words)
    if not tokens or not all(m[0] in codes for m in tokens) or not all(map(_BETWEEN.fullmatch, between)):
        return text
    first, *more = [text.part(*m.span()).meaning(codes[m[0]]) for m in tokens]
    for one in more:
        first = first.followed_by(one, "; ")
    return first
