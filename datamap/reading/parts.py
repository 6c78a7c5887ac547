"""What the reader of one format finds; :func:`datamap.reading.read_document` makes a Document of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.reading.document import Block, Skipped


@dataclass(frozen=True, slots=True)
class Parts:
    """See :class:`datamap.reading.document.Document` for the attributes."""

    kind: str
    blocks: tuple[Block, ...]
    skipped: tuple[Skipped, ...] = ()
    text: str = field(default="", repr=False)
    exact: bool = True
    title: str = ""
    encoding: str = ""
