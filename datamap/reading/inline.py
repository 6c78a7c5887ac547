"""The words of one run of Markdown, each character at its position in the source."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from datamap.reading import boxes
from datamap.reading.words import Pieces

if TYPE_CHECKING:
    from markdown_it.token import Token

_DESTINATION = re.compile(r"\]\(|\]\[|\]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_ALT = re.compile(r"\balt\s*=\s*([\"'])(.*?)\1", re.IGNORECASE | re.DOTALL)
_BREAKS = frozenset(("br", "p", "div", "li", "tr", "ul", "ol"))
_BOLD = frozenset(("b", "strong"))
_DELETED = frozenset(("del", "s", "strike"))


class Inline:
    """Follows the tokens through the content that markdown-it read, and keeps where each word is.

    Parameters
    ----------
    source : str
        The file's text.
    content : str
        What markdown-it read: the source without the marks of quotes and lists at the beginning of lines.
    spots : list of int
        For each character of ``content``, and for its end, the position in ``source``.
    in_cell : bool
        Whether it is a cell of a table, where the text for a picture stands for it: a flag, a tick.
    """

    def __init__(self, source: str, content: str, spots: list[int], *, in_cell: bool = False):
        self.pieces = Pieces(source)
        self.deleted: list[str] = []
        self.pictures: list[str] = []
        self._in_cell = in_cell
        self._content, self._spots = content, spots
        self._at = 0
        self._struck = 0

    def run(self, tokens: Sequence[Token]) -> None:
        """Follow all tokens."""
        for token in tokens:
            self._token(token)

    def _token(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "code_inline"):
            self._text(token.content)
        elif kind == "text_special":
            self._special(token)
        elif kind in ("softbreak", "hardbreak"):
            self._line_end(kind == "hardbreak")
        elif kind == "html_inline":
            self._tag(token.content)
        elif kind in ("strong_open", "strong_close"):
            self._skip(token.markup)
            self.pieces.bold(kind == "strong_open")
        elif kind in ("s_open", "s_close"):
            self._skip(token.markup)
            self._strike(kind == "s_open")
        elif kind in ("em_open", "em_close"):
            self._skip(token.markup)
        elif kind == "link_close" and token.markup != "autolink":
            self._after_link()
        elif kind == "image":
            self._skip("![")
            if self._in_cell:
                self._text(token.content)
            else:
                self.pictures.append(token.content)
            self._after_link()

    def _strike(self, on: bool) -> None:
        self._struck += 1 if on else -1
        if on:
            self.deleted.append("")

    def _copy(self, start: int, end: int) -> None:
        """Add a part of the content, in one piece for each line of the source."""
        if self._struck > 0:
            self.deleted[-1] += self._content[start:end]
            return
        spots = self._spots
        while start < end:
            stop = start + 1
            while stop < end and spots[stop] == spots[stop - 1] + 1:
                stop += 1
            self.pieces.copy(spots[start], spots[stop - 1] + 1)
            start = stop

    def _put(self, words: str, at: int) -> None:
        if self._struck > 0:
            self.deleted[-1] += words
        else:
            self.pieces.put(words, self._spots[min(at, len(self._spots) - 1)])

    def _text(self, words: str) -> None:
        if not words:
            return
        found = self._content.find(words, self._at)
        if found >= 0:
            self._copy(found, found + len(words))
            self._at = found + len(words)
            return
        # the address of a link that was decoded for reading, or code over a line break: as it is in the source
        end = self._content.find(">", self._at)
        first = self._content.find(words[:1], self._at)
        stop = end if end >= 0 else len(self._content)
        if 0 <= first < stop and "\n" in self._content[first : first + len(words)]:
            stop = _end_of(words, self._content, first)
        self._copy(max(first, self._at), stop)
        self._at = stop

    def _special(self, token: Token) -> None:
        raw = token.markup
        found = self._content.find(raw, self._at)
        if found < 0:
            found = self._at
        if raw.startswith("\\"):
            self._copy(found + 1, found + len(raw))
        else:
            self._put(html.unescape(raw), found)
        self._at = found + len(raw)

    def _line_end(self, kept: bool) -> None:
        found = self._content.find("\n", self._at)
        if found < 0:
            return
        self._put("\n" if kept else " ", found)
        self._at = found + 1

    def _skip(self, markup: str) -> None:
        found = self._content.find(markup, self._at)
        if found >= 0:
            self._at = found + len(markup)

    def _tag(self, raw: str) -> None:
        found = self._content.find(raw, self._at)
        if found < 0:
            return
        self._at = found + len(raw)
        if box := boxes.sign_of_tag(raw):
            self._put(f"{box} ", found)
        tag = _TAG.match(raw)
        if not tag:
            return
        begins, name = not tag[1], tag[2].lower()
        if name in _BREAKS:
            self._put("\n", found)
        elif name in _BOLD:
            self.pieces.bold(begins)
        elif name == "img" and (shown := _ALT.search(raw)):
            if self._in_cell:
                self._put(html.unescape(shown[2]), found)
            else:
                self.pictures.append(html.unescape(shown[2]))
        elif name in _DELETED and (begins or self._struck):
            self._strike(begins)

    def _after_link(self) -> None:
        """Go on after the destination of a link: ``](address "title")``, ``][label]`` or ``]``."""
        found = _DESTINATION.search(self._content, self._at)
        if not found:
            return
        self._at = found.end()
        if found[0] == "](":
            self._at = _closing(self._content, self._at, "(", ")")
        elif found[0] == "][":
            self._at = _closing(self._content, self._at, "[", "]")


def _end_of(words: str, text: str, at: int) -> int:
    """Where words end in a text that has other blanks and line breaks between them."""
    left = sum(not c.isspace() for c in words)
    while left and at < len(text):
        left -= not text[at].isspace()
        at += 1
    return at


def _closing(text: str, at: int, opening: str, closing: str) -> int:
    """The position after the bracket that closes one before a position; brackets in quotes and escapes do not count."""
    depth, quote = 1, ""
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and text[at - 1] in " \n\t":
            quote = char
        elif char == opening:
            depth += 1
        elif char == closing:
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return at
