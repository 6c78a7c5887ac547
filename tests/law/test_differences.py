"""A changed law reaches what names a place or a tool on which it differs, and changes no other verdict."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from case_strategies import NEAR, cases
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from law_fixture import CHANGED, DAY, LAW, is_partial, reached

from datamap.law import differences
from datamap.law.verdict import Case, Tool, judge


def named(case):
    """What a case names: places and kinds of tool."""
    return {case.country, case.run_by_country, *case.exporter_places, *(t.kind for t in case.tools or ())}


@examples(0.6)
@given(cases(), st.sampled_from(NEAR))
def test_a_change_that_gives_another_verdict_reaches_the_case(case, day):
    verdict = judge(case, day, LAW)
    for change, law in CHANGED.items():
        if judge(case, day, law) != verdict:
            assert reached(law, day) & {differences.EVERYTHING, *named(case)}, change


@pytest.mark.parametrize(
    ("change", "case"),
    [
        ("eu: eu-us-privacy-shield is gone", Case("IN", tools=(Tool("privacy-shield"),))),
        ("eu: adequacy-jp has ended", Case("JP")),
        ("no longer pending: kenya", Case("KE")),
        ("eu: eu-us-dpf in other words", Case("PR", tools=(Tool("adequacy"),))),
        ("eu: adequacy-jp for IN too", Case("DE", run_by_country="IN")),
        ("uk: without own-area of GB", Case("GB", regime="uk")),
    ],
)
def test_a_change_of_a_place_or_a_decision_gives_another_verdict_and_reaches_it(change, case):
    law = CHANGED[change]
    assert judge(case, DAY, law) != judge(case, DAY, LAW)
    assert reached(law) & named(case) and is_partial(change)


@pytest.mark.parametrize(
    ("change", "reach"),
    [
        ("eu: adequacy-jp is gone", {"JP", "adequacy", "adequacy-jp"}),
        ("eu: adequacy-jp in other words", {"JP", "adequacy"}),
        ("eu: adequacy-jp for IN too", {"IN", "adequacy"}),
        ("no longer pending: kenya", {"KE"}),
        ("pending on BR", {"BR"}),
    ],
)
def test_a_fact_on_a_place_reaches_what_names_it(change, reach):
    assert reached(CHANGED[change]) == reach


def test_what_a_contract_needs_reaches_every_map():
    assert reached(CHANGED["eu: scc-2021 in other words"]) >= {differences.EVERYTHING}
    assert reached(CHANGED["uk: nothing is cited"]) >= {differences.EVERYTHING}
    assert reached(LAW) == frozenset()


def test_beyond_the_horizon_another_horizon_reaches_every_map():
    later = replace(LAW, horizon=LAW.horizon + dt.timedelta(10))
    assert not reached(later) and reached(later, dt.date(2027, 1, 1)) == {differences.EVERYTHING}
