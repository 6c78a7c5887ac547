"""A text for people as Markdown, as a page that needs no network, and as a text document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from datamap.documents import package
from datamap.documents import page as shell
from datamap.documents.text import legal_in_xml
from datamap.files import seal
from datamap.publish.brief.render import PARTS
from datamap.publish.notice.blocks import Bullets, Heading, Paragraph, Table, Text

PACKAGE = "datamap.publish"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#&~])")
_FIRST = re.compile(r"^(\s*)([-+=]|\d+[.)])")
WIDTHS = (2900, 2900, 2000, 2580)
"""Widths of the columns of a table in the text document, in twentieths of a point."""


def rendered(text: Text, path: str | Path, day: str) -> str | bytes:
    """A text as the file of a name: ``.md``, ``.html`` or ``.docx``.

    Parameters
    ----------
    day : str
        Day of the text document, ISO 8601.
    """
    return SUFFIXES[Path(path).suffix.lower()](text, day)


def _markdown(text: Text, _: str) -> str:
    lines = []
    for block in text.blocks:
        if isinstance(block, Heading):
            lines.append(f"{'#' * block.level} {_inline(text, block.text)}")
        elif isinstance(block, Paragraph):
            lines.append(f"{'> ' if block.apart else ''}{_inline(text, block.text)}")
        elif isinstance(block, Bullets):
            lines.append("\n".join(f"- {label + ': ' if label else ''}{_inline(text, t)}" for label, t in block.items))
        else:
            rows = [block.head, ("---",) * len(block.head), *block.rows]
            cells = [[c if c == "---" else _inline(text, c) for c in row] for row in rows]
            lines.append("\n".join(f"| {' | '.join(row)} |" for row in cells))
    return seal.page("\n\n".join(lines))


def _inline(text: Text, words: str) -> str:
    """Words of the map in a line of Markdown: nothing in them is markup, and what is not known is bold."""
    flat = _FIRST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(words.split())))
    return flat.replace(text.open_word, f"**{text.open_word}**")


def _page(text: Text, _: str) -> str:
    """A page of its own, without the shell of reports, whose style sheet names verdicts."""
    look = Markup(shell.source(PACKAGE, "notice.css"))
    return seal.page(shell.fill(PACKAGE, "notice.html.j2", text=text, kind=_kind, look=look, policy=shell.policy([])))


def _document(text: Text, day: str) -> bytes:
    legal = replace(text, blocks=[_legal(b) for b in text.blocks])
    values = {"text": legal, "kind": _kind, "day": day, "widths": WIDTHS, "brief": {"title": legal.title}}
    parts = {**PARTS, "word/document.xml": "notice.xml.j2"}
    return package.zipped({part: shell.fill(PACKAGE, f"docx/{name}", **values) for part, name in parts.items()})


def _legal(block: Heading | Paragraph | Bullets | Table) -> Heading | Paragraph | Bullets | Table:
    """A block without characters that XML cannot contain."""
    if isinstance(block, Bullets):
        return Bullets(tuple((label, legal_in_xml(t)) for label, t in block.items))
    if isinstance(block, Table):
        return Table(block.head, tuple(tuple(map(legal_in_xml, row)) for row in block.rows))
    return replace(block, text=legal_in_xml(block.text))


def _kind(block: object) -> str:
    return type(block).__name__.lower()


SUFFIXES: dict[str, Callable[[Text, str], str | bytes]] = {
    ".md": _markdown,
    ".html": _page,
    ".htm": _page,
    ".docx": _document,
}
"""The writers by the ending of the file."""
