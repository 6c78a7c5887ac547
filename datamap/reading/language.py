"""The language of a document, by its most frequent words (``datamap/labels/reading.yaml``)."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice
from typing import Any

from datamap import labels
from datamap.reading.document import Document

_WORD = re.compile(r"[^\W\d_]+")
_WORDS = 4_000
"""Words that are looked at, from the beginning: a longer document does not change its language."""
ENOUGH = 60
"""Words that a document must have before its language is judged."""
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


def _words(document: Document) -> list[str]:
    found = (m[0].casefold() for text in document.texts() for m in _WORD.finditer(text.words))
    return list(islice(found, _WORDS))


def language_of(document: Document) -> str:
    """The language of a document's running text: ``en``, ``de``, ``fr``, ``cs``, ``es``, ``it``, ``nl`` or ``pl``.

    Returns
    -------
    str
        Empty where the text is in another language, or where there is too little running text to judge: see
        :func:`is_unread`.
    """
    words = _words(document)
    code, share = max(_shares(words, "read").items(), key=lambda found: found[1])
    if share < _SHARE or max(_shares(words, "unread").values()) > share:
        return ""
    return code


def is_unread(document: Document) -> bool:
    """Whether a document has enough text to judge, and it is in a language that datamap does not read.

    A list of names in any language is not: it has few of the frequent words of any.
    """
    words = _words(document)
    if len(words) < ENOUGH:
        return False
    if sum(not word.translate(_LATIN).isascii() for word in words) > len(words) / 2:
        return True
    read, unread = _shares(words, "read"), _shares(words, "unread")
    if max(unread.values()) >= _SHARE:
        return max(unread.values()) > max(read.values())
    running = any(len(_WORD.findall(t.words)) > 20 for t in document.texts())
    return running and max(read.values()) < _LITTLE


_LATIN = {code: "a" for code in range(0xC0, 0x250)}


def code_page_of_words(east: str, west: str) -> str:
    """``cp1250`` or ``cp1252`` by the frequent words of a text that was read with each; empty where they do not tell.

    English and German words do not tell: both code pages have their letters, and names of other languages are among
    them.
    """
    hits = {"cp1250": 0.0, "cp1252": 0.0}
    for group in ("read", "unread"):
        for page, text in (("cp1250", east), ("cp1252", west)):
            words = [m[0].casefold() for m in islice(_WORD.finditer(text), _WORDS)]
            for code, share in _shares(words, group).items():
                if _data()[group][code]["page"] == page and code not in ("en", "de"):
                    hits[page] = max(hits[page], share)
    english = max(
        _shares([m[0].casefold() for m in islice(_WORD.finditer(west), _WORDS)], "read")[c] for c in ("en", "de")
    )
    best = max(hits, key=lambda page: hits[page])
    return best if hits[best] >= _SHARE and hits[best] > english and hits["cp1250"] != hits["cp1252"] else ""
