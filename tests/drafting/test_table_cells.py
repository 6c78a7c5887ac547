"""What single cells hold: items, names, companies, marks of our records, words for nothing."""

from __future__ import annotations

import pytest

from datamap.drafting.tables import cells, words
from datamap.drafting.tables.grid import Said
from datamap.reading.document import Text


def said(text: str) -> Said:
    return Said(Text.plain(text, "row 1"))


ITEMS = {
    "Owl Ltd": ["Owl Ltd"],
    "Owl Ltd; Lark Ltd\nWren Ltd": ["Owl Ltd", "Lark Ltd", "Wren Ltd"],
    "- Owl Ltd\n• Lark Ltd\n ▪ Wren Ltd,": ["Owl Ltd", "Lark Ltd", "Wren Ltd"],
    "Owl Ltd, Lark Ltd": ["Owl Ltd, Lark Ltd"],
    "Owl Ltd,": ["Owl Ltd"],
    "  Owl Ltd  ": ["Owl Ltd"],
    "Owl Ltd;;\n; Lark Ltd": ["Owl Ltd", "Lark Ltd"],
    "Owl Ltd; and 7 more": ["Owl Ltd"],
    "and 7 more": [],
    "and 7 more, see the annex": [],
    "": [],
    "–": [],
}


@pytest.mark.parametrize("text, expected", ITEMS.items())
def test_the_items_of_a_cell(text, expected):
    found = cells.items(said(text))
    assert [i.words for i in found] == expected
    for item in found:  # each is quoted from where it is
        quote = item.quote
        assert text[quote.start : quote.end] == item.words


@pytest.mark.parametrize(
    "text, expected",
    [("one", ["one"]), ("one\n\ntwo", ["one", "two"]), (" one ", ["one"]), ("", []), ("one; two", ["one; two"])],
)
def test_the_lines_of_a_cell(text, expected):
    assert [line.words for line in cells.lines(said(text))] == expected


MARKED = {
    "Owl Ltd (inferred)": ("Owl Ltd", "inferred"),
    "Owl Ltd (assumed)": ("Owl Ltd", "assumed"),
    "Owl Ltd (stated)": ("Owl Ltd", ""),
    "Owl Ltd (Leeds)": ("Owl Ltd (Leeds)", ""),
    "(inferred)": ("(inferred)", ""),
    "Owl Ltd inferred": ("Owl Ltd inferred", ""),
    "Owl Ltd (inferred) today": ("Owl Ltd (inferred) today", ""),
}


@pytest.mark.parametrize("text, expected", MARKED.items())
def test_the_mark_of_what_is_not_stated(text, expected):
    bare, how = cells.marked(said(text))
    assert (bare.words, how) == expected


HEALTH = "data concerning health"
KINDS = {
    f"diagnoses [{HEALTH}]": ("diagnoses", "health"),
    "diagnoses [of dogs]": ("diagnoses [of dogs]", ""),
    f"diagnoses ({HEALTH})": (f"diagnoses ({HEALTH})", ""),
    f"diagnoses [{HEALTH}] of dogs": (f"diagnoses [{HEALTH}] of dogs", ""),
}


@pytest.mark.parametrize("text, expected", KINDS.items())
def test_the_kind_of_special_data_in_brackets(text, expected):
    bare, kind = cells.kind_of_data(said(text))
    assert (bare.words, kind) == expected


WORD = "abcdefghi "
NAMES = {
    "Owl Ltd": True,
    "": False,
    "  ": False,
    (WORD * 8).strip() + "j": True,
    (WORD * 8).strip() + "jk": False,
    "a b c d e f g h i j": True,
    "a b c d e f g h i j k": False,
    "We give it to nobody.": True,
    "We give it to nobody else.": False,
    "We and our friends are Owl s.r.o.": True,
    "Owl Ltd\nWe give this to nobody else but to them.": True,
    "Owl\nWe give this to nobody else but to them.": True,
}


@pytest.mark.parametrize("text, expected", NAMES.items())
def test_what_may_be_a_name(text, expected):
    assert cells.namelike(text) is expected


COMPANIES = {
    "Owl Ltd": True,
    "Owl Ltd (Leeds)": True,
    "Owl (a Ltd)": False,
    "Leeds; Owl Ltd": True,
    "Owl Ltd\nLeeds": True,
    "Owl Ltd; ": True,
    "our friends": False,
    "": False,
}


@pytest.mark.parametrize("text, expected", COMPANIES.items())
def test_what_is_a_company(text, expected):
    assert cells.company(text) is expected


NOTHING = {
    "": "blank",
    "?": "blank",
    "unknown": "blank",
    "Choose an item": "blank",
    "none": "none",
    "None.": "none",
    "no": "none",
    "n/a": "absent",
    "N/A.": "absent",
    "not applicable": "absent",
    "NO": "none",
    "nothing but the name": "",
}


@pytest.mark.parametrize("text, expected", NOTHING.items())
def test_cells_that_name_nothing(text, expected):
    found = {"blank": cells.is_blank(text), "none": cells.is_none(text), "absent": cells.is_absent(text)}
    assert [k for k, is_so in found.items() if is_so] == ([expected] if expected else [])
    assert cells.is_nothing(text) is bool(expected)
    assert cells.is_nowhere(text) is (expected in ("none", "absent") and text != "NO")


