"""All that a search gives: the words as the document has them, their place, the headings above, and each part."""

from __future__ import annotations

import pytest

from datamap.reading.document import Cell, Document, Heading, Item, Paragraph, Table, Text
from datamap.reading.search import FURTHEST, Found, Search, fold, is_under
from datamap.reading.words import text_of

SOURCE = (
    "Notice",
    "A. Data",
    "We keep your account for 3\u00a0years after your last visit. Then it is deleted.",
    "A.1 Details",
    "Billing data: ten years, as tax law asks.",
    "B. Recipients",
    "Postbird",
    "mail; USA",
    "We publish your re\u00adview “as it is” – with your consent.",
)
LEVELS = {0: 1, 1: 2, 3: 3, 5: 2}


def notice() -> Document:
    """Headings of three levels, paragraphs, a row of a table with a cell that repeats, and an item."""
    texts = [text_of(words, f"line {n}") for n, words in enumerate(SOURCE, 1)]
    blocks = [Heading(text, LEVELS[n]) if n in LEVELS else Paragraph(text) for n, text in enumerate(texts)]
    row = (Cell(texts[6]), Cell(texts[6], repeats=True), Cell(texts[7]), Cell(Text.plain("", "line 8")))
    return Document("n.md", "md", "", (*blocks[:6], Table((row,)), Item(texts[8])))


def shown(found: Found) -> tuple[object, ...]:
    """What was found, with each part as its words."""
    quote = found.quote and (found.quote.words, found.quote.where, found.quote.start, found.quote.end)
    parts = tuple(text.words[a:b] for text, a, b in found.parts)
    return found.state, quote, found.section, round(found.alike), parts


KEEP = "We keep your account for 3\u00a0years after your last visit."
CASES = {
    "we KEEP your  account": (
        "present",
        ("We keep your account", "line 3", 0, 20),
        ("Notice", "A. Data"),
        100,
        ("We keep your account",),
    ),
    "3 years": ("present", ("3\u00a0years", "line 3", 25, 32), ("Notice", "A. Data"), 100, ("3 years",)),
    "Notice": ("present", ("Notice", "line 1", 0, 6), ("Notice",), 100, ("Notice",)),
    "law asks.": (
        "present",
        ("law asks.", "line 5", 32, 41),
        ("Notice", "A. Data", "A.1 Details"),
        100,
        ("law asks.",),
    ),
    "Postbird | mail": (
        "present",
        ("Postbird mail", "line 7", 0, 4),
        ("Notice", "B. Recipients"),
        100,
        ("Postbird", "mail"),
    ),
    "is deleted. A.1 Details Billing": (
        "present",
        ("is deleted. A.1 Details Billing", "line 3", 64, 7),
        ("Notice", "A. Data"),
        100,
        ("is deleted.", "A.1 Details", "Billing"),
    ),
    "is deleted. A": (
        "present",
        ("is deleted. A", "line 3", 64, 1),
        ("Notice", "A. Data"),
        100,
        ("is deleted.", "A"),
    ),
    'review "as it is" - with': (
        "present",
        ("re\u00adview “as it is” – with", "line 9", 16, 41),
        ("Notice", "B. Recipients"),
        100,
        ("review “as it is” – with",),
    ),
    "We keep (…) last visit": (
        "present",
        (KEEP[:-1], "line 3", 0, 54),
        ("Notice", "A. Data"),
        100,
        (KEEP[:-1].replace("\u00a0", " "),),
    ),
    "... billing data ... ": (
        "present",
        ("Billing data", "line 5", 0, 12),
        ("Notice", "A. Data", "A.1 Details"),
        100,
        ("Billing data",),
    ),
    "last visit ... We keep": ("gone", None, (), 0, ()),
    "...": ("gone", None, (), 0, ()),
    "": ("gone", None, (), 0, ()),
    "9 years": ("gone", None, (), 0, ()),
    "Mail in Japan": ("gone", None, (), 0, ()),
    "We keep your accounts for 3 years after the last visit.": (
        "reworded",
        (KEEP, "line 3", 0, 55),
        ("Notice", "A. Data"),
        93,
        (KEEP.replace("\u00a0", " "),),
    ),
    "xkeep your account for 3 years after": (
        "reworded",
        (KEEP[3:38], "line 3", 3, 38),
        ("Notice", "A. Data"),
        97,
        (KEEP[3:38].replace("\u00a0", " "),),
    ),
    "Then it will be deleted.": (
        "reworded",
        ("Then it is deleted.", "line 3", 56, 75),
        ("Notice", "A. Data"),
        75,
        ("Then it is deleted.",),
    ),
    "Billing data: 10 years, as the tax law asks": (
        "reworded",
        ("Billing data: ten years, as tax law asks.", "line 5", 0, 41),
        ("Notice", "A. Data", "A.1 Details"),
        86,
        ("Billing data: ten years, as tax law asks.",),
    ),
    "Postbird | mails, USA": (
        "reworded",
        ("Postbird mail; USA", "line 7", 0, 9),
        ("Notice", "B. Recipients"),
        89,
        ("Postbird", "mail; USA"),
    ),
    "We published your reviews as it was with the consent": (
        "reworded",
        (SOURCE[8], "line 9", 0, len(SOURCE[8])),
        ("Notice", "B. Recipients"),
        83,
        (SOURCE[8].replace("\u00ad", ""),),
    ),
}


@pytest.mark.parametrize("words", CASES)
def test_what_is_found(words):
    assert shown(Search(notice()).find(words)) == CASES[words]


