"""PDF: lines, headings and ruled tables are found, and nothing is taken for exact."""

from __future__ import annotations

import sys

import pdf_fixture as pdf
import pytest
from conftest import missing
from reading_fixture import read, words_of

from datamap.errors import InputError
from datamap.reading import pdf as reading_pdf
from datamap.reading.document import Document, Heading, Item, Paragraph, Table
from datamap.reading.reader import read_document


@pytest.fixture(autouse=True)
def _extra():
    try:
        import pdfplumber  # noqa: F401
    except ImportError:
        missing("no pdfplumber")


FIRST = pdf.text(
    [
        (60, 780, "Privacy notice", 20, False),
        (60, 740, "Recipients", 12, True),
        (
            60,
            720,
            "We share the personal data of our customers with the companies that are listed in the table",
            10,
            False,
        ),
        (60, 708, "below, and with no others; each of them has a contract with us about the proces-", 10, False),
        (60, 696, "sing.", 10, False),
        (60, 670, "• hosting", 10, False),
        (60, 655, "• mail", 10, False),
    ]
)
VENDORS = [["Name", "Country", "Tool"], ["Postbird, Inc.", "USA", "SCC"], ["Hoster GmbH", "Germany", ""]]


def document_of(tmp_path, *pages: str, **options) -> Document:
    return read(tmp_path, "d.pdf", pdf.made(*pages, **options))


def test_headings_paragraphs_items_and_a_table(tmp_path):
    document = document_of(tmp_path, FIRST + "\n" + pdf.ruled(VENDORS, 620))
    kinds = [type(b) for b in document.blocks]
    assert kinds == [Heading, Heading, Paragraph, Item, Item, Table]
    assert [(b.text.words, b.level) for b in document.blocks[:2]] == [("Privacy notice", 1), ("Recipients", 2)]
    assert document.blocks[2].text.words.endswith("a contract with us about the processing.")
    assert [b.text.words for b in document.blocks[3:5]] == ["hosting", "mail"]
    assert words_of(document.blocks[5]) == VENDORS
    assert document.exact is False and document.kind == "pdf"
    assert document.blocks[2].text.where == "page 1, line 3"


def test_a_table_is_read_from_its_own_characters_alone(tmp_path, monkeypatch):
    from pdfplumber.table import Table as Ruled

    seen, extract = [], Ruled.extract

    def extracted(self):
        seen.append("".join(c["text"] for c in self.page.chars))
        return extract(self)

    monkeypatch.setattr(Ruled, "extract", extracted)
    document = document_of(tmp_path, FIRST + "\n" + pdf.ruled(VENDORS, 620))
    assert words_of(document.blocks[5]) == VENDORS
    assert seen == ["".join("".join(row) for row in VENDORS)]


def test_a_table_that_goes_on_on_the_next_page_is_one(tmp_path):
    more = [VENDORS[0], ["Desk Ltd", "UK", "adequacy"], ["Payer", "CZ", ""]]
    document = document_of(tmp_path, pdf.ruled(VENDORS, 500), pdf.ruled(more, 800))
    assert words_of(document.blocks[0]) == VENDORS + more[1:] and len(document.blocks) == 1


def test_headers_and_footers_of_pages_are_reported_and_left_out(tmp_path):
    pages = [
        pdf.text(
            [
                (60, 820, "Example Ltd", 8, False),
                (60, 500, f"Text number {word}.", 10, False),
                (60, 20, f"Page {n}", 8, False),
            ]
        )
        for n, word in enumerate(("one", "two", "three", "four"), 1)
    ]
    document = document_of(tmp_path, *pages)
    assert [t.words for t in document.texts()] == [f"Text number {w}." for w in ("one", "two", "three", "four")]
    assert "Example Ltd" in document.skipped[0].what


def test_packed_streams_are_read(tmp_path):
    assert document_of(tmp_path, FIRST, packed=True).blocks[0].text.words == "Privacy notice"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (pdf.made("0 0 m 100 100 l S"), "a PDF without text: its pages are pictures"),
        (pdf.made(FIRST)[:300], "a PDF that is damaged|a PDF without text"),
        (b"%PDF-1.7\n" + b"\xff" * 1000, "a PDF that is damaged|a PDF without text"),
        (
            pdf.made(
                FIRST,
                extra="/Encrypt << /Filter /Standard /V 1 /R 2 /O <"
                + "41" * 32
                + "> /U <"
                + "42" * 32
                + "> /P -4 >> /ID [<41> <41>] ",
            ),
            "a PDF with a password",
        ),
    ],
)
def test_pdf_files_that_are_refused(tmp_path, raw, found):
    (tmp_path / "d.pdf").write_bytes(raw)
    with pytest.raises(InputError, match=found):
        read_document(tmp_path / "d.pdf")


