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


GOES_ON = {
    "en": ["Solicitors Elm and Oak", "Miller and Sons"],
    "de": ["Sparkasse Elm und Umland", "Wasserverband Elbe und Aller", "Schmidt und Söhne"],
    "fr": ["Cabinet Orme et Chêne", "Orme et Fils", "Orme et Associés"],
    "cs": ["Advokátní kancelář Dub a Lípa", "Novák a Synové"],
    "es": ["Bufete Olmo y Roble", "Olmo y Hijos"],
    "it": ["Studio Olmo e Quercia", "Olmo e Figli", "Studio Olmo e Associati"],
    "nl": ["Gemeente Iep en Eik", "Iep en Zonen"],
    "pl": ["Kancelaria Wiąz i Dąb", "Wiąz i Wspólnicy"],
}


@pytest.mark.parametrize("text, language", [(t, k) for k, texts in GOES_ON.items() for t in texts])
def test_a_name_that_goes_on_behind_and_is_one_wherever_it_is_in_a_list(text, language):
    for before, after in ("", ""), ("Mailbird, ", ""), ("", ", Mailbird"):
        found = [v for v in read_names(before + text + after, (language,)).values if v.value != "Mailbird"]
        assert [(v.value, v.sure) for v in found] == [(text, False)]


def test_before_further_names_an_and_is_never_sure_to_part_names():
    found = read_names("Postbox, Elm und Oak, Mailbird", ("de",)).values
    assert [(v.value, v.sure) for v in found] == [("Postbox", True), ("Elm und Oak", False), ("Mailbird", True)]
    assert [v.sure for v in read_names("Postbox, Elm GmbH und Oak GmbH, Mailbird", ("de",)).values] == [True] * 4


def test_sons_before_a_company_form_are_of_one_company():
    for text in ("Iep en Zonen B.V.", "Orme et Fils SARL", "Miller and Sons Ltd", "Schmidt und Söhne GmbH"):
        assert [(v.value, v.sure) for v in read_names(text).values] == [(text, True)]


def test_two_bodies_stay_two():
    assert len(read_names("Stadtwerke Elm und Finanzamt Elm", ("de",)).values) == 2
    assert len(read_names("Banken und Partner", ("de",)).values) == 2
