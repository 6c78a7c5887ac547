"""Phrases of the languages as one dictionary of words, and where they are in a text, the longest first.

The phrases are in ``labels/languages/*.yaml``, section ``values``. A word that ends with ``*`` matches every word that
begins so (for inflection); a phrase that begins with ``=`` only matches capitals (``=US`` is not the word ``us``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from datamap.labels import language_group
from datamap.labels.values.text import REMEMBERED, Folded, flattened, fold

LANGUAGES = ("en", "de", "fr", "cs", "es", "it", "nl", "pl")
"""Languages that the readers know."""

STEM = 3
"""Letters that a word with ``*`` must have at least where a phrase begins with it."""


class Match(NamedTuple):
    """A phrase in a folded text: its key, the tokens it takes, and its place."""

    key: str
    first: int
    last: int
    start: int
    end: int


_start = attrgetter("start")


def between(found: Sequence[Match], start: int, end: int) -> range:
    """The numbers of those matches, in the order of the text, that begin in a part of the folded text."""
    first = bisect_left(found, start, key=_start)
    return range(first, bisect_left(found, end, first, key=_start))


def inside(found: Sequence[Match], start: int, end: int) -> Sequence[Match]:
    """Those matches, in the order of the text, that begin in a part of the folded text."""
    at = between(found, start, end)
    return found[at.start : at.stop]


class _Phrase(NamedTuple):
    key: str
    words: tuple[str, ...]
    stems: tuple[bool, ...]
    dotted: tuple[bool, ...]
    gaps: tuple[str, ...]
    capitals: bool
    size: tuple[int, int]


_PLAIN = re.compile(r"[^\W_]+\*?(?: [^\W_]+\*?)*")
"""A phrase of words and blanks alone: most of them, and quick to take apart."""


def _phrase(key: str, text: str) -> _Phrase:
    capitals = text.startswith("=")
    flat = flattened(text.lstrip("="))
    if _PLAIN.fullmatch(flat):
        parts = flat.split(" ")
        bare = tuple(part.rstrip("*") for part in parts)
        none = (False,) * len(bare)
        stems = tuple(part[-1] == "*" for part in parts)
        return _Phrase(key, bare, stems, none, ("",) * len(bare), capitals, (len(bare), sum(map(len, bare))))
    folded = fold(text.lstrip("="))
    tokens = folded.tokens
    stems = tuple(folded.flat[t.end : t.end + 1] == "*" for t in tokens)
    gaps = tuple(g.replace("*", "") for g in folded.gaps)
    return _Phrase(
        key,
        tuple(t.word for t in tokens),
        stems,
        tuple(t.dotted for t in tokens),
        gaps,
        capitals,
        (len(tokens), sum(len(t.word) for t in tokens)),
    )


_TRANSCRIBED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Lexicon:
    """Phrases by their first word.

    Examples
    --------
    >>> found = Lexicon({"GB": ["united kingdom"], "US": ["united states", "=US"]}).find(fold("United States, us, US"))
    >>> [(m.key, m.start) for m in found]
    [('US', 0), ('US', 19)]
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]):
        self._exact: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for key, texts in phrases.items():
            for text in texts:
                self._add(_phrase(key, text))
                if not text.isascii() and (transcribed := text.translate(_TRANSCRIBED)) != text:
                    self._add(_phrase(key, transcribed))

    def _add(self, phrase: _Phrase) -> None:
        if not phrase.words:
            return
        index = self._stems if phrase.stems[0] else self._exact
        index.setdefault(phrase.words[0][:STEM] if phrase.stems[0] else phrase.words[0], []).append(phrase)

    def begins(self, word: str) -> bool:
        """Whether a phrase may begin with a word: where not, :meth:`at` finds none there."""
        return word in self._exact or word[:STEM] in self._stems

    def at(self, text: Folded, i: int) -> Match | None:
        """The longest phrase that begins at a token."""
        word = text.tokens[i].word
        exact, stems = self._exact.get(word), self._stems.get(word[:STEM])
        if exact is None and stems is None:
            return None
        best: _Phrase | None = None
        for phrase in (*(exact or ()), *(stems or ())):
            if (best is None or phrase.size > best.size) and _fits(phrase, text, i):
                best = phrase
        if best is None:
            return None
        last = i + len(best.words)
        return Match(best.key, i, last, text.tokens[i].start, text.tokens[last - 1].end)

    def find(self, text: Folded, free: frozenset[int] | None = None) -> list[Match]:
        """Where phrases are in a text, from the left, without overlap; ``free`` limits them to these tokens."""
        out, i = [], 0
        while i < len(text.tokens):
            m = self.at(text, i) if free is None or i in free else None
            if m and (free is None or free.issuperset(range(m.first, m.last))):
                out.append(m)
                i = m.last
            else:
                i += 1
        return out

    def whole(self, text: Folded) -> str:
        """The key of a phrase that is the whole text; else empty."""
        m = self.at(text, 0) if text.tokens else None
        return m.key if m and m.last == len(text.tokens) else ""


def _fits(phrase: _Phrase, text: Folded, i: int) -> bool:
    tokens = text.tokens
    if i + len(phrase.words) > len(tokens):
        return False
    for k, word in enumerate(phrase.words):
        t = tokens[i + k]
        if t.word != word and not (phrase.stems[k] and t.word.startswith(word)):
            return False
        if phrase.dotted[k] and len(word) == 2 and not t.dotted:
            return False  # a.s. is a company form, as is a word
        if k and text.gaps[i + k] != phrase.gaps[k]:
            return False
        if phrase.capitals and not text.capitals(t):
            return False
    return True


@cache
def group(name: str, languages: tuple[str, ...] = LANGUAGES) -> dict[str, list[str]]:
    """The phrases of a group by key, of several languages; a group that is a list has its name as its only key."""
    out: dict[str, list[str]] = {}
    for lang in languages:
        found = language_group(lang, "values", name) or {}
        for key, texts in (found if isinstance(found, dict) else {name: found}).items():
            out.setdefault(str(key), []).extend(str(t) for t in texts)
    return out


@cache
def lexicon(names: tuple[str, ...], languages: tuple[str, ...] = LANGUAGES) -> Lexicon:
    """The phrases of one or several groups."""
    merged: dict[str, list[str]] = {}
    for name in names:
        for key, texts in group(name, languages).items():
            merged.setdefault(key, []).extend(texts)
    return Lexicon(merged)


@lru_cache(maxsize=REMEMBERED)
def where(text: Folded, names: tuple[str, ...], languages: tuple[str, ...]) -> tuple[Match, ...]:
    """Where the phrases of one or several groups are in a text."""
    return tuple(lexicon(names, languages).find(text))
