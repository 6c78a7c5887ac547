"""The labels and marks of tables, and a table as a grid: each way in which a text is compared, with its limits."""

from __future__ import annotations

import pytest
from drafting.test_kinds import grid_of

from datamap.drafting.tables import words
from datamap.drafting.tables.grid import Line, Record, Said, letter
from datamap.reading.document import Text


@pytest.mark.parametrize(
    "text, plain",
    [
        ("Owl  LTD", "owl ltd"),
        (" owl_ltd\n", "owl ltd"),
        ("Éclair  Straße_x", "eclair strasse x"),
        ("l’owl", "l'owl"),
        ("", ""),
    ],
)
def test_a_text_for_comparison(text, plain):
    assert words.plain(text) == plain


@pytest.mark.parametrize(
    "text, label",
    [
        ("(a) Country", "country"),
        ("a) Country", "country"),
        ("1. Country", "country"),
        ("12) Country", "country"),
        ("(12) Country", "country"),
        ("B.2 Country", "country"),
        ("B.2. Country", "country"),
        ("123. Country", "123 country"),
        ("Country (of the vendor)", "country"),
        ("Country [if (any) known]", "country"),
        ("The country:", "country"),
        ("Les pays", "pays"),
        ("The the country", "the country"),
        ("Country / region?", "country region"),
        ("# of owls", "# of owls"),
        ("vendor's", "vendor's"),
        ("", ""),
    ],
)
def test_a_label_for_comparison(text, label):
    assert words.label(text) == label


@pytest.mark.parametrize(
    "name, text, keys",
    [
        ("vendors", "Country", ("places",)),
        ("columns", "Country", ("countries",)),
        ("vendors", "Country (of the vendor)", ("places",)),
        ("vendors", "(Country)", ("places",)),
        ("vendors", "Country\nof the vendor", ("places",)),
        ("vendors", "Country / Location", ("places",)),
        ("vendors", "Country + Location", ("places",)),
        ("vendors", "Country & Location", ("places",)),
        ("vendors", "Country - Location", ("places",)),
        ("vendors", "Country / Service", ()),
        ("vendors", "Country / safeguard", ("places",)),
        ("vendors", "Country and safeguard", ("places",)),
        ("columns", "Country & safeguards", ("countries",)),
        ("vendors", "Country and service", ()),
        ("vendors", "Transfer mechanisn", ("tools",)),
        ("vendors", "Transfer mechxnixn", ()),
        ("vendors", "Locatoin", ()),
        ("vendors", "Locaton 2", ()),
        ("fields", "Transfer mechanisn", ()),
        ("vendors", "Colour", ()),
        ("vendors", "", ()),
        ("vendors", "...", ()),
        ("vendors", f"Country ({'x' * 290})", ("places",)),
        ("vendors", f"Country ({'x' * 291})", ()),
    ],
)
def test_the_keys_of_a_label(name, text, keys):
    assert words.keys_of(name, text)[:1] == keys[:1]
    assert words.key_of(name, text) == (keys[0] if keys else "")


@pytest.mark.parametrize(
    "text, vendors, columns",
    [
        ("Where is the data stored?", "places", "countries"),
        ("How long do you keep it?", "", "limits"),
        ("Where is Owl Ltd?", "", ""),
    ],
)
def test_a_question_as_a_label(text, vendors, columns):
    assert words.key_of("columns", text) == columns
    assert not vendors or words.key_of("vendors", text) == vendors


def test_the_languages_of_a_label():
    assert words.spoken("Land") == ("en", "de", "nl") and words.spoken("Country") == ("en",)
    assert words.spoken("Colour") == words.LANGUAGES == ("en", "de", "fr", "cs", "es", "it", "nl", "pl")


@pytest.mark.parametrize(
    "text, whole, has, begins",
    [
        ("planned", True, True, True),
        ("Planned.", True, True, True),
        ("(planned)", True, True, False),
        ("planned for May", False, True, True),
        ("it is planned", False, True, False),
        ("unplanned", False, False, False),
        ("", False, False, False),
    ],
)
def test_the_marks_of_a_text(text, whole, has, begins):
    found = words.is_mark("unused", text), words.has_mark("unused", text), words.starts_with_mark("unused", text)
    assert found == (whole, has, begins)
    assert not words.has_mark("no such mark", text) and not words.is_mark("no such mark", "planned")


