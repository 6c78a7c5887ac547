"""What a verdict tells beside its word: the order of its reasons, what it cites, and what it no longer relies on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

import datamap.law
from datamap.errors import LawError
from datamap.law.adequacy import scope
from datamap.law.case import Scene
from datamap.law.pack import Element
from datamap.law.verdict import Case, Tool, judge

LAW = datamap.law.load()
TODAY = dt.date(2026, 9, 30)
DAY = dt.timedelta(1)
SCC = Tool("scc", "2021", module="2", signed=dt.date(2024, 1, 1), tia="positive")
ADHOC = Tool("ad-hoc", authorised="yes", tia="positive")


@dataclass(frozen=True)
class Match:
    outcome: str
    reason: str = "the row of Acme, Inc."
    renewal_unseen: bool = False
    warnings: tuple[str, ...] = ()


class List:
    """A participants list that gives one answer on every day."""

    def __init__(self, outcome: str, **more):
        self.match = Match(outcome, **more)

    def at(self, day):
        return day

    def check(self, *asked, **more):
        return self.match


def changed(id_: str, **values):
    """The law with another value in one instrument: what the pack may contain as well."""
    regimes = {
        name: replace(r, instruments=tuple(replace(i, **values) if i.id == id_ else i for i in r.instruments)).indexed()
        for name, r in LAW.regimes.items()
    }
    return replace(LAW, regimes=regimes)


# --- adequacy --------------------------------------------------------------------------------------------------------


def scene(case: Case, day: dt.date = TODAY) -> Scene:
    status = LAW.status(case.country, day, case.regime)
    return Scene(case, case.country, day, LAW, LAW.at(case.regime, day), status, None, facts=dict(case.facts))


def judged_scope(*elements: Element, **case):
    instrument = replace(LAW.instrument("adequacy-nz"), elements=elements)
    return scope(scene(Case("NZ", **case)), instrument)


@pytest.mark.parametrize("test", ["sector", "fact:press", "fact:", "colour=red", "sector!private"])
def test_a_test_without_a_value_is_a_mistake_in_the_pack(test):
    with pytest.raises(LawError, match=f"the test '{test}' is not known"):
        judged_scope(Element("condition", "x", "it is so", met_by=(test,)))


def test_an_answer_that_is_not_recorded_meets_no_test_not_even_a_negative_one():
    element = Element("condition", "x", "it is so", met_by=("fact:other!=yes",))
    assert judged_scope(element)[0] == "unclear"
    assert judged_scope(element, facts=(("other", "no"),))[0] == "covers"


def test_an_exclusion_answered_with_unknown_is_asked_about_though_the_sector_would_rule_it_out():
    element = Element("exclusion", "x", "an activity", ruled_out_by=("sector=private",))
    private = {"importer_sector": "private"}
    assert judged_scope(element, **private) == ("covers", "", (), ())
    assert judged_scope(element, facts=(("x", "unknown"),), **private) == ("covers", "", (), ("scope:x",))


def test_two_usual_exclusions_are_both_named():
    two = [Element("exclusion", x, f"kind {x}", usual_by=("place",)) for x in "ab"]
    state, reason, missing, asks = judged_scope(*two)
    assert (state, missing, asks) == ("unclear", ("scope:a", "scope:b"), ())
    assert "does not cover kind a or kind b; that is the usual case" in reason


def test_two_conditions_that_are_not_known_are_both_named():
    two = [Element("condition", x, f"kind {x} is met", met_by=("fact",)) for x in "ab"]
    state, reason, missing, _ = judged_scope(*two)
    assert (state, missing) == ("unclear", ("scope:a", "scope:b"))
    assert "applies only if kind a is met and kind b is met, which is not known" in reason


def test_a_claim_of_adequacy_adds_nothing_where_a_decision_covers():
    plain, claimed = (judge(Case("NZ", tools=t), TODAY, LAW) for t in ((), (Tool("adequacy"),)))
    assert plain.verdict == "covered" and plain == claimed


def test_a_listing_that_is_found_without_a_claim_keeps_its_row_and_its_question():
    case = Case("US", tools=(), importer="Acme, Inc.", data="other")
    listed = List("verified", renewal_unseen=True)
    v = judge(case, TODAY, LAW, listed)
    assert (v.verdict, v.evidence, v.dpf) == ("covered", "verified", listed.match)
    assert "renewal" in v.asks
    assert "renewal" not in judge(case, TODAY, LAW, List("verified")).asks


@pytest.mark.parametrize("day", [dt.date(2024, 1, 1), TODAY])
def test_the_framework_is_no_tool_of_a_law_that_is_read_without_it(day):
    """It is not annulled: an earlier regime that has it does not make it one that has ended."""
    v = judge(Case("US", tools=(Tool("dpf"),), regime="uk"), day, LAW.without("uk-us-data-bridge"))
    assert v.verdict == "not-covered"
    assert v.reasons[0].startswith("The Data Privacy Framework: not a transfer tool of the law that applies")


def test_a_framework_that_was_annulled_before_the_law_became_one_of_its_own_has_ended():
    v = judge(Case("US", tools=(Tool("privacy-shield"),), regime="uk"), TODAY, LAW)
    assert v.reasons[0].startswith("Privacy Shield ended on 2020-07-16")


# --- what covers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [dt.date(2020, 7, 15), dt.date(2020, 7, 16)])
def test_an_annulment_is_later_only_before_its_day(day):
    v = judge(Case("US", tools=(Tool("privacy-shield"),)), day, LAW)
    assert (v.verdict == "covered") == ("annulled" in v.later_annulled) == (day.day == 15)


def test_on_the_day_of_an_annulment_what_is_still_in_force_is_not_annulled_later():
    """As the pack may have it: the last day of an instrument is the day of the judgment."""
    day = dt.date(2022, 5, 5)
    law = changed("adequacy-nz", until=day, annulled_on=day, annulled_by="a judgment")
    assert judge(Case("NZ", tools=()), day, law).later_annulled == ""
    assert "a judgment" in judge(Case("NZ", tools=()), day - DAY, law).later_annulled


def test_an_end_is_news_until_the_day_on_which_it_was_set():
    old = Case("IN", tools=(Tool("scc", "2010"),), exporter_role="controller", importer_role="processor")
    i = LAW.instrument("scc-2010")
    before, on = (judge(old, i.end_set - n * DAY, LAW) for n in (1, 0))
    assert before.valid_until is None and any("no end was set" in r for r in before.reasons)
    assert on.valid_until == i.until and not any("no end was set" in r for r in on.reasons)


def test_the_last_place_of_the_reasons_is_for_what_does_not_cover():
    tools = (SCC, Tool("dpa"), Tool("derogation"), Tool("privacy-shield"))
    v = judge(Case("IN", tools=tools, data="other"), TODAY, LAW)
    assert v.verdict == "covered"
    letter = "A derogation is claimed, but not which one (letter of Art. 49(1))."
    assert v.reasons.index(letter) < next(n for n, r in enumerate(v.reasons) if r.startswith("Privacy Shield"))


# --- what is open ----------------------------------------------------------------------------------------------------


def test_what_fails_is_named_once_beside_what_is_open():
    v = judge(Case("IN", tools=(Tool("unknown"), Tool("privacy-shield")), data="other"), TODAY, LAW)
    assert v.verdict == "undetermined"
    assert len(v.reasons) == len(set(v.reasons)) == 2


@pytest.mark.parametrize("outcome", ["not-found", "contradicted"])
def test_the_row_and_the_evidence_of_the_list_are_kept_beside_other_tools(outcome):
    listed = List(outcome)
    tools = (Tool("unknown"), Tool("privacy-shield"), Tool("dpf"))
    v = judge(Case("US", tools=tools, importer="Acme, Inc.", data="other"), TODAY, LAW, listed)
    assert (v.verdict, v.evidence, v.dpf) == ("undetermined", outcome, listed.match)


def test_without_a_list_nothing_is_kept_of_one():
    v = judge(Case("US", tools=(Tool("unknown"),), data="other"), TODAY, LAW)
    assert (v.evidence, v.dpf) == ("declared", None)


def test_a_decision_that_may_cover_is_cited_with_its_address():
    v = judge(Case("JP", tools=()), TODAY, LAW)
    i = LAW.instrument("adequacy-jp")
    assert (v.verdict, v.instrument, v.citation, v.url) == ("undetermined", i.id, i.cited(TODAY), i.url)


def test_what_the_law_of_a_place_leaves_open_is_cited_by_its_own_row():
    day = dt.date(2010, 1, 1)
    status = next(
        s
        for code in ("PF", "NC", "YT", "PM", "WF", "BL", "TF")
        if (s := LAW.status(code, day, "eu")).status == "national-extension"
    )
    v = judge(Case(status.country, tools=()), day, LAW)
    assert (v.verdict, v.contested, v.missing[0]) == ("undetermined", True, "law")
    assert v.citation == status.citation
    covered = judge(Case(status.country, tools=(Tool("bcr-c", within_group="yes", authorised="yes"),)), day, LAW)
    assert covered.contested and covered.verdict == "covered"


def test_before_the_swiss_act_even_a_tool_leaves_the_answer_open():
    day, signed = dt.date(2021, 1, 1), Tool("scc", "2010", signed=dt.date(2020, 1, 1))
    case = Case("IN", tools=(signed,), exporter_role="controller", importer_role="processor", regime="ch")
    v = judge(case, day, LAW)
    assert (v.verdict, v.ground, v.instrument) == ("undetermined", "scc", "ch-scc-2010")
    assert v.missing == ("law",), v
    assert v.reasons[1].startswith("The EU clauses of 2010 are in place"), "the tool that would cover is named"


# --- what is inside --------------------------------------------------------------------------------------------------


def test_a_region_is_inside_as_a_whole_and_says_so():
    v = judge(Case("EU", tools=()), TODAY, LAW)
    assert v.reasons[0].endswith("inside the EU/EEA (the region is inside as a whole).")


@pytest.mark.parametrize(("day", "words"), [("2020-06-01", "during the transition period"), ("2021-03-01", "bridge")])
def test_the_transition_and_the_bridge_cite_their_treaty(day, words):
    v = judge(Case("GB", tools=()), dt.date.fromisoformat(day), LAW)
    status = LAW.status("GB", dt.date.fromisoformat(day))
    assert words in v.reasons[0] and f"({status.citation})" in v.reasons[0]
    assert v.valid_until == status.until


def test_a_place_inside_without_a_note_has_no_empty_brackets():
    assert "()" not in judge(Case("DE", tools=()), TODAY, LAW).reasons[0]


def test_worldwide_is_named_as_it_was_given():
    v = judge(Case("worldwide", tools=()), TODAY, LAW)
    assert v.reasons[0] == "The destination of the data is not known: the place is given as worldwide."


def test_a_site_abroad_that_an_uncovered_importer_on_a_list_runs():
    """A framework in force does not by itself cover: what counts is that the importer is covered by it."""
    case = Case("IN", run_by_country="US", tools=(Tool("dpf"),), importer="Acme, Inc.", data="other")
    v = judge(case, TODAY, LAW, List("not-found"))
    assert v.verdict == "not-covered" and "The listing of the importer" not in " ".join(v.reasons)
