"""What an answer on a country leaves open: the questions of each instrument, and what was not examined."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

import datamap.law
from datamap.law import boundaries, open_points
from datamap.law.case import Case, Tool
from datamap.law.verdict import judge

LAW = datamap.law.load()
DAY = dt.date(2026, 9, 30)
SIGNED = dt.date(2023, 1, 9)


def asked(*tools: Tool, country: str = "IN", day: dt.date = DAY, **facts):
    """The questions, and what was not examined."""
    case = Case(country, tools=tools, **facts)
    v = judge(case, day, LAW)
    return open_points.questions(LAW, case, v, day), open_points.not_examined(LAW, case, v)


def test_clauses_ask_for_their_assessment_and_annexes():
    questions, _ = asked(Tool("scc", "2021", module="2", signed=SIGNED))
    assert questions == [open_points.ASSESSMENT, open_points.ANNEXES]
    assert (
        open_points.ASSESSMENT not in asked(Tool("scc", "2010", signed=dt.date(2015, 1, 9)), day=dt.date(2019, 1, 9))[0]
    )


@pytest.mark.parametrize(
    "tool, words",
    [
        (Tool("bcr-c"), "belong to the group"),
        (Tool("bcr-p"), "belong to the group"),
        (Tool("public-instrument"), "both public bodies?"),
        (Tool("ad-hoc"), "is there evidence of"),
    ],
    ids=lambda x: getattr(x, "kind", ""),
)
def test_what_decides_whether_an_instrument_fits_is_asked(tool, words):
    questions, _ = asked(tool)
    assert any(words in q for q in questions), questions


@pytest.mark.parametrize("sector, is_asked", [("unknown", True), ("private", False)])
def test_a_derogation_asks_for_its_condition_and_who_may_not_use_it(sector, is_asked):
    questions, _ = asked(Tool("derogation", "49-1-a"), exporter_sector=sector)
    assert len(questions) > 0 and (open_points.PUBLIC in questions) == is_asked


def test_what_was_not_given_was_not_examined():
    bare = Tool("scc", "2021", module="2")
    _, without = asked(bare, importer_gdpr="unknown")
    _, given = asked(
        replace(bare, signed=SIGNED), importer_gdpr="no", exporter_role="controller", importer_role="processor"
    )
    assert [x in " | ".join(without) for x in ("roles", "module", "signature", "Art. 3(2)")] == [True] * 4
    assert given == ["who else has access: onward transfers, other places of the importer"]


@pytest.mark.parametrize("country, tools", [("JP", ()), ("IN", ())])
def test_an_adequate_country_or_none_with_a_tool_leaves_no_instrument_open(country, tools):
    _, left = asked(*tools, country=country)
    assert left == []


@pytest.mark.parametrize("regime", ["eu", "uk", "ch"])
def test_the_days_of_a_regime_contain_those_of_each_of_its_countries(regime):
    everywhere = set(boundaries.of(LAW, None, regime))
    assert everywhere and all(set(boundaries.of(LAW, c, regime)) <= everywhere for c in ("US", "JP", "CA", "GB"))
