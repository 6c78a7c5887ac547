"""A PDF, by pdfplumber (the extra ``pdf``): lines, headings by size, tables by their rules. Nothing in it is exact.

A PDF places characters on pages; which of them make a word, a line or a cell is reconstructed. No fact from it is sure.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from datamap.reading.document import Block, Heading, Item, Paragraph, Skipped, Table
from datamap.reading.grid import Grids
from datamap.reading.parts import Parts
from datamap.reading.pdf_page import Line, Page, TooCrowded
from datamap.reading.plain import marker_of
from datamap.reading.refuse import refused
from datamap.reading.words import Pieces

_PAGES = 500
_UNPACKED = 1 << 28
"""Bytes of all streams together."""
_CHUNK = 1 << 16
_STREAM = re.compile(rb"stream\r?\n")
_REPEATED = 3
"""Pages on which a line at the edge makes it a header or footer."""


def read(raw: bytes, file: str) -> Parts:
    """The blocks of a PDF.

    Raises
    ------
    InputError
        Without the extra; a PDF with a password, without text, damaged or too large.
    """
    try:
        import pdfplumber
    except ImportError:
        raise refused(
            file, "a PDF, which needs a package that is not installed", "pip install 'datamap[pdf]'"
        ) from None
    _check_size(raw, file)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            return _read(pdf, file)
    except TooCrowded as e:
        raise refused(file, f"a page with too much on it ({e})", "pages of text") from None
    except (MemoryError, RecursionError):
        raise refused(file, "a PDF that is damaged or too complex", "a PDF of pages of text") from None
    except Exception as e:
        if type(e).__module__.partition(".")[0] == "datamap":
            raise
        name = f"{type(e).__name__} {e!r} {e.__cause__!r} {e.__context__!r}"
        if "Password" in name or "Encryption" in name:
            raise refused(file, "a PDF with a password", "one without a password") from None
        raise refused(
            file, f"a PDF that is damaged ({type(e).__name__})", "a whole PDF; save or print it again"
        ) from None


def _check_size(raw: bytes, file: str) -> None:
    """Unpack every stream once within a limit, before a library does it without one."""
    left = _UNPACKED
    for match in _STREAM.finditer(raw):
        packed = memoryview(raw)[match.end() :]
        for _ in range(3):  # a stream may be packed several times
            unpacked = _unpacked(packed, left)
            left -= len(unpacked)
            if left < 0:
                raise refused(file, "a PDF that is too large when it is unpacked", f"at most {_UNPACKED >> 20} MiB")
            if not unpacked:
                break
            packed = memoryview(unpacked)


def _unpacked(packed: memoryview, most: int) -> bytes:
    """What a stream unpacks to, cut where it is more than a number of bytes; empty where it is not packed."""
    if not packed or packed[0] & 15 != 8:  # as every packed stream begins
        return b""
    unpacker, out = zlib.decompressobj(), bytearray()
    try:
        for at in range(0, len(packed), _CHUNK):
            waiting: bytes | memoryview = packed[at : at + _CHUNK]
            while waiting and len(out) <= most:
                out += unpacker.decompress(waiting, most + 1 - len(out))
                waiting = unpacker.unconsumed_tail
            if unpacker.eof or len(out) > most:
                break
    except zlib.error:
        pass  # the library reads what is before the damage, too
    return bytes(out)


def _read(pdf: Any, file: str) -> Parts:
    if len(pdf.pages) > _PAGES:
        raise refused(file, f"a PDF of {len(pdf.pages):,} pages", f"at most {_PAGES} pages")
    pages = [Page(page, n) for n, page in enumerate(pdf.pages, 1)]
    if not any(page.lines or page.tables for page in pages):
        raise refused(
            file, "a PDF without text: its pages are pictures", "a PDF with text; run a text recognition first"
        )
    skipped = [
        Skipped("a page without text", f"page {p.number}", "pictures are not read")
        for p in pages
        if not p.lines and not p.tables and p.pictures
    ]
    skipped += _without_margins(pages)
    if (fields := pdf.doc.catalog.get("AcroForm")) is not None and fields:
        skipped.append(Skipped("fields of a form", "the form", "what is filled in may not be a part of the pages"))
    title = pdf.metadata.get("Title")
    blocks = tuple(_Blocks(pages).made())
    return Parts("pdf", blocks, tuple(skipped), exact=False, title=title if isinstance(title, str) else "")


def _without_margins(pages: list[Page]) -> list[Skipped]:
    """Drop the lines at the edges of pages that are the same on most of them."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        counts.update({(_pattern(line), round(line.top / 5)) for line in page.edges()})
    often = {key for key, n in counts.items() if n >= max(_REPEATED, len(pages) / 2)}
    if not often:
        return []
    for page in pages:
        edges = {id(line) for line in page.edges() if (_pattern(line), round(line.top / 5)) in often}
        page.lines = [line for line in page.lines if id(line) not in edges]
    words = "; ".join(sorted({pattern for pattern, _ in often}))
    return (
        [Skipped(f"the header or footer of the pages: {words[:120]!r}", "page 1", "it repeats")]
        if any(any(c.isalpha() for c in pattern) for pattern, _ in often)
        else []
    )


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.strip())


