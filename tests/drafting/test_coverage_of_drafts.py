"""What no fact quotes and a person must read: in sentences, sections and tables."""

from __future__ import annotations

import pytest
from drafting.facts_fixture import quoted
from drafting.test_kinds import table_of

from datamap.drafting.coverage import LONG, add_uncovered, telling
from datamap.drafting.facts import Draft, Fact, ToRead
from datamap.reading.document import Document, Heading, Paragraph, Quote, Text

NONE = "; no fact was taken from it"


def text(words: str, line: int) -> Text:
    return Text.plain(words, f"line {line}")


def listed(*lines: str, facts=(), listed=frozenset(), covered=(), reading=()):
    """What is added to the reading list of lines; ``## `` is a heading, several lines with ``|`` are a table."""
    blocks, rows = [], []
    for n, line in enumerate([*lines, ""], 1):
        if "|" in line:
            rows.append(line)
            continue
        if rows:
            blocks.append(table_of(rows))
            rows = []
        if line:
            blocks.append(Heading(text(line[3:], n), 2) if line.startswith("## ") else Paragraph(text(line, n)))
    document = Document("x.md", "md", "", tuple(blocks))
    draft = Draft([document], measures=list(facts), reading=list(reading))
    stood = frozenset(id(b) for n, b in enumerate(blocks) if n in listed)
    add_uncovered(document, draft, stood, covered)
    return [(e.what, e.quote.where, e.quote.words, e.why) for e in draft.reading[len(reading) :]]


def at(words: str, line: int, start: int = 0) -> Fact:
    return Fact("x", (Quote(words, f"line {line}", start, start + len(words)),))


@pytest.mark.parametrize(
    "words, what",
    [
        ("Art. 6", "an article"),
        ("article 6", "an article"),
        ("čl. 6", "an article"),
        ("artist 6", ""),
        ("standard contractual clauses", "a transfer tool"),
        ("Norway", "a location"),
        ("USA", "a location"),
        ("US", ""),
        ("IT", ""),
        ("Owl Ltd", "a company"),
        ("letters, Owl Ltd; cards", "a company"),
        ("letters\nOwl Ltd", "a company"),
        ("letters (Owl Ltd)", "a company"),
        ("owl se", ""),
        ("Owl SE", "a company"),
        ("owl a.s.", "a company"),
        ("Mailchimp", "a known service"),
        ("letters", ""),
        ("5", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_what_a_text_names(words, what):
    assert telling(words) == what


def test_sentences_that_nothing_quotes_are_one_entry_of_their_section():
    assert listed("We sell. It is in Norway.") == [
        ("the text", "line 1", " It is in Norway.", "it names a location; no fact was taken from it")
    ]
    found = listed("## Where", "It is in Norway. It is Art.6. It is in Spain.", "It is Owl Ltd.", "Use SCC.")
    why = "it names a location and an article and a company, and 4 more; no fact was taken from it"
    assert found == [("the section 'Where'", "line 2", "It is in Norway.", why)]


def test_each_section_has_its_own_entry():
    found = listed("It is in Norway.", f"## {'x' * 70}", "It is in Spain.", "## Rest", "We sell.")
    assert [(what, words) for what, _, words, _ in found] == [
        ("the text", "It is in Norway."),
        (f"the section '{'x' * 60}'", "It is in Spain."),
    ]


@pytest.mark.parametrize(
    "fact, count",
    [
        (at("Norway", 1, 9), 0),
        (at("It", 1), 0),
        (at("x", 1, 17), 1),
        (at("Norway", 2, 9), 1),
        (at(".", 1, 15), 0),
        (at(" ", 1, 16), 1),
    ],
)
def test_a_sentence_of_which_a_fact_quotes_a_part_is_used(fact, count):
    assert len(listed("It is in Norway. We sell.", facts=[fact])) == count


def test_a_sentence_for_which_an_entry_stands_is_not_listed_again():
    quote = Quote("Norway", "line 1", 9, 15)
    assert listed("It is in Norway.", reading=[ToRead("location", quote, "w")]) == []
    assert listed("It is in Norway.", covered=[quote]) == []


@pytest.mark.parametrize("count, entries", [(LONG, 0), (LONG + 1, 1)])
def test_a_long_section_that_gave_nothing_is_listed(count, entries):
    words = "word " * count
    found = listed("## Long", words.strip())
    assert [(what, why) for what, _, _, why in found] == [
        ("the section 'Long'", f"{count} words, and no fact was taken from them")
    ] * entries
    half = "word " * (count // 2)
    assert len(listed("## Long", half.strip(), f"{half}{'word ' * (count % 2)}".strip())) == entries
    assert listed("## Long", words.strip(), facts=[at("word", 2)]) == []


def test_cells_that_state_something_are_one_entry_for_each_column():
    found = listed("Name | Where | What", "a | Norway | Art. 6", "b | Spain | x", "c | | y")
    assert found == [
        (
            "text in a table",
            "row 2, column 2",
            "Norway",
            "it names a location and 1 more cells; no fact was taken from it",
        ),
        ("text in a table", "row 2, column 3", "Art. 6", "it names an article; no fact was taken from it"),
    ]


def test_what_is_not_listed_of_a_table():
    assert listed("Name | Norway", "a | b") == []  # a label
    assert listed("Norway | ", "a | b") == []
    assert listed("Owl Ltd | ", "a | b") == [  # a title, which may name the organisation
        ("text in a table", "row 1, column 1", "Owl Ltd", "it names a company; no fact was taken from it")
    ]
    assert listed("Name | Where", "a | Norway", listed={0}) == []
    assert listed("Name | Where", "a | Norway", facts=[quoted("Norway", "elsewhere")]) == []
    assert listed("Name | Where", "a | Norway", facts=[Fact("x", (Quote("N", "row 2, column 2", 0, 1),))]) == []
    assert listed("Name | Where", "Norway | <") == [
        ("text in a table", "row 2, column 1", "Norway", "it names a location; no fact was taken from it")
    ]
    assert listed("Name | Where", "a | Transfers outside the EU") == []  # a label of any table


def test_a_name_in_a_sentence_that_is_quoted_is_listed():
    sentence = "We send letters of Owl Ltd here."
    found = listed(sentence, facts=[at(sentence, 1)])
    assert found == [("company", "line 1", "of Owl Ltd", "'of Owl Ltd': named, and not taken as a recipient")]
