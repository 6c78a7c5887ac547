"""Which roles and groups of words each language has, so that a missing one is seen."""

from __future__ import annotations

import pytest

from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.words import LANGUAGES, languages_of, words
from datamap.labels import language

FULL = ("en", "de", "fr", "cs")
"""Languages in which running text is read."""
GERMAN_ONLY = {"auxiliaries"}


def test_every_language_of_running_text_has_the_groups_of_the_others():
    groups = {lang: set(language(lang, "prose")) - GERMAN_ONLY for lang in FULL}
    every = set.union(*groups.values())
    assert {lang: sorted(every - found) for lang, found in groups.items() if every - found} == {}


@pytest.mark.parametrize("group", ["sections", "labels", "bases"])
def test_every_language_of_running_text_has_each_role(group):
    roles = {lang: set(language(lang, "prose")[group]) for lang in FULL}
    every = set.union(*roles.values())
    assert {lang: sorted(every - found) for lang, found in roles.items() if every - found} == {}


def test_every_language_has_the_labels_of_a_notice():
    needed = {"controller", "dpo", "purposes", "categories", "bases", "recipients", "transfers", "retention", "rights"}
    lacking = {lang: sorted(needed - set(language(lang, "prose")["sections"])) for lang in LANGUAGES}
    assert {lang: roles for lang, roles in lacking.items() if roles} == {}


@pytest.mark.parametrize(
    ("lang", "heading", "role"),
    [
        ("en", "How long do we keep your data?", "retention"),
        ("en", "Who can see it?", "recipients"),
        ("de", "Wie lange werden Ihre Daten gespeichert?", "retention"),
        ("de", "Wer erhält Ihre Daten?", "recipients"),
        ("fr", "Combien de temps conservons-nous vos données ?", "retention"),
        ("fr", "Qui sont les destinataires ?", "recipients"),
        ("cs", "Jak dlouho údaje uchováváme?", "retention"),
        ("cs", "Komu údaje předáváme?", "recipients"),
        ("es", "Base jurídica", "bases"),
        ("it", "Periodo di conservazione", "retention"),
        ("nl", "Ontvangers", "recipients"),
        ("pl", "Podstawa prawna", "bases"),
    ],
)
def test_headings_and_labels_are_recognised(lang, heading, role):
    assert role in words((lang,)).roles(fold(heading))[0]


def test_a_phrase_that_only_contains_a_cue_is_not_about_it():
    assert words(("en",)).roles("protection of rights and duties") == (frozenset({"rights"}), False)


@pytest.mark.parametrize("text", ["oakmail inc. (usa, scc) - e-mail", "elm gmbh", "list of sub-processors"])
def test_a_text_with_hardly_any_common_word_is_in_no_language_alone(text):
    assert languages_of(text) == LANGUAGES


@pytest.mark.parametrize(
    "signs, plain",
    [("łŁ", "l"), ("đĐ", "d"), ("øØ", "o"), ("ßẞ", "s"), ("’‘`´", "'"), ("“”„«»", '"'), ("–—‑‐−", "-")]
    + [("\u00a0\u202f\u2009\t", " "), ("éÉěËĖ", "e"), ("İ", "i"), ("Ω", "ω")],
)
def test_signs_and_letters_are_folded_one_by_one(signs, plain):
    assert fold(signs) == plain * len(signs)
