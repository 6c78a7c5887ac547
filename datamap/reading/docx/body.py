"""The body of a document as a stream of elements -> blocks, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.reading.document import Block, Heading, Item, Paragraph, Skipped, Table, Text
from datamap.reading.docx.numbering import Numbering
from datamap.reading.docx.styles import Styles, is_on, value, whole
from datamap.reading.docx.tables import OpenTable
from datamap.reading.grid import Grids
from datamap.reading.words import cleaned, strong_of
from datamap.spreadsheet.parts import Unreadable

TEXT = 32_000_000
"""Characters of a document."""
_ASIDE = frozenset(("Fallback", "moveFrom", "instrText", "delInstrText", "rt"))
"""What is not a part of the text, or is there a second time."""
_PUT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WORDS = frozenset(("t", "delText", "r", "del", "sym", *_PUT))
_BOXES = {"f0fe": "☒", "f0fd": "☒", "f052": "☑", "f0a8": "☐", "f06f": "☐", "f0a3": "☐"}
"""Boxes to tick, in the fonts of symbols."""

_WHY = {
    "deleted text": "deletions that are tracked are not read",
    "hidden text": "it is not shown",
    "text that is struck out": "it is not read",
    "picture": "pictures are not read",
    "embedded document": "it is not read",
    "table of contents": "it repeats the headings",
    "text under a merged cell": "people see only the merged cell's text",
}
"""Why something is not read."""


@dataclass
class _Paragraph:
    """A paragraph that is being read."""

    where: str
    raw: list[str] = field(default_factory=list)
    size: int = 0
    bold: list[tuple[int, int]] = field(default_factory=list)
    style: str = ""
    level: int | None = None
    number: str | None = None
    depth: int | None = None


@dataclass
class _Run:
    bold: bool | None = None
    hidden: bool = False
    struck: bool = False
    style: str = ""


class Body:
    """Takes the elements of ``word/document.xml`` or of its notes.

    Parameters
    ----------
    styles : Styles
    numbering : Numbering
    grids : Grids
    note : str
        ``footnote`` or ``endnote``; empty for the body.
    """

    def __init__(self, styles: Styles, numbering: Numbering, grids: Grids, note: str = ""):
        self._styles, self._numbering, self._grids, self._note = styles, numbering, grids, note
        self._blocks: list[Block] = []
        self._lost: dict[str, list[tuple[str, str]]] = {}
        self._open: list[_Paragraph] = []
        self._tables: list[OpenTable] = []
        self._outer: list[list[OpenTable]] = []
        self._run: _Run | None = None
        self._aside = self._deleted = 0
        self._in_text = self._in_deleted = False
        self._count = self._made = self._boxes = self._size = 0

    def finished(self) -> tuple[list[Block], list[Skipped]]:
        """The blocks, and what was not read."""
        skipped = []
        for what, found in self._lost.items():
            words = " ".join(w for _, w in found).strip()
            count = f" ({len(found):,})" if len(found) > 1 else ""
            skipped.append(Skipped(f"{what}{count}" + (f": {words[:120]!r}" if words else ""), found[0][0], _WHY[what]))
        return self._blocks, skipped

    # --- elements ---------------------------------------------------------------------------------------------------

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif name == "p":
            self._open.append(_Paragraph(self._where()))
        elif name in _WORDS:
            self._start_words(name, attributes)
        elif name in ("footnote", "endnote"):
            self._count = whole(value(attributes, "id"), 999_999)
        elif name in ("tbl", "tr", "tc", "gridSpan", "vMerge", "tblHeader", "gridBefore"):
            self._table(name, attributes)
        elif name == "txbxContent":
            self._boxes += 1
            self._outer.append(self._tables)
            self._tables = []
        elif name in ("blip", "imagedata"):
            self._lose("picture", "")
        elif name == "altChunk":
            self._lose("embedded document", "")
        elif self._run is not None:
            _of_run(self._run, name, attributes)
        elif self._open:
            _of_paragraph(self._open[-1], name, attributes)

    def _start_words(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("t", "delText"):
            self._in_text, self._in_deleted = name == "t", name == "delText"
        elif name == "r":
            self._run = _Run()
        elif name == "del":
            self._deleted += 1
        elif name == "sym":
            self._put(_BOXES.get(value(attributes, "char").casefold(), ""))
        elif name != "tab" or self._run is not None:  # not a tab stop among the properties of a paragraph
            self._put(_PUT[name])

    def _table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tbl":
            self._made += 1
            self._tables.append(OpenTable(f"table {self._made}", self._grids))
        elif not self._tables:
            return
        elif name == "tr":
            self._tables[-1].row()
        elif name == "tc":
            self._tables[-1].cell()
        elif name == "gridSpan":
            self._tables[-1].wide(whole(value(attributes)))
        elif name == "gridBefore":
            self._tables[-1].before(whole(value(attributes)))
        elif name == "vMerge":
            self._tables[-1].merged(value(attributes) == "restart")
        elif is_on(attributes):
            self._tables[-1].header()

    def text(self, text: str) -> None:
        """Characters of an element."""
        if self._aside:
            return
        if self._in_deleted:
            self._lose("deleted text", text)
        elif self._in_text:
            self._put(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside -= 1
        elif name in ("t", "delText"):
            self._in_text = self._in_deleted = False
        elif name == "r":
            self._run = None
        elif name == "del":
            self._deleted -= 1
        elif name == "p":
            self._end_paragraph(self._open.pop())
        elif name == "tc" and self._tables:
            self._tables[-1].end_cell()
        elif name == "tbl":
            table = self._tables.pop()
            self._add(table.made(), *table.inner)
            for where, words in table.under:
                self._lose("text under a merged cell", words, where)
        elif name == "txbxContent":
            self._tables = self._outer.pop()

    # --- words ------------------------------------------------------------------------------------------------------

    def _where(self) -> str:
        if self._note:
            return f"{self._note} {self._count}"
        if self._outer:
            return f"text box {self._boxes}"
        if self._tables:
            return self._tables[-1].where
        self._count += 1
        return f"paragraph {self._count}"

    def _lose(self, what: str, words: str, where: str = "") -> None:
        where = where or (self._open[-1].where if self._open else self._where())
        found = self._lost.setdefault(what, [])
        if len(found) < 1_000:
            found.append((where, words[:200]))

    def _put(self, text: str) -> None:
        """Add characters to the paragraph that is open, if a person sees them."""
        if not self._open or not text:
            return
        run, paragraph = self._run, self._open[-1]
        if run is not None and (run.hidden or (run.style and self._styles.hidden(run.style))):
            self._lose("hidden text", text)
            return
        if run is not None and run.struck:
            self._lose("text that is struck out", text)
            return
        if self._deleted:
            self._lose("deleted text", text)
            return
        self._size += len(text)
        if self._size > TEXT:
            raise Unreadable("a document with too much text", f"at most {TEXT:,} characters")
        start = paragraph.size
        paragraph.raw.append(text)
        paragraph.size += len(text)
        of_styles = run is not None and any(map(self._styles.bold, (run.style, paragraph.style)))
        if run is not None and (of_styles if run.bold is None else run.bold):
            paragraph.bold.append((start, paragraph.size))

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        source = "".join(paragraph.raw)
        if self._tables:
            self._tables[-1].add(source, paragraph.bold)
            return
        if not source.strip():
            return
        if any(s.name.startswith("toc ") for s in self._styles.chain(paragraph.style)):
            self._lost.setdefault("table of contents", [(paragraph.where, "")])
            return
        words, picks = cleaned(source)
        text = Text(words, paragraph.where, source, picks, strong_of(paragraph.bold, picks))
        if words:
            self._add(self._block(paragraph, text))

    def _block(self, paragraph: _Paragraph, text: Text) -> Block:
        level = self._styles.level(paragraph.style)
        if paragraph.level is not None:
            level = paragraph.level + 1 if paragraph.level < 9 else None
        number, depth = self._styles.number(paragraph.style)
        if paragraph.number is not None:
            number = paragraph.number
        depth = paragraph.depth if paragraph.depth is not None else depth
        if level is not None:
            return Heading(text, level)
        if number not in ("", "0"):
            return Item(text, depth or self._styles.inner(paragraph.style), self._numbering.marker(number, depth))
        return Paragraph(text)

    def _add(self, *blocks: Block) -> None:
        for block in blocks:
            if isinstance(block, Table) and not block.rows:
                continue
            (self._tables[-1].inner if self._tables else self._blocks).append(block)


def _of_run(run: _Run, name: str, attributes: dict[str, str]) -> None:
    if name == "b":
        run.bold = is_on(attributes)
    elif name in ("vanish", "webHidden"):
        run.hidden = name == "vanish" and is_on(attributes)
    elif name in ("strike", "dstrike"):
        run.struck = is_on(attributes)
    elif name == "rStyle":
        run.style = value(attributes)


def _of_paragraph(paragraph: _Paragraph, name: str, attributes: dict[str, str]) -> None:
    if name == "pStyle":
        paragraph.style = value(attributes)
    elif name == "numId":
        paragraph.number = value(attributes)
    elif name == "ilvl":
        paragraph.depth = whole(value(attributes))
    elif name == "outlineLvl":
        paragraph.level = whole(value(attributes))
