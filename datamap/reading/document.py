"""What a reader of any format returns: blocks in reading order, in which every word can be traced to its source.

The finders of :mod:`datamap.drafting` see only this. A :class:`Text` holds the words as a person reads them (soft
hyphens dropped, non-breaking spaces as spaces, ``<br>`` as a line break) and, for each character, its position in the
source. A fact can thus quote the source exactly, whatever was cleaned for reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Quote(NamedTuple):
    """Exact words of a source and where they are.

    Attributes
    ----------
    words : str
        As in the source, character by character.
    where : str
        For a person: ``line 12``, ``Register!F2``, ``page 3``, ``paragraph 14``.
    start, end : int
        Offsets in the source of the text: the whole file for Markdown, text and csv, the block's or cell's own text
        for HTML, docx, sheets and PDF.
    """

    words: str
    where: str
    start: int
    end: int


class Text(NamedTuple):
    """Readable words with the source position of each character.

    Attributes
    ----------
    words : str
        As a person reads them.
    where : str
        See :class:`Quote`.
    source : str
        The text that ``offsets`` refer to (see :class:`Quote`).
    offsets : sequence of int
        For each character of ``words`` its position in ``source``; ascending, of the same length.
    strong : tuple of (int, int)
        Parts of ``words`` set in bold, as start and end: bold text is often a label.

    Examples
    --------
    >>> soft = Text("Daten", "line 1", "Da\\u00adten", (0, 1, 3, 4, 5))
    >>> soft.quote(1, 4).words
    'a\\xadte'
    """

    words: str
    where: str
    source: str
    offsets: Sequence[int]
    strong: tuple[tuple[int, int], ...] = ()

    @classmethod
    def plain(cls, words: str, where: str) -> Text:
        """A text that is its own source."""
        return cls(words, where, words, range(len(words)))

    def part(self, start: int, end: int | None = None) -> Text:
        """A part of the words, still traceable."""
        stop = len(self.words) if end is None else end
        if start == 0 and stop == len(self.words):
            return self
        strong: tuple[tuple[int, int], ...] = ()
        if self.strong:
            strong = tuple(
                (max(a, start) - start, min(b, stop) - start) for a, b in self.strong if a < stop and b > start
            )
        return Text(self.words[start:stop], self.where, self.source, self.offsets[start:stop], strong)

    def stripped(self) -> Text:
        """The text without white space at its ends."""
        bare = self.words.strip()
        if len(bare) == len(self.words):
            return self
        start = len(self.words) - len(self.words.lstrip())
        return self.part(start, start + len(bare))

    def meaning(self, words: str) -> Text:
        """Other words for all of these, such as what a code means; the quote of all of them is these words."""
        return Text(words, self.where, self.source, (*[self.offsets[0]] * (len(words) - 1), self.offsets[-1]))

    def followed_by(self, other: Text, between: str = "", behind: str = "") -> Text:
        """This text and another one of the same source as one, with signs between and behind them."""
        if not other.words:
            return self
        signs = [self.offsets[-1]] * len(between), [other.offsets[-1]] * len(behind)
        offsets = (*self.offsets, *signs[0], *other.offsets, *signs[1])
        return Text(f"{self.words}{between}{other.words}{behind}", self.where, self.source, offsets)

    def quote(self, start: int = 0, end: int | None = None) -> Quote:
        """The exact source of a part of the words."""
        stop = len(self.words) if end is None else end
        if stop <= start:
            at = self.offsets[start] if start < len(self.offsets) else len(self.source)
            return Quote("", self.where, at, at)
        first, last = self.offsets[start], self.offsets[stop - 1] + 1
        return Quote(self.source[first:last], self.where, first, last)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` is 1 for the highest."""

    text: Text
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """A list item. ``depth`` is 0 for an outer list; ``marker`` is ``-`` or the number or letter as written."""

    text: Text
    depth: int = 0
    marker: str = "-"


class Cell(NamedTuple):
    """One position of a table's grid; ``repeats``: it is covered by a merged cell, and its text is that cell's."""

    text: Text
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular grid of cells.

    Attributes
    ----------
    rows : tuple of tuple of Cell
        Every row has the same length; an empty position has an empty text.
    name : str
        The sheet's name, or the caption; empty where there is none.
    header : int
        Number of rows at the top that the format itself marks as a header (``th``, Markdown); 0 where it marks none.
    """

    rows: tuple[tuple[Cell, ...], ...]
    name: str = ""
    header: int = 0


Block = Heading | Paragraph | Item | Table


@dataclass(frozen=True, slots=True)
class Skipped:
    """Part of a file that was not read: a hidden sheet, a picture; what, where and why, for the reading list."""

    what: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order.

    Attributes
    ----------
    path : str
    kind : str
        ``md``, ``txt``, ``html``, ``csv``, ``xlsx``, ``ods``, ``docx``, ``pdf``, ``yaml`` or ``json``.
    sha256 : str
        Of the file's bytes.
    blocks : tuple of Block
    skipped : tuple of Skipped
    text : str
        The whole text of a text format (offsets refer to it), else empty.
    exact : bool
        Whether the structure is the file's own. Of a PDF it is reconstructed, so that no fact from it is sure.
    title : str
        The document's own title where the format has one.
    encoding : str
        Of a text format: what its bytes were read as. Other than ``utf-8`` and ``utf-16`` it was chosen by the words.
    """

    path: str
    kind: str
    sha256: str
    blocks: tuple[Block, ...]
    skipped: tuple[Skipped, ...] = ()
    text: str = field(default="", repr=False)
    exact: bool = True
    title: str = ""
    encoding: str = ""

    def texts(self) -> Iterator[Text]:
        """Every text once, in reading order; a merged cell counts once."""
        return texts_of(self.blocks)


def texts_of(blocks: Iterable[Block]) -> Iterator[Text]:
    """Every text of some blocks once, in their order; a merged cell counts once."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (c.text for row in block.rows for c in row if not c.repeats and c.text.words)
        else:
            yield block.text