class _Blocks:
    """Puts the lines and tables of all pages together."""

    def __init__(self, pages: list[Page]):
        self._pages = pages
        self._grids = Grids()
        sizes: Counter[float] = Counter()
        for page in pages:
            for line in page.lines:
                sizes[line.size] += len(line.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0
        self._large = sorted({s for s in sizes if s > 1.1 * self._body}, reverse=True)

    def made(self) -> list[Block]:
        """The blocks in reading order."""
        out: list[Block] = []
        for page in self._pages:
            first = True
            for part in page.parts(self._grids):
                if isinstance(part, Table):
                    if not part.rows:
                        continue
                    if first and out and isinstance(out[-1], Table) and (joined := _joined(out[-1], part)):
                        out[-1] = joined
                    else:
                        out.append(part)
                else:
                    out += self._paragraphs(part)
                first = False
        return out

    def _paragraphs(self, lines: list[Line]) -> Iterator[Block]:
        """Headings, list items and paragraphs of lines that follow one another."""
        right = max(line.right for line in lines)
        at = 0
        while at < len(lines):
            first = lines[at]
            level = self._level(first)
            end = at + 1
            while end < len(lines) and self._goes_on(lines[end - 1], lines[end], right, level is not None):
                end += 1
            yield _block(lines[at:end], level)
            at = end

    def _level(self, line: Line) -> int | None:
        words = line.text.strip()
        if len(words) > 150 or not any(c.isalpha() for c in words):
            return None
        if line.size in self._large:
            return min(self._large.index(line.size) + 1, 6)
        short = len(words) < 90 and not words.endswith((".", ",", ";", ":"))
        return min(len(self._large) + 1, 6) if line.bold and short else None

    def _goes_on(self, line: Line, after: Line, right: float, heading: bool) -> bool:
        """Whether the next line continues this one: as close, in the same look, and there was no room before it."""
        if abs(line.size - after.size) > 0.1 * line.size or line.bold != after.bold or marker_of(after.text):
            return False
        if after.top - line.bottom > 0.6 * line.size:
            return False
        filled = (line.right - line.left) / max(right - line.left, 1)
        return heading or filled > 0.8 or (filled > 0.5 and after.text.strip()[:1].islower())


def _block(lines: list[Line], level: int | None) -> Block:
    source = "\n".join(line.text for line in lines)
    pieces = Pieces(source)
    at = 0
    marker = None if level is not None else marker_of(lines[0].text)
    start = marker[2] if marker else 0
    for n, line in enumerate(lines):
        end = at + len(line.text)
        after = lines[n + 1].text.lstrip()[:1] if n + 1 < len(lines) else ""
        # a word that was divided at the end of the line
        divided = re.search(r"[^\W\d_]-$", line.text) and after.islower()
        pieces.copy(at + start, end - 1 if divided else end)
        if not divided:
            pieces.put(" ", end)
        at, start = end + 1, 0
    text = pieces.text(lines[0].where)
    if level is not None:
        return Heading(text, level)
    if marker:
        return Item(text, 0, marker[1])
    return Paragraph(text)


def _joined(above: Table, below: Table) -> Table | None:
    """A table that goes on on the next page, without the header that is repeated there."""
    if len(above.rows[0]) != len(below.rows[0]):
        return None
    head = [c.text.words for c in above.rows[0]]
    again = list(takewhile(lambda row: [c.text.words for c in row] == head, below.rows))
    return Table(above.rows + below.rows[len(again) :], above.name, above.header)
