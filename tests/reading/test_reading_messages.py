"""Files that are refused: the whole message and the line, and the nearest file that is read."""

from __future__ import annotations

import pdf_fixture as pdf
import pytest
from reading.readings import WORD
from spreadsheet_fixture import packed

from datamap.errors import InputError
from datamap.reading import docx, entries, grid, html, html_walk, pdf_page, reader
from datamap.reading import pdf as pdf_reader
from datamap.reading.document import Skipped
from datamap.reading.grid import Grids, TooLarge

LIST = "a list of entries, each with the same keys"
DEEP = ("entries within one another too deep", LIST)
OURS = ("an inventory of datamap", "a document; 'datamap audit' and 'datamap check' read an inventory", 0)


def refused(call, *given) -> tuple[str, str, int]:
    """What was found, what was expected, and the line."""
    with pytest.raises(InputError) as caught:
        call(*given)
    (problem,) = caught.value.problems
    return problem.found, problem.expected, problem.line


# --- lists of entries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("json", "[1", ("text that is not JSON (Expecting ',' delimiter: line 1 column 3 (char 2))", LIST, 1)),
        ("json", '{"a":\n x}', ("text that is not JSON (Expecting value: line 2 column 2 (char 7))", LIST, 2)),
        ("json", '[{"a": ' + "9" * 5000 + "}]", ("text that is not JSON (Exceeds the limit", LIST, 0)),
        ("json", "[" * 100_000, (*DEEP, 0)),
        ("json", '{"a": 1}', ("no list of entries", LIST, 0)),
        ("json", "[]", ("no list of entries", LIST, 0)),
        ("json", '[{"a": 1}, 2]', ("no list of entries", LIST, 0)),
        ("json", '{"a": {}, "b": {"c": {}, "d": 1}}', ("no list of entries", LIST, 0)),
        ("json", ' "meta": 1,\n"controller": 2,\n  "purposes": 3', OURS),
        ("yaml", "meta: 1\ncontroller:\n", OURS),
        ("yaml", "'meta': 1\n  purposes: 1", OURS),
        ("yaml", "a: [1\nb: 2", ("text that is not YAML (", LIST, 2)),
        ("yaml", "a: \t- b\n\tc", ("text that is not YAML (", LIST, 1)),
        ("yaml", "x: 1\n- *a", ("text that is not YAML (", LIST, 2)),
        ("yaml", "x: 1\ny: *a", ("an alias (*)", "the entry itself", 2)),
        ("yaml", "\n" + "- " * 21 + "a", (*DEEP, 2)),
        ("yaml", "a: \x01", ("text that is not YAML (", LIST, 0)),
        ("yaml", "words", ("no list of entries", LIST, 0)),
        ("yaml", "- a: 1\n  b: 2\n  a: 3\n", ("the key 'a' is used twice in one entry", "each key once", 3)),
        ("yaml", "- a: 1\nb:\n", ("text that is not YAML (", LIST, 2)),
        ("yaml", "v:\n- a: 1\nv:\n- a: 2\n", ("the key 'v' is used twice in one entry", "each key once", 3)),
        ("yaml", "- [a]: 1\n", ("text that is not YAML (", LIST, 1)),
        ("json", '[{"a": 1, "b": 2, "a": 3}]', ("the key 'a' is used twice in one entry", "each key once", 0)),
    ],
)
def test_a_list_of_entries_that_is_refused(kind, text, message):
    found, expected, line = refused(entries.read, text, "a", kind, "utf-8")
    assert (found[: len(message[0])], expected, line) == message


def test_lists_of_entries_at_the_limits():
    assert entries.read('[{"meta": 1, "controller": {"meta": 1}}]', "a", "json", "utf-8").encoding == "utf-8"
    assert entries.read(" meta: 1\n a:\n  - b: 1\n", "a", "yaml", "cp1252").encoding == "cp1252"
    deep = "a:\n - b: " + "[" * 17 + "c" + "]" * 17
    assert entries.read(deep, "a", "yaml", "utf-8").blocks[0].rows[1][0].text.words == "c"
    assert refused(entries.read, deep.replace("[", "[[", 1).replace("]", "]]", 1), "a", "yaml", "") == (*DEEP, 2)


