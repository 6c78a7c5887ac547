"""Saved pages: what a person sees is read, what is hidden or machinery is reported or left out."""

from __future__ import annotations

import pytest
from reading_fixture import grid_of, read, words_of

from datamap.errors import InputError
from datamap.reading.document import Document, Heading, Item, Table
from datamap.reading.reader import read_document

LONG = " ".join(f"word{n}" for n in range(40))


def page(tmp_path, body: str) -> Document:
    return read(
        tmp_path, "page.html", f"<!doctype html><html><head><title>A &amp; B</title></head><body>{body}</body></html>"
    )


def words(document: Document) -> list[str]:
    return [t.words for t in document.texts()]


def test_spans_repeat_their_cell_and_groups_make_the_header(tmp_path):
    document = page(
        tmp_path,
        "<table><caption>Vendors</caption><thead><tr><th colspan=2>Who<th>Tool</thead>"
        "<tr><td rowspan=2>A<td>x<td>SCC<tr><td>y<td>DPF<tr><td>B</table>",
    )
    table = document.blocks[0]
    assert words_of(table) == [["Who", "Who", "Tool"], ["A", "x", "SCC"], ["A", "y", "DPF"], ["B", "", ""]]
    assert (table.name, table.header) == ("Vendors", 1)
    assert [[c.repeats for c in row] for row in table.rows[:3]] == [
        [False, True, False],
        [False, False, False],
        [True, False, False],
    ]
    assert words(document) == ["Who", "Tool", "A", "x", "SCC", "y", "DPF", "B"]


def test_a_cell_that_reaches_down_beside_a_short_row(tmp_path):
    document = page(tmp_path, "<table><tr><td>a<td>b<td rowspan=3>c<tr><td>d<tr><td>e<td>f</table>")
    assert grid_of(document) == [["a", "b", "c"], ["d", "", "c"], ["e", "f", "c"]]


def test_a_column_of_row_headers_is_not_a_header_row(tmp_path):
    document = page(tmp_path, "<table><tr><th>Name<td>A<tr><th>Land<td>DE</table>")
    assert document.blocks[0].header == 0


def test_lists_in_cells_are_lines_and_a_table_in_a_cell_follows(tmp_path):
    document = page(
        tmp_path,
        "<table><tr><th>N<th>D<tr><td>A<td><ul><li>name<li>address</ul><tr><td>B<td>see"
        "<table><tr><td>1<td>2<tr><td>3<td>4</table></table>",
    )
    outer, inner = (b for b in document.blocks if isinstance(b, Table))
    assert words_of(outer) == [["N", "D"], ["A", "name\naddress"], ["B", "see"]]
    assert words_of(inner) == [["1", "2"], ["3", "4"]]


def test_a_table_that_only_places_things_is_not_a_table(tmp_path):
    document = page(tmp_path, "<table><tr><td>left menu<td><table><tr><th>A<th>B<tr><td>1<td>2</table></table>")
    assert [b.text.words if not isinstance(b, Table) else words_of(b) for b in document.blocks] == [
        "left menu",
        [["A", "B"], ["1", "2"]],
    ]


def test_nested_lists_and_terms_with_descriptions(tmp_path):
    document = page(
        tmp_path,
        "<ul><li>a<ol start=3><li>b<li value=7>c</ol><li>d</ul>"
        "<dl><dt>Purpose<dd>News<dd>more<dt>Basis<dd>Consent</dl>",
    )
    items = [(b.text.words, b.depth, b.marker, b.text.strong) for b in document.blocks if isinstance(b, Item)]
    assert items == [
        ("a", 0, "-", ()),
        ("b", 1, "3.", ()),
        ("c", 1, "7.", ()),
        ("d", 0, "-", ()),
        ("Purpose\nNews", 0, "-", ((0, 7),)),
        ("Basis\nConsent", 0, "-", ((0, 5),)),
    ]
    assert "more" in words(document)


