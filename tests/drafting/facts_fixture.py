"""Facts with their words, and a draft of one document that has them."""

from __future__ import annotations

from datamap.drafting.facts import Draft, Fact
from datamap.reading.document import Document, Quote

DRAFT = Draft([Document("folder/list.csv", "csv", "", ())])


def quoted(value: str, where: str = "line 1", **more) -> Fact:
    """A fact whose words are its value."""
    return Fact(value, (Quote(value, where, 0, len(value)),), **more)


def unsure(value: str, why: str = "", **more) -> Fact:
    return quoted(value, sure=False, why=why, **more)


def words(text: str, where: str = "line 1") -> dict[str, str]:
    """Evidence of some words."""
    return {"document": "list.csv", "section": where, "words": text}