# --- pages ----------------------------------------------------------------------------------------------------------

EMPTY = (
    "a page without text",
    "a page whose text is in the file: wait until it is shown, then save it, or print it to PDF",
    0,
)
SIGN_IN = ("a page to sign in", "the page itself: sign in, then save it", 0)


def words(number: int) -> str:
    return " ".join(["word"] * number)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<p>one two", EMPTY),
        (f"<p>{words(149)}<input type=' Password '>", SIGN_IN),
        *(
            (page, (f"a page with an error of its server ({code})", "the page itself: open it, then save it", 0))
            for page, code in (
                (f"<title>404 Not Found</title><p>{words(149)}", "404"),
                ("<title>Shop</title><p>Error 503: no service here", "503"),
                ("<p>HTTP 410</p><p>404</p>", "410"),
            )
        ),
        ("", ("a page without text", "a page whose text is in the file", 0)),
    ],
)
def test_a_page_that_is_refused(page, message):
    assert refused(html.read, page, "a.html", "utf-8") == message


@pytest.mark.parametrize(
    "page",
    [
        "<p>one two three",
        f"<p>{words(150)}<input type=password>",
        f"<p>{words(10)}<input><input type=text>",
        f"<title>404 Not Found</title><p>{words(150)}",
        "<title>4040 words</title><p>400.5 years of it",
        "<p>one two three</p><p>404 Not Found",
    ],
)
def test_a_page_that_is_read(page):
    parts = html.read(page, "a.html", "cp1252")
    assert parts.blocks and (parts.kind, parts.encoding) == ("html", "cp1252")


def test_a_page_of_too_many_elements(monkeypatch):
    monkeypatch.setattr(html, "_TAGS", 5)
    assert html.read("<p>a<p>b<p>c<p>d<p>e", "a.html", "utf-8").blocks
    source = "<p>a<p>b<p>c<p>d<p>e<p>f"
    assert refused(html.read, source, "a.html", "utf-8") == ("a page of too many elements", "at most 5", 0)
    assert html.fragment(source, 0, 20, "line 1")[1] == []
    assert html.fragment(source, 0, 24, "line 1") == ([], [Skipped("HTML", "line 1", "it has too many elements")])


def test_a_page_whose_elements_are_too_deep(monkeypatch):
    monkeypatch.setattr(html_walk, "DEEPEST", 6)
    read, deep = ("<html><body>" + "<div>" * n + "one two three" for n in (3, 4))
    assert html.read(read, "a.html", "utf-8").blocks
    message = ("a page whose elements are nested too deep", "a page as browsers save it", 0)
    assert refused(html.read, deep, "a.html", "utf-8") == message
    assert html.fragment(deep, 0, len(deep), "line 1") == (
        [],
        [Skipped("HTML", "line 1", "its elements are nested too deep")],
    )
    assert html.fragment("", 0, 0, "line 1") == ([], [])


# --- Word and PDF ---------------------------------------------------------------------------------------------------


def word(**parts: str) -> bytes:
    body = f"<w:document {WORD}><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>"
    names = {name.replace("__", "/"): content for name, content in parts.items()}
    return packed({"word/document.xml": body, **names})


def test_a_document_that_is_refused():
    assert refused(docx.read, word(**{"word__vbaProject.BIN": "x"}), "a.docx") == (
        "a document with macros",
        "one without: save it as .docx",
        0,
    )
    found = ("a document that cannot be read (", "a whole .docx file", 0)
    message = refused(docx.read, packed({"word/document.xml": "<a>"}), "a.docx")
    assert (message[0][: len(found[0])], *message[1:]) == found
    message = refused(docx.read, b"PK\x01\x02" * 10_001, "a.docx")
    assert message == ("a zip of too many files", "at most 10,000 files in a document", 0)


