"""The text of a source as a page shows it: block by block, with the quoted words marked where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from datamap.reading.document import Document, Heading, Item, Paragraph, Table, Text
from datamap.reading.search import Found, Search, fold

Part = tuple[str, tuple[int, ...]]
"""Words, and the numbers of the facts that quote them; none where no fact does."""

DEEPEST = 6
"""Levels of headings and lists that are shown apart."""


class Source:
    """A source's text with the places that facts quote.

    Parameters
    ----------
    document : Document
    """

    def __init__(self, document: Document):
        self.document = document
        self.name = Path(document.path).name
        self._search = Search(document)
        self._at: dict[str, list[Text]] = {}
        self._marks: dict[int, list[tuple[int, int, int]]] = {}
        for text in document.texts():
            for place in {text.where, row_of(text.where)}:
                self._at.setdefault(place, []).append(text)

    def mark(self, fact: int, words: str, section: str) -> str:
        """Mark the words that a fact quotes; whether the text has them: ``present``, ``reworded`` or ``gone``."""
        found = self._find(words, section)
        for text, start, end in found.parts:
            self._marks.setdefault(id(text), []).append((start, end, fact))
        return found.state

    def _find(self, words: str, section: str) -> Found:
        """Look at the recorded place first, and there for a cell of just these words.

        Short words, such as a country, are in many places, and "Ireland" is in the name of the recipient beside it.
        """
        here = self._at.get(section, [])
        folded = fold(words)[0].strip()
        for texts in ([t for t in here if fold(t.words)[0].strip() == folded], here):
            found = Search(Document("", "", "", tuple(map(Paragraph, texts)))).find(words)
            if found.state == "present":
                return found
        return self._search.find(words, section)

    def blocks(self) -> list[dict[str, Any]]:
        """The text in reading order: headings, items, paragraphs and tables, each with its parts."""
        return [self._block(block) for block in self.document.blocks]

    def _block(self, block: Heading | Item | Paragraph | Table) -> dict[str, Any]:
        if isinstance(block, Table):
            rows = [[[] if c.repeats else self._parts(c.text) for c in row] for row in block.rows]
            return {"kind": "table", "name": block.name, "header": block.header, "rows": rows}
        kind = type(block).__name__.lower()
        level = block.level if isinstance(block, Heading) else block.depth if isinstance(block, Item) else 0
        marker = block.marker if isinstance(block, Item) else ""
        return {"kind": kind, "level": min(level, DEEPEST), "marker": marker, "parts": self._parts(block.text)}

    def _parts(self, text: Text) -> list[Part]:
        marks = self._marks.get(id(text), ())
        return parts(text.words, marks)


def row_of(where: str) -> str:
    """The row of a table that a place is in, as evidence names it; any other place as it is.

    Examples
    --------
    >>> row_of("Register!F2"), row_of("Table 1, row 3, column 2"), row_of("line 2, column 1"), row_of("line 7")
    ('Register, row 2', 'Table 1, row 3', 'line 2', 'line 7')
    """
    return re.sub(r"^(.*)!\$?[A-Z]+\$?(\d+)$", r"\1, row \2", re.sub(r", column \d+$", "", where))


def parts(words: str, marks: Iterable[tuple[int, int, int]]) -> list[Part]:
    """Words cut where a mark (start, end, fact) begins or ends.

    Examples
    --------
    >>> parts("to Acme (US)", [(3, 7, 0), (3, 11, 1)])
    [('to ', ()), ('Acme', (0, 1)), (' (US', (1,)), (')', ())]
    """
    marks = sorted(set(marks))
    cuts = sorted({0, len(words), *(at for start, end, _ in marks for at in (start, end))})
    out: list[Part] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        here = tuple(dict.fromkeys(fact for a, b, fact in marks if a <= start and end <= b))
        out.append((words[start:end], here))
    return out


def mark(sources: dict[str, Source], quotes: Sequence[list[dict[str, Any]]]) -> None:
    """Mark the quotes of each fact in its source, and record in each quote whether the text has it.

    Parameters
    ----------
    sources : dict of str to Source
        By the name that evidence gives a document.
    quotes : sequence of list of dict
        For each fact its quotes: ``words``, ``section``, ``document``; ``state`` is added: as of
        :meth:`Source.mark`, or empty where the source's text is not there.
    """
    for fact, mine in enumerate(quotes):
        for quote in mine:
            source = sources.get(quote["document"])
            quote["state"] = source.mark(fact, quote["words"], quote["section"]) if source else ""
