"""Whatever a document is made of, each of its words is read or reported as not read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from hypothesis import given
from hypothesis import strategies as st
from reading.readings import WORD
from spreadsheet_fixture import packed

from datamap.reading import delimited, docx, html, markdown, plain
from datamap.reading.document import Block, Skipped, Table, texts_of

INLINE = ["W ", "W", "W", "W\n", "<br>", "<!-- c -->", "&nbsp;", "<img>"]
TAGS = """
    p div span b i a h1 h3 ul ol li dl dt dd table tr td th thead tbody caption section article blockquote pre button
    label summary figure form address code sub
""".split()  # noqa: SIM905  a list of words is easier to read
ATTRIBUTES = ["", "", " colspan=2", " rowspan=2", " rowspan=0", " role=none", " hidden"]
MARKS = """
    W W W W W | || - -- --- === * ** ` `` ~~ < <b> </b> <br> <del> </del> <div> <table> [ ] ](u) _ # > \\ \\| &amp; " ;
    , : 1. a) A. +---+ |---|---| <!---->
""".split()  # noqa: SIM905  as above


def numbered(text: str) -> str:
    """A text in which each W is a word of its own."""
    number = count(1)
    return re.sub("W", lambda _: f"w{next(number)}x", text)


def of(blocks: Iterable[Block], skipped: Iterable[Skipped] = ()) -> set[str]:
    """The words that are read, that name a table, or that are reported."""
    blocks = tuple(blocks)
    found = [t.words for t in texts_of(blocks)] + [b.name for b in blocks if isinstance(b, Table)]
    return words_of(" ".join(found + [s.what for s in skipped]))


def words_of(text: str) -> set[str]:
    return set(re.findall(r"w\d+x", text))


PAGES = st.recursive(
    st.sampled_from(INLINE),
    lambda inner: st.builds(
        lambda tag, attribute, parts, close: f"<{tag}{attribute}>{''.join(parts)}{f'</{tag}>' * close}",
        st.sampled_from(TAGS),
        st.sampled_from(ATTRIBUTES),
        st.lists(inner, min_size=1, max_size=4),
        st.sampled_from([1, 1, 1, 0]),
    ),
    max_leaves=12,
)


@given(st.lists(PAGES, min_size=1, max_size=4).map("".join))
def test_of_a_page(body):
    page = numbered(f"<html><body><p>W W W</p>{body}</body></html>")
    parts = html.read(page, "a.html", "utf-8")
    assert of(parts.blocks, parts.skipped) == words_of(page)


LINES = st.lists(
    st.sampled_from(["", "```", "W"])
    | st.lists(st.tuples(st.sampled_from(MARKS), st.sampled_from(["", " ", " ", "  ", "\t", "    "])), max_size=9).map(
        lambda parts: "".join(mark + blank for mark, blank in parts)
    ),
    min_size=1,
    max_size=8,
).map(lambda lines: numbered("\n".join(lines)))


@given(LINES)
def test_of_a_text(text):
    assert of(plain.blocks(text)) == words_of(text)


@given(LINES)
def test_of_separated_values(text):
    assert of(delimited.blocks(text)) == words_of(text)


@given(LINES)
def test_of_markdown(text):
    parts = markdown.read(text)
    # a word alone in angle brackets is a tag, which nobody sees unless it is code
    seen = words_of(re.sub(r"<w\d+x\s*>", "", text))
    assert seen <= of(parts.blocks, parts.skipped) <= words_of(text)


RUNS = st.sampled_from(
    [
        "<w:r><w:t>W</w:t></w:r>",
        "<w:r><w:t>W </w:t><w:tab/><w:t>W</w:t></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>W</w:t></w:r>",
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>W</w:t></w:r>",
        "<w:hyperlink><w:r><w:t>W</w:t></w:r></w:hyperlink>",
        "<w:del><w:r><w:delText>W</w:delText></w:r></w:del>",
        "<w:ins><w:sdt><w:sdtContent><w:r><w:t>W</w:t></w:r></w:sdtContent></w:sdt></w:ins>",
    ]
)
PROPERTIES = ["", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>']
CELLS = ["", "", '<w:gridSpan w:val="2"/>', "<w:vMerge/>", '<w:vMerge w:val="restart"/>']
PARAGRAPHS = st.builds(
    lambda properties, runs: f"<w:p>{properties}{''.join(runs)}</w:p>",
    st.sampled_from(PROPERTIES),
    st.lists(RUNS, max_size=3),
)


def _table(cells: list[list[tuple[str, list[str]]]]) -> str:
    rows = ["".join(f"<w:tc><w:tcPr>{p}</w:tcPr>{''.join(parts)}</w:tc>" for p, parts in row) for row in cells]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


BODIES = st.recursive(
    PARAGRAPHS,
    lambda inner: st.one_of(
        st.lists(
            st.lists(
                st.tuples(st.sampled_from(CELLS), st.lists(inner, min_size=1, max_size=2)), min_size=1, max_size=3
            ),
            min_size=1,
            max_size=3,
        ).map(_table),
        inner.map(lambda box: f"<w:p><w:r><w:t>W</w:t><w:txbxContent>{box}</w:txbxContent><w:t>W</w:t></w:r></w:p>"),
    ),
    max_leaves=8,
)


@given(st.lists(BODIES, min_size=1, max_size=2).map("".join))
def test_of_a_word_document(body):
    text = numbered(f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
    parts = docx.read(packed({"word/document.xml": text}), "a.docx")
    read = of(parts.blocks, parts.skipped)
    cut = any(len(s.what) > 120 for s in parts.skipped)  # the report has the first words only
    assert read == words_of(text) or (cut and read < words_of(text))