def test_a_stream_that_unpacks_to_gigabytes_is_refused_before_it_is_read(tmp_path, monkeypatch):
    import zlib

    monkeypatch.setattr(reading_pdf, "_UNPACKED", 1 << 20)
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * (1 << 22)) for _ in range(1)) + packer.flush()
    (tmp_path / "b.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + bomb + b"\nendstream\nendobj\n"
    )
    with pytest.raises(InputError, match="too large when it is unpacked"):
        read_document(tmp_path / "b.pdf")


def test_many_streams_that_are_not_packed_take_no_time():
    reading_pdf._check_size(b"%PDF-1.4\n" + b"stream\n" * 200_000, "a.pdf")


def test_without_the_extra_the_message_states_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    (tmp_path / "d.pdf").write_bytes(pdf.made(FIRST))
    with pytest.raises(InputError, match=r"pip install 'datamap\[pdf\]'"):
        read_document(tmp_path / "d.pdf")


FORM = [("Name", "Postbird, Inc."), ("Location", "United States"), ("Transfer tool", "standard contractual clauses")]


def form_of(rows, column: float = 180, top: float = 700, step: float = 16) -> str:
    """Labels and values beside each other, without rules."""
    lines = [(60, top - n * step, label, 10, False) for n, (label, _) in enumerate(rows)]
    return pdf.text([*lines, *((column, top - n * step, value, 10, False) for n, (_, value) in enumerate(rows))])


def test_labels_and_values_beside_each_other_are_a_table_without_rules(tmp_path):
    intro = pdf.text([(60, 740, "Our sub-processor has these details.", 10, False)])
    document = document_of(tmp_path, intro + "\n" + form_of(FORM))
    assert [type(b) for b in document.blocks] == [Paragraph, Table]
    assert words_of(document.blocks[1]) == [list(row) for row in FORM]


def test_a_value_that_goes_on_below_stays_in_its_row(tmp_path):
    more = pdf.text([(180, 652, "of 4 June 2021", 10, False), (60, 600, "These details are of today.", 10, False)])
    document = document_of(tmp_path, form_of(FORM) + "\n" + more)
    assert words_of(document.blocks[0])[-1] == ["Transfer tool", "standard contractual clauses of 4 June 2021"]
    assert [type(b) for b in document.blocks] == [Table, Paragraph]


@pytest.mark.parametrize(
    "page",
    [
        form_of(FORM[:2]),
        form_of(
            [
                ("We share your data with", "the companies below"),
                ("and keep it for as long", "as the law"),
                ("asks", "us"),
            ]
        ),
        form_of([("Scope", "1"), ("Purposes", "2"), ("Recipients", "7")]),
        form_of([("Scope", "1"), ("Purposes", "2"), ("Recipients", "Postbird")]),
        form_of([("1.", "We keep data."), ("2.", "We share data."), ("3.", "We delete data.")]),
        form_of(FORM, column=60 + 64),
        "\n".join(form_of([row], column=180 + 9 * n, top=700 - 16 * n) for n, row in enumerate(FORM)),
        form_of(FORM, step=60),
    ],
    ids=[
        "two lines",
        "prose in columns",
        "contents",
        "mostly contents",
        "numbers",
        "a small gap",
        "no common edge",
        "far apart",
    ],
)
def test_other_lines_with_a_gap_are_no_table(tmp_path, page):
    assert not any(isinstance(b, Table) for b in document_of(tmp_path, page).blocks)


def cell_of(tmp_path, words, width):
    document = document_of(tmp_path, pdf.ruled([["Name", "Service"], [words, "mail"]], 700, width=width, height=70))
    (table,) = [b for b in document.blocks if isinstance(b, Table)]
    return table.rows[1][0].text.words


@pytest.mark.parametrize(
    "words, width, found",
    [
        ("Zebra\nInternational\nLtd.", 70, "Zebra International Ltd."),
        ("Functional\nSoftware, Inc.\n(Sentry)", 78, "Functional Software, Inc. (Sentry)"),
        ("name, telephone\nnumber", 90, "name, telephone number"),
        ("Daten-\nschutz", 50, "Datenschutz"),
        ("Zebra\nOwl", 90, "Zebra\nOwl"),
        ("Zebra Ltd.\nInternational Owls Inc.", 110, "Zebra Ltd.\nInternational Owls Inc."),
        ("- Zebra\n- Internationals", 70, "- Zebra\n- Internationals"),
    ],
)
def test_lines_of_a_cell_are_one_where_only_its_width_divides_them(tmp_path, words, width, found):
    assert cell_of(tmp_path, words, width) == found


def test_a_pdf_of_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(reading_pdf, "_PAGES", 2)
    page = pdf.text([(60, 700, "One two three", 10, False)])
    assert len(reading_pdf.read(pdf.made(page, page), "a.pdf").blocks) == 2
    with pytest.raises(InputError, match="a PDF of 3 pages. Expected at most 2 pages"):
        reading_pdf.read(pdf.made(page, page, page), "a.pdf")
