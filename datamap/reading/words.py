"""Words as a person reads them, with the position of each character in the source.

What a reader cannot see is dropped (soft hyphens, characters without width, control characters). Any blank becomes a
space, any run of blanks one space or one line break, ligatures their letters, a letter with a separate accent the
letter that it forms. Nothing else changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from datamap.reading.document import Text

_UNSEEN = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_BREAKS = "\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029"
_BLANKS = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ANY = f"[{_UNSEEN}{_BREAKS}{_BLANKS}]"
_NOT_SPACE = _ANY.replace(" ", "")
_ODD = re.compile(f"(?: (?={_ANY})|{_NOT_SPACE}){_ANY}*|[\ufb00-\ufb06]|[^\\W\\d_][\u0300-\u034e\u0350-\u036f]+")
"""A run of blanks that is not one space, or begins with what is dropped; a ligature; a letter and its accents."""
_RARE = re.compile("[\ufb00-\ufb06\u0300-\u036f]")
"""What is printable, and is replaced all the same."""
_BREAK = re.compile(f"[{_BREAKS}]")
_BLANK = re.compile(f"[{_BREAKS}{_BLANKS}]")


def is_clean(raw: str) -> bool:
    """Whether nothing in a text needs a replacement: known quickly of nearly all cells of a register."""
    return raw.isprintable() and "  " not in raw and (raw.isascii() or _RARE.search(raw) is None)


def cleaned(raw: str, lines: bool = True) -> tuple[str, Sequence[int]]:
    """Readable words, and for each of their characters its index in ``raw``.

    Parameters
    ----------
    raw : str
    lines : bool
        Whether line breaks are kept; else they become spaces.

    Examples
    --------
    >>> cleaned(" Da\\u00adten\\u00a0 x")
    ('Daten x', [1, 2, 4, 5, 6, 7, 9])
    """
    if is_clean(raw) or _ODD.search(raw) is None:
        start = len(raw) - len(raw.lstrip())
        words = raw.strip()
        return words, range(start, start + len(words))
    pieces: list[str] = []
    picks: list[int] = []
    at = 0
    for match in _ODD.finditer(raw):
        start, end = match.span()
        pieces.append(raw[at:start])
        picks.extend(range(at, start))
        at = end
        words, first = _replaced(match[0], lines)
        pieces.append(words)
        picks.extend([start + first] * len(words))
    pieces.append(raw[at:])
    picks.extend(range(at, len(raw)))
    return _stripped("".join(pieces), picks)


def _replaced(run: str, lines: bool) -> tuple[str, int]:
    """What a person reads for a run of unusual characters, and which of them it comes from."""
    if "\ufb00" <= run[0] <= "\ufb06":
        return unicodedata.normalize("NFKC", run), 0
    if (blank := _BLANK.search(run)) is None:
        return unicodedata.normalize("NFC", run) if run[0].isalpha() else "", 0
    ended = _BREAK.search(run) if lines else None
    return ("\n", ended.start()) if ended else (" ", blank.start())


def _stripped(words: str, picks: list[int]) -> tuple[str, Sequence[int]]:
    """Without blanks at the ends."""
    start = len(words) - len(words.lstrip())
    end = len(words.rstrip())
    picks = picks[start:end]
    if picks and picks[-1] - picks[0] == len(picks) - 1 and len(set(picks)) == len(picks):
        return words[start:end], range(picks[0], picks[-1] + 1)
    return words[start:end], picks


def text_of(source: str, where: str, start: int = 0, end: int | None = None, lines: bool = True) -> Text:
    """A part of a source as a text.

    Examples
    --------
    >>> text_of("a | b\\u00a0c |", "line 1", 3, 8).quote().words
    'b\\xa0c'
    """
    stop = len(source) if end is None else end
    if not start and stop == len(source) and is_clean(source) and source == source.strip():
        return Text(source, where, source, range(stop))
    words, picks = cleaned(source[start:stop], lines)
    if start:
        picks = (
            range(start + picks[0], start + picks[-1] + 1)
            if isinstance(picks, range) and picks
            else [start + i for i in picks]
        )
    return Text(words, where, source, picks)


class Pieces:
    """Collects the words of a block from parts of a source and from what stands for something else in it.

    Parameters
    ----------
    source : str
        What the offsets refer to.
    """

    def __init__(self, source: str):
        self._source = source
        self._raw: list[str] = []
        self._offsets: list[int] = []
        self._bold: list[tuple[int, int]] = []
        self._bold_since: int | None = None

    def __len__(self) -> int:
        return len(self._offsets)

    def copy(self, start: int, end: int) -> None:
        """Add a part of the source as it is."""
        self._raw.append(self._source[start:end])
        self._offsets.extend(range(start, end))

    def put(self, words: str, at: int) -> None:
        """Add words for which the source has something else at a position: an entity, a tag that breaks a line."""
        self._raw.append(words)
        self._offsets.extend([at] * len(words))

    def bold(self, on: bool) -> None:
        """Bold text begins or ends here."""
        if on and self._bold_since is None:
            self._bold_since = len(self)
        elif not on and self._bold_since is not None:
            self._bold.append((self._bold_since, len(self)))
            self._bold_since = None

    def text(self, where: str, lines: bool = True) -> Text:
        """All that was collected."""
        self.bold(False)
        words, picks = cleaned("".join(self._raw), lines)
        return Text(words, where, self._source, [self._offsets[i] for i in picks], strong_of(self._bold, picks))


def strong_of(bold: list[tuple[int, int]], picks: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Bold parts of the raw characters as parts of the words, joined where only blanks were between."""
    out: list[tuple[int, int]] = []
    for start, end in bold:
        inside = [i for i, pick in enumerate(picks) if start <= pick < end]
        if not inside:
            continue
        if out and out[-1][1] >= inside[0]:
            out[-1] = out[-1][0], inside[-1] + 1
        else:
            out.append((inside[0], inside[-1] + 1))
    return tuple(out)
