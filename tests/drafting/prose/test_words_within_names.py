"""The small words that may be within a name, and the forms of companies, each once, in the languages of texts."""

from __future__ import annotations

import pytest

from datamap.drafting.prose import names
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.spans import Span
from datamap.drafting.prose.words import LANGUAGES, listed, words
from datamap.reading.document import Text

INNER = [
    *(
        "of",
        "de",
        "du",
        "des",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "la",
        "le",
        "les",
        "und",
        "and",
        "&",
        "et",
        "van",
    ),
    *("von", "den", "het", "for", "-", "–", "a", "e", "y", "i"),
]


def span(text: str) -> Span:
    return Span(Text.plain(text, "line 1"), fold(text))


def formed(text: str, language: str = "en") -> list[str]:
    return [s.words for s in names.with_form(span(text), words((language,)))]


@pytest.mark.parametrize("inner", INNER)
def test_a_small_word_connects_two_words_of_a_name(inner):
    assert formed(f"We pay Owl {inner} Lark Ltd today") == [f"Owl {inner} Lark Ltd"]
    assert formed(f"We pay owl {inner} Lark Ltd today") == ["Lark Ltd"]


@pytest.mark.parametrize("inner", ["or", "with", "in", "by", "to"])
def test_another_small_word_does_not(inner):
    assert formed(f"We pay Owl {inner} Lark Ltd today") == ["Lark Ltd"]


def test_en_connects_in_dutch_alone():
    assert formed("Wij betalen Uil en Merel B.V. nu", "nl") == ["Uil en Merel B.V."]
    assert formed("We pay Owl en Lark Ltd today") == ["Lark Ltd"]


FORMS = sorted({f for language in LANGUAGES for f in listed(language, "forms")})


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_company_ends_a_name(form):
    (found,) = formed(f"We pay Owl {form}, today")
    assert found.rstrip(".") == f"Owl {form}".rstrip(".")
    assert names.formed(f"Owl {form}") and names.has_form(span(f"Owl {form}"))
    (start, end), *_ = names.form_spans(f"Owl {form}")
    assert start >= 4 and end <= len(f"Owl {form}")
    assert " " in form or not names.formed(f"Owl x{form}x")


@pytest.mark.parametrize("text", ["Owl LtdX", "owl.Ltd", "Owl Ltd&", "Owl Ltd.x"])
def test_what_only_looks_like_a_form_is_none(text):
    assert not names.formed(text)


@pytest.mark.parametrize("dots, same", [("s.r.o.", True), ("s. r. o.", True), ("s .r.o.", True), ("s r o", False)])
def test_spaces_around_the_dots_of_a_form(dots, same):
    assert bool(formed(f"Platíme Sova {dots}, dnes", "cs")) is same


@pytest.mark.parametrize(
    "text, found",
    [
        ("We pay Owl Limited today", ["Owl Limited"]),
        ("We pay Owl Limited Edition", []),
        ("We pay Owl Incorporated Hill", []),
        ("We pay Owl Corp Hill", ["Owl Corp"]),
        ("We pay Owl LLC Hill", ["Owl LLC"]),
    ],
)
def test_a_form_that_is_a_common_word_is_not_followed_by_a_name(text, found):
    assert formed(text) == found
