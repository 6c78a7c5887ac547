"""Texts as messages quote them."""

from __future__ import annotations


def shorten(text: str, size: int = 80) -> str:
    """A text on one line, not too long for a message."""
    plain = " ".join(text.split())
    return plain if len(plain) <= size else plain[: size - 3] + "..."
