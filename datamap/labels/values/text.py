"""A text for comparison, with the way back to the text as given; what a reader returns.

Case, accents, soft hyphens and the kinds of spaces make no difference to a reader. Offsets always refer to the given
text, so that a fact can quote it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

REMEMBERED = 1 << 14
"""Texts that each reader remembers: the cells of a register repeat."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Value:
    """One value that a text states.

    Attributes
    ----------
    value : str
        In the words of the model: ``US``, ``scc``, ``6-1-b``, ``P3Y``; of names, the name.
    start, end : int
        Where its words are in the text.
    extra : mapping of str to str
        What belongs to the value: ``version`` and ``module`` of clauses, ``starts`` of a period ...
    sure : bool
        False: the text can be read in another way.
    why : str
        Why it is not sure.
    """

    value: str
    start: int
    end: int
    extra: Mapping[str, str] = field(default_factory=dict)
    sure: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a text.

    Attributes
    ----------
    values : tuple of Value
        In the order of the text; they do not overlap.
    rest : tuple of (int, int)
        Parts with letters or digits that no value uses and that are not filler. Whoever uses the values must keep them.
    denied : bool
        The text states that there is none.
    """

    values: tuple[Value, ...] = ()
    rest: tuple[Span, ...] = ()
    denied: bool = False

    @property
    def only(self) -> str:
        """The value of a text that is this one value and nothing else; else empty."""
        one = self.values[0] if len(self.values) == 1 and not self.rest else None
        return one.value if one and one.sure else ""


_OTHER = {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
_SIGNS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    **dict.fromkeys("\u2713\u2714\u2611", " yes "),
    **dict.fromkeys("\u2717\u2718\u274c", " no "),
    **dict.fromkeys("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", " "),  # marks of notes
    "\uff1b": ";",
    "\uff0c": ",",
}


@lru_cache(maxsize=1 << 12)
def _flat(sign: str) -> str:
    """One character for comparison: empty for those that are not seen, several for a ligature or a tick."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isspace():
        return sign if sign in "\n\r" else " "
    out = []
    for c in unicodedata.normalize("NFKD", sign.casefold()):
        if not unicodedata.combining(c):
            out.append(_OTHER.get(c, _SIGNS.get(c, c)))
    return "".join(out)


def flattened(text: str) -> str:
    """A text for comparison: lower case, without accents."""
    if text.isascii():
        return text.lower().replace("`", "'").replace("\t", " ")
    return "".join(map(_flat, text))


class Token(NamedTuple):
    """A word: its letters without dots, its place in the folded text, and whether it had dots as in ``U.S.``"""

    word: str
    start: int
    end: int
    dotted: bool


_start = attrgetter("start")
_TOKEN = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?|[^\W_]+")
_GAP = str.maketrans("", "", " \t\n\r\f\v-.'_\"")


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A text for comparison.

    Attributes
    ----------
    source : str
        The text as given.
    flat : str
        Lower case, without accents.
    at : sequence of int
        For each character of ``flat`` its place in ``source``.
    tokens : tuple of Token
    gaps : tuple of str
        The signs before each token, without spaces, hyphens, dots and quotation marks.
    """

    source: str
    flat: str
    at: Sequence[int]
    tokens: tuple[Token, ...]
    gaps: tuple[str, ...]

    def span(self, start: int, end: int) -> Span:
        """The place in the given text of a part of ``flat`` that is not empty."""
        last = self.at[end - 1] + 1
        while last < len(self.source) and unicodedata.combining(self.source[last]):
            last += 1
        return self.at[start], last

    def within(self, start: int, end: int) -> range:
        """The numbers of the tokens that begin in a part of ``flat``."""
        first = bisect_left(self.tokens, start, key=_start)
        return range(first, bisect_left(self.tokens, end, first, key=_start))

    def tokens_of(self, start: int, end: int) -> range:
        """The numbers of the tokens that begin in a part of the given text."""
        return self.within(bisect_left(self.at, start), bisect_left(self.at, end))

    def words(self, start: int, end: int) -> str:
        """The given words of a part of ``flat``."""
        first, last = self.span(start, end)
        return self.source[first:last]

    def capitals(self, token: Token) -> bool:
        """Whether a token is written in capitals."""
        return self.words(token.start, token.end).isupper()


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> Folded:
    """A text for comparison.

    Examples
    --------
    >>> fold("Zá\\u00adruky U.S.").flat
    'zaruky u.s.'
    >>> fold("Zá\\u00adruky U.S.").words(0, 6)
    'Zá\\xadruky'
    """
    at: Sequence[int]
    if text.isascii():
        flat, at = flattened(text), range(len(text))
    else:
        parts = [_flat(c) for c in text]
        flat, at = "".join(parts), [i for i, p in enumerate(parts) for _ in p]
    tokens, gaps, before = [], [], 0
    for m in _TOKEN.finditer(flat):
        word = m[0].replace(".", "")
        tokens.append(Token(word, m.start(), m.end(), word != m[0]))
        gaps.append(flat[before : m.start()].translate(_GAP))
        before = m.end()
    return Folded(text, flat, at, tuple(tokens), tuple(gaps))


def first_word(text: str) -> str:
    """The first token of a folded text, without folding all of it; empty where there is none.

    Examples
    --------
    >>> first_word(" U.S. law"), first_word("Česká republika"), first_word("--")
    ('us', 'ceska', '')
    """
    m = _TOKEN.search(flattened(text))
    return m[0].replace(".", "") if m else ""


def left(text: str, *readings: Reading) -> tuple[Span, ...]:
    """Parts of a text that none of several readings used: what is in the rest of each of them.

    Examples
    --------
    >>> left("USA (SCC) x", Reading(rest=((5, 8), (10, 11))), Reading(rest=((0, 3), (10, 11))))
    ((10, 11),)
    """
    if not readings:
        return ((0, len(text)),) if text.strip() else ()
    kept = readings[0].rest
    for r in readings[1:]:
        kept = tuple((max(a, c), min(b, d)) for a, b in kept for c, d in r.rest if max(a, c) < min(b, d))
    return tuple((a, b) for a, b in kept if any(c.isalnum() for c in text[a:b]))


def rest(text: Folded, used: Iterable[Span]) -> tuple[Span, ...]:
    """Parts in the given text of the tokens that are not in one of the parts of ``flat`` that are ``used``."""
    spans = sorted(used)
    out: list[Span] = []
    free, i = False, 0
    for t in text.tokens:
        while i < len(spans) and spans[i][1] <= t.start:
            i += 1
        if any(a < t.end and t.start < b for a, b in spans[i : i + 3]):
            free = False
            continue
        a, b = text.span(t.start, t.end)
        if free:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
        free = True
    return tuple(out)
