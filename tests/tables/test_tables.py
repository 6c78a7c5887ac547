"""The tables: there and back, the day's cut, parts and wholes."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from conftest import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datamap import tables
from datamap.formats.yaml import reader
from datamap.tables import EVIDENCE, SPEC
from tests.strategies import inventories

SETTINGS = settings(examples(0.3), suppress_health_check=list(HealthCheck))


def named(several: list) -> list:
    """The same inventories, each with an id of its own."""
    return [i.model_copy(update={"meta": i.meta.model_copy(update={"id": f"c{n}"})}) for n, i in enumerate(several)]


def assert_same(left: tables.Tables, right: tables.Tables) -> None:
    for name in SPEC:
        pd.testing.assert_frame_equal(left[name], right[name], obj=name)


@SETTINGS
@given(st.lists(inventories(), min_size=1, max_size=3).map(named))
def test_inventories_come_back_from_their_tables(several):
    assert tables.to_inventories(tables.from_inventories(several)) == several


@SETTINGS
@given(st.lists(inventories(), min_size=1, max_size=3).map(named))
def test_parts_joined_are_the_whole(several):
    whole = tables.from_inventories(several)
    assert_same(tables.concat([tables.from_inventories([i]) for i in several]), whole)
    assert_same(tables.concat([whole.of(n, n + 1) for n in range(len(several))]), whole)


@SETTINGS
@given(inventories(), st.dates(dt.date(1999, 1, 1), dt.date(2031, 1, 1)))
def test_the_tables_of_a_day_lead_nowhere_outside(inventory, day):
    on = tables.from_inventories([inventory]).on(day)
    for table in SPEC.values():
        for column, target in [
            (table.parent_key, table.parent),
            *((c.name, c.refers) for c in table.columns if c.refers),
        ]:
            if column:
                rows = on[table.name][column].to_numpy()
                assert ((rows >= (-1 if target != table.parent else 0)) & (rows < len(on[target]))).all(), (
                    table.name,
                    column,
                )
    for name, row in zip(on["evidence"]["table"], on["evidence"]["row"], strict=True):
        assert 0 <= row < len(on[name])
    held = [p.id for p in inventory.purposes if p.held_on(day)]
    assert on["purposes"]["id"].tolist() == held


def test_what_hangs_on_an_ended_entry_ends_with_it():
    inventory = reader.parse("""
meta: {id: demo}
controller: Demo Ltd
categories: [{id: mail, name: Mail}]
recipients:
  - {id: old, name: Old, until: 2020-12-31, sites: [US], safeguards: [scc:2010], evidence: {C: Old}}
  - {id: new, name: New, from: 2021-01-01, sites: [DE], evidence: {C: New}}
purposes: [{id: news, name: News, categories: [mail], recipients: [old, new]}]
""")
    t = tables.from_inventories([inventory])
    assert t.on(dt.date(2020, 12, 31))["sites"]["country"].tolist() == ["US"]
    later = t.on(dt.date(2021, 1, 1))
    assert later["sites"]["country"].tolist() == ["DE"] and not len(later["safeguards"])
    assert later["disclosures"]["recipient"].tolist() == [0]
    assert later["evidence"]["words"].tolist() == ["New"] and later["evidence"]["row"].tolist() == [0]


def test_unknown_and_none_are_codes_and_never_missing():
    inventory = reader.parse(
        "{meta: {id: demo}, controller: Demo, "
        "recipients: [{id: a, name: A}, {id: b, name: B, safeguards: none, sites: [US]}]}"
    )
    t = tables.from_inventories([inventory])
    assert t.recipients["safeguards"].tolist() == ["unknown", "none"]
    assert t.recipients["sites"].tolist() == ["unknown", "listed"]
    for name in SPEC:
        assert not t[name].isna().to_numpy().any(), name
        for column in SPEC[name].columns:
            if column.words:
                assert t[name][column.name].cat.categories.tolist() == list(column.words)


@pytest.mark.parametrize("table", [t for t in SPEC.values() if t is not EVIDENCE], ids=lambda t: t.name)
def test_every_column_has_a_default_or_is_required(table):
    assert len({c.name for c in table.columns}) == len(table.columns)
    assert table.parent == "" or table.parent in SPEC
    assert all(c.refers in SPEC for c in table.columns if c.kind == "ref")
    assert all(len(c.words) < np.iinfo(np.int8).max for c in table.columns)


def test_tables_without_rows_are_typed_and_share_nothing():
    text = "meta: {id: a}\ncontroller: {name: A}\nrecipients: [{id: r, name: R, sites: [US]}]\n"
    none, some = tables.from_inventories([reader.parse(text.split("recipients")[0])]), reader.parse(text)
    left, full = none["recipients"], tables.from_inventories([some])["recipients"]
    assert len(left) == 0 and len(full) == 1
    pd.testing.assert_series_equal(left.dtypes, full.dtypes)
    left["more"] = 1
    left.loc[0] = [*full.loc[0], 1]
    again = tables.from_inventories([reader.parse(text.split("recipients")[0])])["recipients"]
    assert list(again) == list(full) and len(again) == 0, "what one caller does reaches no other"


def test_the_size_of_a_table_is_known_before_its_frame_is_built():
    t = tables.from_inventories([reader.parse("{meta: {id: a}, controller: A Ltd, recipients: [{id: r, name: R}]}")])
    sizes = {name: t.size(name) for name in SPEC}
    assert not any(isinstance(held, pd.DataFrame) for held in t._frames.values())
    assert sizes == {name: len(t[name]) for name in SPEC} == {name: t.size(name) for name in SPEC}
    assert sizes["recipients"] == 1
