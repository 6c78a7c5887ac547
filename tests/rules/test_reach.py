"""Another law or participants list changes findings and transfers only of the maps that it can reach."""

from __future__ import annotations

from functools import cache

import pandas as pd
import rule_cases
from conftest import examples
from dpf_fixture import ROWS, save
from hypothesis import given
from hypothesis import strategies as st
from law_fixture import CHANGED, DAY, LAW, is_partial, reached

import datamap as dm
from datamap import tables
from datamap.group.units import names
from datamap.law import differences, dpf


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
@given(st.sampled_from(sorted(CHANGED)).filter(is_partial))
def test_findings_are_the_same_where_a_change_does_not_reach_a_map(change):
    assert assert_unreached_same(reached(CHANGED[change]), found(), found(change)), "some maps are not reached"


def test_a_participants_list_reaches_only_what_names_its_places_or_a_claim(tmp_path):
    listed = dpf.read([save(tmp_path / "participants_2026-03-24.xlsx", ROWS)], cache=False)
    reach = differences.of_participants(LAW)
    assert {"US", "PR", "dpf"} <= reach and "IN" not in reach
    assert assert_unreached_same(reach, found(), found(None, listed))
