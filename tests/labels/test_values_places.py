"""Places in a text: every one is read or left over, and what can mean two places is unknown."""

from __future__ import annotations

import pytest

from datamap.labels import countries
from datamap.labels.values import read_places


def codes(text):
    return [v.value for v in read_places(text).values]


def rest(text):
    return [text[a:b] for a, b in read_places(text).rest]


@pytest.mark.parametrize(
    "text, read, left_over",
    [
        ("USA (SCC)", ["US"], ["SCC"]),
        ("Germany; USA (SCC)", ["DE", "US"], ["SCC"]),
        ("Oui - USA (clauses contractuelles types)", ["US"], ["clauses contractuelles types"]),
        ("Yes: USA (SCC 2021/914)", ["US"], ["SCC 2021/914"]),
        ("Deutschland, Vereinigte Staaten", ["DE", "US"], []),
        ("États-Unis et Royaume-Uni", ["US", "GB"], []),
        ("Irsko a Spojené státy", ["IE", "US"], []),
        ("Alemania y Estados Unidos", ["DE", "US"], []),
        ("EE. UU.", ["US"], []),
        ("Germania e Stati Uniti", ["DE", "US"], []),
        ("Duitsland en de VS", ["DE", "US"], []),
        ("Niemcy i Stany Zjednoczone", ["DE", "US"], []),
        ("U.S.", ["US"], []),
        ("United\u00a0States", ["US"], []),
        ("Germany (DE)", ["DE"], []),
        ("Germany (EU)", ["DE"], []),
        ("EU (Ireland)", ["IE"], []),
        ("EU/EEA", ["EEA"], []),
        ("UE / EEE", ["EEA"], []),
        ("EWR", ["EEA"], []),
        ("EHP", ["EEA"], []),
        ("EOG", ["EEA"], []),
        ("SEE", ["EEA"], []),
        ("EER", ["EEA"], []),
        ("EU data center", ["EU"], []),
        ("Rechenzentrum in Frankfurt, Deutschland", ["DE"], ["Frankfurt"]),
        ("Swedbank (LV)", ["LV"], ["Swedbank"]),
        ("US, IE, DE", ["US", "IE", "DE"], []),
        ("USA, CAN", ["US", "CA"], []),
        ("SE, NO, DK", ["SE", "NO", "DK"], []),
        ("New Jersey", ["US"], []),
        ("Delaware, USA", ["US"], []),
        ("Kalifornien", ["US"], []),
        ("Ontario", ["CA"], []),
        ("Georgia, USA", ["US"], []),
        ("New Mexico", ["US"], []),
        ("worldwide", ["worldwide"], []),
        ("weltweit", ["worldwide"], []),
        ("Drittländer", ["various"], []),
        ("mimo EU", ["various"], []),
        ("contact us in the EU", ["EU"], ["contact us"]),
        ("the provider is in Ireland and we are at home", ["IE"], ["provider", "home"]),
        ("AND THE US", ["US"], []),
        ("EU-U.S. DPF", [], ["U.S. DPF"]),
        ("Intra-EU, no transfer", ["EU"], []),
        ("EU only (no transfer to US)", ["EU"], ["US"]),
        ("not in the USA", [], ["not", "USA"]),
        ("nicht in den USA", [], ["nicht", "USA"]),
        ("pas aux États-Unis", [], ["pas", "États-Unis"]),
        ("Atlantis", [], ["Atlantis"]),
        ("n/a (EU only)", ["EU"], ["n/a"]),
        ("No transfers outside the EEA; hosted in Ireland", ["IE"], ["outside the EEA"]),
        ("Mountain View, CA, USA", ["US"], ["Mountain View"]),
        ("Dover, DE 19901", ["US"], ["Dover", "19901"]),
        ("CA, US", ["CA", "US"], []),
        ("CA", ["CA"], []),
        ("USA, podpora z Indie", ["US", "IN"], ["podpora"]),
        ("Germany and Atlantis", ["DE"], ["Atlantis"]),
    ],
)
def test_all_places_are_read_and_the_rest_is_left(text, read, left_over):
    assert codes(text) == read
    assert rest(text) == left_over


