"""Words are cleaned for reading, and every character keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_fixture import assert_traceable

from datamap.reading.document import Document, Paragraph
from datamap.reading.words import Pieces, cleaned, text_of


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Auf\u00adtrags\u00adverarbeiter", "Auftragsverarbeiter"),
        ("Stripe\u00a0Inc.", "Stripe Inc."),
        ("Str\u200bipe\ufeff", "Stripe"),
        ("a \u200b b", "a b"),
        ("\u00ad a", "a"),
        ("a\t\t b", "a b"),
        ("a \r\n\r\n  b", "a\nb"),
        ("a\u2028b", "a\nb"),
        ("o\ufb03ce", "office"),
        ("Cafe\u0301", "Café"),
        ("\u202eabc", "abc"),
        ("a\x00b", "ab"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_what_a_person_reads(raw, words):
    assert cleaned(raw)[0] == words


def test_line_breaks_become_spaces_where_a_paragraph_is_one_line():
    assert cleaned("a\n  b", lines=False)[0] == "a b"


def test_a_quote_is_the_source_character_by_character():
    text = text_of("x Da\u00adten\u00a0schutz", "line 1", 2)
    assert text.words == "Daten schutz"
    quote = text.quote(1, 8)
    assert quote.words == "a\u00adten\u00a0sc" and "x Da\u00adten\u00a0schutz"[quote.start : quote.end] == quote.words


@given(st.text("ab \t\n\r\u00a0\u00ad\u200b\u2028\ufb01e\u0301\x0b\x1f", max_size=30))
def test_every_character_is_the_one_at_its_offset_or_a_documented_replacement(raw):
    document = Document("", "txt", "", (Paragraph(text_of(raw, "line 1")),), text=raw)
    assert_traceable(document)
    words = document.blocks[0].text.words
    assert words == words.strip() and "  " not in words and "\u00ad" not in words


@given(st.text("ab \t\n\u00a0\u00ad", max_size=30))
def test_cleaning_twice_changes_nothing(raw):
    once = cleaned(raw)[0]
    assert cleaned(once)[0] == once


def test_bold_parts_are_kept_and_joined():
    pieces = Pieces("Label : value")
    pieces.bold(True)
    pieces.copy(0, 5)
    pieces.bold(False)
    pieces.bold(True)
    pieces.copy(5, 7)
    pieces.bold(False)
    pieces.copy(7, 13)
    assert pieces.text("line 1").strong == ((0, 7),)
