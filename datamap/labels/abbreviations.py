"""Abbreviations of countries with an accent: without it, they would be the code of another country."""

from __future__ import annotations

import unicodedata

ACCENTED = {"čr": "CZ"}
LONGEST = 3
"""Letters that a code may have."""


def accented(text: str) -> str | None:
    """The country of an abbreviation with an accent; empty if none is known, None if the text is something else.

    Examples
    --------
    >>> accented("ČR"), accented("Č. R."), accented("PŘ"), accented("CR"), accented("Perú")
    ('CZ', 'CZ', '', None, None)
    """
    if text.isascii():
        return None
    letters = "".join(filter(str.isalpha, unicodedata.normalize("NFC", text.casefold())))
    marked = any(unicodedata.decomposition(c)[:1].isalnum() for c in letters)  # not of a compatible form: "<wide> 0044"
    return ACCENTED.get(letters, "") if len(letters) <= LONGEST and marked else None
