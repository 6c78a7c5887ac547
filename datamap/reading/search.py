"""Finding words in a document: exactly, whatever the white space, quotation marks and dashes; else the nearest words.

A quote may run over several blocks or cells, and may leave parts out (``...``, ``[...]``). Case counts only little: it
is ignored, while every letter and digit must be there. So "3 years" is never found in "5 years".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from datamap.reading.document import Document, Heading, Quote, Table, Text

LEFT_OUT = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|\.{3}|…)\s*")
ALIKE = 75
"""Least likeness, of 100, of words that are reported as the reworded ones."""
SHORTEST = 12
"""Characters below which words are found exactly or not at all: of a short text everything is a little alike."""
FURTHEST = 2000
"""Most characters that a quote may leave out in one place."""
_SAME = {**dict.fromkeys("“”„‟«»″‹›", '"'), **dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
_GAPS = frozenset("\u00ad\u200b\u200c\u200d\ufeff")


@dataclass(frozen=True, slots=True)
class Found:
    """Where words were found.

    Attributes
    ----------
    state : {'present', 'reworded', 'gone'}
    quote : Quote or None
        The words as the document has them now, or None.
    section : tuple of str
        Headings above the place, the highest first.
    alike : float
        Likeness of 100; 100 where the words are present.
    parts : tuple of (Text, int, int)
        The texts that the place runs over, each with the start and end of its part of the place in its ``words``.
    """

    state: str
    quote: Quote | None = None
    section: tuple[str, ...] = ()
    alike: float = 0.0
    parts: tuple[tuple[Text, int, int], ...] = ()


def fold(words: str) -> tuple[str, list[int]]:
    """Words for comparison, and for each of their characters the position in the given text.

    Examples
    --------
    >>> fold("Art.\\u00a06  “DPF”")
    ('art. 6 "dpf"', [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12])
    """
    out: list[str] = []
    at: list[int] = []
    for n, char in enumerate(words):
        if char in _GAPS:
            continue
        same = _SAME.get(char) or unicodedata.normalize("NFKC", char).casefold()
        if char == "|" or same.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                at.append(n)
            continue
        out += same
        at += [n] * len(same)
    return "".join(out), at


class Search:
    """The words of a document, ready to be searched."""

    def __init__(self, document: Document):
        self._texts: list[Text] = []
        self._sections: list[tuple[str, ...]] = []
        self._starts: list[int] = []
        self._at: list[list[int]] = []
        parts: list[str] = []
        length = 0
        for text, section in _in_order(document):
            words, at = fold(text.words)
            if not words.strip():
                continue
            self._texts.append(text)
            self._sections.append(section)
            self._starts.append(length)
            self._at.append(at)
            parts.append(words.rstrip() + " ")
            length += len(parts[-1])
        self._all = "".join(parts)

    @property
    def headings(self) -> frozenset[str]:
        """Every heading of the document, folded."""
        return frozenset(fold(h)[0].strip() for section in self._sections for h in section)

    def find(self, words: str, section: str = "") -> Found:
        """Find words; of several places, the one under a heading that ``section`` names, and there whole words.

        Parameters
        ----------
        words : str
        section : str, optional
            Number or title of a section, such as ``B.1``.
        """
        pieces = [p for part in LEFT_OUT.split(words) if (p := fold(part)[0].strip())]
        if not pieces:
            return Found("gone")
        best, most, start = None, 0, 0
        while (spot := self._exact(pieces, start)) is not None:
            under = not section or is_under(self._section(spot[0]), section)
            rank = 2 * under + self._is_whole(*spot)
            if best is None or rank > most:
                best, most = spot, rank
            if rank == 3:
                break
            start = spot[0] + 1
        return self._found("present", *best, 100.0) if best else self._nearest(" ".join(pieces))

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether a place begins and ends where words do: "US" is not the first letters of "use"."""
        around = (self._all[max(start - 1, 0) : start + 1], self._all[end - 1 : end + 1])
        return not any(len(pair) == 2 and pair.isalnum() for pair in around)

    def names(self, name: str) -> bool:
        """Whether a name occurs as a word or words of its own."""
        folded = fold(name)[0].strip()
        return bool(folded) and re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", self._all) is not None

    def _exact(self, pieces: list[str], start: int) -> tuple[int, int] | None:
        """Start and end of the pieces in their order, close to each other; None where they do not occur so."""
        while (first := self._all.find(pieces[0], start)) >= 0:
            end = first + len(pieces[0])
            for piece in pieces[1:]:
                at = self._all.find(piece, end, end + FURTHEST + len(piece))
                if at < 0:
                    break
                end = at + len(piece)
            else:
                return first, end
            start = first + 1
        return None

    def _nearest(self, words: str) -> Found:
        if len(words) < SHORTEST:
            return Found("gone")
        from rapidfuzz import fuzz  # here, because words that are there need no likeness

        spot = fuzz.partial_ratio_alignment(words, self._all, score_cutoff=ALIKE)
        if spot is None or spot.dest_end <= spot.dest_start:
            return Found("gone")
        start, end = self._within(spot.dest_start, spot.dest_end)
        start += self._all[start] == " "
        end -= self._all[end - 1] == " "
        while start and self._all[start - 1] != " ":
            start -= 1
        while self._all[end] != " ":
            end += 1
        return self._found("reworded", start, end, spot.score)

    def _within(self, start: int, end: int) -> tuple[int, int]:
        """The part of a match in the one text that holds nearly all of it: its ends run over into the neighbours."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        for n in range(first, last + 1):
            until = self._starts[n + 1] if n + 1 < len(self._starts) else len(self._all)
            a, b = max(start, self._starts[n]), min(end, until)
            if (b - a) * 4 >= (end - start) * 3:
                before = self._all.rfind(". ", self._starts[n], a + (b - a) // 4)
                return (before + 2 if before >= a else a), b
        return start, end

    def _section(self, at: int) -> tuple[str, ...]:
        return self._sections[bisect_right(self._starts, at) - 1]

    def _found(self, state: str, start: int, end: int, alike: float) -> Found:
        """A part of the folded words in its source; over several texts, their words one after the other."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, max(start, end - 1)) - 1
        parts = []
        for n in range(first, last + 1):
            text, at = self._texts[n], self._at[n]
            a = max(start - self._starts[n], 0)
            b = min(end - self._starts[n], len(at))
            if a < b:
                parts.append((text, at[a], at[b - 1] + 1))
        quotes = [text.quote(a, b) for text, a, b in parts]
        words = " ".join(q.words for q in quotes)
        quote = quotes[0] if len(quotes) == 1 else Quote(words, quotes[0].where, quotes[0].start, quotes[-1].end)
        return Found(state, quote, self._section(start), alike, tuple(parts))


