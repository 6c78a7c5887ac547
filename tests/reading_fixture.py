"""Files of every format with the same content, and what a test asks of any document that was read."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from datamap.reading.document import Document, Table, Text
from datamap.reading.reader import read_document

Grid = Sequence[Sequence[str]]

VENDORS: Grid = (
    ("Name", "Purpose", "Location", "Safeguard"),
    ("Postbird, Inc.", "newsletters; surveys", "USA", "SCC (2021/914)"),
    ("Účtárna s.r.o.", "accounts", "Česko", ""),
    ("Hoster | Cloud", "hosting & backups <cold>", "DE, FR", "none"),
    ('The "Desk" Ltd', "support * chat_1", "UK", "adequacy"),
)


def grid_of(document: Document) -> list[list[str]]:
    """The words of the only table of a document."""
    (table,) = [b for b in document.blocks if isinstance(b, Table)]
    return words_of(table)


def words_of(table: Table) -> list[list[str]]:
    """The words of a table."""
    assert len({len(row) for row in table.rows}) <= 1, "a table is rectangular"
    return [[cell.text.words for cell in row] for row in table.rows]


def read(folder: Path, name: str, content: str | bytes) -> Document:
    """Write a file, and read it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    document = read_document(path)
    assert_traceable(document)
    return document


def assert_traceable(document: Document) -> None:
    """Every character of every text is the one at its offset, or one of the documented replacements."""
    for text in every_text(document):
        assert len(text.offsets) == len(text.words)
        assert list(text.offsets) == sorted(text.offsets)
        if document.text and text.words:
            assert text.source == document.text
        for char, at in zip(text.words, text.offsets, strict=True):
            assert _is_replacement(char, text.source, at), (char, text.source[at : at + 12], text.where)
        for start, end in text.strong:
            assert 0 <= start < end <= len(text.words)


def every_text(document: Document) -> list[Text]:
    """All texts, repeated and blank cells included."""
    out = []
    for block in document.blocks:
        out += [c.text for row in block.rows for c in row] if isinstance(block, Table) else [block.text]
    return out


def _is_replacement(char: str, source: str, at: int) -> bool:
    there = source[at]
    if char == there or there == "&":  # an entity stands for its character
        return True
    if char in " \n":  # blanks, line ends, and tags that end a line
        return there.isspace() or there in "<\x85\x1c\x1d\x1e"
    return unicodedata.normalize("NFD", char)[0] in unicodedata.normalize("NFKD", source[at : at + 4])


# --- the same table in every format ---------------------------------------------------------------------------------


def as_csv(grid: Grid, delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(grid)
    return out.getvalue()


def as_markdown(grid: Grid) -> str:
    def escaped(words: str) -> str:
        for char in "\\`*_<>&|[]#~!":
            words = words.replace(char, "\\" + char)
        return "<br>".join(words.splitlines())  # a line end of any kind ends the row

    rows = ["| " + " | ".join(map(escaped, row)) + " |" for row in grid]
    return "\n".join([rows[0], "|" + "---|" * len(grid[0]), *rows[1:]]) + "\n"


def as_html(grid: Grid) -> str:
    from html import escape

    def row(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(c).replace(chr(10), '<br>')}</{tag}>" for c in cells) + "</tr>"

    body = "".join(row(cells, "td") for cells in grid[1:])
    return f"<!doctype html><title>List</title><table>{row(grid[0], 'th')}{body}</table>"


def as_xlsx(grid: Grid) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in grid:
        book.active.append([c or None for c in row])
    for cells in book.active:
        for cell in cells:
            if cell.value is not None:
                cell.data_type = "s"
    return saved(book)


def as_docx(grid: Grid) -> bytes:
    import docx

    document = docx.Document()
    table = document.add_table(len(grid), len(grid[0]))
    for r, row in enumerate(grid):
        for c, words in enumerate(row):
            table.cell(r, c).text = words
    return saved(document)


def saved(document) -> bytes:
    """The bytes of a document of openpyxl or python-docx."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