@pytest.mark.parametrize(
    "text, read",
    [
        ("Jersey / New Jersey", ["unknown", "US"]),
        ("Georgia", ["unknown"]),
        ("Géorgie", ["unknown"]),
        ("Europe", ["unknown"]),
        ("Evropa", ["unknown"]),
        ("Germany, Europe", ["DE", "unknown"]),
        ("eu-west-2", ["unknown"]),
        ("North America", ["unknown"]),
        ("NO", ["unknown"]),
        ("NE", ["unknown"]),
        ("Korea", ["unknown"]),
        ("Virgin Islands", ["unknown"]),
    ],
)
def test_what_can_mean_several_places_is_unknown_and_not_sure(text, read):
    values = read_places(text).values
    assert [v.value for v in values] == read
    assert all(v.why and not v.sure for v in values if v.value == "unknown")


@pytest.mark.parametrize("text", ["USA (SCC to be signed)", "USA - SCC beantragt", "USA (CCT à signer)", "USA (DPF?)"])
def test_what_postpones_a_tool_does_not_doubt_the_place(text):
    assert [(v.value, v.sure) for v in read_places(text).values] == [("US", True)]


@pytest.mark.parametrize(
    "text, read",
    [
        ("We host in DE and transfer to US", [("DE", False), ("US", True)]),
        ("employees in IT and sales", [("IT", False)]),
        ("DATA IN IS", []),
    ],
)
def test_a_code_among_words_is_kept_and_not_sure(text, read):
    assert [(v.value, v.sure) for v in read_places(text).values] == read


@pytest.mark.parametrize(
    "text", ["Jersey", "Guernsey", "Ireland", "Guinea-Bissau", "Guinea", "Niger", "GE", "Singapore"]
)
def test_names_that_mean_one_place_are_sure(text):
    (value,) = read_places(text).values
    assert value.sure and value.value == countries.code_of(text)


@pytest.mark.parametrize(
    "text", ["possibly USA", "USA (planned)", "USA?", "eventuell USA", "případně USA", "USA, le cas échéant"]
)
def test_a_place_that_is_conditional_is_kept_and_not_sure(text):
    (value,) = read_places(text).values
    assert value.value == "US" and not value.sure


@pytest.mark.parametrize(
    "text", ["none", "n/a", "No transfer", "keine", "aucun", "žádné", "ninguno", "nessuno", "geen", "brak", "no"]
)
def test_no_place(text):
    assert read_places(text).denied and not read_places(text).values and not read_places(text).rest


@pytest.mark.parametrize("code", sorted(countries.codes() - {"NO", "NA", "NE", "NI", "XK"}))
def test_every_country_is_read_in_english_and_by_its_code(code):
    assert codes(code) == [code]
    assert codes(f"in {countries.name(code)}") == [code], countries.name(code)


OF_TIME = (
    "support outside EU office hours",
    "Support during US business hours",
    "Support außerhalb der EU-Bürozeiten",
    "24/7 support in EU time zones",
    "assistance hors des heures de bureau de l'UE",
    "podpora mimo pracovní dobu EU",
    "soporte fuera del horario de oficina de la UE",
    "assistenza fuori dall'orario d'ufficio dell'UE",
    "ondersteuning buiten EU-kantooruren",
    "wsparcie poza godzinami pracy UE",
)


@pytest.mark.parametrize("text", OF_TIME)
def test_a_place_whose_hours_are_meant_is_no_place_of_the_data(text):
    assert codes(text) == [] and rest(text)


@pytest.mark.parametrize(
    "text, read",
    [
        ("support during business hours from Ireland", ["IE"]),
        ("office hours; Germany", ["DE"]),
        ("USA (business hours)", ["US"]),
        ("USA - working time", ["US"]),
        ("office hours in the EU", ["EU"]),
        ("outside the EU", ["various"]),
    ],
)
def test_a_place_beside_hours_that_are_not_its_own_is_read(text, read):
    assert codes(text) == read


@pytest.mark.parametrize("word", ["and", "And", "in", "is", "it", "at", "de", "per", "can", "are", "mar"])
def test_a_word_alone_that_is_spelled_like_a_code_is_never_sure(word):
    found = read_places(word)
    assert not any(v.sure for v in found.values)
    assert not any(v.sure for v in read_places(f"{word} ").values)


@pytest.mark.parametrize("code", ["DE", "IT", "CAN", "uk", "usa", "eea"])
def test_a_code_in_capitals_and_a_usual_name_are_sure(code):
    assert [v.sure for v in read_places(code).values] == [True]


@pytest.mark.parametrize("form", ["a.s.", "S.A.", "S.L."])
def test_a_legal_form_written_with_full_stops_is_not_for_sure_a_country(form):
    (value,) = read_places(form).values
    assert not value.sure and "legal form" in value.why
