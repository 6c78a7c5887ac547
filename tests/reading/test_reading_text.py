"""Plain text and separated values: headings, lists and tables as people write them; encodings that are not stated."""

from __future__ import annotations

import pytest
from reading_fixture import grid_of, read, words_of

from datamap.errors import InputError
from datamap.reading import delimited
from datamap.reading.document import Heading, Item, Paragraph, Table
from datamap.reading.reader import read_document

NOTICE = """\
Privacy notice

This notice explains how Example s.r.o. processes the personal data of its
customers and suppliers, and which rights they have under the law of the
European Union.

1. Who we are

Example s.r.o., Brno, is the controller. It can be reached at the address
below.

Main Street 1
602 00 Brno

2. Recipients
We share the data with these companies:
  - hosting: Hoster GmbH, which keeps them in two data centres that are in
    Germany
  - mail: Postbird
2.1 Transfers
Name         Country    Tool
Postbird     USA        DPF
Desk Ltd     UK         adequacy

HOW LONG WE KEEP THE DATA
Three years.

What are your rights?
You may ask for a copy of the data, and you may object to newsletters at
any time.
"""


def test_a_notice_without_any_format_has_headings_lists_and_tables(tmp_path):
    document = read(tmp_path, "notice.txt", NOTICE)
    headings = [(b.text.words, b.level) for b in document.blocks if isinstance(b, Heading)]
    assert headings == [
        ("Privacy notice", 1),
        ("1. Who we are", 1),
        ("2. Recipients", 1),
        ("2.1 Transfers", 2),
        ("HOW LONG WE KEEP THE DATA", 2),
        ("What are your rights?", 2),
    ]
    items = [(b.text.words, b.marker) for b in document.blocks if isinstance(b, Item)]
    assert items == [
        ("hosting: Hoster GmbH, which keeps them in two data centres that are in Germany", "-"),
        ("mail: Postbird", "-"),
    ]
    assert grid_of(document)[1] == ["Postbird", "USA", "DPF"]


def test_lines_that_were_broken_are_joined_and_an_address_is_not(tmp_path):
    paragraphs = [b.text.words for b in read(tmp_path, "n.txt", NOTICE).blocks if isinstance(b, Paragraph)]
    assert paragraphs[0].endswith("under the law of the European Union.")
    assert paragraphs[2:4] == ["Main Street 1", "602 00 Brno"]


def test_a_row_that_is_broken_over_lines_is_one_row(tmp_path):
    text = "Name | Where | Tool |\nA Ltd | US | SCC |\nB Corporation\n|\nUsing it | DPF |\nAfter the table.\n"
    document = read(tmp_path, "t.txt", text)
    assert grid_of(document) == [
        ["Name", "Where", "Tool"],
        ["A Ltd", "US", "SCC"],
        ["B Corporation", "Using it", "DPF"],
    ]
    assert document.blocks[-1].text.words == "After the table."


def test_two_tables_that_follow_a_sentence_do_not_swallow_it(tmp_path):
    text = "A | B |\n1 | 2 |\nA sentence between them\nC | D |\n3 | 4 |\n"
    blocks = read(tmp_path, "t.txt", text).blocks
    assert [type(b).__name__ for b in blocks] == ["Table", "Paragraph", "Table"]


@pytest.mark.parametrize(
    ("drawn", "grid", "header"),
    [
        ("+---+---+\n| A | B |\n+===+===+\n| 1 | 2 |\n+---+---+\n", [["A", "B"], ["1", "2"]], 1),
        ("|A|B|\n|-|-|\n|1|2|\n", [["A", "B"], ["1", "2"]], 1),
        ("Name\tLand\nX\tDE\nY\tFR\n", [["Name", "Land"], ["X", "DE"], ["Y", "FR"]], 0),
        ("Name   Land\n-----  ----\nX y    DE\n       FR\n", [["Name", "Land"], ["X y", "DE"], ["", "FR"]], 1),
    ],
)
def test_drawn_tables(tmp_path, drawn, grid, header):
    document = read(tmp_path, "t.txt", drawn)
    assert grid_of(document) == grid
    assert document.blocks[0].header == header


@pytest.mark.parametrize(
    "text",
    [
        "One sentence.  Two blanks follow it.\nAnother one here, without a column.\nA third one.\n",
        "a | b is only one line with a bar\nand this one has none\n",
        "Dear Sir,\n\twe write to you.\n\tYours\n",
    ],
)
def test_what_is_not_a_table(tmp_path, text):
    assert not any(isinstance(b, Table) for b in read(tmp_path, "t.txt", text).blocks)


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("A. DATA", True),
        ("B.10 Analysis (statistics)", True),
        ("IV. Recipients", True),
        ("§ 5 Speicherdauer", True),
        ("Article 7 Your rights", True),
        ("Čl. 3 Příjemci údajů", True),
        ("A notice for customers", False),
        ("5 years after the contract", False),
        ("1. We keep invoices for ten years, as tax law requires.", False),
        ("Contact: privacy@example.test", False),
    ],
)
def test_lines_that_are_headings(tmp_path, line, is_heading):
    text = f"First paragraph of this text, which is one line.\n{line}\nWe keep the data for three years, as stated.\n"
    found = [b.text.words for b in read(tmp_path, "t.txt", text).blocks if isinstance(b, Heading)]
    assert found == ([line] if is_heading else [])


def test_numbered_lines_that_follow_one_another_are_a_list(tmp_path):
    blocks = read(tmp_path, "t.txt", "We use:\n1. Postbird\n2. Hoster\n(a) mail\niv) phone\n").blocks
    assert [(b.marker, b.text.words) for b in blocks[1:]] == [
        ("1.", "Postbird"),
        ("2.", "Hoster"),
        ("(a)", "mail"),
        ("iv)", "phone"),
    ]


