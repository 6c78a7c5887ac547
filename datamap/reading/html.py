"""A saved web page, by lxml: headings, paragraphs, lists and tables, without scripts, navigation and hidden parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from datamap.reading import boxes
from datamap.reading.document import Block, Cell, Skipped, Table, Text, texts_of
from datamap.reading.grid import Grids
from datamap.reading.html_walk import TooDeep, Walk
from datamap.reading.parts import Parts
from datamap.reading.refuse import refused

_FEW = 150
"""Words of a page that is hardly more than a form to sign in."""
_FAILED = re.compile(r"\W*(?:error|http)?\W*(40[0134]|410|429|50[0234])(?!\d|[.,]\d)", re.IGNORECASE)
"""How the title of a page begins that a server shows in place of the page."""
_TAGS = 1_000_000
"""Tags in a page."""


def read(text: str, file: str, encoding: str) -> Parts:
    """The blocks of a page.

    Raises
    ------
    InputError
        A page to sign in, a page without text, or one whose elements are nested too deep.
    """
    if text.count("<") > _TAGS:
        raise refused(file, "a page of too many elements", f"at most {_TAGS:,}")
    root = _parsed(text)
    if root is None:
        raise refused(file, "a page without text", "a page whose text is in the file")
    walk = Walk(Grids())
    try:
        walk.run(root)
    except TooDeep:
        raise refused(file, "a page whose elements are nested too deep", "a page as browsers save it") from None
    texts = list(texts_of(walk.out))
    words = sum(len(t.words.split()) for t in texts)
    if words < _FEW and _asks_for_a_password(root):
        raise refused(file, "a page to sign in", "the page itself: sign in, then save it")
    failed = next((m for t in (walk.title, *(x.words for x in texts[:1])) if (m := _FAILED.match(t or ""))), None)
    if words < _FEW and failed:
        raise refused(
            file, f"a page with an error of its server ({failed[1]})", "the page itself: open it, then save it"
        )
    if words < 3:
        raise refused(
            file,
            "a page without text",
            "a page whose text is in the file: wait until it is shown, then save it, or print it to PDF",
        )
    return Parts("html", tuple(walk.out), tuple(walk.skipped), title=walk.title, encoding=encoding)


def _asks_for_a_password(root: Any) -> bool:
    return any((e.get("type") or "").strip().lower() == "password" for e in root.iter("input"))


_NO_TAG = re.compile(r"<(?=/?[A-Za-z][^\s<>/=\"']{,99}<)")


def _parsed(text: str) -> Any:
    from lxml import etree

    # a parser leaves out what only looks like a tag, with all words in it: the text ends in it, or its name has a <
    end = text.rfind(">") + 1
    text = _NO_TAG.sub("&lt;", text[:end]) + re.sub("<(?=[/A-Za-z])", "&lt;", text[end:])
    # without comments, the text around them is one text: frameworks put them between any two words
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True, remove_comments=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace").replace(b"\0", b""), parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError:
        return None


# --- HTML within another text ---------------------------------------------------------------------------------------


def fragment(source: str, start: int, end: int, where: str) -> tuple[list[Block], list[Skipped]]:
    """The blocks of a part of a text that is HTML, with the offsets of that text."""
    part = source[start:end]
    if part.count("<") > _TAGS:
        return [], [Skipped("HTML", where, "it has too many elements")]
    root = _parsed(part)
    if root is None:
        return [], []
    walk = Walk(Grids(), f"{where}, ")
    try:
        walk.run(root)
    except TooDeep:
        return [], [Skipped("HTML", where, "its elements are nested too deep")]
    place = _Place(source, start, end)
    return [_placed(block, place, where) for block in walk.out], walk.skipped


def _placed(block: Block, place: _Place, where: str) -> Block:
    if not isinstance(block, Table):
        return replace(block, text=place.found(block.text, where))
    known: dict[int, Text] = {}
    rows = []
    for row in block.rows:
        line: list[Cell] = []
        for cell in row:
            text = known.get(id(cell.text))
            if text is None:
                text = known[id(cell.text)] = place.found(cell.text, where)
            line.append(Cell(text, cell.repeats))
        rows.append(tuple(line))
    return Table(tuple(rows), block.name, block.header)


_PIECE = re.compile(r"<[/!?A-Za-z][^<>]*>|&#?\w+;?")
_BLANK = re.compile(r"[\s<]|&(?!amp)")
"""What a blank or a line break of the words is in the source."""
_MACHINERY = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style).*?(?:</\1[^>]*>|\Z)", re.IGNORECASE | re.DOTALL)


class _Place:
    """Finds words again in the source of a fragment, in their order."""

    def __init__(self, source: str, start: int, end: int):
        self._source, self._start = source, start
        pairs = list(_characters(source, start, end))
        self._text = "".join(c for c, _ in pairs)
        self._offsets = [o for _, o in pairs]
        self._at = 0

    def found(self, text: Text, where: str) -> Text:
        """The text with offsets of the source; without a place where it has none."""
        squeezed = "".join(text.words.split())
        at = self._text.find(squeezed, self._at)
        if at < 0:  # it was changed on the way: the whole fragment is its place
            return text._replace(where=where, source=self._source, offsets=[self._start] * len(text.words))
        self._at = at + len(squeezed)
        offsets: list[int] = []
        for char in text.words:
            if not char.isspace():
                offsets.append(self._offsets[at])
                at += 1
                continue
            blank = _BLANK.search(self._source, offsets[-1] + 1, self._offsets[at])
            offsets.append(blank.start() if blank else self._offsets[at])
        return text._replace(where=where, source=self._source, offsets=offsets)


def _characters(source: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """What a person sees of HTML, without blanks, with positions."""
    import html

    from datamap.reading.words import cleaned

    at = start
    for left, right in _shown(source, start, end):
        at = left
        for match in _PIECE.finditer(source, left, right):
            yield from _plain(source, at, match.start())
            at = match.end()
            if match[0].startswith("&"):
                words = html.unescape(match[0])
                yield from ((c, match.start()) for c in cleaned(words)[0] if not c.isspace())
            elif box := boxes.sign_of_tag(match[0]):
                yield box, match.start()
        yield from _plain(source, at, right)


def _shown(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of HTML that are neither comments nor scripts."""
    for match in _MACHINERY.finditer(source, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _plain(source: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    from datamap.reading.words import cleaned

    words, picks = cleaned(source[start:end])
    yield from ((c, start + p) for c, p in zip(words, picks, strict=True) if not c.isspace())
