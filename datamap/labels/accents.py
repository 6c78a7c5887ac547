"""Texts without accents, for comparison."""

from __future__ import annotations

import unicodedata


class _Marks(dict[int, int | None]):
    """What becomes of each character that was met so far: marks that combine with a letter are dropped."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.combining(chr(code)) else code
        return kept


_MARKS = _Marks()


def without_accents(text: str) -> str:
    """A text without the accents of its letters.

    Examples
    --------
    >>> without_accents("Česko, Österreich")
    'Cesko, Osterreich'
    """
    return unicodedata.normalize("NFKD", text).translate(_MARKS)
