"""Texts in Markdown: what the map or a document states is shown as it is, and nothing in it is a sign of the format."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"[\\`*\[\]<>|~]|(?<![^\W_])_|_(?![^\W_])")
"""An underscore within a word does not mark anything."""
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|~])")


def escape(text: str) -> str:
    """A text on one line, with the signs of the format escaped.

    Examples
    --------
    >>> print(escape("a | b" + chr(10) + "*c* <http://a.example> legal_basis"))
    a \\| b \\*c\\* \\<http://a.example\\> legal_basis
    """
    return _SIGNS.sub(lambda m: f"\\{m[0]}", " ".join(text.split()))


def unescape(text: str) -> str:
    """The text that :func:`escape` was given, on one line.

    Examples
    --------
    >>> unescape(escape("[a](b) C:\\\\d")) == "[a](b) C:\\\\d"
    True
    """
    return _ESCAPED.sub(r"\1", text)
