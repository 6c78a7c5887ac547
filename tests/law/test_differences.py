"""A changed law reaches what names a place or a tool on which it differs, and changes nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
import rule_cases
from case_strategies import NEAR, cases
from changed_laws import LAW, changed
from conftest import examples
from dpf_fixture import ROWS, save
from hypothesis import given
from hypothesis import strategies as st

import datamap as dm
from datamap import tables
from datamap.group.units import names
from datamap.law import differences, dpf
from datamap.law.verdict import judge

DAY = dt.date(2026, 9, 30)
CHANGED = dict(changed())


@cache
def of_today(day=DAY):
    return differences.facts(LAW, day)


def reached(law, day=DAY):
    return differences.reach(of_today(day), differences.facts(law, day))


@cache
def is_partial(change):
    return differences.EVERYTHING not in reached(CHANGED[change])


PARTIAL = st.sampled_from(sorted(CHANGED)).filter(is_partial)


def named(case):
    """What a case names: places and kinds of tool."""
    return {case.country, case.run_by_country, *case.exporter_places, *(t.kind for t in case.tools or ())}


@given(cases(), PARTIAL, st.sampled_from(NEAR))
def test_a_verdict_is_the_same_where_a_change_does_not_reach_it(case, change, day):
    law = CHANGED[change]
    reach = reached(law, day)
    if differences.EVERYTHING not in reach and reach.isdisjoint(named(case)):
        assert judge(case, day, law) == judge(case, day, LAW)


@cache
def maps():
    """The maps of the cases of every rule on one day, in one set of tables, and what each of them names."""
    mine = [rule_cases.read(c) for _, c in rule_cases.ALL if rule_cases.together(c) == (rule_cases.DAY, False)]
    every = tables.from_inventories([rule_cases.renamed(m, n) for n, m in enumerate(mine)])
    return every, names(every)


@cache
def found(change=None, listed=None):
    """All findings and transfers of the maps under a law."""
    audit = dm.audit(maps()[0], DAY, law=CHANGED[change] if change else LAW, participants=listed)
    return audit.findings.frame, audit.transfers


def assert_unreached_same(reach, one, other):
    left = [f"case-{n}" for n, what in enumerate(maps()[1]) if reach.isdisjoint(what)]
    for before, after in zip(one, other, strict=True):
        a, b = (frame[frame["controller"].isin(left).to_numpy()].reset_index(drop=True) for frame in (before, after))
        pd.testing.assert_frame_equal(a, b)
    return left


@examples(0.12)
@given(PARTIAL)
def test_findings_are_the_same_where_a_change_does_not_reach_a_map(change):
    assert assert_unreached_same(reached(CHANGED[change]), found(), found(change)), "some maps are not reached"


def test_a_participants_list_reaches_only_what_names_its_places_or_a_claim(tmp_path):
    listed = dpf.read([save(tmp_path / "participants_2026-03-24.xlsx", ROWS)], cache=False)
    reach = differences.of_participants(LAW)
    assert {"US", "PR", "dpf"} <= reach and "IN" not in reach
    assert assert_unreached_same(reach, found(), found(None, listed))


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
    assert reached(LAW, DAY) == frozenset()


def test_beyond_the_horizon_another_horizon_reaches_every_map():
    later = replace(LAW, horizon=LAW.horizon + dt.timedelta(10))
    assert not reached(later) and reached(later, dt.date(2027, 1, 1)) == {differences.EVERYTHING}