def test_of_several_places_the_one_under_the_section_with_whole_words_counts():
    texts = ["A. First", "user and use", "B. Second", "users", "use it", "use it again"]
    blocks = [
        Heading(Text.plain(t, t), 1) if t[1] == "." else Paragraph(Text.plain(t, f"line {n}"))
        for n, t in enumerate(texts, 1)
    ]
    search = Search(Document("", "txt", "", tuple(blocks)))
    places = {section: search.find("use", section) for section in ("", "A", "B", "b. second", "C")}
    assert {section: (f.quote.where, f.quote.start) for section, f in places.items() if f.quote} == {
        "": ("line 2", 9),
        "A": ("line 2", 9),
        "B": ("line 5", 0),
        "b. second": ("line 5", 0),
        "C": ("line 2", 9),
    }
    assert search.find("user", "B").parts == ((blocks[3].text, 0, 4),)  # a part of a word, but in the section
    assert search.find("se it", "C").parts == ((blocks[4].text, 1, 6),)
    assert search.headings == {"a. first", "b. second"}


@pytest.mark.parametrize(("between", "state"), [(FURTHEST - 2, "present"), (FURTHEST - 1, "gone")])
def test_a_quote_leaves_out_no_more_than_a_passage(between, state):
    words = f"Begin here {'x' * between} the end."
    assert (
        Search(Document("", "txt", "", (Paragraph(Text.plain(words, "line 1")),))).find("here ... the").state == state
    )


def test_a_first_piece_without_the_others_is_not_the_last_word():
    text = Text.plain(f"We share data. {'x' * (FURTHEST + 9)} We share names with Postbird.", "line 1")
    found = Search(Document("", "txt", "", (Paragraph(text),))).find("We share ... Postbird")
    assert found.quote and found.quote.words == "We share names with Postbird"


def test_names_are_words_of_their_own():
    search = Search(Document("", "txt", "", (Paragraph(Text.plain("Postbird, Inc. and A+B use Mailer2", "line 1")),)))
    names = ("postbird", "POSTBIRD, Inc.", "Inc. and", "a+b", "Mailer2", "Mailer", "bird", "Inc", "", " ")
    assert [name for name in names if search.names(name)] == [
        "postbird",
        "POSTBIRD, Inc.",
        "Inc. and",
        "a+b",
        "Mailer2",
        "Inc",
    ]


@pytest.mark.parametrize(
    ("heading", "section", "under"),
    [
        ("B.1 Accounts", "B.1", True),
        ("B.1. Accounts", "b.1", True),
        ("B.1: Accounts", "B.1.", True),
        ("B.1) Accounts", "B.1)", True),
        ("B.1", "B.1", True),
        ("B.1.", "B.1", True),
        ("B.10 Reviews", "B.1", False),
        ("B.1.2 Logs", "B.1", False),
        ("B.1a Logs", "B.1", False),
        ("Your rights:", "your rights", True),
        ("Your rights and duties", "your rights", True),
        ("Your rightsx", "your rights", False),
        ("The rights", "rights", False),
        ("Rights", "", False),
        ("Rights", " . ", False),
        ("§ 5 Rights", "", False),
    ],
)
def test_a_heading_is_of_a_section(heading, section, under):
    assert is_under(("Other", heading), section) is under


@pytest.mark.parametrize(
    ("words", "folded", "at"),
    [
        ("A\u00adb", "ab", [0, 2]),
        ("a \t\nb", "a b", [0, 1, 4]),
        (" a", "a", [1]),
        ("aXb", "axb", [0, 1, 2]),
        ("“”„‟«»″‹›", '"' * 9, list(range(9))),
        ("‘’‚‛′`´", "'" * 7, list(range(7))),
        ("‐‑‒–—―−", "-" * 7, list(range(7))),
        ("a\u200b\u200c\u200d\ufeffb", "ab", [0, 5]),
        ("a|b", "a b", [0, 1, 2]),
        ("a | b", "a b", [0, 1, 4]),
        ("‘x’ «y» 1—2", "'x' \"y\" 1-2", list(range(11))),
        ("Straße \ufb01n", "strasse fin", [0, 1, 2, 3, 4, 4, 5, 6, 7, 7, 8]),
    ],
)
def test_words_are_folded_for_comparison(words, folded, at):
    assert fold(words) == (folded, at)


def test_a_word_that_begins_or_ends_the_document_is_whole():
    texts = [Text.plain(words, f"line {n}") for n, words in enumerate(("use it", "we use it", "we it"), 1)]
    search = Search(Document("", "txt", "", tuple(map(Paragraph, texts))))
    assert search.find("use").parts == ((texts[0], 0, 3),)
    assert search.find("we it").parts == ((texts[2], 0, 5),)


@pytest.mark.parametrize(
    ("match", "part"),
    [
        ((2, 17), (2, 17)),
        ((3, 19), (6, 19)),
        ((4, 19), (6, 19)),
        ((5, 19), (5, 19)),
        ((8, 19), (8, 19)),
        ((0, 28), (0, 28)),
        ((10, 24), (10, 24)),
        ((15, 28), (15, 28)),
        ((16, 28), (19, 28)),
        ((19, 28), (19, 28)),
        ((7, 23), (7, 19)),
        ((7, 24), (7, 24)),
    ],
)
def test_of_a_match_the_part_in_one_text_and_sentence_counts(match, part):
    """The first text is at 0 to 19, with a sentence that begins at 6, the second at 19 to 28."""
    texts = [Text.plain(words, "line 1") for words in ("aaaa. bbbbbbbbbbbb", "cccccccc")]
    search = Search(Document("", "txt", "", tuple(map(Paragraph, texts))))
    assert search._within(*match) == part


@pytest.mark.parametrize(("words", "state"), [("is delated.", "gone"), ("t is delated", "reworded")])
def test_few_characters_are_never_reworded(words, state):
    assert Search(notice()).find(words).state == state
