"""Where lines, links and the words of a fragment are."""

from __future__ import annotations

import pytest

from datamap.reading import html, markdown
from datamap.reading.inline import _closing
from datamap.reading.lines import Line, Numbers, lines_of


def test_lines_whatever_ends_them():
    text = "a\r\nbc\r\r\n\n d"
    assert lines_of(text) == [Line("a", 0, 1), Line("bc", 3, 2), Line("", 6, 3), Line("", 8, 4), Line(" d", 9, 5)]
    assert [(line.end, line.where) for line in lines_of(text)[:2]] == [(1, "line 1"), (5, "line 2")]
    assert [Numbers(text).where(at) for at in (0, 2, 3, 5, 6, 8, 9, 99)] == [
        f"line {n}" for n in (1, 1, 2, 2, 3, 4, 5, 5)
    ]
    assert lines_of("") == [] and lines_of("\n") == [Line("", 0, 1)]
    assert Numbers("").where(0) == "line 1"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("a) b", 2),
        ("(a) b) c", 6),
        ("\\) b) c", 5),
        ('a ")" b) c', 8),
        ("a ')\"' b) c", 9),
        ('a") b', 3),
        ('a\n")") b', 6),
        ('a\t")") b', 6),
        ('a "\\")" b) c', 10),
        ("a [ ] b) c", 8),
        ("a ( b", 5),
        ("a\\", 3),
        ("XaX) b", 4),
        (" X)X) b", 3),
    ],
)
def test_the_bracket_that_closes(text, end):
    assert _closing(text, 0, "(", ")") == end


def test_words_that_are_not_in_the_source_as_they_are_read_have_the_whole_fragment_as_their_place():
    source = "Before <div>one <del>two</del>three</div><p>four</p>"
    blocks, skipped = html.fragment(source, 7, len(source), "line 1")
    first, second = (block.text for block in blocks)
    assert first == first._replace(words="one three", where="line 1", source=source, offsets=[7] * 9)
    assert second == second._replace(words="four", where="line 1", source=source, offsets=[44, 45, 46, 47])
    assert [s.where for s in skipped] == ["line 1, block 1"]


@pytest.mark.parametrize(
    ("text", "crowded"),
    [
        ("[*_`", False),
        ("[*_~`", True),
        ("a[ b* c_\n`d <e", True),
        ("[*_`\n\n[*_`", False),
        ("> [*_`\n> \t>\n> [*_`", False),
        ("[*_`\r\n\r\n[*_`", False),
        ("[*_`\n.\n[*_`", True),
        ("]()!" * 9, False),
    ],
)
def test_a_paragraph_with_many_marks(monkeypatch, text, crowded):
    monkeypatch.setattr(markdown, "_MANY", 4)
    assert markdown._is_crowded(text) is crowded
