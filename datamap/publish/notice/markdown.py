"""A document as Markdown: nothing in a text of the map is taken for a sign of the format."""

from __future__ import annotations

import re

from datamap.documents.markdown import escape
from datamap.publish.notice.structure import Heading, Item, Paper, Para, Table, label

_AT_START = re.compile(r"^(\s*)([#+-]|\d+[.)])(?=\s|$)")


def markdown(paper: Paper) -> str:
    """The text of a Markdown file."""
    out = [f"# {plain(paper.title)}", "", f"*{plain(paper.about)}*"]
    before: object = None
    for block in paper.blocks:
        if not (isinstance(block, Item) and isinstance(before, Item)):
            out.append("")
        before = block
        if isinstance(block, Heading):
            out.append(f"{'#' * block.level} {plain(block.text)}")
        elif isinstance(block, Para):
            out.append(("> " if block.boxed else "") + _led(block.lead, block.text))
        elif isinstance(block, Item):
            text = _led(block.lead, block.text)
            if block.strong:
                text = f"**{plain(block.text[: block.strong])}**{plain(block.text[block.strong :])}"
            out.append(f"{'    ' * block.depth}- {text}")
        else:
            out += _table(block)
    return "\n".join([*out, "", "---", "", plain(paper.footer), ""])


def plain(text: str) -> str:
    """A text on one line, with the signs of the format escaped.

    Examples
    --------
    >>> plain("a | b" + chr(10) + "*c*"), plain("1. x")
    ('a \\\\| b \\\\*c\\\\*', '1\\\\. x')
    """
    return _AT_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", escape(text))


def _led(lead: str, text: str) -> str:
    return f"**{plain(label(lead))}** {plain(text)}".rstrip() if lead else plain(text)


def _table(table: Table) -> list[str]:
    rows = [table.header, tuple("---" for _ in table.header), *table.rows]
    return ["| " + " | ".join(c if n == 1 else plain(c) for c in row) + " |" for n, row in enumerate(rows)]
