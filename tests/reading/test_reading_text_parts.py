"""A text, its parts and its quotes: what they keep of the source, of bold words and of the place."""

from __future__ import annotations

import pytest

from datamap.reading.document import Cell, Document, Heading, Item, Paragraph, Quote, Table, Text
from datamap.reading.words import Pieces, cleaned, strong_of, text_of

SOFT = Text("Name of it", "line 1", "Na\u00adme of it", (0, 1, 3, 4, 5, 6, 7, 8, 9, 10), ((0, 4), (8, 10)))


@pytest.mark.parametrize(
    ("start", "end", "words", "offsets", "strong"),
    [
        (0, None, "Name of it", SOFT.offsets, SOFT.strong),
        (0, 10, "Name of it", SOFT.offsets, SOFT.strong),
        (1, None, "ame of it", SOFT.offsets[1:], ((0, 3), (7, 9))),
        (0, 4, "Name", (0, 1, 3, 4), ((0, 4),)),
        (0, 9, "Name of i", SOFT.offsets[:9], ((0, 4), (8, 9))),
        (4, 8, " of ", (5, 6, 7, 8), ()),
        (5, 5, "", (), ()),
    ],
)
def test_a_part_keeps_its_positions_and_its_bold_words(start, end, words, offsets, strong):
    assert SOFT.part(start, end) == Text(words, "line 1", SOFT.source, offsets, strong)


@pytest.mark.parametrize(
    ("words", "bare", "first"), [("ab", "ab", 0), ("  ab", "ab", 2), ("a b ", "a b", 0), (" ", "", 1), ("", "", 0)]
)
def test_white_space_at_the_ends_is_left_out(words, bare, first):
    text = Text.plain(words, "x").stripped()
    assert (text.words, list(text.offsets), text.source) == (bare, list(range(first, first + len(bare))), words)


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        (0, None, Quote("Na\u00adme of it", "line 1", 0, 11)),
        (1, 4, Quote("a\u00adme", "line 1", 1, 5)),
        (9, 10, Quote("t", "line 1", 10, 11)),
        (2, 2, Quote("", "line 1", 3, 3)),
        (4, 1, Quote("", "line 1", 5, 5)),
        (10, 10, Quote("", "line 1", 11, 11)),
    ],
)
def test_a_quote_is_of_the_source(start, end, quote):
    assert SOFT.quote(start, end) == quote


def test_the_texts_of_a_document_are_each_there_once():
    heading, paragraph, item, cell, blank = (Text.plain(w, w) for w in ("h", "p", "i", "c", ""))
    table = Table(((Cell(cell), Cell(cell, repeats=True)), (Cell(blank), Cell(paragraph))))
    document = Document("", "md", "", (Heading(heading, 1), Paragraph(blank), table, Item(item)))
    assert list(document.texts()) == [heading, blank, cell, paragraph, item]


@pytest.mark.parametrize(
    ("raw", "words", "picks"),
    [
        ("ab", "ab", [0, 1]),
        ("  a b ", "a b", [2, 3, 4]),
        ("a\u00ad", "a", [0]),
        ("a \u00adb", "a b", [0, 1, 3]),
        ("a\u00ad b", "a b", [0, 2, 3]),
        ("a \n b", "a\nb", [0, 2, 4]),
        ("a\u00ad\r\n\u00adb", "a\nb", [0, 2, 5]),
        ("x\ufb03\ufb01", "xffifi", [0, 1, 1, 1, 2, 2]),
        ("\ufb00\ufb02\ufb04\ufb05\ufb06\ufb07", "ffflfflstst\ufb07", [0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5]),
        ("a\ufeff\u00adb\uff0c", "ab\uff0c", [0, 3, 4]),
        ("\ufeffa", "a", [1]),
        ("e\u0301e\u0300\u0301", "éè\u0301", [0, 2, 2]),
        ("\u0301a", "\u0301a", [0, 1]),
        ("1\u0301", "1\u0301", [0, 1]),
        ("\u00a0a\u2003b", "a b", [1, 2, 3]),
        ("\x00", "", []),
        ("X\u00adX", "XX", [0, 2]),
        ("a\u034fe\u0301\u034f", "aé", [0, 2]),
    ],
)
def test_cleaned_words_and_where_each_comes_from(raw, words, picks):
    found, places = cleaned(raw)
    assert (found, list(places)) == (words, picks)


@pytest.mark.parametrize(
    ("start", "end", "lines", "words", "offsets"),
    [
        (0, None, True, "a b\nc", [1, 2, 4, 5, 6]),
        (0, None, False, "a b c", [1, 2, 4, 5, 6]),
        (2, 5, True, "b", [4]),
        (4, 6, True, "b", [4]),
        (2, 4, True, "", []),
        (6, None, True, "c", [6]),
    ],
)
def test_a_part_of_a_source_has_the_offsets_of_the_source(start, end, lines, words, offsets):
    source = " a  b\nc "
    text = text_of(source, "line 1", start, end, lines)
    assert (text.words, list(text.offsets), text.source, text.where) == (words, offsets, source, "line 1")


@pytest.mark.parametrize(
    ("source", "start", "end", "offsets"),
    [
        ("abcde", 0, 5, range(5)),
        ("abcde", 1, 4, range(1, 4)),
        (" ab ", 0, 4, range(1, 3)),
        (" ab ", 1, 4, range(1, 3)),
        ("a\u00adbcd", 1, 5, range(2, 5)),
        ("a\u00adbcd", 0, 5, [0, 2, 3, 4]),
        ("xa\u00adbcd", 1, 6, [1, 3, 4, 5]),
        ("x ", 1, 2, []),
    ],
)
def test_the_offsets_of_words_that_stand_together_are_a_range(source, start, end, offsets):
    assert text_of(source, "line 1", start, end).offsets == offsets


@pytest.mark.parametrize(
    ("bold", "strong"),
    [
        ([(0, 2)], ((0, 2),)),
        ([(0, 2), (2, 3)], ((0, 2),)),
        ([(0, 1), (3, 4)], ((0, 1), (2, 3))),
        ([(0, 2), (2, 5)], ((0, 4),)),
        ([(2, 3)], ()),
        ([(1, 4)], ((1, 3),)),
    ],
)
def test_bold_parts_are_of_the_words(bold, strong):
    assert strong_of(bold, [0, 1, 3, 4]) == strong


def test_pieces_are_copied_put_and_bold():
    pieces = Pieces("Label&amp;\u00adx y")
    pieces.bold(False)
    pieces.bold(True)
    pieces.copy(0, 5)
    pieces.bold(True)
    pieces.put("&", 5)
    pieces.bold(False)
    pieces.copy(10, 14)
    pieces.put("\n", 13)
    pieces.bold(True)
    pieces.copy(13, 14)
    text = pieces.text("line 9", lines=False)
    assert text == Text(
        "Label&x y y", "line 9", "Label&amp;\u00adx y", [0, 1, 2, 3, 4, 5, 11, 12, 13, 13, 13], ((0, 6), (10, 11))
    )
