"""From how many words a language is judged, and by which of them: each limit, on both of its sides."""

from __future__ import annotations

import pytest

from datamap.reading import language
from datamap.reading.document import Block, Cell, Document, Heading, Paragraph, Table, Text
from datamap.reading.language import ENOUGH, code_page, heading_words, is_unread, language_of

ENGLISH = ["the", "of", "and", "to", "our", "your"]
SWEDISH = ["och", "att", "det", "är", "av", "när"]
FINNISH = ["ja", "ovat", "että", "sekä", "joka", "mutta"]


def text(words: list[str]) -> Text:
    return Text.plain(" ".join(words), "line 1")


def document(*texts: list[str]) -> Document:
    return Document("", "txt", "", tuple(Paragraph(text(words)) for words in texts))


def of(words: list[str], other: int) -> list[str]:
    """Some words, then words of no language."""
    return words + ["zzq"] * other


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (of(ENGLISH, 54), "en"),
        (of(ENGLISH, 55), ""),
        (of(ENGLISH[:4], 36), "en"),
        (of(ENGLISH[:3] * 4, 28), ""),
        (of([*ENGLISH[:4], *SWEDISH[:4]], 32), "en"),
        (of([*ENGLISH[:4], *SWEDISH[:5]], 32), ""),
        (of([w.upper() for w in ENGLISH], 54), "en"),
        ([], ""),
    ],
)
def test_the_language_of_a_document(words, code):
    assert language_of(document(words)) == code


def test_short_texts_count_only_where_there_is_little_running_text():
    german = [["der", "die", "und", "wir", "sie"]] * 30
    assert language_of(document(of(ENGLISH * 2, 48), *german)) == "en"
    assert language_of(document(of(ENGLISH * 2, 47), *german)) == "de"


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        (["the"] * 12, 12),
        (["the"] * 11, 0),
        ([*["the"] * 11, "a1"], 0),
        ([*["the"] * 12, "a1", "https://a.test"], 16),
        ([*["the"] * 11, "(end)."], 12),
        ([*["the"] * 11, "„end“"], 12),
    ],
)
def test_running_text_has_a_dozen_words_without_addresses_and_codes(words, counted):
    assert len(language._words(document(words), 12)) == counted


def test_all_words_count_where_any_text_does():
    assert language._words(document(["a1", "b"], [], ["c_d"])) == ["a", "b", "c", "d"]


def test_only_the_first_words_are_looked_at(monkeypatch):
    monkeypatch.setattr(language, "_WORDS", 10)
    assert language._words(document(["A", "b"] * 4, ["c"] * 3, ["d"])) == ["a", "b"] * 4 + ["c"] * 2
    assert language._words(document(["a"] * 10, [], ["c"])) == ["a"] * 10


@pytest.mark.parametrize(
    ("words", "unread"),
    [
        (of(ENGLISH[:4], ENOUGH), False),
        (of(ENGLISH[:3], 72), False),
        (of(ENGLISH[:3], 73), True),
        (of(SWEDISH[:4], 36) + of(SWEDISH[:4], 36), True),
        (of(SWEDISH, 54), True),
        (of([*SWEDISH[:3], *SWEDISH[:3]], 54) + ["the", "the", "the"], False),
        (of([*SWEDISH, *ENGLISH], 48), False),
        (of([*SWEDISH, *ENGLISH[:5]], 49), True),
        (of([], ENOUGH), True),
        (of([], ENOUGH - 1), False),
    ],
)
def test_a_document_in_a_language_that_is_not_read(words, unread):
    assert is_unread(document(words)) is unread


@pytest.mark.parametrize(
    ("words", "unread"),
    [
        (of(FINNISH[:3], 11), True),
        (of(FINNISH[:3], 10), False),
        (of(FINNISH[:2] * 2, 11), False),
        (of(FINNISH[:3], 27), True),
        (of(FINNISH[:3], 28), False),
        (of([*FINNISH[:3], "the", "of"], 11), True),
        (of([*FINNISH[:3], "the", "of", "and"], 11), False),
        (of([*SWEDISH[:2], "i"], 11), False),
    ],
)
def test_a_few_sentences_in_a_language_that_is_not_read(words, unread):
    assert is_unread(document(words)) is unread


def _letters(words: str, *more: Block) -> Document:
    return Document("", "txt", "", (Heading(Text.plain(words, "line 1"), 1), *more))


@pytest.mark.parametrize(
    ("found", "unread"),
    [
        (_letters("жш" * 30), True),
        (_letters("ж" * 59), False),
        (_letters("ж" * 30 + "a" * 30), False),
        (_letters("ж" * 31 + "é" * 30), True),
        (_letters("ж" * 31 + "é" * 31), False),
        (_letters("1 " * 20 + "ж" * 59), False),
        (_letters("a", Table(((Cell(Text.plain("ж" * 60, "x")),),))), False),
    ],
)
def test_a_text_in_other_letters(found, unread):
    assert is_unread(found) is unread


def test_only_the_first_letters_are_looked_at(monkeypatch):
    monkeypatch.setattr(language, "_LETTERS", 60)
    assert is_unread(_letters("ж" * 31 + "a" * 29, Paragraph(Text.plain("a" * 60, "line 2"))))


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("údaje zákazníků jsou pro nás a podle nich také", "cp1250"),
        ("les données des clients et pour nous", "cp1252"),
        ("Łódź", "cp1250"),
        ("Müller & Söhne, Höß", "cp1252"),
        ("Muñoz", "cp1252"),
        ("Dvořák Żółć", "cp1250"),
        ("the data of Müller", "cp1252"),
        ("the data of Dvořák and Novák, to be kept for us by the law", "cp1250"),
        ("plain words", "cp1252"),
    ],
)
def test_the_code_page_of_words_and_letters(words, page):
    raw = words.encode(page)
    assert code_page(raw.decode("cp1250", "replace"), raw.decode("cp1252", "replace")) == page


def test_the_letters_of_a_text_fit_one_language_as_a_whole():
    assert language._fit("zákazníků", "cp1250") == 3 and language._fit("zákazníkù", "cp1252") == 1
    assert language._fit("– x — „a“ é", "cp1252") == -2  # marks beside a letter count, and none fits
    assert language._fit("ÉCOLE", "cp1252") == 1


def test_words_that_begin_a_heading():
    assert {"article", "čl", "abschnitt", "§"} & heading_words() == {"article", "čl", "abschnitt"}
