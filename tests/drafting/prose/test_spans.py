"""Parts of a line: sentences, the entries of an enumeration, and facts from them."""

from __future__ import annotations

import pytest

from datamap.drafting.facts import Fact, ToRead
from datamap.drafting.prose import spans
from datamap.drafting.prose.fold import fold, pattern, phrase
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.spans import Span
from datamap.drafting.prose.words import words
from datamap.reading.document import Quote, Text

CUES = words(("en",))


def span(text: str) -> Span:
    return Span(Text.plain(text, "line 1"), fold(text))


SENTENCES = {
    "We write. We print! Do we? Yes": ["We write.", "We print!", "Do we?", "Yes"],
    "We write\nWe print": ["We write", "We print"],
    "": [],
    " . ": ["."],
    "We use Owl Inc. in the USA. It prints.": ["We use Owl Inc. in the USA.", "It prints."],
    "We use Owl Inc. The letters go.": ["We use Owl Inc.", "The letters go."],
    "We use Owl Inc. Letters go.": ["We use Owl Inc. Letters go."],
    "We use Owl Inc. A letter goes.": ["We use Owl Inc. A letter goes."],
    "See Art. 6 and no. 5.": ["See Art. 6 and no. 5."],
    "Write to J. Reed. He reads.": ["Write to J. Reed.", "He reads."],
    "Write to p. The letters go.": ["Write to p. The letters go."],
    "Write e.g. Paul. He reads.": ["Write e.g. Paul.", "He reads."],
    "See owl.example. It prints.": ["See owl.example.", "It prints."],
    "See owl.example. it prints.": ["See owl.example. it prints."],
    "Kept for 25. Then gone.": ["Kept for 25.", "Then gone."],
    "On 25. may we write.": ["On 25. may we write."],
    "On 1. May we write.": ["On 1. May we write."],
    "In 2024. 5 letters go.": ["In 2024.", "5 letters go."],
    "We write. (and print)": ["We write.", "(and print)"],
    "We write. “And” print": ["We write.", "“And” print"],
    "We write. - print": ["We write.", "- print"],
    "We write. • print": ["We write.", "• print"],
    "Login information.This is new": ["Login information.", "This is new"],
    "Login informatio2.This is new": ["Login informatio2.This is new"],
    "We write.  ": ["We write."],
    "(). We": ["().", "We"],
}


@pytest.mark.parametrize("text, found", SENTENCES.items())
def test_the_sentences_of_a_text(text, found):
    got = list(spans.sentences(span(text), CUES))
    assert [s.words for s in got] == found
    assert all(fold(s.words) == s.folded for s in got)


ENTRIES = {
    "owls, larks and wrens": ["owls", "larks", "wrens"],
    "owls; larks\nwrens": ["owls", "larks", "wrens"],
    "owls and larks": ["owls", "larks"],
    "owls": ["owls"],
    "owls and larks, wrens": ["owls and larks", "wrens"],
    "owls, larks and wrens and doves": ["owls", "larks and wrens", "doves"],
    "owls (larks, wrens), doves": ["owls (larks, wrens)", "doves"],
    "owls [larks, wrens], doves": ["owls [larks, wrens]", "doves"],
    "owls), larks": ["owls)", "larks"],
    "owls (and larks) and wrens": ["owls (and larks)", "wrens"],
    "owls (and larks)": ["owls (and larks)"],
    "1,000 owls, 2, 3 larks": ["1,000 owls", "2", "3 larks"],
    "owls,1": ["owls", "1"],
    "1,owls": ["1", "owls"],
    "owls, and larks": ["owls", "larks"],
    "owls, , larks": ["owls", "larks"],
    "owls as well as larks": ["owls", "larks"],
    " - owls. ": ["owls"],
    "": [],
}


@pytest.mark.parametrize("text, found", ENTRIES.items())
def test_the_entries_of_an_enumeration(text, found):
    assert [e.words for e in spans.entries(span(text), CUES.conjunctions)] == found


def test_words_around_a_conjunction_may_be_one_entry():
    asked = []

    def one(left, right):
        asked.append((left, right))
        return right == "Protection"

    said = span("owls, Customs and Protection.")
    assert [e.words for e in spans.entries(said, CUES.conjunctions, one)] == ["owls", "Customs and Protection"]
    assert asked == [("Customs", "Protection")]


@pytest.mark.parametrize(
    "text, edges, found",
    [
        (" , owls; ", None, "owls"),
        ("*owls*", None, "owls"),
        ("(owls)", None, "(owls)"),
        ("–owls—", None, "owls"),
        (" owls ,", " ", "owls ,"),
        ("....", None, ""),
        ("", None, ""),
    ],
)
def test_a_span_without_its_edges(text, edges, found):
    got = span(text).trimmed() if edges is None else span(text).trimmed(edges)
    assert (got.words, got.folded) == (found, found) and bool(got) == bool(found)


def test_a_span_of_blanks_is_empty():
    assert not span(" \n") and span(" a ")
    assert span("Owls").part(1, 3).words == "wl" and span("Owls").part(1).words == "wls"


def test_the_words_of_a_line():
    text = Text.plain("Data: owls", "line 1")
    labelled = Line(text, "data: owls", "para", label=frozenset({"data"}), value=5)
    assert spans.span_of(labelled).words == " owls" and spans.whole(labelled).words == "Data: owls"
    assert spans.span_of(Line(text, "data: owls", "para", value=5)).words == "Data: owls"


def test_a_fact_has_the_words_of_its_spans_once():
    said = span("We like owls")
    owls = Quote("owls", "line 1", 8, 12)
    assert spans.fact("x", said.part(8), said, said.part(8), said.part(7, 8)) == Fact(
        "x", (owls, Quote("We like owls", "line 1", 0, 12))
    )
    assert spans.fact("x", said.part(8), why="w") == Fact("x", (owls,), "stated", "w", False)
    assert spans.fact("x", sure=False, how="inferred") == Fact("x", (), "inferred", "", False)
    assert spans.fact("x", extra={"a": "b", "c": ""}).extra == {"a": "b"}
    assert spans.to_read("text", said.part(8), "w") == ToRead("text", owls, "w")


@pytest.mark.parametrize(
    "words_, text, same",
    [
        ("legal bas*", "the legal basis", True),
        ("legal bas*", "the legal bas", True),
        ("legal bas*", "illegal basis", False),
        ("legal basis", "legal  basis", True),
        ("legal basis", "legal-basis", True),
        ("legal basis", "legal basiss", False),
        ("Účel", "ucel", True),
        ("we ... data", "we data", True),
        ("we ... data", "we use all of your many old data", True),
        ("we ... data", "we use one two three four five six data", False),
        ("art.", "art. 6", True),
        ("(us)", "(us)", True),
        ("us)", "bus)", False),
        ("ab*cd", "abxcd", True),
    ],
)
def test_a_phrase_finds_its_words(words_, text, same):
    assert bool(pattern([words_]).search(text)) is same


def test_the_longest_phrase_comes_first():
    assert pattern(["we", "we share"]).search("we share it")[0] == "we share"
    assert pattern([]).search("we") is None and phrase("we") == r"\bwe\b"
