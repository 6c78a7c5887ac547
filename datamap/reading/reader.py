"""Any file -> one Document, with the reader of its kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from datamap.files.pausing import without_collector
from datamap.files.reading import load
from datamap.reading import kinds
from datamap.reading.document import Document, texts_of
from datamap.reading.grid import TooLarge
from datamap.reading.parts import Parts
from datamap.reading.refuse import refused

TEXT = 16 << 20
"""Bytes of a file of a kind that is text: a notice has some 100 kB, a register of 5,000 activities some 5 MB."""

Reader = Callable[[bytes, str], Parts]


@without_collector
def read_document(path: str | Path) -> Document:
    """Read a notice, list, annex or register in any format.

    Parameters
    ----------
    path : path
        A .md, .txt, .html, .csv, .xlsx, .ods, .docx or .pdf file, or a list of entries in .yaml or .json. Its content
        decides how it is read; its suffix where the content fits several kinds.

    Returns
    -------
    Document
        With everything that was not read in ``skipped``.

    Raises
    ------
    InputError
        The file cannot be read, or is not a document with text: what was found, and what was expected.
    """
    raw = load(path)
    file = str(path)
    try:
        read = _read_text if not (kind := kinds.kind_of_bytes(raw, file)) else _reader(kind)
        parts = read(raw, file)
    except TooLarge as e:
        raise refused(file, "tables that are too large", e.expected) from None
    if not any(text.words for text in texts_of(parts.blocks)):
        raise refused(file, "a document without text", "text: a scanned or empty document has none")
    return Document(
        path=file,
        kind=parts.kind,
        sha256=hashlib.sha256(raw).hexdigest(),
        blocks=parts.blocks,
        skipped=parts.skipped,
        text=parts.text,
        exact=parts.exact,
        title=parts.title,
        encoding=parts.encoding,
    )


def _reader(kind: str) -> Reader:
    if kind in ("xlsx", "ods"):
        from datamap.reading import sheets

        return sheets.read
    if kind == "docx":
        from datamap.reading import docx

        return docx.read
    from datamap.reading import pdf

    return pdf.read


def _read_text(raw: bytes, file: str) -> Parts:
    """A file of a kind that is text."""
    from datamap.reading.decode import decoded

    if len(raw) > TEXT:
        raise refused(file, f"{len(raw) / 2**20:,.0f} MiB of text", f"at most {TEXT / 2**20:,.0f} MiB")
    text, encoding = decoded(raw, file)
    kind = kinds.kind_of_text(text, file)
    if kind == "csv":
        from datamap.reading import delimited

        return Parts(kind, delimited.blocks(text), text=text, encoding=encoding)
    if kind == "txt":
        from datamap.reading import plain

        return Parts(kind, plain.blocks(text), text=text, encoding=encoding)
    if kind == "md":
        from datamap.reading import markdown

        return markdown.read(text, encoding)
    if kind == "html":
        from datamap.reading import html

        return html.read(text, file, encoding)
    from datamap.reading import entries

    return entries.read(text, file, kind, encoding)
