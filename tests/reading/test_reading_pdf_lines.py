"""The lines, cells and gaps of a page of a PDF, by where its words are."""

from __future__ import annotations

import zlib

import pdf_fixture as pdf
import pytest
from reading.readings import commands

from datamap.errors import InputError
from datamap.reading import pdf as pdf_reader
from datamap.reading import pdf_page
from datamap.reading.document import Table
from datamap.reading.pdf_cells import _begins, _cell, _lines
from datamap.reading.pdf_columns import halves_of

GRID = """
60 700 100 20 re S
160 700 100 20 re S
60 680 100 20 re S
160 680 100 20 re S
300 300 m 310 310 l S
300 300 m 310 310 320 300 330 330 c S
64 706 10: Name
164 706 10: Land
64 686 10: A
164 686 10: DE
"""


def chars(words: str, left: float = 0, width: float = 5) -> list[dict[str, object]]:
    """The characters of words, each as wide as the others."""
    return [{"text": c, "x0": left + n * width, "x1": left + (n + 1) * width} for n, c in enumerate(words)]


@pytest.mark.parametrize(("most", "tables"), [(6, 1), (5, 0)])
def test_rectangles_lines_and_curves_of_a_page_are_counted(monkeypatch, most, tables):
    monkeypatch.setattr(pdf_page, "_RULES", most)
    parts = pdf_reader.read(pdf.made(commands(GRID)), "a.pdf")
    assert sum(isinstance(b, Table) for b in parts.blocks) == tables


@pytest.mark.parametrize(
    ("words", "value", "halves"),
    [
        ("Name", 40, ("Name", "Postbird", 40)),
        ("Name", 36, ("Name", "Postbird", 36)),
        ("Name", 35, None),
        ("Name   ", 60, ("Name", "Postbird", 60)),
        ("name", 60, None),
        ("Name.", 60, None),
        ("Name:", 60, ("Name:", "Postbird", 60)),
        ("N", 60, None),
        ("One two three four five", 150, ("One two three four five", "Postbird", 150)),
        ("One two three four five six", 190, None),
    ],
)
def test_a_line_with_one_wide_gap_behind_a_label(words, value, halves):
    assert halves_of([*chars(words), *chars("Postbird", value)], f"{words.strip()} Postbird", 10) == halves


def test_a_line_with_two_gaps_or_none_has_no_halves():
    line = [*chars("Name"), *chars("Land", 60), *chars("Tool", 120)]
    assert halves_of(line, "Name Land Tool", 10) is None
    assert halves_of(chars("Name of it"), "Name of it", 10) is None
    assert halves_of([*chars("Name"), *chars("Land", 60)], "Name Land", 0) is None


@pytest.mark.parametrize(
    ("before", "line", "begins"),
    [
        ("Zebra Ltd.", "Owl Inc.", True),
        ("Zebra Ltd.", "Inc. of it", False),
        ("Zebra Ltd.", "and Owl", False),
        ("Zebra", "Owl Inc.", False),
        ("Owl\nZebra Ltd.", "Inc. and", False),
        ("Zebra Ltd.\nOwl", "Eagle Inc.", False),
        ("Zebra", "- owl", True),
        ("Zebra", "2) owl", True),
    ],
)
def test_a_line_that_begins_something_of_its_own(before, line, begins):
    assert _begins(before, line) is begins


def word(text: str, left: float, top: float, width: float = 20) -> dict[str, object]:
    return {"text": text, "x0": left, "x1": left + width, "top": top, "bottom": top + 10}


BOX = (0.0, 0.0, 60.0, 50.0)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("one two\nthree", [word("one", 2, 2), word("two", 25, 2), word("three", 2, 14)], "one two three"),
        ("one\nthree", [word("one", 2, 2), word("three", 2, 14)], "one\nthree"),
        ("one\nthree", [word("one", 2, 2, 34), word("three", 2, 14)], "one three"),
        ("one\nthree", [word("one", 2, 2, 33), word("three", 2, 14)], "one\nthree"),
        ("one\nthree", [word("one", 0, 2, 37), word("three", 0, 14)], "one\nthree"),
        ("one\nthree", [word("one", 12, 2, 22), word("three", 12, 14)], "one three"),
        ("Da-\nten", [word("Da-", 2, 2, 50), word("ten", 2, 14)], "Daten"),
        ("Da-\nTen", [word("Da-", 2, 2, 50), word("Ten", 2, 14)], "Da- Ten"),
        ("1-\nten", [word("1-", 2, 2, 50), word("ten", 2, 14)], "1- ten"),
        ("one\nthree", [word("one", 2, 2)], "one\nthree"),
        ("one\nthree", [word("one", 2, 2), word("three", 2, 60)], "one\nthree"),
        (
            "a\nb\nc",
            [word("a", 2, 2, 50), word("b", 2, 14, 10), word("c", 2, 26, 30)],
            "a b\nc",
        ),
    ],
)
def test_lines_of_a_cell_are_one_where_the_next_word_had_no_room(text, words, found):
    assert _cell(text, BOX, words) == found


def test_the_words_of_a_cell_by_line():
    words = [
        word("d", 30, 15),
        word("c", 2, 14),
        word("b", 25, 6.9),
        word("a", 2, 2),
        word("right", 51, 2),
        word("left", -11, 2),
        word("below", 2, 46),
        word("edge", 50, 45),
    ]
    assert [[w["text"] for w in line] for line in _lines(BOX, words)] == [["a", "b"], ["c", "d"], ["edge"]]


def packed(content: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< >>\nstream\r\n" + content + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    ("content", "most"),
    [
        (zlib.compress(b"a" * 100), 100),
        (zlib.compress(zlib.compress(b"a" * 1000)), 1000 + len(zlib.compress(b"a" * 1000))),
        (zlib.compress(b"a" * 100) + b"\nendstream\nstream\n" + zlib.compress(b"b" * 50), 150),
        (zlib.compress(b"a" * 100) + b"b" * 100_000, 100),
        (zlib.compress(bytes(range(200)), 0)[:-10], 200),
        (b"y" * 100, 0),
        (b"", 0),
        (b"\x08", 0),
    ],
)
def test_what_streams_unpack_to_is_counted(monkeypatch, content, most):
    monkeypatch.setattr(pdf_reader, "_UNPACKED", most)
    pdf_reader._check_size(packed(content), "a.pdf")
    if not most:
        return
    monkeypatch.setattr(pdf_reader, "_UNPACKED", most // 2)
    with pytest.raises(InputError, match="too large when it is unpacked"):
        pdf_reader._check_size(packed(content), "a.pdf")
