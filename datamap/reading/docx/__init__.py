"""A Word document (.docx): the text that a person sees, in the order of its body; deleted text is never read."""

from __future__ import annotations

from datamap.reading.document import Block, Skipped
from datamap.reading.docx.body import Body
from datamap.reading.docx.numbering import Numbering
from datamap.reading.docx.styles import styles_of
from datamap.reading.grid import Grids
from datamap.reading.parts import Parts
from datamap.reading.refuse import refused
from datamap.spreadsheet.parts import WHOLE, Unreadable
from datamap.spreadsheet.parts import Parts as Zip

_SMALL = "word/"
"""The folder of the parts of a document."""


def read(raw: bytes, file: str) -> Parts:
    """The blocks of a document.

    Raises
    ------
    InputError
        A damaged or encrypted file, one with macros, or one that unpacks to more than a document holds.
    """
    try:
        return _read(Zip(raw))
    except Unreadable as e:
        expected = "a whole .docx file" if e.expected == WHOLE else e.expected
        found = e.found.replace("a workbook", "a document")
        raise refused(file, found, expected.replace("a workbook", "a document")) from None


def _read(parts: Zip) -> Parts:
    if any(n.lower().endswith("vbaproject.bin") for n in parts.names):
        raise Unreadable("a document with macros", "one without: save it as .docx")
    main = _main(parts)
    grids = Grids()
    styles = styles_of(parts)
    body = Body(styles, Numbering(parts), grids)
    parts.parse(main, body.start, body.end, body.text)
    blocks, skipped = body.finished()
    for name, what in (("footnotes", "footnote"), ("endnotes", "endnote")):
        more, lost = _notes(parts, f"{_SMALL}{name}.xml", what, Body(styles, Numbering(None), grids, what))
        blocks += more
        skipped += lost
    skipped += _comments(parts) + _margins(parts)
    return Parts("docx", tuple(blocks), tuple(skipped), title=_title(parts))


def _main(parts: Zip) -> str:
    names = sorted(n for n in parts.names if n.startswith("word/document") and n.endswith(".xml"))
    return "word/document.xml" if "word/document.xml" in names else names[0]


def _notes(parts: Zip, part: str, what: str, body: Body) -> tuple[list[Block], list[Skipped]]:
    """Footnotes or endnotes, each paragraph a block."""
    if part not in parts.names:
        return [], []
    parts.parse(part, body.start, body.end, body.text)
    return body.finished()


def _comments(parts: Zip) -> list[Skipped]:
    part = f"{_SMALL}comments.xml"
    if part not in parts.names:
        return []
    out: list[Skipped] = []
    pieces: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "comment":
            pieces.clear()

    def end(name: str) -> None:
        if name == "comment":
            words = " ".join("".join(pieces).split())
            out.append(Skipped(f"the comment {words[:120]!r}", f"comment {len(out) + 1}", "comments are not read"))

    parts.parse(part, start, end, pieces.append)
    return out


def _margins(parts: Zip) -> list[Skipped]:
    """Report headers and footers that have words."""
    out: list[Skipped] = []
    for part in sorted(parts.names):
        kind = next((k for k in ("header", "footer") if part.startswith(f"{_SMALL}{k}")), "")
        if not kind or not part.endswith(".xml"):
            continue
        pieces: list[str] = []
        parts.parse(part, lambda *_: None, None, pieces.append)
        words = " ".join(" ".join(pieces).split())
        if any(c.isalpha() for c in words):
            what = Skipped(f"the {kind} of the pages: {words[:120]!r}", kind, "headers and footers are not read")
            out += [what] if what not in out else []
    return out


def _title(parts: Zip) -> str:
    pieces: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = name == "title"

    def text(words: str) -> None:
        if inside:
            pieces.append(words)

    def end(name: str) -> None:
        nonlocal inside
        inside = False

    if "docProps/core.xml" in parts.names:
        parts.parse("docProps/core.xml", start, end, text)
    return " ".join("".join(pieces).split())
