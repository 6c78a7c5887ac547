"""Names of places as people write them, in many languages: each is one place, or unknown."""

from __future__ import annotations

import datetime as dt

import pytest

from datamap.labels import countries

END = dt.date.max


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EL", "GR"),
        ("UK", "GB"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("U.S.A.", "US"),
        ("the United States", "US"),
        ("Czech Republic", "CZ"),
        ("EU data center", "EU"),
        ("EU data centre", "EU"),
        ("data center in Germany", "DE"),
        ("Kosovo", "XK"),
        ("NO", "NO"),
        ("norway", "NO"),
        ("Türkiye", "TR"),
        ("DEU", "DE"),
        ("Korea, Republic of", "KR"),
        ("Korea, South", "KR"),
        ("u.s.a", "US"),
        ("Czech rep.", "CZ"),
        ("Holy See", "VA"),
        ("Jan Mayen", "NO"),
        ("Svalbard", "SJ"),
        ("Ελλάδα", "GR"),
        ("България", "BG"),
        ("Suomi", "FI"),
        ("Sverige", "SE"),
        ("Magyarország", "HU"),
        ("Nederland", "NL"),
        ("Norge", "NO"),
        ("Ísland", "IS"),
        ("Německo", "DE"),
        ("Turquie", "TR"),
        ("Brasil", "BR"),
        ("Spojené státy", "US"),
        ("Slovenská republika", "SK"),
        ("Österreich", "AT"),
        ("Canary Islands", "ES"),
        ("Germany (DE)", "DE"),
        ("EL - Greece", "GR"),
        ("European Economic Area (EEA)", "EEA"),
        ("EU-27", "EU"),
        ("within the European Union", "EU"),
        ("Servers in Suomi", "FI"),
        ("Côte d'Ivoire", "CI"),
        ("worldwide", "worldwide"),
        ("non-EU", "various"),
        ("EPO", "EPO"),
        ("United Nations", "IGO"),
        ("the World Health Organization", "IGO"),
        ("Council of Europe", "IGO"),
        ("European Central Bank", "EU-INST"),
        ("Council of the European Union", "EU-INST"),
    ],
)
def test_spellings(text, code):
    assert countries.read(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("XI", "GB"),
        ("Europol", "EU-INST"),
        ("European Medicines Agency", "EU-INST"),
        ("the European Data Protection Supervisor", "EU-INST"),
        ("ENISA", "EU-INST"),
        ("EEA", "EEA"),
        ("FRA", "FR"),
        ("SRB", "RS"),
        ("European Court of Human Rights", "IGO"),
        ("AN", "AN"),
        ("Netherlands Antilles", "AN"),
    ],
)
def test_bodies_of_the_union_and_places_with_an_unusual_code(text, code):
    assert countries.read(text).code == code
    assert countries.code_of(text) == code


def test_a_former_place_existed_until_its_last_day():
    assert [countries.existed("AN", dt.date(2010, 10, d)) for d in (9, 10)] == [True, False]
    assert countries.ended("AN", dt.date(2010, 10, 9)) == "" and "CW, SX and BQ" in countries.ended("AN", END)
    assert not set(countries.FORMER) & countries.codes(), "a place that ISO lists again is not a former one"


@pytest.mark.parametrize(
    "text",
    [
        "Europe",
        "Korea",
        "Georgia (US)",
        "Channel Islands",
        "Atlantis",
        "EMEA",
        "Congo",
        "QQ",
        "1",
        "United",
        "Kongo",
        "Corea",
        "Germany (US)",
        "Germany, Ireland",
        "EU (Germany)",
        "EU/US",
        "New Jersey",
        "Saint-Martin",
        "nan",
        "null",
        "Ireland - UK",
    ],
)
def test_what_cannot_be_read_is_unknown_and_never_guessed(text):
    place = countries.read(text)
    assert (place.code, place.sort) == ("unknown", "unknown") and place.note
    assert countries.code_of(text) is None


def test_names_in_the_languages_of_the_eea_are_of_one_place():
    names = countries._translated()
    assert len(names) > 5000, "pycountry's translations are not where they were"
    english = countries._english()
    for name, code in names.items():
        assert english.get(name, code) == code, (
            f"{name} is {english[name]} in English and {code} in another language: name it in EXTRA or AMBIGUOUS"
        )
        assert countries.read(name).code in (code, "unknown"), (
            f"{name} is read as {countries.read(name).code}, and is {code} in another language"
        )


@pytest.mark.parametrize("code", sorted(countries.codes()))
def test_every_code_and_every_name_is_read(code):
    assert countries.read(code).code == code
    assert countries.read(code.lower()).code == code
    assert countries.read(countries.name(code)).code == code
