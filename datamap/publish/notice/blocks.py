"""The parts of a text for people: headings, paragraphs, lists and tables, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 is the title of the text."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``apart`` sets it off from other information (Art. 21(4) GDPR)."""

    text: str
    apart: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of items, each a label (empty: none) and its text."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table: its header, then rows as wide as that."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True)
class Text:
    """A text for people.

    Attributes
    ----------
    language : str
        One of :data:`datamap.labels.LANGUAGES`.
    open_word : str
        The words that stand for a fact that is not known: writers make them visible.
    blocks : list of Block
    """

    language: str
    open_word: str
    blocks: list[Block] = field(default_factory=list)

    def heading(self, level: int, text: str) -> None:
        self.blocks.append(Heading(level, text))

    def paragraph(self, text: str, apart: bool = False) -> None:
        self.blocks.append(Paragraph(text, apart))

    def bullets(self, items: list[tuple[str, str]]) -> None:
        """A list; nothing where there are no items."""
        if items:
            self.blocks.append(Bullets(tuple(items)))

    def table(self, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        """A table; nothing where there are no rows."""
        if rows:
            self.blocks.append(Table(head, tuple(rows)))

    @property
    def title(self) -> str:
        return next((b.text for b in self.blocks if isinstance(b, Heading)), "")

    def gaps(self) -> int:
        """How often the text states that a fact is not known."""
        texts = [part for block in self.blocks for part in _texts(block)]
        return sum(text.count(self.open_word) for text in texts)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Bullets):
        return [text for _, text in block.items]
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row]
    return [block.text]
