"""What a caller passes is checked: an unknown name is refused with the nearest one, and never answered with nothing."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import datamap as dm
from datamap.errors import CallError, DatamapError, InputError
from datamap.labels.values import read_days
from datamap.law import answer
from datamap.model import arguments
from datamap.publish import charts
from datamap.questions import changes, explain, plan
from datamap.transfers import graph

DAY = dt.date(2026, 9, 30)
FILE = "inventory/smartsupp.yaml"


@pytest.fixture(scope="module")
def audit(root):
    return dm.audit(dm.read(root / FILE), DAY)


@pytest.mark.parametrize(
    ("call", "near"),
    [
        (lambda a: dm.paths(a.graph, verdict="notcovered"), "not-covered"),
        (lambda a: dm.paths(a.graph, recipient="helpjuise"), "helpjuice"),
        (lambda a: dm.paths(a.graph, to="Germny"), "Germany"),
        (lambda a: dm.paths(a.graph, instrument="eu-us-dfp"), "eu-us-dpf"),
        (lambda a: dm.paths(a.graph, category=a.tables["categories"]["id"].iat[0] + "x"), "did you mean"),
        (lambda a: dm.paths(a.graph, purpose=a.tables["purposes"]["name"].iat[0] + "x"), "did you mean"),
        (lambda a: graph.reaching(a.graph, "Untied States"), "United States"),
        (lambda a: graph.received(a.graph, "Strype"), "Stripe"),
        (lambda a: graph.depends_on(a.graph, "scc-2012"), "scc-20"),
        (lambda a: a.why("Strype"), "Stripe"),
        (lambda a: a.under("eu-us-dfp"), "eu-us-dpf"),
        (lambda a: a.law.without("dfp"), "dpf"),
        (lambda a: a.law.instrument("eu-us-dfp"), "eu-us-dpf"),
        (lambda a: a.law.regime("euu"), "eu"),
        (lambda a: dm.what_if(a, "eu-us-dfp"), "eu-us-dpf"),
        (lambda a: a.findings.select("TR0O1"), "TR001"),
        (lambda a: a.findings.select(ignore=["transfer_without_safegard"]), "transfer_without_safeguard"),
        (lambda a: a.findings.at_least("eror"), "error"),
        (lambda a: a.tables["recipents"], "recipients"),
        (lambda a: charts.journey_chart(a, recipient="Strype"), "Stripe"),
        (lambda a: charts.journey_table(a, recipent="stripe"), "recipient"),
        (lambda a: charts.journey_table(a, country="Germny"), "Germany"),
        (lambda a: charts.journey_table(a, safeguard="dfp"), "dpf"),
        (lambda a: dm.write_ropa(a, "x.xlsx", "recrd"), "record"),
        (lambda a: answer.answer("Germny", DAY), "Germany"),
        (lambda a: answer.answer("US", DAY, ["dfp"]), "dpf"),
        (lambda a: answer.answer("US", DAY, ["scc:2012"]), "20"),
        (lambda a: answer.answer("US", DAY, sector="privat"), "private"),
        (lambda a: answer.answer("US", DAY, data="hrr"), "hr"),
        (lambda a: a.law.status("Germny", DAY), "Germany"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_refused_with_the_nearest(audit, tmp_path, monkeypatch, call, near):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CallError, match="did you mean") as e:
        call(audit)
    assert near == "did you mean" or near.casefold() in str(e.value).partition("did you mean")[2].casefold()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["US", "us", "USA", "United States", "U.S.", "Vereinigte Staaten"])
def test_a_place_is_taken_as_people_spell_it(audit, place):
    found = dm.paths(audit.graph, to=place)
    assert found and found == dm.paths(audit.graph, to="US")
    assert len(charts.journey_table(audit, country=place)) == len(charts.journey_table(audit, country="US")) > 0
    assert audit.law.status(place, DAY).status == audit.law.status("US", DAY).status == "adequate-in-part"


def test_a_name_is_as_good_as_an_id_and_a_known_name_without_a_flow_has_none(audit):
    assert dm.paths(audit.graph, recipient="HelpJuice") == dm.paths(audit.graph, recipient="helpjuice") != []
    assert audit.why("HELPJUICE").equals(audit.why("helpjuice"))
    assert dm.paths(audit.graph, to="Japan") == []
    assert dm.paths(audit.graph, instrument="dpf") == dm.paths(audit.graph, instrument="eu-us-dpf") != []


WRONG = [
    None,
    "",
    "  ",
    7,
    2.5,
    True,
    b"x",
    [],
    [None],
    ["TR", 7],
    {"helpjuice": "scc:2021"},
    object(),
    pd.DataFrame(),
    "a\0b",
    "\ud800",
]
CALLS = {
    "read": lambda a, x: dm.read(x),
    "audit": lambda a, x: dm.audit(x),
    "law of an audit": lambda a, x: dm.audit(a.inventories, law=x),
    "participants": lambda a, x: dm.audit(a.inventories, participants=x),
    "acceptances": lambda a, x: dm.audit(a.inventories, acceptances=x),
    "selected": lambda a, x: dm.audit(a.inventories, select=x),
    "day": lambda a, x: dm.audit(a.inventories, x),
    "run": lambda a, x: dm.run(x),
    "day of a run": lambda a, x: dm.run(FILE, x),
    "quarter": lambda a, x: dm.run(FILE, quarter=x),
    "known": lambda a, x: dm.run(FILE, known_on=x),
    "law": lambda a, x: dm.law.load(x),
    "graph": lambda a, x: dm.paths(x),
    **{
        name: lambda a, x, name=name: dm.paths(a.graph, **{name: x})
        for name in ("category", "purpose", "recipient", "to", "verdict", "instrument")
    },
    "why": lambda a, x: a.why(x),
    "under": lambda a, x: a.under(x),
    "another day": lambda a, x: a.under(as_of=x),
    "another law": lambda a, x: a.under(law=x),
    "without": lambda a, x: a.law.without(x),
    "instrument by id": lambda a, x: a.law.instrument(x),
    "status": lambda a, x: a.law.status(x, DAY),
    "status day": lambda a, x: a.law.status("US", x),
    "history": lambda a, x: a.law.history(x),
    "what if": lambda a, x: dm.what_if(a, x),
    "what if of": lambda a, x: dm.what_if(x, "dpf"),
    "since": lambda a, x: dm.changes_since(a, x),
    "since of": lambda a, x: dm.changes_since(x, FILE),
    "diff": lambda a, x: changes.diff(x, FILE, DAY),
    "diff day": lambda a, x: changes.diff(FILE, FILE, x),
    "flow chart": lambda a, x: dm.flow_chart(x),
    "flow table": lambda a, x: charts.flow_table(x),
    "matrix": lambda a, x: charts.matrix_table(x),
    "timeline": lambda a, x: charts.timeline_chart(x),
    "exposure": lambda a, x: charts.exposure_table(x),
    "changes chart": lambda a, x: charts.changes_table(x),
    "journey": lambda a, x: charts.journey_table(a, recipient=x),
    "journey place": lambda a, x: charts.journey_chart(a, country=x),
    "ropa": lambda a, x: dm.write_ropa(a, x),
    "ropa of": lambda a, x: dm.write_ropa(x, "x.xlsx"),
    "layout": lambda a, x: dm.write_ropa(a, "x.xlsx", x),
    "all": lambda a, x: dm.write_all(a, x),
    "all of": lambda a, x: dm.write_all(x, "."),
    "select": lambda a, x: a.findings.select(x),
    "at least": lambda a, x: a.findings.at_least(x),
    "explain": lambda a, x: explain.explain(a, x),
    "explain of": lambda a, x: explain.explain(x, "c1"),
    "plan": lambda a, x: plan.plan(x),
    "answer": lambda a, x: answer.answer(x, DAY),
    "answer day": lambda a, x: answer.answer("US", x),
    "tool": lambda a, x: answer.answer("US", DAY, x),
}
TAKES_NONE = {
    "law of an audit", "participants", "acceptances", "day", "law", "category", "purpose", "recipient", "to", "verdict",
    "instrument", "another day", "another law", "diff day",
}  # fmt: skip
TAKES = {
    ("select", "[]"), ("selected", "[]"), ("tool", "[]"), ("tool", "''"),  # nothing in particular
    ("what if", "{'helpjuice': 'scc:2021'}"),
    ("day of a run", "''"), ("quarter", "''"), ("known", "''"),  # papermill has no None
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_a_wrong_argument_is_an_error_of_the_library(audit, tmp_path, monkeypatch, root, name):
    (tmp_path / "inventory").symlink_to(root / "inventory")
    monkeypatch.chdir(tmp_path)
    for wrong in WRONG:
        if (wrong is None and name in TAKES_NONE) or (name, repr(wrong)) in TAKES:
            continue
        if name == "changes chart" and isinstance(wrong, pd.DataFrame):
            continue
        with pytest.raises((CallError, InputError)) as e:
            pytest.fail(f"{name} takes {wrong!r} and gives {CALLS[name](audit, wrong)!r}")
        assert isinstance(e.value, DatamapError) and len(str(e.value)) < 4000
    assert [p.name for p in tmp_path.iterdir()] == ["inventory"]


@pytest.mark.parametrize(
    "day",
    [
        "30/9/2026", "30 September 2026", "2026-09-30", "30.9.2026",
        "30. 9. 2026", "2026-9-30", "2026/09/30", "20260930", "2026-09-30T12:00", DAY,
        dt.datetime(2026, 9, 30, 23, 59), pd.Timestamp("2026-09-30 10:00"), np.datetime64("2026-09-30"),
        np.datetime64("2026-09-30T10:00:00", "ns"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_day_is_taken_where_it_has_one_reading(day):
    assert arguments.parse_day(day) == DAY and type(arguments.parse_day(day)) is dt.date


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("9/3/2026", "did you mean 2026-03-09 or 2026-09-03"),
        *((day, "") for day in ("2026-13-01", "yesterday", "2026-09-30 or so", 20260930, 1.5, True)),
        *((day, "") for day in (pd.NaT, np.datetime64("NaT"))),
    ],
    ids=repr,
)
def test_a_day_that_has_two_readings_or_none_is_refused(day, said):
    with pytest.raises(CallError, match="is not a day that exists. Expected YYYY-MM-DD" + said.replace("did", "; did")):
        arguments.parse_day(day)


def test_a_moment_judges_as_its_day(root):
    inv = dm.read(root / FILE)
    for day in (dt.datetime(2026, 9, 30, 15), pd.Timestamp("2026-09-30"), "30.9.2026"):
        a = dm.audit(inv, day)
        assert a.as_of == DAY and a.stamp()["as_of"] == "2026-09-30"
    assert dm.law.load(dt.datetime(2026, 11, 28, 1)) is dm.law.load("2026-11-28")


def test_a_path_is_read(root):
    for source in (root / FILE, str(root / FILE)):
        assert dm.audit(source, DAY).counts == dm.audit(dm.read(source), DAY).counts
    with pytest.raises(InputError):
        dm.audit(root / "no.yaml")


@given(st.text(max_size=30), st.sets(st.text(max_size=10), max_size=8))
def test_one_of_gives_what_is_known_and_refuses_all_else(value, names):
    if value in names and value.strip():
        assert arguments.check_one_of(value, names, "it") == value
    else:
        with pytest.raises(CallError):
            arguments.check_one_of(value, names, "it")


@pytest.mark.parametrize(
    "text",
    ["2026-09-30", "2024-02-29", "2023-02-29", "0001-01-01", "9999-12-31", "2026-13-01", "2026-9-3"],
)
def test_a_date_in_figures_means_what_the_reader_of_days_reads(text):
    assert arguments.guess_date(text) == read_days(text).only
