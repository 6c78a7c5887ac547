"""Plain text: headings, lists, tables and paragraphs, recognised by how people write them without a format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from datamap.reading import tabular
from datamap.reading.document import Block, Heading, Item, Paragraph, Text
from datamap.reading.grid import Grids
from datamap.reading.language import heading_words
from datamap.reading.lines import Line, lines_of
from datamap.reading.words import text_of

_BULLET = re.compile(r"(\s*)([-*+•·‣⁃◦▪▫■□●○➢➤✓✔→\u2013\u2014\uf0b7])\s+(?=\S)|(\s*)([•·‣◦▪■●\uf0b7])(?=\S)")
_NUMBER = re.compile(r"(\s*)(\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
_LABEL = re.compile(
    r"\s*(?:§\s*)?((?:[A-Z]|[IVX]{1,5}|\d{1,2})(?:[.\-–](?:\d{1,2}|[a-z]))*)(?:[.):]|\s*[-–])?\s+(?=\S)"
)
"""The number or letter that a heading begins with: ``A.``, ``B.10``, ``3.2``, ``IV.``, ``§ 5``."""
_ENDS = (".", ";", ",", ":", "…")
_LONG, _SHORT = 120, 80
"""Characters of the longest heading with a number or in capitals, and of one without either."""
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|\*{3,}|~{3,})\s*")
_HASHES = re.compile(r"\s*(#{1,6})\s+(?=\S)")


def blocks(text: str) -> tuple[Block, ...]:
    """Blocks of a plain text, each with its position in it."""
    return tuple(_Plain(text, lines_of(text)).read())


def read_lines(source: str, lines: list[Line]) -> list[Block]:
    """Blocks of some lines of a text, each with its position in the whole text."""
    return _Plain(source, lines).read()


def marker_of(line: str) -> tuple[int, str, int] | None:
    """Indent, marker and start of the words of a list item; None for any other line.

    Examples
    --------
    >>> marker_of("  b) letters"), marker_of("• one"), marker_of("one")
    ((2, 'b)', 5), (0, '-', 2), None)
    """
    if bullet := _BULLET.match(line):
        return len((bullet[1] or bullet[3] or "").expandtabs(4)), "-", bullet.end()
    if number := _NUMBER.match(line):
        return len(number[1].expandtabs(4)), number[2], number.end()
    return None


@dataclass(frozen=True)
class _Label:
    """The number of a heading: its parts count its level."""

    level: int
    end: int


class _Plain:
    def __init__(self, text: str, lines: list[Line]):
        self._source = text
        self._lines = lines
        self._make = tabular.make_plain(text)
        self._grids = Grids()
        self._width = self._wrapped_at()
        self._labelled = False
        self._out: list[Block] = []

    def read(self) -> list[Block]:
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            if not line.text.strip():
                at += 1
            elif (found := tabular.table_at(self._lines, at)) is not None:
                self._out.append(found.table(self._make, self._grids))
                at = found.end
            elif (level := self._heading(at)) is not None:
                start = hashes.end() if (hashes := _HASHES.match(line.text)) else 0
                self._out.append(Heading(self._text(line.start + start, line.end, line), level))
                at += 2 if self._underlined(at) else 1
            elif tabular.is_rule(line.text) or _UNDERLINE.fullmatch(line.text):
                at += 1
            else:
                at = self._running(at)
        return self._out

    def _text(self, start: int, end: int, line: Line) -> Text:
        return text_of(self._source, line.where, start, end, lines=False)

    def _running(self, at: int) -> int:
        """A list item or a paragraph, with the lines on which it goes on; returns the line after it."""
        line = self._lines[at]
        marker = marker_of(line.text)
        last = at
        while last + 1 < len(self._lines) and self._goes_on(last, marker is not None):
            last += 1
        end = self._lines[last].end
        if marker is None:
            self._out.append(Paragraph(self._text(line.start, end, line)))
        else:
            indent, mark, start = marker
            self._out.append(Item(self._text(line.start + start, end, line), min(indent // 2, 9), mark))
        return last + 1

    # --- lines that were broken to fit a width ----------------------------------------------------------------------

    def _wrapped_at(self) -> int:
        """The width to which the lines were broken; 0 where each paragraph is one line."""
        widest = max((len(line.text.rstrip()) for line in self._lines), default=0)
        if not 40 <= widest <= _LONG:
            return 0
        broken = sum(
            len(line.text) > 0.75 * widest
            and not line.text.rstrip().endswith((".", ":", ";", "!", "?", "|"))
            and after.text.lstrip()[:1].islower()
            for line, after in zip(self._lines, self._lines[1:], strict=False)
        )
        return widest if broken > 1 else 0  # lines that end within a sentence

    def _goes_on(self, at: int, item: bool) -> bool:
        """Whether the line after one continues it: it was broken only because the next word had no room."""
        line, after = self._lines[at], self._lines[at + 1]
        if not self._width or not after.text.strip() or marker_of(after.text):
            return False
        if tabular.is_rule(after.text) or tabular.table_at(self._lines, at + 1) is not None:
            return False
        first = after.text.split()[0]
        full = len(line.text.rstrip()) + 1 + len(first) > self._width - 2
        hanging = item and len(after.text) - len(after.text.lstrip()) > 1
        return full or hanging or (after.text.lstrip()[0].islower() and not self._labelled_line(after))

    # --- headings ---------------------------------------------------------------------------------------------------

    def _underlined(self, at: int) -> bool:
        """Whether the next line only draws a line under this one."""
        if at + 1 >= len(self._lines) or len(self._lines[at].text.strip()) > _LONG:
            return False
        under = _UNDERLINE.fullmatch(self._lines[at + 1].text)
        alone = at == 0 or not self._lines[at - 1].text.strip()
        return (
            bool(under) and alone and len(self._lines[at + 1].text.strip()) >= 0.5 * len(self._lines[at].text.strip())
        )

    def _heading(self, at: int) -> int | None:
        """The level of a heading; None for any other line."""
        words = self._lines[at].text.strip()
        if hashes := _HASHES.match(self._lines[at].text):
            return len(hashes[1])
        if self._underlined(at):
            return 1 if self._lines[at + 1].text.strip()[0] in ("=", "*") else 2
        if len(words) > _LONG or _BULLET.match(self._lines[at].text) or words.endswith(_ENDS) or "|" in words:
            return None
        capitals = _in_capitals(words)
        label = self._labelled_line(self._lines[at])
        if label and self._is_title(at, label, capitals):
            self._labelled = True
            return label.level
        if capitals:
            return self._plain_level(1)
        if self._is_short_title(at, words):
            return self._plain_level(2)
        return None

    def _plain_level(self, level: int) -> int:
        """The first one is the title; others belong under the headings with a number, where there are such."""
        if not self._out:
            return 1
        return 2 if self._labelled else level

    def _labelled_line(self, line: Line) -> _Label | None:
        first, _, rest = line.text.strip().partition(" ")
        if first.casefold().rstrip(".") in heading_words() and re.match(r"[\dIVXA-Z]{1,5}\b", rest):
            return _Label(1, len(line.text) - len(line.text.lstrip()) + len(first) + 1)
        found = _LABEL.match(line.text)
        if not found:
            return None
        bare = not re.search(r"[.):–-]", found[0].strip())
        if bare and "§" not in found[0]:
            return None  # "A notice", "5 years": a word or a number, not a label
        return _Label(len(re.split(r"[.\-–]", found[1])), found.end())

    def _is_title(self, at: int, label: _Label, capitals: bool) -> bool:
        """Whether a line with a number is a heading: not one of a list, and not a sentence."""
        rest = self._lines[at].text[label.end :].strip()
        if not rest or not (rest[0].isupper() or rest[0].isdigit() or not rest[0].isalpha()):
            return False
        if capitals or label.level > 1:
            return True
        if self._continues_list(at):
            return False
        if _initial(self._lines[at].text) and not self._blank_before(at):
            return False  # "J. Novák": the initial of a name
        after = next((line for line in self._lines[at + 1 :] if line.text.strip()), None)
        if after is None:
            return False
        sibling = self._labelled_line(after)
        return not (sibling and sibling.level == label.level) and len(rest.split()) <= 14

    def _continues_list(self, at: int) -> bool:
        """Whether the line above is a list item with a marker of the same kind."""
        mine, last = marker_of(self._lines[at].text), self._out[-1] if self._out else None
        if mine is None or not isinstance(last, Item) or self._blank_before(at):
            return False
        return re.sub(r"\w+", "#", last.marker) == re.sub(r"\w+", "#", mine[1])

    def _blank_before(self, at: int) -> bool:
        return at == 0 or not self._lines[at - 1].text.strip()

    def _is_short_title(self, at: int, words: str) -> bool:
        """A short line that is alone in its paragraph and has running text after it."""
        if len(words) > _SHORT or re.search(r"[:@]|https?:|\t| {3}", words) or not words[0].isupper():
            return False
        question = words.endswith("?")
        follows = self._lines[at + 1 : at + 2]
        if question and follows and follows[0].text.strip():
            return len(follows[0].text) > len(words) or marker_of(follows[0].text) is not None
        if not self._blank_before(at) or (follows and follows[0].text.strip()) or marker_of(self._lines[at].text):
            return False
        after = next((line for line in self._lines[at + 1 :] if line.text.strip()), None)
        return after is not None and len(words.split()) <= 12 and (at == 0 or len(after.text) > len(words) or question)


def _initial(text: str) -> bool:
    return bool(re.match(r"\s*[A-Z]\.\s+[A-ZÀ-Ž][a-zà-ž]+\s*$", text))


def _in_capitals(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    return len(letters) > 5 and all(c.isupper() or c in "ß" for c in letters) and len(words.split()) > 1
