"""Coverage: what the tables give to the one decision, and what comes back to the rows."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap import audit, law
from datamap.formats.yaml import reader
from datamap.tables import arrays
from datamap.tables.children import Children

DAY = dt.date(2026, 9, 30)


def transfers(recipient: str, day: dt.date = DAY, more: str = ""):
    text = f"""
meta: {{id: demo, date: 2026-01-31}}
controller: {{name: Demo, country: DE, role: controller}}
subjects: [{{id: customers, name: Customers, staff: no}}, {{id: workers, name: Workers, staff: yes}}]
categories: [{{id: mail, name: Mail, special: none}}, {{id: sick, name: Sick leave, special: health}}]
recipients: [{recipient}{more}]
purposes:
  - {{id: news, name: News, categories: [mail], recipients: [r], subjects: [customers]}}
  - {{id: pay, name: Pay, categories: [mail, sick], recipients: [r], subjects: [workers]}}
"""
    return audit(reader.parse(text), day).transfers


@pytest.mark.parametrize(
    ("sites", "verdicts"),
    [
        # hosting in the EEA, and nothing said of who runs it: nobody can tell
        ("[{country: IE, activity: hosting}]", ["undetermined"]),
        # the recipient runs its own hosting: it is where the recipient is
        ("[{country: IE, activity: hosting}, {country: US, activity: establishment}]", ["not-covered", "not-covered"]),
        ("[{country: IE, activity: hosting}, {country: DE, activity: establishment}]", ["no-transfer", "no-transfer"]),
        (
            "[{country: IE, activity: hosting, run_by: R Inc}, {country: DE, activity: establishment}]",
            ["no-transfer", "no-transfer"],
        ),
        # two places in one country are one
        (
            "[{country: IE, activity: hosting}, {country: DE, activity: establishment}, "
            "{country: DE, activity: establishment, place: Bonn}]",
            ["no-transfer"] * 3,
        ),
        # several, or a vague one: which of them runs it is not known
        (
            "[{country: IE, activity: hosting}, {country: DE, activity: establishment}, "
            "{country: US, activity: establishment}]",
            ["undetermined", "no-transfer", "not-covered"],
        ),
        (
            "[{country: IE, activity: hosting}, {country: worldwide, activity: establishment}]",
            ["undetermined", "undetermined"],
        ),
        # somebody else is named: where the recipient is says nothing
        (
            "[{country: IE, activity: hosting, run_by: Other Corp}, {country: DE, activity: establishment}]",
            ["undetermined", "no-transfer"],
        ),
        # what is stated counts
        (
            "[{country: IE, activity: hosting, run_by_country: IN}, {country: DE, activity: establishment}]",
            ["not-covered", "no-transfer"],
        ),
        # access is not a place of the company
        ("[{country: IE, activity: hosting}, {country: DE, activity: access}]", ["undetermined", "no-transfer"]),
    ],
)
def test_who_runs_a_hosting_place(sites, verdicts):
    t = transfers(f"{{id: r, name: R, legal_entity: R Inc, safeguards: none, sites: {sites}}}")
    assert t["verdict"].tolist() == verdicts


def test_classes_of_data_that_fare_alike_are_one_row():
    assert transfers("{id: r, name: R, safeguards: none, sites: [IN]}")["data"].tolist() == ["all"]
    apart = transfers("{id: r, name: R, sector: private, safeguards: none, sites: [CA]}")
    assert set(apart["data"]) <= {"all", "hr", "other", "special"}


def test_a_sub_processor_is_reached_through_its_processor():
    t = transfers(
        "{id: r, name: R, sites: [DE], sub_processors: [s]}", more=", {id: s, name: S, sites: [IN], safeguards: none}"
    )
    assert t[["recipient_id", "via", "verdict"]].to_numpy().tolist() == [
        ["r", "", "no-transfer"],
        ["s", "r", "not-covered"],
    ]


def test_a_tool_for_one_country_covers_no_other():
    t = transfers(
        "{id: r, name: R, role: processor, sites: [US, IN], "
        'safeguards: [{kind: scc, version: "2021", module: "2", signed: 2022-01-01, countries: [IN]}]}'
    )
    assert dict(zip(t["country"], t["verdict"], strict=True)) == {"US": "not-covered", "IN": "covered"}


def test_reasons_do_not_follow_the_order_of_the_safeguards():
    named = ["safe-harbour", "admin-arrangement", "{kind: scc, version: '2010'}"]
    told = {
        str(transfers("{id: r, name: R, sites: [IN], safeguards: [" + ", ".join(order) + "]}")["reasons"].item())
        for order in (named, named[::-1])
    }
    assert len(told) == 1


def test_each_situation_is_judged_once(monkeypatch):
    from datamap import tables
    from datamap.law import verdict
    from datamap.transfers import coverage, situations

    asked = []
    monkeypatch.setattr(situations, "judge", lambda case, *a: asked.append(case) or verdict.judge(case, *a))
    one = (
        "{meta: {id: ID}, controller: {name: X, country: DE}, "
        "recipients: [{id: a, name: A, sites: [US, DE], safeguards: none}]}"
    )
    many = [reader.parse(one.replace("ID", f"c{n}")) for n in range(50)]
    t = tables.from_inventories(many)
    found = coverage.judge_transfers(t, DAY, law.load())
    assert len(found.frame) == 100 and len(asked) == len(found.verdicts) == 2


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=40))
def test_sets_of_codes_are_numbered_by_what_is_in_them(pairs):
    rows = np.array([r for r, _ in pairs], dtype=np.int64)
    values = np.array([v for _, v in pairs], dtype=np.int64)
    numbers, found = arrays.numbered(rows, values, 6)
    for row in range(6):
        assert found[numbers[row]] == tuple(sorted({v for r, v in pairs if r == row}))
    assert len(found) == len(set(found))


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 4), max_size=40), st.integers(1 << 40, 1 << 60))
def test_keys_tell_combinations_apart_however_large(rows, card):
    key = arrays.Key(len(rows))
    for column in zip(*rows, strict=True) if rows else ():
        key.add(np.array(column, dtype=np.int64), card)
    numbers, first = key.distinct()
    assert [rows[first[n]] for n in numbers] == rows
    assert len(first) == len(set(rows))


@given(st.lists(st.integers(-5, 5), max_size=30))
def test_distinct_values_come_sorted(values):
    assert arrays.distinct(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))


def test_a_listed_importer_is_found_wherever_its_servers_are(tmp_path):
    from dpf_fixture import ROWS, save

    from datamap.law import dpf

    listed = dpf.read([save(tmp_path / "participants_2026-03-24.xlsx", ROWS)], cache=False)
    for sites in (
        "[PR]",
        "[{country: IE, activity: hosting}, {country: US, activity: establishment}]",
        "[{country: IE, activity: hosting, run_by_country: US}]",
    ):
        text = (
            "{meta: {id: demo}, controller: {name: D, country: DE}, "
            "recipients: [{id: r, name: R, legal_entity: Brandy, safeguards: none, sites: SITES}]}"
        )
        found = audit(reader.parse(text.replace("SITES", sites)), DAY, participants=listed).transfers
        assert set(found["evidence"]) == {"verified"} and set(found["verdict"]) == {"covered"}, sites


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, 9)), max_size=20),
            st.lists(st.integers(0, n - 1), max_size=8),
            st.booleans(),
        )
    )
)
def test_children_and_sets_are_those_of_plain_loops(made):
    size, pairs, wanted, lonely = made
    owner, code = (np.array([p[k] for p in pairs], dtype=np.int64) for k in (0, 1))
    at, child = Children(owner, size).of(np.array(wanted, dtype=np.int64), lonely)
    told = [
        (place, row)
        for place, parent in enumerate(wanted)
        for row in [i for i, o in enumerate(owner) if o == parent] or [-1] * lonely
    ]
    assert list(zip(at.tolist(), child.tolist(), strict=True)) == told
    numbers, sets = arrays.numbered(owner, code, size)
    assert [sets[n] for n in numbers] == [tuple(sorted({c for o, c in pairs if o == row})) for row in range(size)]
    assert len(set(sets)) == len(sets)
