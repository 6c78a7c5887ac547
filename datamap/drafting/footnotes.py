"""Footnotes: texts that begin with a mark that another text ends with. They may limit what is marked: each is asked.

A number in brackets is a mark only in a table: elsewhere it is that of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from datamap.drafting.facts import ToRead
from datamap.reading.document import Document, Table, Text

WHY = "a footnote may limit what is marked with it"
NOTED = "a mark behind it refers to a note, which may limit it"
_SIGN = r"[†‡¹²³⁴⁵⁶⁷⁸⁹]"
_MARK = re.compile(rf"\s*(\*{{1,3}}|{_SIGN}|[(\[][\d*][)\]])[\s):.]*(?=[^\W\d_])")
_SIGNS = re.compile(rf"\*|{_SIGN}|[(\[][\d*][)\]]")
_FIRST = re.compile(rf"\s?[)\]]?\s?(?:\\?\*+|{_SIGN}+)\)?\s*(?:$|[\s,;)\]])")

_LAST = re.compile(rf"(?<=[\w.)\]%])\s?(?:\\?\*{{1,3}}|{_SIGN}+)\s*$")


def mark_of(text: str) -> str:
    """The mark that a text begins with; empty for none.

    Examples
    --------
    >>> mark_of("* only with consent"), mark_of("(1) invoices only"), mark_of("only invoices (1)")
    ('*', '(1)', '')
    """
    m = _MARK.match(text)
    return m[1] if m else ""


@lru_cache(maxsize=64)
def _behind(mark: str) -> re.Pattern[str]:
    bracket = r"(?<=[^\W\d_])\s?" if mark[0] in "([" else r"(?<=[\w.)\]%])\s?"
    return re.compile(rf"{bracket}{re.escape(mark)}(?![\w*(\[])")


def is_marked(text: str, mark: str) -> bool:
    """Whether a mark is behind a word of a text: "Contract*"; in "Art. 6(1)" it is a paragraph of a law."""
    return mark in text and _behind(mark).search(text) is not None


def begins(behind: str) -> bool:
    """Whether what is behind a value begins with a mark: ``SCC*``, ``yes¹``."""
    return _FIRST.match(behind) is not None


def ends(text: str) -> bool:
    """Whether a text ends with a mark: ``Contract*``, ``none ¹``; a number in brackets is that of a paragraph.

    Examples
    --------
    >>> ends("Contract (Art. 6(1)(b))*"), ends("none ¹"), ends("Art. 6(1)"), ends("*")
    (True, True, False, False)
    """
    return _LAST.search(text) is not None


def without_mark(text: str) -> str:
    """A text without the mark that it ends with."""
    return _LAST.sub("", text)


def is_note(text: str, others: Iterable[str]) -> bool:
    """Whether a text is a footnote to one of the others."""
    mark = mark_of(text)
    return bool(mark) and any(is_marked(other, mark) for other in others if other is not text)


def asked(document: Document) -> Iterator[ToRead]:
    """An entry for each footnote outside the tables."""
    signed = [t for t in document.texts() if _SIGNS.search(t.words)]
    if not signed:
        return
    tables = [c.text.words for b in document.blocks if isinstance(b, Table) for row in b.rows for c in row]
    plain: list[Text] = [b.text for b in document.blocks if not isinstance(b, Table)]
    for text in plain:
        mark = mark_of(text.words)
        near = tables if mark[:1] in "([" else [*tables, *(t.words for t in plain)]
        if mark and is_note(text.words, near):
            yield ToRead("footnote", text.stripped().quote(), WHY)