def test_the_smartsupp_notice_has_its_sections_rows_and_bullets(shared):
    document = read_document(shared / "seed" / "smartsupp-privacy-policy.txt")
    headings = [b for b in document.blocks if isinstance(b, Heading)]
    assert [h.text.words[0] for h in headings if h.level == 1] == list("ABCDEF")
    assert sum(h.text.words.startswith("B.") for h in headings if h.level == 2) == 11
    (table,) = [b for b in document.blocks if isinstance(b, Table)]
    rows = words_of(table)
    assert len(rows) == 28 and {len(row) for row in rows} == {4}
    assert ["Microsoft Corporation", "Using tools such as Microsoft Klarity", "USA"] in [row[:3] for row in rows]
    assert sum(isinstance(b, Item) for b in document.blocks) == 21


# --- encodings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1250"])
def test_czech_in_any_encoding(tmp_path, encoding):
    text = "Příjemce;Země\nÚčtárna Žďár s.r.o.;Česko\nDvořák a syn;Slovensko\n"
    document = read(tmp_path, "list.csv", text.encode(encoding))
    assert grid_of(document)[1] == ["Účtárna Žďár s.r.o.", "Česko"]
    assert document.encoding.startswith(encoding.removesuffix("-sig"))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nous conservons les données des employés pour la durée nécessaire à la paie et aux congés.", "cp1252"),
        ("Conservamos los datos de los empleados; ¿quién es el responsable? La compañía española.", "cp1252"),
        ("Il titolare è la società; i dati sono conservati più a lungo perché così è previsto.", "cp1252"),
        ("Wir speichern Daten für die Löhne; größere Mengen „Spaß“ gehören nicht dazu.", "cp1252"),
        ("Uchováváme údaje zákazníků po dobu tří let od ukončení smlouvy, která byla uzavřena.", "cp1250"),
        ("Dane są przechowywane przez okres trzech lat, chyba że ustawa wymaga dłuższego okresu.", "cp1250"),
        ("Vendor;City\nDvořák Ltd;Plzeň\nNovák;Třebíč", "cp1250"),
    ],
)
def test_the_code_page_fits_the_words(tmp_path, text, encoding):
    document = read(tmp_path, "t.txt", text.encode(encoding))
    assert document.text == text


def test_text_that_is_partly_utf8_is_refused_with_its_line(tmp_path):
    (tmp_path / "m.txt").write_bytes("first\nPříjemce\n".encode() + "Dvořák\n".encode("cp1250"))
    with pytest.raises(InputError, match=r"m\.txt:2: text that is partly UTF-8 and partly not"):
        read_document(tmp_path / "m.txt")


# --- separated values -----------------------------------------------------------------------------------------------


def test_quoted_cells_keep_their_line_breaks_quotes_and_places(tmp_path):
    text = '\ufeffName;Note\r\n"A ""big"" one";"first\r\nsecond; third"\r\n\r\nB;\r\n'
    document = read(tmp_path, "q.csv", text)
    assert grid_of(document) == [["Name", "Note"], ['A "big" one', "first\nsecond; third"], ["", ""], ["B", ""]]
    cell = document.blocks[0].rows[1][1].text
    assert cell.where == "line 2, column 2"
    assert document.text[cell.offsets[0] : cell.offsets[-1] + 1] == "first\r\nsecond; third"
    assert document.blocks[0].rows[3][0].text.where == "line 5, column 1"


def test_a_quote_that_is_never_closed_is_a_character(tmp_path):
    assert grid_of(read(tmp_path, "q.csv", 'a;b\n"c;d\ne;f\n')) == [["a", "b"], ['"c', "d"], ["e", "f"]]


def test_the_stated_delimiter_counts(tmp_path):
    assert grid_of(read(tmp_path, "s.csv", "sep=|\r\na,b|c\r\n1,2|3\r\n")) == [["a,b", "c"], ["1,2", "3"]]


def test_a_title_above_the_table_does_not_change_the_delimiter():
    assert delimited.chosen("Register, as of May, 2026\n\nName;Country;Tool\nA, Inc.;US;SCC\nB;DE;\n") == ";"


def test_separated_values_without_a_telling_name(tmp_path):
    assert read(tmp_path, "list", "a;b;c\n1;2;3\n4;5;6\n").kind == "csv"


@pytest.mark.parametrize(
    ("text", "is_table"),
    [
        ("a,b,c\n1,2,3\n4,5,6\n", True),
        ("a,b,c\n1,2,3\n", False),
        ("a,b\n1,2\n3,4\n", False),
        ("a,b,c\n" * 10 + "d\n", True),
        ("a,b,c\n" * 9 + "d\n", False),
        ("d\n" + "a,b,c\n" * 19, False),
    ],
)
def test_a_text_that_is_a_table_by_its_lines(text, is_table):
    assert delimited.is_delimited(text) is is_table


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a b\nc\n", ","),
        ("a;b\nc,d\n", ";"),
        ("a;b;c\nc,d\n", ";"),
        ("a\tb\nc\td\ne,f\n", "\t"),
        ("a|b,c\nd|e,f\n", ","),
        ("a|b|c,d\ne|f|g,h\n", "|"),
        ("a;b\n" + "c,d\n" * 2 + "e;f\n" * 3, ";"),
        ("a,b\n" * 200 + "a;b;c\n" * 900, ","),
        ("x" * (1 << 18) + ",\n" + "a;b\n" * 9, ","),
    ],
)
def test_the_delimiter_of_most_lines(text, delimiter):
    assert delimited.chosen(text) == delimiter
