"""The parts of a workbook file (a zip of XML), read as a stream within limits that no claim in the file can widen."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

UNPACKED = 1 << 29
"""Bytes that all parts together may have unpacked."""
ENTRIES = 10_000
"""Files in the zip: a workbook has some dozens."""
TAGS = 40_000_000
"""Tags in all parts together: what two million cells need, with room for blank ones that have a format."""
NAMES = 10_000
"""Different names of elements and attributes in a part: the parser keeps each."""
TAG = 1 << 22
"""Bytes of one tag or comment: the parser keeps it whole."""
CELLS = 2_000_000
"""Cells with content in a workbook."""
PLACES = 16_000_000
"""Blank places before the last cell of a row that has content, and rows: they need room, too."""
TEXT = 128_000_000
"""Characters in all cells together."""

WHOLE = "a whole .xlsx or .ods file"
_CHUNK = 1 << 16
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)


Start = Callable[[str, dict[str, str]], None]
"""Takes the name of an element, without its prefix, and its attributes."""
Text = Callable[[str], None]


@dataclass(frozen=True)
class Shortcut:
    """The form in which programs write most elements of a kind: what has it is not parsed, which is many times faster.

    Parameters
    ----------
    pattern : re.Pattern of bytes
        Matches whole elements only, of a form that leaves nothing to interpret: no entities, no comments.
    take : callable
        Gets each match, in the order of the part. All other bytes go to the parser.
    """

    pattern: re.Pattern[bytes]
    take: Callable[[re.Match[bytes]], None]


class Unreadable(Exception):
    """A file cannot be read as a workbook: what was found, what was expected."""

    def __init__(self, found: str, expected: str = WHOLE):
        super().__init__(found, expected)
        self.found, self.expected = found, expected


def damaged(why: object) -> Unreadable:
    """A file that is broken, with the reason."""
    return Unreadable(f"a workbook that cannot be read ({str(why)[:120]})")


class Budget:
    """What may still be kept of a workbook. Each limit ends the reading with its own message."""

    def __init__(self) -> None:
        self.cells = self.places = self.text = 0

    def content(self, cells: int, text: int) -> None:
        """Count cells with content, and the characters in them."""
        self.cells += cells
        self.text += text
        if self.cells > CELLS:
            raise Unreadable("a workbook of too many cells", f"at most {CELLS:,} cells with content")
        if self.text > TEXT:
            raise Unreadable("a workbook with too much text", f"at most {TEXT:,} characters in its cells")

    def room(self, places: int) -> None:
        """Count blank places and rows, before they take room."""
        self.places += places
        if self.places > PLACES:
            raise Unreadable("a workbook with cells too far apart", f"at most {PLACES:,} blank places among them")


class Parts:
    """The parts of a workbook by name."""

    def __init__(self, raw: bytes):
        if raw.count(b"PK\x01\x02") > ENTRIES:  # known before a directory of that size is built
            raise Unreadable("a zip of too many files", f"at most {ENTRIES:,} files in a workbook")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            self._infos = {i.filename: i for i in self._zip.infolist()}
        except _DAMAGED as e:
            kind = "no workbook" if not raw.startswith(b"PK") else f"a workbook that cannot be read ({e})"
            raise Unreadable(kind, "an .xlsx or .ods file" if kind == "no workbook" else WHOLE) from None
        self.names = frozenset(self._infos)
        self.budget = Budget()
        self._tags = 0
        size = sum(i.file_size for i in self._zip.infolist())
        if size > UNPACKED:
            raise Unreadable(f"a workbook of {size / 1e6:,.0f} MB unpacked", f"at most {UNPACKED / 1e6:,.0f} MB")

    def _chunks(self, name: str) -> Iterator[bytes]:
        info = self._infos.get(name)
        if info is None:
            raise damaged(f"its part {name[:80]} is missing")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others may ask for any memory
            raise damaged("a compression that workbooks do not use")
        if info.flag_bits & 1:
            raise Unreadable("a workbook with a password", "one without a password")
        try:
            with self._zip.open(info) as part:  # yields no more than the size that was counted above
                while chunk := part.read(_CHUNK):
                    yield chunk
        except _DAMAGED as e:
            raise damaged(e) from None

    def parse(
        self,
        name: str,
        start: Start,
        end: Text | None = None,
        text: Text | None = None,
        shortcut: Shortcut | None = None,
    ) -> None:
        """Read a part; element names come without their prefix.

        Raises
        ------
        Unreadable
            The part is missing, damaged, or has more in it than a workbook needs.
        """
        interned: dict[str, str] = {}
        parser = _parser(start, end, text, interned)
        fed = 0
        try:
            for piece in self._pieces(name, shortcut):
                parser.Parse(piece, False)
                fed += len(piece)
                self._within(fed - parser.CurrentByteIndex, len(interned))
            parser.Parse(b"", True)
        except expat.ExpatError as e:
            raise damaged(f"{name[:80]}: {e}") from None

    def properties(self, part: str, tag: str, attribute: str) -> dict[str, str]:
        """Custom document properties: the text of each element of a kind, by one of its attributes."""
        out: dict[str, str] = {}
        name = ""
        pieces: list[str] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal name
            if element == tag:
                name = attributes.get(attribute, "")
                pieces.clear()

        def end(element: str) -> None:
            if element == tag:
                out[name] = "".join(pieces).strip()

        if part in self.names:
            self.parse(part, start, end, pieces.append)
        return out

    def _pieces(self, name: str, shortcut: Shortcut | None) -> Iterator[bytes]:
        """The bytes of a part that are to be parsed: all that do not have the form of the shortcut."""
        waiting, last, first = b"", b"", True
        for chunk in self._chunks(name):
            self._tags += chunk.count(b"<")
            # a comment, CDATA section or instruction may contain what looks like a tag: no shortcut from there on
            start = last + (chunk[4:] if first else chunk)
            if (first and not _UTF8.match(chunk)) or b"<!" in start or b"<?" in start:
                shortcut = None
            first, last = False, chunk[-1:]
            if shortcut is None:
                yield waiting + chunk
                waiting = b""
                continue
            chunk, at = waiting + chunk, 0
            for match in shortcut.pattern.finditer(chunk):
                if match.start() > at:
                    yield chunk[at : match.start()]
                shortcut.take(match)
                at = match.end()
            waiting = chunk[at:] if at else b""  # may begin an element of the form, which the next chunk ends
            if not at:
                yield chunk
        yield waiting

    def _within(self, waiting: int, names: int) -> None:
        if self._tags > TAGS:
            raise Unreadable(
                "a workbook of too many cells", f"at most {CELLS:,} cells with content, and few that are blank"
            )
        if names > NAMES or waiting > TAG:
            raise damaged("XML that no spreadsheet program writes")


_UTF8 = re.compile(rb"""(?:\xef\xbb\xbf)?(?:<\?xml [^>]*\bencoding=["']utf-8["'][^>]*>|<[^?])""", re.IGNORECASE)
"""The beginning of a part in UTF-8."""


def _parser(start: Start, end: Text | None, text: Text | None, interned: dict[str, str]) -> expat.XMLParserType:
    parser = expat.ParserCreate(intern=interned)
    local = _Local()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(local[name], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(local[name])
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


class _Local(dict[str, str]):
    """Element names without their prefix."""

    def __missing__(self, name: str) -> str:
        self[name] = out = name.rpartition(":")[2]
        return out


def _no_doctype(*_: Any) -> None:
    raise damaged("a document type declaration")
