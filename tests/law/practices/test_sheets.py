"""Country sheets: every statement has a source, and a country without a sheet is blank."""

import datetime as dt

import pytest

from datamap.errors import LawError
from datamap.facts import Pack
from datamap.labels import countries
from datamap.law import practices
from datamap.law.practices import sheets

DAY = dt.date(2026, 9, 30)


def test_every_statement_has_a_source_and_a_country_and_says_what_it_is_about():
    for s in practices.load().statements:
        assert s.sources and s.country in countries.codes() and s.topic in practices.TOPICS, s
        assert not s.text.endswith(".") and s.verified_on <= dt.date(2026, 11, 28), s


def test_the_six_countries_have_a_statement_on_access_and_on_oversight():
    found = practices.load()
    assert found.countries == ("US", "IN", "PH", "UA", "TR", "MA")
    for country in found.countries:
        assert found.of(country, DAY, "access") and found.of(country, DAY, "oversight"), country


def test_another_country_is_blank_and_there_is_a_place_to_look_for_every_topic():
    found = practices.load()
    assert found.of("ZA", DAY) == ()
    assert all(found.where_to_look(topic) for topic in practices.TOPICS)


def test_the_safeguards_of_the_united_states_apply_to_other_tools_since_the_decision():
    found = practices.load()
    assert "us-other-tools" in [s.id for s in found.of("US", DAY, "tools")]
    assert found.of("US", dt.date(2023, 7, 9), "tools") == ()


def test_the_sheets_are_as_they_were_known_on_a_day():
    assert practices.load(dt.date(2026, 11, 27)).statements == ()
    assert practices.load(dt.date(2026, 11, 28)) == practices.load()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("source: [EO-14086]", "source: [NO-SUCH]", "is not in sources.yaml"),
        (", source: [EO-14086]", "", "source"),
        ("topic: access", "topic: score", "topic"),
    ],
)
def test_a_statement_without_a_known_source_is_refused(tmp_path, old, new, found):
    for file in sheets.DATA.glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    pack = Pack(tmp_path, ("sheets",), sheets.SCHEMA, title="the sheets", error=LawError)
    pack.rows("sheets", "statements")
    with pytest.raises(LawError, match=found):
        pack.edition()
