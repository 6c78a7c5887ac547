"""Verdicts under a law with other rows: what the pack may come to contain is read as its columns say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from test_verdict_details import ADHOC, LAW, TODAY, List, changed

import datamap.law
from datamap.law.pack import Dated, Element
from datamap.law.verdict import Case, Tool, judge

DAY = dt.timedelta(1)
OPEN_TO_MEMBERS = {"within_group": "yes", "authorised": "yes"}


def added(kind: str, *spans: tuple[str, str]):
    """The law with several rows of a kind of tool instead of one, each with its first and last day."""
    eu = LAW.regime("eu")
    one = next(i for i in eu.instruments if i.kind == kind)
    rows = [
        replace(one, id=f"{kind}-{n}", from_=dt.date.fromisoformat(first), until=dt.date.fromisoformat(last))
        for n, (first, last) in enumerate(spans)
    ]
    others = [i for i in eu.instruments if i.kind != kind]
    return replace(LAW, regimes={**LAW.regimes, "eu": replace(eu, instruments=(*others, *rows)).indexed()})


def first(case: Case, law, day: dt.date = TODAY, listed=None) -> str:
    return judge(case, day, law, listed).reasons[0]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2017-06-01", "usable from 2018-01-01 only"),
        ("2020-06-01", "usable until 2019-12-31"),
        ("2024-06-01", "usable until 2023-12-31"),
    ],
)
def test_of_several_rows_of_a_tool_none_of_which_is_in_force_the_nearest_gives_the_reason(day, words):
    law = added("code", ("2018-01-01", "2019-12-31"), ("2022-01-01", "2023-12-31"))
    assert words in first(Case("IN", tools=(Tool("code", authorised="yes"),)), law, dt.date.fromisoformat(day))


def test_without_any_generation_the_clauses_are_no_tool():
    law = LAW.without("scc")
    v = judge(Case("IN", tools=(Tool("scc"),)), TODAY, law)
    assert v.verdict == "not-covered"
    assert v.reasons[0].startswith("A set of standard contractual clauses: not a transfer tool of the law that applies")
    assert "here read without" in v.reasons[0]


def test_clauses_that_may_be_kept_without_a_last_day_of_signing_are_in_place():
    law = changed("scc-2010", signable_until=None)
    case = Case("IN", tools=(Tool("scc", "2010"),), exporter_role="controller", importer_role="processor")
    v = judge(case, dt.date(2022, 6, 1), law)
    assert v.verdict == "covered" and "unchanged" not in v.asks
    assert "unchanged" in judge(case, dt.date(2022, 6, 1), LAW).asks


def test_clauses_for_several_pairs_of_roles_name_each_pair():
    law = changed("scc-2010", roles=(("controller", "processor"), ("processor", "processor")))
    case = Case("IN", tools=(Tool("scc", "2010"),), exporter_role="processor", importer_role="controller")
    words = "are made for controller to processor or processor to processor, not for processor to controller"
    assert words in first(case, law, dt.date(2020, 1, 1))


def test_rules_of_a_group_of_processors_that_bind_nobody_else_do_not_carry_a_controllers_data():
    case = Case("IN", tools=(Tool("bcr-p", **OPEN_TO_MEMBERS),), exporter_role="controller", importer_role="processor")
    v = judge(case, TODAY, changed("bcr-p", other_exporter="fails"))
    assert v.verdict == "not-covered" and "not for a controller's data" in v.reasons[0]


def test_of_several_limits_that_fail_the_first_is_named_alone():
    tool = Tool("bcr-c", within_group="no", authorised="no")
    v = judge(Case("IN", tools=(tool,), exporter_role="processor"), TODAY, LAW)
    assert "the importer is not one" in v.reasons[0]
    assert "customers" not in v.reasons[0] and "approval" not in v.reasons[0]


def test_an_exception_that_does_not_apply_comes_without_advice_on_how_to_use_it():
    (row,) = [i for i in LAW.regime("eu").instruments if i.version == "49-1-b"]
    advice = (Dated("regular use is possible"),)
    free = changed(row.id, occasional_only=None, not_for_public=None, if_regular=advice)
    case = Case("IN", tools=(Tool("derogation", "49-1-b"),), exporter_sector="public")
    v = judge(case, TODAY, free)
    assert v.verdict == "covered" and "Regular use is possible." in v.reasons
    v = judge(case, TODAY, changed(row.id, occasional_only=None, not_for_public=TODAY, if_regular=advice))
    assert v.verdict == "not-covered" and "Regular use is possible." not in v.reasons


def test_a_framework_with_a_further_condition_asks_for_it():
    i = LAW.instrument("eu-us-dpf")
    element = Element("condition", "notified", "the importer notified the authority", met_by=("fact",))
    law = changed(i.id, elements=(*i.elements, element))
    v = judge(Case("US", tools=(Tool("dpf"),), data="other"), TODAY, law)
    assert (v.verdict, v.missing) == ("undetermined", ("scope:notified",))


def test_a_framework_that_ended_without_a_judgment_ended_on_its_last_day():
    law = changed("eu-us-dpf", until=dt.date(2025, 12, 31))
    words = "The Data Privacy Framework ended on 2025-12-31 (Commission Implementing Decision (EU) 2023/1795"
    assert first(Case("US", tools=(Tool("dpf"),), data="other"), law).startswith(words)


def test_the_warnings_of_a_row_that_was_found_are_told():
    v = judge(
        Case("US", tools=(), importer="Acme, Inc.", data="other"), TODAY, LAW, List("verified", warnings=("Hm.",))
    )
    assert v.verdict == "covered" and "Hm." in v.reasons


def test_the_end_of_a_decision_ends_what_a_processor_there_may_hand_on():
    end = dt.date(2027, 6, 30)
    case = Case("IN", tools=(), onward=True, exporter_places=("NZ",), facts=(("onward-requirements", "yes"),))
    v = judge(case, TODAY, changed("adequacy-nz", until=end))
    assert (v.verdict, v.valid_until) == ("covered", end)
    assert v.reasons[1:] == ("This transfer basis ends on 2027-06-30.",)


# --- and under the law as it is --------------------------------------------------------------------------------------


def test_swiss_clauses_of_2010_are_in_place_without_a_note_on_changes():
    tool = Tool("scc", "2010", signed=dt.date(2020, 1, 1))
    case = Case("IN", tools=(tool,), exporter_role="controller", importer_role="processor", regime="ch")
    words = "The EU clauses of 2010 are in place (FDPIC recognition of 2021-08-27)."
    assert words in judge(case, dt.date(2022, 6, 1), LAW).reasons


def test_on_the_first_day_of_a_generation_its_words_are_given():
    case = Case("IN", tools=(Tool("scc"),), exporter_role="processor", importer_role="controller")
    assert "The standard contractual clauses 2010 are made for" in first(case, LAW, dt.date(2010, 5, 15))
    assert "The standard contractual clauses 2004 are made for" in first(case, LAW, dt.date(2010, 5, 14))


def test_a_single_basis_has_no_fallback_in_its_words():
    assert "If it fell" not in " ".join(judge(Case("IN", tools=(ADHOC,)), TODAY, LAW).reasons)


def test_a_contested_element_is_told_as_contested():
    hit = Case("IN", tools=(), no_transfer="from-the-person", facts=(("page-element", "yes"),))
    role = Case("IN", tools=(), no_transfer="from-the-person", importer_role="processor")
    words = "Contested: whether it is a transfer by the organisation."
    assert words in judge(hit, TODAY, LAW).reasons and words not in judge(role, TODAY, LAW).reasons


def test_between_places_of_which_one_is_open_the_answer_of_the_list_is_kept():
    case = Case("US", tools=(Tool("dpf"),), importer="Acme, Inc.", data="other", onward=True)
    case = replace(case, exporter_places=("DE", "NZ"), facts=(("onward-requirements", "yes"),))
    v = judge(case, TODAY, LAW, List("not-found"))
    assert (v.verdict, v.evidence) == ("undetermined", "not-found")


def test_the_first_edition_left_another_tool_alone_beside_a_negative_assessment():
    case = Case("IN", tools=(ADHOC, replace(ADHOC, kind="scc", version="2021", tia="negative")))
    plain = replace(case, tools=(replace(ADHOC, tia="unknown"), case.tools[1]))
    assert judge(plain, TODAY, LAW).missing == ("assessment",)
    assert judge(plain, TODAY, datamap.law.load("2026-11-23")).verdict == "covered"