@pytest.mark.parametrize(
    "text, expected",
    [("USA", ("US",)), ("USA; India", ("US", "IN")), ("USA and more", ()), ("Georgia", ()), ("", ()), ("red", ())],
)
def test_the_codes_of_a_text_that_has_nothing_but_places(text, expected):
    assert cells.place_codes(text) == expected


@pytest.mark.parametrize("text, expected", [("and 7 more", True), ("Owl Ltd and 12 more", True), ("and more", False)])
def test_a_list_that_was_cut_short(text, expected):
    assert cells.was_cut(text) is expected


@pytest.mark.parametrize("text, expected", [("USA, yes", ["yes"]), ("USA, red", ["red"]), ("USA!", [])])
def test_what_no_reader_used(text, expected):
    left = cells.unread(said(text), [(3, len(text))])
    assert [s.words.strip(" ,") for s in left] == ([] if expected == ["yes"] else expected)


LABELS = {
    "a) Purpose of the processing:": "purpose of the processing",
    "1. The purpose": "purpose",
    "B.2. Purpose (why [we] do it)": "purpose",
    "Purpose ((why) we do it)": "purpose",
    "La finalité": "finalite",
    "l' importateur": "importateur",
    "PURPOSE_OF_USE": "purpose of use",
    "purpose\nof use": "purpose of use",
    "ÚČEL_POUŽITÍ": "ucel pouziti",
    "La  finalité _ ici": "finalite ici",
    "Nr. #": "nr #",
    "theory": "theory",
}


@pytest.mark.parametrize("text, expected", LABELS.items())
def test_labels_as_they_are_compared(text, expected):
    assert words.label(text) == expected


KEYS = {
    ("columns", "Purpose"): ("purpose",),
    ("columns", "Purpose (of the use)"): ("purpose",),
    ("columns", "Purpose\nplease fill in"): ("purpose",),
    ("columns", "Recipients (or groups)"): ("recipients",),
    ("columns", "Zweck / Purpose"): ("purpose",),
    ("columns", "Zweck / Recipients"): (),
    ("columns", "Zweck - Purpose"): ("purpose",),
    ("columns", "Zweck – Purpose"): ("purpose",),
    ("columns", "Zweck | Purpose"): ("purpose",),
    ("columns", "Zweck & Purpose"): ("purpose",),
    ("columns", "Zweck + Purpose"): ("purpose",),
    ("columns", "Zweck / red"): (),
    ("columns", "Zweck / / Purpose"): ("purpose",),
    ("columns", "Country & safeguard"): ("countries",),
    ("columns", "Safeguard & country"): ("countries",),
    ("vendors", "Safeguard / red"): (),
    ("vendors", "Country, address"): (),
    ("columns", "retention periodx"): ("limits",),
    ("columns", "processrs"): ("recipients",),
    ("columns", "recipent"): (),
    ("columns", "purpsoe"): (),
    ("columns", "processrs 7"): (),
    ("others", "security measurx"): (),
    ("columns", "Where are they stored?"): ("countries",),
    ("vendors", "Where are they stored?"): ("places",),
    ("vendors", "Where Ltd"): (),
    ("others", "Where are they stored?"): (),
    ("columns", ""): (),
    ("columns", "Purpose " + "x" * 292): (),
    ("columns", "Purpose\n" + "x" * 292): ("purpose",),
    ("columns", "Purpose\n" + "x" * 293): (),
    ("vendors", "Data"): ("data", "kept"),
}


@pytest.mark.parametrize("label, expected", KEYS.items(), ids=[f"{a} {b[:30]}" for a, b in KEYS])
def test_the_keys_of_a_label(label, expected):
    assert words.keys_of(*label) == expected


MARKS = {
    ("same", "Idem."): True,
    ("same", "as above"): True,
    ("same", "(idem)"): True,
    ("same", '"'): True,
    ("same", "idem, but less"): False,
    ("total", "Total"): True,
}


@pytest.mark.parametrize("mark, expected", MARKS.items())
def test_cells_that_are_a_mark(mark, expected):
    assert words.is_mark(*mark) is expected


def test_marks_within_a_text_are_at_word_limits():
    assert words.has_mark("example", "This is an example.") and not words.has_mark("example", "examples")
    assert words.starts_with_mark("total", "Total of all") and not words.starts_with_mark("total", "in total")
    assert not words.has_mark("a mark that does not exist", "example")


@pytest.mark.parametrize(
    "label, expected",
    [("Price", True), ("Price in EUR", True), ("Price per year 2024", True), ("Price of fame", False), ("EUR", False)],
)
def test_labels_of_a_purchase(label, expected):
    assert words.is_purchase(label) is expected


def test_names_within_a_text():
    assert words.named_in("Owl Mail Ltd and Owl", ["Owl", "Owl Mail Ltd", "Owl"]) == ["Owl Mail Ltd", "Owl"]
    assert words.named_in("Owl Mail Ltd", ["Owl", "Owl Mail Ltd"]) == ["Owl Mail Ltd"]
    assert words.named_in("Owls", ["Owl", ""]) == []


ROLES = {
    "Processor": "processor",
    "As controller": "controller",
    "Controller and processor": "",
    "Our sub-processor": "processor",
    "Sheet 1": "",
}


@pytest.mark.parametrize("name, expected", ROLES.items())
def test_the_role_of_a_sheet(name, expected):
    assert words.role_of_sheet(name) == expected
