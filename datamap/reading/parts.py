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


PICTURE_WORDS = 5
"""Words of a text for a picture from which on it may state something; a name or a title is shorter."""


def picture(words: str, where: str) -> Skipped | None:
    """An entry for the text of a picture, which is not read; None for one that only names it.

    Examples
    --------
    >>> picture("Logo of Nest", "line 1") is None, picture("We send your data to Owl Ltd", "line 1").what
    (True, "picture: 'We send your data to Owl Ltd'")
    """
    found = words.split()
    if len(found) < PICTURE_WORDS:
        return None
    return Skipped(f"picture: {' '.join(found)[:120]!r}", where, "pictures are not read")
