"""The language of a document, by its most frequent words (``datamap/labels/reading.yaml``)."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice
from typing import Any

from datamap import labels
from datamap.reading.document import Document, Table

_WORD = re.compile(r"[^\W\d_]+")
_MARKS = ".,;:!?()'\"„“”«»-"
_WORDS = 4_000
"""Words that are looked at, from the beginning: a longer document does not change its language."""
ENOUGH = 60
"""Words that a document must have before its language is judged."""
_FEW, _OWN, _AHEAD = 14, 3, 1.5
"""Words of a short text that is judged, frequent words that only the other language has, and how many times as many
frequent words of it there are as of any language that is read."""
_LETTERS, _SEEN = 20_000, 60
"""Letters that are looked at for their script, and how many there must be."""
_LATIN = "\u024f"
"""The last of the Latin letters with which the languages of Europe are written."""
_RUNNING, _DISTINCT = 12, 4
"""Words of a text that is more than a label, and frequent words that must be different ones."""
_SHARE = 0.1
"""Share of words that are frequent ones, in any running text; lists of names have fewer."""
_LITTLE = 0.04
"""Share of frequent words below which a text is in none of the languages."""


@cache
def _data() -> Any:
    return labels.data("reading")


@cache
def _frequent(group: str) -> dict[str, frozenset[str]]:
    return {code: frozenset(entry["words"].split()) for code, entry in _data()[group].items()}


@cache
def heading_words() -> frozenset[str]:
    """Words that begin a numbered heading ("Article 5"), in lower case."""
    return frozenset(_data()["headings"])


def _shares(words: list[str], group: str) -> dict[str, float]:
    counts = Counter(words)
    return {code: sum(counts[w] for w in frequent) / max(len(words), 1) for code, frequent in _frequent(group).items()}


def _words(document: Document, shortest: int = 1) -> list[str]:
    """The first words of a document's texts, of those that have so many words at least."""
    found: list[str] = []
    for text in document.texts():
        if shortest > 1:
            parts = text.words.split()
            # addresses and codes are no words of a language, whatever letters they have
            if len(parts) < shortest or sum(part.strip(_MARKS).isalpha() for part in parts) < shortest:
                continue
        found += [m[0].casefold() for m in _WORD.finditer(text.words)]
        if len(found) >= _WORDS:
            break
    return found[:_WORDS]


def language_of(document: Document) -> str:
    """The language of a document's running text: ``en``, ``de``, ``fr``, ``cs``, ``es``, ``it``, ``nl`` or ``pl``.

    Returns
    -------
    str
        Empty where the text is in another language, or where there is too little running text to judge: see
        :func:`is_unread`.
    """
    words = _words(document, _RUNNING)
    if len(words) < ENOUGH:
        words = _words(document)
    code, share = max(_shares(words, "read").items(), key=lambda found: found[1])
    if share < _SHARE or max(_shares(words, "unread").values()) > share:
        return ""
    return code if len(_frequent("read")[code] & set(words)) >= _DISTINCT else ""


def is_unread(document: Document) -> bool:
    """Whether a document has enough running text to judge, and it is in a language that datamap does not read.

    A list of names is not, in any language: it has few of the frequent words of any.
    """
    if _other_letters(document):
        return True
    words = _words(document, _RUNNING)
    if len(words) < ENOUGH:
        return _is_short_and_unread(words)
    read, unread = _shares(words, "read"), _shares(words, "unread")
    other = max(unread, key=lambda code: unread[code])
    if unread[other] >= _SHARE and len(_frequent("unread")[other] & set(words)) >= _DISTINCT:
        return unread[other] > max(read.values())
    return max(read.values()) < _LITTLE


def _is_short_and_unread(words: list[str]) -> bool:
    """Whether a few sentences are in a language that is not read: by words that no language that is read has."""
    if len(words) < _FEW:
        return False
    read, unread = _shares(words, "read"), _shares(words, "unread")
    known = frozenset().union(*_frequent("read").values())
    return any(
        unread[code] >= _SHARE
        and unread[code] >= _AHEAD * max(read.values())
        and len((frequent - known) & set(words)) >= _OWN
        for code, frequent in _frequent("unread").items()
    )


def _other_letters(document: Document) -> bool:
    """Whether most letters of the text outside tables are not Latin: in some scripts no blank parts the words."""
    letters = [c for b in document.blocks if not isinstance(b, Table) for c in b.text.words if c.isalpha()][:_LETTERS]
    return len(letters) >= _SEEN and 2 * sum(c > _LATIN for c in letters) > len(letters)


def code_page(east: str, west: str) -> str:
    """``cp1250`` or ``cp1252`` for a text that was read with each: by its frequent words, else by its letters.

    English and German words do not decide: both code pages have their letters, and names of other languages are among
    them. The letters must fit one language as a whole: "zákazníků" is Czech, "zákazníkù" is not any.
    """
    pages = {"cp1250": east, "cp1252": west}
    words = {page: [m[0].casefold() for m in islice(_WORD.finditer(text), _WORDS)] for page, text in pages.items()}
    shares: dict[str, float] = {}
    for group in ("read", "unread"):
        for page in pages:
            for code, share in _shares(words[page], group).items():
                key = page if code not in ("en", "de") else ""
                if not key or _data()[group][code]["page"] == page:
                    shares[key] = max(shares.get(key, 0.0), share)
    best = max(pages, key=lambda page: shares[page])
    if shares[best] >= _SHARE and shares[best] > shares[""] and shares["cp1250"] != shares["cp1252"]:
        return best
    fits = {page: _fit(text, page) for page, text in pages.items()}
    return "cp1250" if fits["cp1250"] > fits["cp1252"] else "cp1252"


_LETTER = re.compile(r"(?<=\w)[^\x00-\x7f]|[^\x00-\x7f](?=\w)")
"""A character beyond ASCII that touches a letter."""


def _fit(text: str, page: str) -> int:
    """How many of the letters beyond ASCII one language of a code page has, without those that it has not."""
    counts = Counter(m[0].lower() for m in _LETTER.finditer(text))
    total = sum(counts.values())
    found = (
        sum(counts[letter] for letter in entry["letters"])
        for group in ("read", "unread")
        for entry in _data()[group].values()
        if entry["page"] == page
    )
    return 2 * max(found) - total
