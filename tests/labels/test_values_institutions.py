"""Names of institutions with an "and" in them are one name, and are proposed; two organisations stay two."""

from __future__ import annotations

import pytest

from datamap.labels.values import read_names

LANGUAGES = ("en", "de", "fr", "cs", "es", "it", "nl", "pl")
ONE_NAME = {
    "en": ["Disclosure and Barring Service", "Customs and Border Protection", "Ministry of Trade and Rural Affairs"],
    "de": ["Bundesamt für Seen und Inseln", "Institut für Wetter und Klima", "Post und Eisenbahn Behörde"],
    "fr": ["Ministère de la Pêche et Forêts", "Agence de l'Eau et Nature", "Pêche et Forêts Agence"],
    "cs": ["Ministerstvo Vod a Lesů", "Rybářský a Lesní Úřad"],
    "es": ["Ministerio de Pesca y Montes", "Agencia del Agua y Costas"],
    "it": ["Ministero della Pesca e Foreste", "Agenzia delle Acque e Coste"],
    "nl": ["Ministerie van Visserij en Bossen", "Bureau voor Water en Kust"],
    "pl": ["Ministerstwo Wody i Lasu", "Rybny i Leśny Urząd"],
}
TWO_NAMES = [
    ("Mailbird and Postbox", "en"),
    ("Tax Office and Labour Office", "en"),
    ("Finanzamt und Zollamt", "de"),
    ("Mailbird und Postbox", "de"),
    ("Mailbird et Postbox", "fr"),
    ("Mailbird a Postbox", "cs"),
    ("Mailbird y Postbox", "es"),
    ("Mailbird e Postbox", "it"),
    ("Mailbird en Postbox", "nl"),
    ("Mailbird i Postbox", "pl"),
    ("Mailbird Ltd and Postal Service", "en"),
]


@pytest.mark.parametrize("text, language", [(t, k) for k, texts in ONE_NAME.items() for t in texts])
def test_an_institution_is_one_name_to_confirm(text, language):
    for languages in ((language,), (language, *(k for k in LANGUAGES if k != language))):
        if len(languages) > 1 and any(f" {c} " in text for c in "aeiy"):
            continue  # one letter is a conjunction only in a known language
        (found,) = read_names(text, languages).values
        assert (found.value, found.sure) == (text, False), languages


@pytest.mark.parametrize("text, language", TWO_NAMES)
def test_two_organisations_stay_two(text, language):
    assert len(read_names(text, (language,)).values) == 2


def test_the_last_name_of_a_list_is_to_confirm_where_it_may_be_an_institution():
    found = read_names("Mailbird, Wharf and Harbour Authority", ("en",)).values
    assert found[0].sure and not any(v.sure for v in found[1:])
    assert all(v.sure for v in read_names("Mailbird, Wharf and Harbour", ("en",)).values)


@pytest.mark.parametrize(
    "text, language", [("Mailbird and the Labour Office", "en"), ("Mailbird und das Bundesamt", "de")]
)
def test_an_article_behind_and_leaves_no_sure_name(text, language):
    assert not any(v.sure for v in read_names(text, (language,)).values)
