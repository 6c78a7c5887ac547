"""The interval of a status: since when, until when, and where its row can be read."""

from __future__ import annotations

import datetime as dt

import pytest

import datamap.law
from datamap.law import status

LAW = datamap.law.load()
DAY = dt.timedelta(1)
BREXIT = [
    ("2020-01-31", "eea", None, "2020-01-31"),
    ("2020-02-01", "transition", "2020-02-01", "2020-12-31"),
    ("2020-12-31", "transition", "2020-02-01", "2020-12-31"),
    ("2021-01-01", "bridge", "2021-01-01", "2021-06-27"),
    ("2021-06-28", "adequate", "2021-06-28", "2025-06-27"),
]


@pytest.mark.parametrize(("day", "status", "since", "until"), BREXIT)
def test_a_status_lasts_from_its_first_day_to_the_day_before_the_next(day, status, since, until):
    s = LAW.status("GB", dt.date.fromisoformat(day))
    assert s.status.startswith(status) and s.until == dt.date.fromisoformat(until)
    assert since is None or s.since == dt.date.fromisoformat(since)


def test_before_a_first_decision_there_is_no_day_since_when_there_is_none():
    before = LAW.status("HU", dt.date(1999, 1, 1))
    assert (before.status, before.since, before.until) == ("no-decision", None, dt.date(2000, 7, 25))


def test_after_the_last_decision_there_is_none_since_the_day_after_it():
    assert LAW.status("GI", dt.date(2024, 1, 1)).since == dt.date(2021, 1, 1)


@pytest.mark.parametrize("regime", ["eu", "uk", "ch"])
def test_the_history_of_a_place_has_no_gap_and_no_overlap(regime):
    r = LAW.regime(regime)
    for place in sorted({*r.by_place, *r.decisions}):
        rows = LAW.history(place, regime)
        for one, following in zip(rows, rows[1:], strict=False):
            assert one.until is not None and one.until < following.day, place
        for row in rows:
            on = LAW.status(place, row.day, regime)
            assert on.until is None or on.until >= row.day, f"{place} on {row.day} ended on {on.until}"


def test_a_decision_gives_the_address_of_its_instrument_and_a_region_says_that_it_is_one():
    i = LAW.instrument("adequacy-nz")
    s = LAW.status("NZ", dt.date(2024, 1, 1))
    assert (s.url, s.verified_on, s.source) == (i.url, i.verified_on, i.source) and s.url
    assert LAW.status("EEA", dt.date(2024, 1, 1)).notes == ("the region is inside as a whole",)


def test_every_place_is_open_until_the_day_before_the_law_that_lists_them():
    first = dt.date(2023, 9, 1)
    words = "under the FADP of 1992 (Art. 6) the list of the FDPIC is only indicative"
    assert [status.left_open(LAW, first - n * DAY, "ch") for n in (1, 0)] == [words, ""]
    assert [status.left_open(LAW, dt.date(2021, 1, 1), regime) for regime in ("eu", "uk")] == ["", ""]