def test_what_is_hidden_or_struck_out_is_reported_and_not_read(tmp_path):
    document = page(
        tmp_path,
        "<p>seen by all of us</p><p hidden>one</p><div style='color:red; display: none'>two</div>"
        "<p style=visibility:hidden>three</p><p>We use <del>Oldbird</del> Newbird</p><iframe src='https://a.test/x'></iframe>"
        f"<template>{LONG}</template><noscript>{LONG}</noscript><script type='application/json'>\"{LONG}\"</script>"
        f"<select><option>{LONG}</select>",
    )
    assert words(document) == ["seen by all of us", "We use Newbird"]
    found = " ".join(s.what for s in document.skipped)
    for part in (
        "'one'",
        "'two'",
        "'three'",
        "'Oldbird'",
        "https://a.test/x",
        "<template>",
        "<noscript>",
        "<script>",
        "<select>",
    ):
        assert part in found


def test_machinery_and_menus_are_left_out_and_text_in_a_menu_is_reported(tmp_path):
    menu = "<nav><a href=a>Home</a> <a href=b>Contact</a></nav>"
    script = "<script>var a = 'x y z'</script><style>p {}</style><!-- a comment -->"
    quiet = page(tmp_path, f"{menu}{script}<p>text of the page</p>")
    assert words(quiet) == ["text of the page"] and quiet.skipped == ()
    loud = page(tmp_path, f"<nav><p>{LONG}</p></nav><p>text of the page</p>")
    assert "text in the navigation" in loud.skipped[0].what


def test_the_title_and_headings_with_buttons(tmp_path):
    document = page(tmp_path, "<h2><button>What do we keep?</button></h2><p>All of it, always.</p>")
    assert document.title == "A & B"
    assert [(b.text.words, b.level) for b in document.blocks if isinstance(b, Heading)] == [("What do we keep?", 2)]


def test_tags_that_are_not_closed(tmp_path):
    document = page(tmp_path, "<ul><li>a<li>b</ul><table><tr><td>x<td>y<tr><td>z</table><p>one<p>two <b>bold")
    assert words(document) == ["a", "b", "x", "y", "z", "one", "two bold"]


def test_an_xls_that_is_a_page_is_read_as_one(tmp_path):
    assert grid_of(read(tmp_path, "list.xls", "<html><table><tr><td>A and<td>B<tr><td>1<td>2</table></html>"))[1] == [
        "1",
        "2",
    ]


def test_a_page_in_the_code_page_of_windows_that_states_utf8(tmp_path):
    raw = "<html><meta charset=utf-8><p>Příjemce údajů je účtárna</html>".encode("cp1250")
    assert words(read(tmp_path, "p.html", raw)) == ["Příjemce údajů je účtárna"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<form>Sign in <input name=u><input type=password></form>", "a page to sign in"),
        ("<div id=root></div><script>load()</script>", "a page without text"),
        ("<div>" * 3000 + "deep", "nested too deep"),
        ("<h1>404 Not Found</h1><p>The page was moved or does not exist.</p>", r"an error of its server \(404\)"),
        ("<h1>Error 503</h1><p>Try again later, please.</p>", r"an error of its server \(503\)"),
    ],
)
def test_pages_that_are_not_documents(tmp_path, body, found):
    (tmp_path / "p.html").write_text(f"<!doctype html><html><body>{body}</body></html>")
    with pytest.raises(InputError, match=found):
        read_document(tmp_path / "p.html")


def test_a_long_page_with_a_form_to_sign_in_is_read(tmp_path):
    document = page(tmp_path, f"<form><input type=password></form><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p>")
    assert len(document.blocks) == 4


@pytest.mark.parametrize("end", ["<b", "<Mail <to the officer", "<Mail<to", "</p", "<a href=x and Mail"])
def test_words_in_a_tag_that_the_page_ends_in_are_read(tmp_path, end):
    file = tmp_path / "cut.html"
    file.write_text(f"<!doctype html><html><body><p>We use Stripe for payments.</p>{end}", encoding="utf-8")
    assert words(read_document(file)) == ["We use Stripe for payments.", end]
    (tmp_path / "cut.md").write_text(f"<div><p>We use Stripe.</p>{end}", encoding="utf-8")
    assert words(read_document(tmp_path / "cut.md")) == ["We use Stripe.", end]