def test_a_document_with_too_much_text(monkeypatch):
    monkeypatch.setattr("datamap.reading.docx.body.TEXT", 1)
    assert docx.read(word(), "a.docx").blocks
    text = f"<w:document {WORD}><w:p><w:r><w:t>xy</w:t></w:r></w:p></w:document>"
    assert refused(docx.read, packed({"word/document.xml": text}), "a.docx") == (
        "a document with too much text",
        "at most 1 characters",
        0,
    )


@pytest.mark.parametrize(
    ("names", "words"),
    [(("document2.xml", "document1.xml"), "document1.xml"), (("document2.xml", "document.xml"), "document.xml")],
)
def test_the_main_part_of_a_document_and_its_title(names, words):
    parts = {f"word/{n}": f"<w:document {WORD}><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:document>" for n in names}
    core = "<a><creator>not this</creator><title> Our\n notice </title>nor this<description>that</description></a>"
    read = docx.read(packed({**parts, "docProps/core.xml": core}), "a.docx")
    assert ([b.text.words for b in read.blocks], read.title) == ([words], "Our notice")


def test_a_pdf_that_is_refused(monkeypatch):
    page = pdf.text([(60, 700, "One two three", 10, False)])
    broken = ("a PDF that is damaged (", "a whole PDF; save or print it again", 0)
    message = refused(pdf_reader.read, b"%PDF-1.7\n" + b"\xff" * 1000, "a.pdf")
    assert (message[0][: len(broken[0])], *message[1:]) == broken
    assert refused(pdf_reader.read, pdf.made(" "), "a.pdf") == (
        "a PDF without text: its pages are pictures",
        "a PDF with text; run a text recognition first",
        0,
    )
    for filter_ in ("Standard", "Other"):
        locked = f"/Encrypt << /Filter /{filter_} /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> /ID [<41> <41>] "
        assert refused(pdf_reader.read, pdf.made(page, extra=locked), "a.pdf") == (
            "a PDF with a password",
            "one without a password",
            0,
        )
    monkeypatch.setattr(pdf_page, "_CHARACTERS", 12)
    message = ("a page with too much on it (page 2: 13 characters)", "pages of text", 0)
    assert refused(pdf_reader.read, pdf.made(page[:-13] + page[-12:], page), "a.pdf") == message
    monkeypatch.setattr(pdf_page, "_CHARACTERS", 13)
    assert pdf_reader.read(pdf.made(page), "a.pdf").blocks

    def deep(pdf: object, file: str) -> None:
        raise RecursionError

    monkeypatch.setattr(pdf_reader, "_read", deep)
    assert refused(pdf_reader.read, pdf.made(page), "a.pdf") == (
        "a PDF that is damaged or too complex",
        "a PDF of pages of text",
        0,
    )


# --- tables and texts that are too large ----------------------------------------------------------------------------


def test_positions_of_tables_are_counted(monkeypatch):
    monkeypatch.setattr(grid, "POSITIONS", 10)
    monkeypatch.setattr(grid, "WIDEST", 6)
    counted = Grids()
    counted.row(6)
    counted.row(0)
    counted.take(3)
    for call in (lambda: counted.take(1), lambda: counted.row(0), lambda: Grids().row(7), lambda: Grids().take(11)):
        with pytest.raises(TooLarge):
            call()


def test_a_text_at_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "TEXT", 1 << 20)
    (tmp_path / "a.txt").write_bytes(b"a" * (1 << 20))
    document = reader.read_document(tmp_path / "a.txt")
    assert (document.kind, document.encoding, len(document.text)) == ("txt", "utf-8", 1 << 20)
    (tmp_path / "a.txt").write_bytes(b"a" * (3 << 20))
    assert refused(reader.read_document, tmp_path / "a.txt") == ("3 MiB of text", "at most 1 MiB", 0)
    (tmp_path / "a.txt").write_bytes(b"\xc2\xad-\xc2\xad\n")
    (tmp_path / "b.md").write_bytes(b"#\n\n***\n")
    assert refused(reader.read_document, tmp_path / "b.md") == (
        "a document without text",
        "text: a scanned or empty document has none",
        0,
    )
