"""Markdown: every word at its place in the file; nothing is lost without a report; HTML is read the same way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_fixture import assert_traceable, grid_of, read, words_of

from datamap.reading import html, markdown
from datamap.reading.document import Document, Heading, Item, Paragraph, Skipped, Table


def parsed(text: str) -> Document:
    parts = markdown.read(text)
    document = Document("", "md", "", parts.blocks, parts.skipped, parts.text, title=parts.title)
    assert_traceable(document)
    return document


def shape(document: Document) -> list[tuple]:
    """The blocks without their places."""
    out: list[tuple] = []
    for block in document.blocks:
        if isinstance(block, Table):
            out.append(("table", words_of(block), block.header))
        elif isinstance(block, Heading):
            out.append(("heading", block.text.words, block.level))
        elif isinstance(block, Item):
            out.append(("item", block.text.words, block.depth, block.marker, block.text.strong))
        else:
            out.append(("paragraph", block.text.words, block.text.strong))
    return out


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (r"Sentry\.IO and a\*b", "Sentry.IO and a*b"),
        ("AT&amp;T&nbsp;Inc. &copy;", "AT&T Inc. ©"),
        ("**bold** _it_ `code`", "bold it code"),
        ('[Stripe](https://a.test/x_(y) "t (1") Inc.', "Stripe Inc."),
        ("[A][ref] b\n\n[ref]: https://a.test", "A b"),
        ("<https://a.test/x%20y>", "https://a.test/x%20y"),
        ("![logo](x.png) after", "after"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("hard  \nbreak\\\nagain", "hard\nbreak\nagain"),
        ("soft\nbreak", "soft break"),
        ("a\u00adb\u200bc", "abc"),
        ("<b>Label:</b> value", "Label: value"),
        ("a ``b ` c`` d", "a b ` c d"),
        ("2 * 3 * 4 and **unclosed", "2 * 3 * 4 and **unclosed"),
    ],
)
def test_what_a_person_reads_at_its_place(source, words):
    document = parsed(source)
    text = document.blocks[0].text
    assert text.words == words
    last = words.split()[-1]
    if last in source:
        assert text.quote(words.rindex(last)).start == source.index(
            last, source.rindex(last) if source.count(last) > 1 else 0
        )


def test_blocks_of_each_kind():
    text = "# One\n\nTwo\n===\n\n1. a\n   - b\n2. c\n\n   more\n\n> quoted\n\n***\n\n    indented\n"
    assert shape(parsed(text)) == [
        ("heading", "One", 1),
        ("heading", "Two", 1),
        ("item", "a", 0, "1.", ()),
        ("item", "b", 1, "-", ()),
        ("item", "c", 0, "2.", ()),
        ("paragraph", "more", ()),
        ("paragraph", "quoted", ()),
        ("paragraph", "indented", ()),
    ]


def test_a_table_in_a_quote_or_a_list_and_with_escaped_bars():
    text = "> | A | B |\n> |---|---|\n> | 1 \\| 2 | `x` |\n\n- | C | D |\n  |---|---|\n  | 3 | 4 |\n"
    first, second = (b for b in parsed(text).blocks if isinstance(b, Table))
    assert words_of(first) == [["A", "B"], ["1 | 2", "x"]] and first.header == 1
    assert words_of(second) == [["C", "D"], ["3", "4"]]


def test_cells_beyond_the_header_are_not_lost():
    assert words_of(parsed("| A | B |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |\n").blocks[0]) == [
        ["A", "B", ""],
        ["1", "2", "3"],
        ["4", "", ""],
    ]


def test_bars_without_a_line_below_the_header_are_a_table_too():
    assert words_of(parsed("Name | Land\nA | DE\nB | FR\n").blocks[0]) == [["Name", "Land"], ["A", "DE"], ["B", "FR"]]


def test_struck_out_text_is_not_read_and_reported():
    document = parsed("We use ~~Oldbird~~ Newbird and <del>Deadbird</del>.")
    assert document.blocks[0].text.words == "We use Newbird and ."
    assert [s.what for s in document.skipped] == ["deleted text: 'Oldbird'", "deleted text: 'Deadbird'"]


def test_the_head_of_settings_is_read_and_gives_the_title():
    document = parsed("---\ntitle: Our notice\ndate: 2026-01-01\n---\n# Head\n")
    assert document.title == "Our notice"
    assert shape(document)[0] == ("paragraph", "title: Our notice", ())
    assert document.blocks[-1].text.where == "line 5"


def test_html_within_markdown_keeps_the_places_of_the_file():
    rows = "<tr><td rowspan=2>a &amp; b</td><td>c<br>d</td></tr>\n<tr><td>e</td></tr>"
    text = f"Before\n\n<table><tr><th>X</th><th>Y</th></tr>\n{rows}</table>\n"
    table = parsed(text).blocks[1]
    assert words_of(table) == [["X", "Y"], ["a & b", "c\nd"], ["a & b", "e"]]
    assert text[table.rows[1][1].text.offsets[0]] == "c"


def test_text_between_fences_is_text():
    assert [b.text.words for b in parsed("```\n- one\n- two\n```\n").blocks] == ["one", "two"]


def test_lines_that_no_block_has_are_reported():
    text = "\n".join("  " * n + f"- item{n}" for n in range(120))
    document = parsed(text)
    read_words = " ".join(t.words for t in document.texts())
    assert all(f"item{n}" in read_words.split() for n in range(120)) or any(
        "too deep" in s.why for s in document.skipped
    )


def test_words_in_quotes_too_deep_are_reported():
    document = parsed("Before\n\n" + ">" * 120 + " deep\n\n[a]: b\n")
    assert [t.words for t in document.texts()] == ["Before"]
    assert document.skipped == (
        Skipped(f"the line {'>' * 80!r}", "line 3", "lists or quotes within one another too deep"),
    )
    two = parsed(">" * 120 + "a\n" + ">" * 120 + "b\n").skipped
    assert [(s.what, s.where) for s in two] == [(f"2 lines, the first {'>' * 80!r}", "line 1")]


MARKS = st.text("ab *_`[]()<>&;|\\~!#-1.\n\t>:é\u00ad", max_size=60)


@given(MARKS)
def test_any_text_is_traceable(text):
    parsed(text)


@given(
    st.lists(st.text("abcé", min_size=1, max_size=5), min_size=1, max_size=6),
    st.sampled_from(["*", "**", "`", "", "_"]),
)
def test_no_word_is_lost(words, mark):
    text = " ".join(f"{mark}{w}{mark}" for w in words)
    assert parsed(f"para {text}\n\n- item {text}\n").blocks[0].text.words == "para " + " ".join(words)


PAIRS = [
    ("# Title\n\nText **bold:** more\n", "<h1>Title</h1><p>Text <b>bold:</b> more</p>"),
    ("- a\n- b\n  1. c\n  2. d\n", "<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>"),
    (
        "| A | B |\n|---|---|\n| x<br>y | z |\n",
        "<table><tr><th>A</th><th>B</th></tr><tr><td>x<br>y</td><td>z</td></tr></table>",
    ),
    ("1. a\n\n   b\n\n2. c\n", "<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>"),
    ("## Q?\n\n> a\n", "<h2>Q?</h2><blockquote><p>a</p></blockquote>"),
    ("Deep&nbsp;sea ~~gone~~ x\n", "<p>Deep&nbsp;sea <s>gone</s> x</p>"),
]


@pytest.mark.parametrize(("source", "page"), PAIRS)
def test_html_equals_markdown(source, page):
    parts = html.read(f"<!doctype html><body>{page}<p>the end of it", "x.html", "utf-8")
    other = Document("", "html", "", parts.blocks, parts.skipped)
    assert_traceable(other)
    mine = parsed(f"{source}\nthe end of it\n")
    assert shape(other) == shape(mine)
    assert len(other.skipped) == len(mine.skipped)


def test_a_file_is_read_as_markdown_by_its_name_or_marks(tmp_path):
    assert read(tmp_path, "a.md", "plain words").kind == "md"
    assert read(tmp_path, "a.txt", "# One\n\ntext\n\n# Two\n\ntext").kind == "md"
    assert grid_of(read(tmp_path, "b", "| A | B |\n|---|---|\n| 1 | 2 |\n")) == [["A", "B"], ["1", "2"]]
    assert isinstance(read(tmp_path, "c.txt", "one line").blocks[0], Paragraph)
