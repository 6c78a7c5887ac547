"""Words without case and accents, character for character, so that every position stays that of the text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_OWN = {
    "ł": "l", "đ": "d", "ø": "o", "ß": "s", "’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
    "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "\t": " ",
}  # fmt: skip


@cache
def _letter(letter: str) -> str:
    small = letter.lower()
    if small in _OWN:
        return _OWN[small]
    plain = unicodedata.normalize("NFD", small)[0] if small else small
    return plain if len(plain) == 1 else letter


class _Letters(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = _letter(chr(code))
        return self[code]


_LETTERS = _Letters()


def fold(text: str) -> str:
    """The text in small letters without accents, with plain quotes, dashes and spaces; always of the same length.

    Examples
    --------
    >>> fold("Účel – „Daten“")
    'ucel - "daten"'
    """
    return text.translate(_LETTERS)


def phrase(words: str) -> str:
    """A phrase of the data as a regular expression on folded text.

    ``*`` at the end of a word stands for any ending, ``...`` for up to six words.

    Examples
    --------
    >>> bool(re.search(phrase("právní* základ*"), fold("Právním základem je")))
    True
    """
    parts = []
    for word in fold(words).split():
        if word == "...":
            parts.append(r"(?:[\w'-]+\W+){0,6}?")
            continue
        body = re.escape(word).replace(r"\*", r"\w*")
        parts.append((r"\b" if word[0].isalnum() else "") + body + (r"\b" if word[-1].isalnum() else "") + r"\W+")
    joined = "".join(parts)
    return joined.removesuffix(r"\W+")


def pattern(phrases: list[str]) -> re.Pattern[str]:
    """One pattern for several phrases, the longest first; one that never matches for none."""
    if not phrases:
        return re.compile(r"(?!)")
    return re.compile("|".join(phrase(p) for p in sorted(phrases, key=len, reverse=True)))
