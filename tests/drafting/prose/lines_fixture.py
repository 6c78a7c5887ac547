"""A draft of lines of a notice, and what it names."""

from __future__ import annotations

import re

from datamap.drafting.facts import Draft
from datamap.drafting.prose import find_prose
from datamap.reading.document import Document, Heading, Item, Paragraph, Text


def drafted(*lines: str) -> Draft:
    """A draft of lines as in Markdown: ``## `` a heading, ``- `` an item, else a paragraph."""
    blocks = []
    for n, line in enumerate(lines, 1):
        if line.startswith("## "):
            blocks.append(Heading(Text.plain(line[3:], f"line {n}"), 2))
        elif line.startswith("- "):
            blocks.append(Item(Text.plain(line[2:], f"line {n}")))
        else:
            blocks.append(Paragraph(Text.plain(line, f"line {n}")))
    draft = Draft()
    find_prose(Document("x.md", "md", "", tuple(blocks), text="\n".join(lines)), draft)
    return draft


def named(draft: Draft) -> dict[str, tuple[str, list[str], list[str]]]:
    """Name -> kind, places, tools that are in place."""
    return {
        r.name.value: (r.kind, [p.value for p in r.places], [t.value for t in r.tools if t.value != "unknown"])
        for r in draft.recipients
    }


def _text(shown: str, line: int) -> Text:
    """The text of a line, with what is in bold."""
    words_, strong, at = "", [], 0
    for n, part in enumerate(shown.replace("\\n", "\n").split("**")):
        if n % 2:
            strong.append((at, at + len(part)))
        words_, at = words_ + part, at + len(part)
    return Text(words_, f"line {line}", words_, range(len(words_)), tuple(strong))


def document(lines: list[str]) -> Document:
    """The document that some lines show.

    ``##`` is a heading of that level, ``-`` an item (further in with spaces in front, behind it its number), ``\\n`` a
    line break, and what is between ``**`` is bold.
    """
    blocks = []
    for n, line in enumerate(lines, 1):
        m = re.fullmatch(r"(?s)(?:(#+)|( *)-([\d().]*)) (.*)", line)
        if m is None:
            blocks.append(Paragraph(_text(line, n)))
        elif m[1]:
            blocks.append(Heading(_text(m[4], n), len(m[1])))
        else:
            blocks.append(Item(_text(m[4], n), len(m[2]) // 2, m[3] or "-"))
    return Document("x.md", "md", "", tuple(blocks))
