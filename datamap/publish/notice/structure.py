"""A document as blocks: what the three writers (Markdown, page, text document) show in their own way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_DIVIDES = re.compile(r"[:(;]|\s[-–—]\s|\.\s")


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title of the document."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Para:
    """A paragraph. ``lead``: words in bold before the text; ``boxed``: set apart from everything else."""

    text: str
    lead: str = ""
    boxed: bool = False


@dataclass(frozen=True)
class Item:
    """An item of a list; ``depth`` 1 is below the item before it, ``strong`` the length of its start in bold."""

    text: str
    lead: str = ""
    depth: int = 0
    strong: int = 0


@dataclass(frozen=True)
class Named:
    """A name with what describes it; in bold if asked, or where a sign in it could be taken for its end."""

    name: str
    about: str = ""
    bold: bool = False

    @property
    def text(self) -> str:
        return f"{self.name} ({self.about})" if self.about else self.name

    @property
    def strong(self) -> int:
        return len(self.name) if self.bold or _DIVIDES.search(self.name) else 0


@dataclass(frozen=True)
class Table:
    """A table with a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def label(lead: str) -> str:
    """Words in bold before a text: with a colon, but for a question.

    Examples
    --------
    >>> label("Recipients"), label("Why?")
    ('Recipients:', 'Why?')
    """
    return lead if lead.endswith("?") else f"{lead}:"


Block = Heading | Para | Item | Table


@dataclass
class Paper:
    """A document.

    Attributes
    ----------
    title, about, footer : str
        Its title, the line below it, and its last line.
    language, day : str
        ISO 639-1; ISO 8601.
    blocks : list of Block
    """

    title: str
    about: str
    footer: str
    language: str
    day: str
    blocks: list[Block] = field(default_factory=list)

    def heading(self, text: str, level: int = 2) -> None:
        self.blocks.append(Heading(text, level))

    def para(self, text: str, lead: str = "", *, boxed: bool = False) -> None:
        self.blocks.append(Para(text, lead, boxed))

    def item(self, text: str, lead: str = "", depth: int = 0) -> None:
        self.blocks.append(Item(text, lead, depth))

    def entries(self, lead: str, texts: Sequence[str | Named]) -> None:
        """A label and what belongs to it: a text beside it, else items below."""
        if len(texts) == 1 and isinstance(texts[0], str):
            self.item(texts[0], lead)
            return
        self.item("", lead)
        for text in texts:
            if isinstance(text, Named):
                self.blocks.append(Item(text.text, "", 1, text.strong))
            else:
                self.item(text, depth=1)

    def table(self, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        self.blocks.append(Table(header, tuple(rows)))