@pytest.mark.parametrize(
    "text, bought",
    [
        ("Price", True),
        ("Price in EUR", True),
        ("Price 2024", True),
        ("Price per year in CZK", True),
        ("Price in owls", False),
        ("In EUR price", False),
        ("Service", False),
    ],
)
def test_a_label_about_a_purchase(text, bought):
    assert words.is_purchase(text) is bought


@pytest.mark.parametrize(
    "text, names, found",
    [
        ("Owl Ltd and Owl Ltd Hill", ["Owl Ltd", "Owl Ltd Hill"], ["Owl Ltd Hill", "Owl Ltd"]),
        ("Owl Ltd Hill", ["Owl Ltd", "Owl Ltd Hill"], ["Owl Ltd Hill"]),
        ("OWL ltd", ["Owl Ltd", "Owl Ltd"], ["Owl Ltd"]),
        ("Owls", ["Owl"], []),
        ("Owl", [""], []),
        ("", ["Owl"], []),
    ],
)
def test_the_names_in_a_text(text, names, found):
    assert words.named_in(text, names) == found


@pytest.mark.parametrize(
    "name, role",
    [
        ("As processor", "processor"),
        ("Controller", "controller"),
        ("Controller and processor", ""),
        ("Register", ""),
        ("Processors of ours", ""),
    ],
)
def test_the_role_that_a_sheet_names(name, role):
    assert words.role_of_sheet(name) == role


def said(text: str, label: str | None = "Label\nmore") -> Said:
    return Said(Text.plain(text, "row 1"), Text.plain(label, "row 0") if label is not None else None)


def test_a_text_with_its_label():
    one = said(" Owl Ltd ")
    assert (one.words, one.title, said("x", None).title) == ("Owl Ltd", "Label", "")
    assert (one.quote.words, one.quote.start, one.quote.end) == ("Owl Ltd", 1, 8)
    part = one.part(1, 5)
    assert (part.words, part.title, one.part(4).words) == ("Owl", "Label", "Ltd")


def test_the_texts_of_a_record():
    first = Line("row 1", {"a": [said("x"), said("")], "b": [said("y")]}, [said("r"), said("R")])
    second = Line("row 2", {"a": [said("X"), said("z")]}, [said("r", "Other"), said("s")])
    record = Record("List", [first, second])
    assert [s.words for s in record.all("a")] == ["x", "z"] and record.all("c") == []
    assert [s.words for s in record.all("b")] == ["y"] and record.place == "row 1"
    assert [(s.title, s.words) for s in record.rest()] == [("Label", "r"), ("Other", "r"), ("Label", "s")]
    assert record.first("a").words == "x" and record.first("c") is None
    assert record.first("a", lambda text: text in "xX").words == "z"
    assert [s.words for s in first.of("b", "a")] == ["y", "x"] and Record("List").place == ""
    alone = Record("List", [first])
    assert [s.words for s in alone.all("a")] == ["x"] and alone.all("c") == []


def test_a_table_as_a_grid():
    grid = grid_of(["Owl | < | a", " | b |", "Choose an item | ^ | x", " | |"])
    assert (grid.height, grid.width) == (4, 3)
    assert [[grid.at(r, c) for c in range(4)] for r in range(5)][:2] == [["Owl", "Owl", "a", ""], ["", "b", "", ""]]
    assert [grid.own(0, c) for c in range(4)] == ["Owl", "", "a", ""] and grid.own(9, 0) == grid.at(9, 0) == ""
    assert [grid.across(0, c) for c in range(4)] == [False, True, False, False] and not grid.across(2, 1)
    assert [grid.filled(r) for r in range(4)] == [[0, 2], [1], [1, 2], []]
    assert [grid.blank(r) for r in range(4)] == [False, False, False, True]
    assert list(grid.column(1, range(4))) == ["b", "b"]
    assert (grid.place(0), grid.place(3), grid.place_of_column(2)) == ("row 1, column 1", "row 4, column 1", "column C")


@pytest.mark.parametrize("column, name", [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_the_letter_of_a_column(column, name):
    assert letter(column) == name
