"""A draft of lines of a notice, and what it names."""

from __future__ import annotations

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
