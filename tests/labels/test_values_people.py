"""Rough numbers of people: every way to write one, and what is not one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from datamap.labels import language as words_of
from datamap.labels.values import LANGUAGES, NUMBER_OF_PEOPLE, most_people, read_people
from datamap.model import Purpose

READ = {
    "5000": "5000",
    "about 5,000": "5000",
    "ca. 5.000": "5000",
    "~ 5 000 people": "5000",
    "1-100": "1-100",
    "1 – 100": "1-100",
    "100 to 200 customers": "100-200",
    "rund 1,5 Mio. Kunden": "1500000",
    "2 to 3 million": "2000000-3000000",
    "2-3k": "2000-3000",
    "10k": "10000",
    "more than 1,000": "1000+",
    "1000+": "1000+",
    "> 50": "50+",
    "up to 300 persons": "0-300",
    "environ 12 000 personnes": "12000",
    "asi 20 tisíc osob": "20000",
    "0": "0",
    "7-7": "7",
}
NOT_READ = (
    "",
    "many",
    "100-1",
    "5.5",
    "5,00",
    "-3",
    "5,000 orders",
    "1-2-3",
    "3 years",
    "more than 5-10",
    "9" * 11,
    "1e3",
    "5 mil",
    "5 m",
)


@pytest.mark.parametrize("text", READ)
def test_a_number_of_people_is_read(text):
    assert read_people(text).only == READ[text]


@pytest.mark.parametrize("text", NOT_READ)
def test_what_is_not_a_number_of_people_is_not_read(text):
    found = read_people(text)
    assert not found.values and (bool(found.rest) or not text.strip())
    with pytest.raises(ValidationError, match="is not a number of people; expected"):
        Purpose(id="x", name="X", people=text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_words(language):
    known = words_of(language, "values")["amounts"]
    for word in known["about"]:
        assert read_people(f"{word} 5000").only == "5000", word
    for word in known["people"]:
        assert read_people(f"5000 {word}").only == "5000", word
    for word in known["million"]:
        assert read_people(f"5 {word}").only == "5000000", word
    for word in known["thousand"]:
        assert read_people(f"5 {word}").only == "5000", word


@given(st.integers(0, 10**9), st.sampled_from([",", ".", " ", "'", ""]))
def test_the_separator_of_thousands_does_not_matter(number, separator):
    assert read_people(f"{number:,}".replace(",", separator)).only == str(number)


@given(st.text(max_size=30))
def test_whatever_is_written_the_value_is_one_that_the_model_keeps(text):
    if value := read_people(text).only:
        assert NUMBER_OF_PEOPLE.fullmatch(value) and read_people(value).only == value
        assert most_people(value) is not None
        assert Purpose(id="x", name="X", people=text).people == value


def test_a_number_that_yaml_reads_as_one_is_a_number_of_people():
    assert Purpose(id="x", name="X", people=5000).people == "5000"
    assert Purpose(id="x", name="X").people == "unknown"
