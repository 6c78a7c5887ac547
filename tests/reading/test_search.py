"""Words are found exactly or not at all: what is only similar is reported as reworded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.reading.document import Cell, Document, Heading, Paragraph, Table, Text
from datamap.reading.search import Search, fold, is_under


def document(*blocks) -> Document:
    """A document of paragraphs; a text that starts with ``#`` is a heading."""
    made = []
    for n, words in enumerate(blocks, 1):
        text = Text.plain(words.lstrip("# "), f"line {n}")
        level = len(words) - len(words.lstrip("#"))
        made.append(Heading(text, level) if level else Paragraph(text))
    return Document("notice.md", "md", "", tuple(made))


NOTICE = document(
    "# Privacy notice",
    "## B.1 Accounts",
    "We keep your account for 3 years after your last visit.",
    "## B.10 Reviews",
    "We publish your review “as it is” \u2013 with your con\u00adsent.",
    "Paid providers receive the amount and the card's last digits.",
)


@pytest.mark.parametrize(
    "words, state, quoted",
    [
        ("We keep your account for 3 years", "present", "We keep your account for 3 years"),
        ("we  keep your\naccount", "present", "We keep your account"),
        ('"as it is" - with your consent', "present", "“as it is” \u2013 with your con\u00adsent"),
        ("We keep your account ... last visit", "present", "We keep your account for 3 years after your last visit"),
        ("We publish [...] consent", "present", "We publish your review “as it is” \u2013 with your con\u00adsent"),
        ("We keep your account for 5 years after your last visit.", "reworded", "for 3 years"),
        ("We sell data to brokers in Atlantis whenever they ask.", "gone", ""),
        ("9 years", "gone", ""),
    ],
)
def test_words_are_present_reworded_or_gone(words, state, quoted):
    found = Search(NOTICE).find(words)
    assert found.state == state
    assert (quoted in found.quote.words) if quoted else found.quote is None


def test_of_several_places_the_one_in_the_named_section_counts():
    both = document("# A Intro", "We keep it for a year.", "# B Claims", "We keep it for a year.")
    assert Search(both).find("keep it for a year", "B").quote.where == "line 4"
    assert Search(both).find("keep it for a year").quote.where == "line 2"


def test_a_quote_over_cells_of_a_table_is_found():
    row = tuple(Cell(Text.plain(w, f"row 1, column {n}")) for n, w in enumerate(("Pigeon Ltd", "mail", "USA"), 1))
    listed = Document("list.csv", "csv", "", (Table((row,)),))
    assert Search(listed).find("Pigeon Ltd | mail | USA").state == "present"
    assert Search(listed).find("Pigeon Ltd | mail | Canada").state != "present"


def test_a_section_is_named_by_its_number_or_title():
    assert is_under(("B.1 Accounts",), "B.1") and is_under(("Your rights:",), "your rights")
    assert not is_under(("B.10 Reviews",), "B.1") and not is_under(("B.1.2 Logs",), "B.1")


@given(st.text(alphabet="ab 3\u00a0\u00ad.|", min_size=1, max_size=30))
def test_folding_keeps_the_position_of_each_character(words):
    folded, at = fold(words)
    assert len(folded) == len(at) and at == sorted(at)
    assert all(fold(words[n])[0] in (c, " ", "") or c == " " for c, n in zip(folded, at, strict=True))


@given(st.integers(1, 4), st.integers(0, 3))
def test_a_document_contains_each_of_its_own_sentences(first, cut):
    texts = [t for t in NOTICE.texts() if len(t.words) > 20]
    text = texts[first % len(texts)]
    words = text.words[cut:].strip()
    found = Search(NOTICE).find(words)
    assert found.state == "present" and fold(found.quote.words)[0].strip() == fold(words)[0].strip()


@pytest.mark.parametrize("first", ["We use a bus.", "The bus", "US1 and 1US"])
def test_whole_words_come_before_parts_of_words(first):
    texts = [Text.plain(first, "line 1"), Text.plain("Our provider is in the US.", "line 3")]
    found = Search(Document("", "txt", "", tuple(map(Paragraph, texts)))).find("US")
    assert found.parts == ((texts[1], 23, 25),)
    assert Search(Document("", "txt", "", (Paragraph(texts[0]),))).find("US").state == "present"