def is_under(headings: tuple[str, ...], section: str) -> bool:
    """Whether one of the headings is a section, named by its number or title.

    Examples
    --------
    >>> is_under(("B. Purposes", "B.1 Provision of services"), "B.1"), is_under(("B.10 Reviews",), "B.1")
    (True, False)
    """
    wanted = fold(section)[0].strip(" .:)")
    return bool(wanted) and any(_is_section(fold(h)[0].strip(), wanted) for h in headings)


def _is_section(heading: str, wanted: str) -> bool:
    if not heading.startswith(wanted):
        return False
    rest = heading[len(wanted) :].lstrip(" .:)-")
    after = heading[len(wanted) : len(wanted) + 2]
    return not after or not (after[0].isalnum() or (after[0] == "." and after[1:].isdigit())) or not rest


def _in_order(document: Document) -> list[tuple[Text, tuple[str, ...]]]:
    """Every text with the headings above it."""
    above: list[tuple[int, str]] = []
    out: list[tuple[Text, tuple[str, ...]]] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            above = [(level, h) for level, h in above if level < block.level]
            above.append((block.level, block.text.words))
        section = tuple(h for _, h in above)
        if isinstance(block, Table):
            out += [(c.text, section) for row in block.rows for c in row if not c.repeats]
        else:
            out.append((block.text, section))
    return out
