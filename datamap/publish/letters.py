"""Texts to start from: the note on a breach, and the answer to a request for access."""

from __future__ import annotations

from typing import Any

from datamap.documents.text import render_text
from datamap.model.period import spelt

SOURCES = {
    "subject": "the person concerned",
    "third-party": "a third party",
    "public": "a public source",
    "own-records": "own records",
}
"""A kind of source in words, where its name is not recorded."""
PACKAGE = __package__ or "datamap.publish"


def breach(found: dict[str, Any]) -> str:
    """The note on a breach, from :func:`datamap.questions.affected.affected`; what is not known is left to fill in."""
    return render_text(PACKAGE, "affected.txt.j2", **found)


def access(found: dict[str, Any]) -> str:
    """The answer to a request for access, from :func:`datamap.questions.access.subject`."""
    return render_text(PACKAGE, "access.txt.j2", **found, spelt=spelt, source_words=SOURCES)
