"""What people write means the same wherever they write it: YAML, a workbook, a form, the command line, a list."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import datamap.labels.values as read
from datamap.errors import CallError
from datamap.formats import words
from datamap.formats.workbook import reading, reading_activity
from datamap.formats.workbook.reading import Refused
from datamap.forms import values as forms
from datamap.labels import data
from datamap.model import arguments, shape

NOT = "not read"
DAYS = {
    **dict.fromkeys(
        (
            *("2026-09-30", "2026-9-30", "2026/09/30", "2026.9.30", "20260930", "2026-09-30T10:00:00", " 2026-09-30 "),
            *("30.9.2026", "30. 9. 2026", "30/9/2026", "9/30/2026", "30-9-2026"),
            *("30 September 2026", "30th of September 2026", "September 30, 2026", "Sept 30 2026"),
            *("30. September 2026", "30 septembre 2026", "30. září 2026", "30 de septiembre de 2026"),
            *("30 settembre 2026", "30 september 2026", "30 września 2026"),
        ),
        "2026-09-30",
    ),
    **{"1er janvier 2026": "2026-01-01", "5/5/2026": "2026-05-05", "1. června 2026": "2026-06-01"},
    **dict.fromkeys(("3/9/2026", "3-9-2026", "30.9.26", "30/09/26", "2026-09", "September 2026"), NOT),
    **dict.fromkeys(("2026-02-30", "31 June 2026", "13/13/2026", "yesterday", "30", "2026-09-30 or 2026-10-01"), NOT),
}
PERIODS = {
    **dict.fromkeys(("P3Y", "p3y", "3 years", "3 yrs", "3y", "three years", "3 Jahre", "drei Jahre", "3 ans"), "P3Y"),
    **dict.fromkeys(("3 roky", "tři roky", "3 años", "3 anni", "3 jaar", "3 lata", "up to 3 years"), "P3Y"),
    **{"36 months": "P36M", "30 days": "P30D", "2 weeks": "P2W", "half a year": "P6M", "1.5 years": "P1Y6M"},
    **dict.fromkeys(("3-5 years", "3 years or 5 years", "at least 3 years", "3", "years", "6 M", "none", "P3X"), NOT),
}
PLACES = {
    **dict.fromkeys(("US", "us", "USA", "U.S.", "United States", "Vereinigte Staaten", "États-Unis", "America"), "US"),
    **dict.fromkeys(("DE", "Germany", "Deutschland", "Německo", "Allemagne"), "DE"),
    **{"UK": "GB", "England": "GB", "EU": "EU", "EEA": "EEA", "Kosovo": "XK", "worldwide": "worldwide", "EPO": "EPO"},
    **dict.fromkeys(("Korea", "Yugoslavia", "Berlin", "Silicon Valley", "Frankfurt, Germany"), NOT),
}
ANSWERS = {
    **dict.fromkeys(("yes", "YES", "y", "on", "true", "ja", "oui", "ano", "sí", "sì", "tak", "✓", "signed"), "yes"),
    **dict.fromkeys(("no", "n", "off", "false", "nein", "non", "ne", "nee", "nie", "✗", "not signed"), "no"),
    **dict.fromkeys(("planned", "partly", "pending", "maybe", "0", "1", "ok", "yes and no"), NOT),
}
PEOPLE = {"5000": "5000", "about 5,000": "5000", "1000+": "1000+", "1-100": "1-100", "many": NOT, "all": NOT}


def field(*path):
    return shape.at(path)[1]


def in_yaml(text, *path):
    entries = words.meaning(text, field(*path)).entries
    return next(iter(entries[0].values())) if len(entries) == 1 else NOT


def or_not(reader):
    """What a reader of the workbook or the command line reads, or that it refuses."""
    try:
        return reader()
    except (Refused, CallError):
        return NOT


def in_form(text, reader, key):
    found = forms._READERS[reader](
        text, SimpleNamespace(row=SimpleNamespace(choices=(), field="asked"), inventory=None, own="")
    )
    if found.why:
        return NOT
    return found.value if isinstance(found.value, str) else found.value[0][key] if len(found.value) == 1 else NOT


def in_retention_cell(text):
    column = SimpleNamespace(field=field("purposes", 0, "retention"))
    names = SimpleNamespace(known=lambda *_: False)
    cell = SimpleNamespace(key="retention", names=names, column=column, entry={"retention": ()})
    return reading_activity._limit(text, cell)["period"]


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_a_day(text, day):
    assert in_yaml(text, "recipients", 0, "safeguards", 0, "signed") == day
    assert or_not(lambda: reading.day_of(reading.seen(text))) == day
    assert or_not(lambda: arguments.parse_day(text).isoformat()) == day
    assert (read.read_days(text).only or NOT) == day


@pytest.mark.parametrize("text", [t for t in DAYS if t != "20260930"])
def test_the_day_on_which_clauses_were_signed(text):
    """A sentence may have several days, or a part of one that is no day; none of these is taken for the day."""
    found = {v.extra.get("signed", NOT) for v in read.read_tools(f"SCC signed on {text.strip()}").values}
    assert found == {DAYS[text]} or " or " in text


@pytest.mark.parametrize(("text", "period"), PERIODS.items())
def test_a_period(text, period):
    assert in_yaml(text, "purposes", 0, "retention", 0, "period") == period
    assert or_not(lambda: in_retention_cell(text)) == period
    assert in_form(text, "period", "period") == period


@pytest.mark.parametrize(("text", "place"), PLACES.items())
def test_a_place(text, place):
    assert in_yaml(text, "recipients", 0, "sites", 0, "country") == place
    assert or_not(lambda: reading.place_of(text)) == place
    assert or_not(lambda: arguments.parse_place(text, "country")) == place
    assert in_form(text, "places", "country") == place


@pytest.mark.parametrize(("text", "answer"), ANSWERS.items())
def test_a_yes_or_no(text, answer):
    assert in_yaml(text, "recipients", 0, "dpa") == answer
    assert or_not(lambda: reading.word_of(text, field("recipients", 0, "dpa"))[0]) == answer
    assert in_form(text, "answer", "") == answer
    assert (read.read_yes_no(text).only or NOT) == answer


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_each_further_word_for_yes_and_no_is_one_of_the_reader(answer):
    for text in data("written")["answer"][answer]:
        assert read.read_yes_no(text).only == answer, text


@pytest.mark.parametrize(("text", "number"), PEOPLE.items())
def test_a_number_of_people(text, number):
    cell = SimpleNamespace(key="number")
    assert or_not(lambda: reading.read_number_of_people(text, cell).values["number"]) == number
    assert (read.read_people(text).only or NOT) == number
