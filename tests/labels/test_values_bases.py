"""Legal bases and conditions: every letter that is cited; Art. 9 is a condition, never a basis."""

from __future__ import annotations

import pytest

from datamap.labels import words
from datamap.labels.values import read_bases, read_conditions


def bases(text):
    return [v.value.removeprefix("6-1-") for v in read_bases(text).values if v.sure]


@pytest.mark.parametrize(
    "text, letters",
    [
        ("Art. 6(1)(b), (c)", "bc"),
        ("Article 6(1)(a) and (f) GDPR", "af"),
        ("Art. 6(1)(b)/(f)", "bf"),
        ("Art. 6 (1) (b) & (c)", "bc"),
        ("6.1.f", "f"),
        ("6(1)(a), 6(1)(c)", "ac"),
        ("Art. 6 Abs. 1 lit. b und f DSGVO", "bf"),
        ("Art. 6 Abs. 1 S. 1 lit. a, b und c", "abc"),
        ("Art. 6 Abs. 1 Buchst. c", "c"),
        ("art. 6, § 1, e) mission", "e"),
        ("art. 6.1.a) et f) RGPD", "af"),
        ("čl. 6 odst. 1 písm. a) a f)", "af"),
        ("čl. 6 odst. 1 písm. b) GDPR", "b"),
        ("art. 6.1 b) y f) RGPD", "bf"),
        ("artículo 6.1, letra c)", "c"),
        ("art. 6, par. 1, lett. b) e f)", "bf"),
        ("artikel 6 lid 1 sub b en c AVG", "bc"),
        ("art. 6 ust. 1 lit. a i f RODO", "af"),
        ("Art. 6(1)(b) contract", "b"),
        ("Consent", "a"),
        ("Consent, contract", "ab"),
        ("Vertrag; rechtliche Verpflichtung", "bc"),
        ("Obligation légale", "c"),
        ("plnění smlouvy, oprávněný zájem", "bf"),
        ("interés legítimo", "f"),
        ("obbligo legale", "c"),
        ("gerechtvaardigd belang", "f"),
        ("zgoda", "a"),
        ("Art. 6 (1) (b), Art. 9 (2) (h)", "b"),
        ("Art. 9(2)(a) explicit consent", ""),
        ("Art. 9 Abs. 2 lit. b, h", ""),
        ("Art. 9(2)(a) explicit consent; contract", "b"),
        ("16(1)(b)", ""),
        ("no consent needed", ""),
        ("consent if needed", ""),
        ("keine Einwilligung", ""),
        ("sans consentement", ""),
        ("bez souhlasu", ""),
        ("withdrawal of consent", ""),
        ("because we want to", ""),
        ("clauses contractuelles types", ""),
        ("standard contractual clauses", ""),
        ("privacy_contract", "b"),
    ],
)
def test_every_letter_of_article_6_and_none_of_article_9(text, letters):
    assert "".join(bases(text)) == letters


@pytest.mark.parametrize("text", ["Contract or consent", "Vertrag oder Einwilligung", "Art. 6(1)(b) – consent"])
def test_alternatives_and_contradictions_are_not_sure(text):
    values = read_bases(text).values
    assert len(values) == 2 and not all(v.sure for v in values)


@pytest.mark.parametrize(
    "text, found",
    [
        ("Art. 9(2)(a) explicit consent", ["9-2-a"]),
        ("Art. 9 Abs. 2 lit. a und h", ["9-2-a", "9-2-h"]),
        ("čl. 9 odst. 2 písm. b)", ["9-2-b"]),
        ("art. 9.2.h) RGPD", ["9-2-h"]),
        ("artikel 9 lid 2 sub b", ["9-2-b"]),
        ("explicit consent", ["9-2-a"]),
        ("ausdrückliche Einwilligung", ["9-2-a"]),
        ("Art. 10", ["10"]),
        ("čl. 10", ["10"]),
        ("Art. 6(1)(b)", []),
        ("no explicit consent", []),
    ],
)
def test_conditions(text, found):
    assert [v.value for v in read_conditions(text).values] == found


def test_article_9_among_bases_is_left_over_with_its_words():
    text = "Art. 6(1)(b), Art. 9(2)(a) explicit consent"
    assert [text[a:b] for a, b in read_bases(text).rest] == ["Art. 9(2)(a) explicit consent"]


@pytest.mark.parametrize("language", ["en", "fr", "cs"])
def test_the_texts_of_our_records_come_back(language):
    for key, said in words("basis").items():
        if key != "unknown":
            assert [v.value for v in read_bases(said[language]).values] == [key], said
    for key, said in words("condition").items():
        if key != "unknown":
            assert [v.value for v in read_conditions(said[language]).values] == [key], said
            assert read_bases(said[language]).values == ()


@pytest.mark.parametrize("text", ["Art. 6(1)(b) GDPR", "see (Art. 6(1)(b)) there", "Art. 6(1)(a), (f)", "Art. 9(2)(h)"])
def test_a_citation_has_the_bracket_that_closes_it(text):
    for read in (read_bases, read_conditions):
        for v in read(text).values:
            words = text[v.start : v.end]
            assert words.count("(") == words.count(")"), words
