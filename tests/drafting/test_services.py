"""The services that texts name, in eight languages, and the supplies that need no personal data."""

from __future__ import annotations

import pytest

from datamap.drafting import draft, services
from datamap.drafting.facts import Fact
from datamap.drafting.tables import words

SERVICES = words.section("services")


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_words_in_each_language_and_they_name_it(service):
    assert set(SERVICES[service]) == set(words.LANGUAGES)
    for phrase in (p for phrases in SERVICES[service].values() for p in phrases):
        assert service in services.named_in(f"our {phrase.replace('*', 's')}, monthly"), phrase


@pytest.mark.parametrize("mark", ["irrelevant", "in_rooms", "processing"])
def test_each_language_has_words_for_supplies(mark):
    assert set(words.section("marks")[mark]) == set(words.LANGUAGES)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_supply_without_data_is_recognised_and_a_service_with_data_never(language):
    for phrase in words.section("marks")["irrelevant"][language]:
        assert services.needs_no_data(phrase), phrase
        assert not services.needs_no_data(f"{phrase}, newsletter"), phrase
    for phrase in words.section("marks")["in_rooms"][language]:
        assert services.works_in_rooms(phrase) and services.needs_no_data(phrase), phrase
    for phrases in SERVICES.values():
        for phrase in phrases[language]:
            assert not services.needs_no_data(phrase.replace("*", "")), phrase


@pytest.mark.parametrize(
    "country, dpa, remark, left_out",
    [
        ("", "", "", True),
        ("Germany", "", "", True),
        ("USA", "", "", False),
        ("Ruritania", "", "", False),
        ("", "yes", "", False),
        ("", "", "SCC", False),
        ("Germany", "", "monthly invoice", True),
    ],
)
def test_a_supplier_with_a_tool_a_contract_or_a_place_elsewhere_is_never_left_out(
    tmp_path, country, dpa, remark, left_out
):
    file = tmp_path / "list.csv"
    file.write_text(
        "Supplier,Service,Country,DPA,Remark\nHoster GmbH,hosting,Germany,yes,\n"
        f"Watts Ltd,electricity,{country},{dpa},{remark}\nMop Ltd,cleaning of the office,,,\n",
        encoding="utf-8",
    )
    found = draft.draft(file)
    names = {o.name.value for o in found.organisations}
    (entry,) = [e for e in found.reading if e.what == "not recipients"]
    assert ("Watts Ltd" not in names, "Watts Ltd" in entry.quote.words) == (left_out, left_out)
    assert "Mop Ltd" in entry.quote.words and "Do any of these see personal data in the rooms: Mop Ltd?" in entry.why


@pytest.mark.parametrize(
    "text",
    ["Power BI", "rent a car", "rent of servers", "fuel cards", "parking app", "alquiler de coches", "carta di credito",
     "Miete Telefonanlage und Software", "flowers for clients", "energy data platform", "nájem vozidel", "", "??"],
)  # fmt: skip
def test_what_only_begins_like_a_supply_without_data_is_not_one(text):
    assert not services.needs_no_data(text)


@pytest.mark.parametrize(
    "text", ["Electricity, gas and water", "úklid ordinací", "Büromiete Berlin", "flowers / plants"]
)
def test_a_supply_with_some_more_words_needs_no_data(text):
    assert services.needs_no_data(text)


def test_the_words_of_notices_are_made_once_for_all_remarks(monkeypatch):
    made = []
    words = services.Words
    monkeypatch.setattr(services, "Words", lambda languages: made.append(1) or words(languages))
    services._words.cache_clear()
    for _ in range(3):
        found = list(services.periods_of([Fact("we keep the addresses for 5 years")]))
        assert [f.value for f in found] == ["P5Y"]
    assert len(made) == 1
