"""Onward transfers and reasons for no transfer: what is told, cited, and no longer relied on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import naive
import pytest
from test_verdict_details import ADHOC, LAW, SCC, TODAY, List

import datamap.law
from datamap.law import onward as onward_legs
from datamap.law.verdict import Case, Tool, Verdict, judge

DAY = dt.timedelta(1)
MET, NOT_MET = (("onward-requirements", "yes"),), (("onward-requirements", "no"),)


def onward(place: str, *behind: str, facts=(), tools=(), **more) -> Case:
    return Case(place, tools=tools, onward=True, exporter_places=behind, facts=facts, data="other", **more)


# --- under each of several laws ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["covered", "undetermined", "not-covered"])
def test_a_verdict_under_each_of_several_laws_is_open_where_it_is_under_one_and_ends_with_the_first(verdict):
    early, late = dt.date(2027, 1, 1), dt.date(2028, 1, 1)
    one = Verdict(verdict, "scc", "scc-2021", reasons=("a", "b"), missing=("tool", "group"), asks=("listing",))
    two = Verdict(
        verdict, "idta", "uk-idta", reasons=("b", "c"), missing=("group", "roles"), asks=("module", "listing")
    )
    one = replace(one, valid_until=late)
    two = replace(two, valid_until=early, contested=True, later_annulled="a judgment")
    assert onward_legs._joined([one, two], "exporter", "why", "cited") == replace(
        one,
        valid_until=early,
        contested=True,
        later_annulled="a judgment",
        missing=("tool", "group", "roles"),
        asks=("listing", "module"),
        reasons=("a", "b", "c"),
    )


def test_verdicts_that_differ_leave_open_which_law_it_is():
    one = Verdict("covered", "scc", "scc-2021", relied_on="scc:2021", reasons=("a",), asks=("module",))
    two = Verdict("undetermined", "none", reasons=("b",), missing=("tool",), contested=True)
    assert onward_legs._joined([one, two], "exporter", "Why.", "cited") == Verdict(
        "undetermined",
        "none",
        citation="cited",
        contested=True,
        reasons=("Why.", "a", "b"),
        missing=("exporter", "tool"),
    )


# --- behind a decision -----------------------------------------------------------------------------------------------


def test_what_a_decision_requires_is_told_whatever_the_answer():
    required = str(LAW.framework(TODAY)["onward_text"])
    decision = LAW.instrument("adequacy-nz")
    assert not decision.onward
    head = f"The processor is in New Zealand and receives the data under {decision.short}"
    cited = f"{required} ({decision.cited(TODAY)})"
    v = judge(onward("IN", "NZ", facts=MET), TODAY, LAW)
    assert v.reasons == (f"{head}; its requirements for the onward transfer are recorded as met: {cited}.",)
    assert (v.verdict, v.ground, v.relied_on, v.instrument) == ("covered", "adequacy", "adequacy", decision.id)
    v = judge(onward("IN", "NZ", facts=NOT_MET), TODAY, LAW)
    assert v.reasons == (f"{head}; its requirements for the onward transfer are not met: {cited}.",)
    assert (v.verdict, v.citation) == ("not-covered", decision.cited(TODAY))
    v = judge(onward("IN", "NZ"), TODAY, LAW)
    assert v.reasons[0] == f"{head}. For the onward transfer, {cited}; whether this is met is not recorded."
    assert v.reasons[1].startswith("As a transfer by the organisation itself: No transfer tool declared")
    assert (v.verdict, v.missing, v.url) == ("undetermined", ("onward",), decision.url)


def test_a_decision_with_a_requirement_of_its_own_names_that_one():
    v = judge(onward("IN", "JP", facts=MET), TODAY, LAW)
    (text,) = {t.text for t in LAW.instrument("adequacy-jp").onward if t.applies_on(TODAY)}
    assert text in v.reasons[0] and str(LAW.framework(TODAY)["onward_text"]) not in v.reasons[0]


def test_what_the_processor_meets_covers_although_a_tool_of_the_leg_is_not_enough_beside_another():
    stopped = replace(SCC, tia="negative")
    case = onward("IN", "JP", facts=MET, tools=(stopped, ADHOC))
    assert judge(replace(case, exporter_places=()), TODAY, LAW).ground == "ad-hoc"
    v = judge(case, TODAY, LAW)
    assert (v.verdict, v.ground) == ("covered", "adequacy") == naive.second_judge(case, TODAY)
    case = replace(case, tools=(stopped,))
    assert judge(case, TODAY, LAW).verdict == "not-covered" == naive.second_judge(case, TODAY)[0]


@pytest.mark.parametrize(
    "behind", [{"exporter_places": ("GB", "CA")}, {"exporter_places": ("IN",), "received_under": ("uk", "ch")}]
)
def test_the_law_that_is_named_is_the_law_of_the_day(behind):
    """The GDPR did not exist in 2010, nor did the UK GDPR in 2019."""
    case = Case("US", tools=(Tool("safe-harbour"), Tool("scc", "2001")), onward=True, regime="ch", **behind)
    for day, later in ((dt.date(2010, 6, 1), "GDPR"), (dt.date(2019, 6, 1), "UK GDPR")):
        assert not [r for r in judge(case, day, LAW).reasons if later in r]
    assert [r for r in judge(case, TODAY, LAW).reasons if "UK GDPR, Art." in r]


def test_a_suspension_counts_from_its_day():
    for n, verdict in ((0, "not-covered"), (1, "covered")):
        stopped = Tool("ad-hoc", authorised="no", suspended_on=TODAY + n * DAY)
        case = onward("IN", "NZ", facts=MET, tools=(stopped,))
        assert judge(case, TODAY, LAW).verdict == verdict == naive.second_judge(case, TODAY)[0]


def test_from_japan_to_japan_the_requirement_that_is_met_decides():
    """The leg is not covered by the decision that brought the data there, as far as its own scope is not known."""
    case = onward("JP", "JP", facts=MET)
    assert judge(replace(case, exporter_places=()), TODAY, LAW).verdict == "undetermined"
    v = judge(case, TODAY, LAW)
    assert (v.verdict, v.ground) == ("covered", "adequacy") == naive.second_judge(case, TODAY)
    v = judge(replace(case, facts=()), TODAY, LAW)
    assert (v.verdict, v.missing) == ("undetermined", ("onward",))


@pytest.mark.parametrize(("outcome", "evidence"), [("verified", "declared"), ("not-found", "not-found")])
def test_of_an_answer_that_is_not_relied_on_only_an_open_question_to_the_list_is_kept(outcome, evidence):
    case = onward("US", "NZ", tools=(Tool("dpf"),), importer="Acme, Inc.")
    v = judge(case, TODAY, LAW, List(outcome))
    assert (v.verdict, v.ground, v.evidence) == ("undetermined", "adequacy", evidence)
    assert (v.relied_on, v.fallback, v.asks, v.valid_until, v.later_annulled) == ("", (), (), None, "")


# --- several places of the processor ---------------------------------------------------------------------------------


def test_where_the_places_of_the_processor_differ_nothing_is_relied_on():
    tools = (Tool("scc", "2021", until=TODAY), Tool("code", authorised="yes"), Tool("ad-hoc", authorised="yes"))
    case = onward("IN", "DE", "NZ", tools=tools)
    first = judge(replace(case, exporter_places=("DE",)), TODAY, LAW)
    assert first.verdict == "covered" and first.fallback and first.asks and first.valid_until and first.url
    v = judge(case, TODAY, LAW)
    assert (v.verdict, v.ground, v.instrument, v.url) == ("undetermined", "none", "", "")
    assert (v.relied_on, v.fallback, v.asks, v.valid_until, v.later_annulled) == ("", (), (), None, "")
    assert v.citation == LAW.framework(TODAY)["citation"] != first.citation
    assert v.missing == ("exporter", "onward")
    assert v.reasons[0] == (
        "The processor is established in Germany and New Zealand; from which of them it hands the data on is not "
        "recorded, and the answers differ."
    )
    assert first.reasons[0] in v.reasons and not v.contested


def test_a_doubt_behind_one_of_the_places_stays():
    tools = (Tool("scc", "2021"),)
    case = onward("IN", "NZ", "DE", tools=tools, importer_gdpr="yes", facts=MET)
    doubted, decided = (judge(replace(case, exporter_places=(p,)), TODAY, LAW) for p in ("DE", "NZ"))
    assert doubted.contested and not decided.contested
    assert judge(case, TODAY, LAW).contested


def test_the_law_of_the_processor_is_told_after_the_first_reason_and_every_other_one_is_kept():
    tools = (Tool("idta"), Tool("dpa"), Tool("privacy-shield"))
    case = onward("IN", "GB", tools=tools)
    under = judge(Case("IN", tools=tools, data="other", regime="uk", onward=True), TODAY, LAW)
    v = judge(case, TODAY, LAW)
    assert len(under.reasons) > 2
    cited = LAW.framework(TODAY, "uk")["citation"]
    assert (
        v.reasons[1] == f"The processor that hands the data on is in the United Kingdom: its own law applies ({cited})."
    )
    assert (v.reasons[0], *v.reasons[2:]) == under.reasons


# --- reasons for no transfer -----------------------------------------------------------------------------------------

ENTITY = {"no_transfer": "same-legal-entity"}


def test_the_first_edition_took_each_reason_as_it_was_stated():
    first = datamap.law.load("2026-11-23")
    for reason in ("from-the-person", "own-staff-travelling", "publication", "same-legal-entity"):
        case = Case("IN", tools=(), no_transfer=reason, importer_role="processor", other_entity=True, onward=True)
        assert judge(case, TODAY, first).verdict == "no-transfer"
        assert judge(case, TODAY, LAW).verdict != "no-transfer"


def test_what_is_no_transfer_cites_the_law_on_transfers_and_its_own_ground():
    facts = (("no-separate-entity", "yes"),)
    v = judge(Case("IN", tools=(), facts=facts, **ENTITY), TODAY, LAW)
    assert (v.verdict, v.ground) == ("no-transfer", "not-chapter-v")
    assert v.citation == LAW.framework(TODAY)["citation"] == "GDPR, Art. 44 to 49"
    assert v.reasons == (
        "Not a transfer to a third country: exporter and importer are one legal entity (EDPB Guidelines 05/2021 v2.0, "
        "section 2.2).",
    )


def test_a_role_that_is_known_is_not_asked_for_beside_a_condition_that_is_open():
    facts = (("no-separate-entity", "unknown"),)
    v = judge(Case("IN", tools=(), facts=facts, importer_role="internal", **ENTITY), TODAY, LAW)
    assert (v.verdict, v.missing) == ("undetermined", ("scope:no-separate-entity",))
    assert "which role the recipient has" not in v.reasons[0]
    v = judge(Case("IN", tools=(), facts=facts, importer_role="unknown", **ENTITY), TODAY, LAW)
    assert v.missing == ("scope:no-separate-entity", "roles")
    assert " and which role the recipient has" in v.reasons[0]


def test_who_receives_the_data_is_asked_only_where_a_cover_would_rest_on_it():
    facts = (("no-separate-entity", "unknown"),)
    bare, signed = (judge(Case("IN", tools=t, facts=facts, **ENTITY), TODAY, LAW) for t in ((), (ADHOC,)))
    words = "Which legal entity receives the data is not recorded."
    assert "importer" not in bare.missing and words not in bare.reasons
    assert "importer" in signed.missing and words in signed.reasons


def test_an_exclusion_that_is_open_is_asked_for_as_a_kind_of_data():
    facts = (("own-initiative", "yes"), ("page-element", "unknown"))
    v = judge(Case("IN", tools=(), facts=facts, no_transfer="from-the-person"), TODAY, LAW)
    assert "it is not recorded whether it concerns data that an element on the organisation's own page" in v.reasons[0]
    facts = (("own-initiative", "unknown"), ("page-element", "no"))
    v = judge(Case("IN", tools=(), facts=facts, no_transfer="from-the-person"), TODAY, LAW)
    assert "it is not recorded whether the data subject sends the data to the recipient directly" in v.reasons[0]


def test_a_contradicted_reason_is_told_after_the_first_reason_and_every_other_one_is_kept():
    tools = (ADHOC, Tool("dpa"), Tool("privacy-shield"))
    plain = Case("IN", tools=tools, importer="Example Ltd", other_entity=True)
    transfer, v = judge(plain, TODAY, LAW), judge(replace(plain, **ENTITY), TODAY, LAW)
    assert len(transfer.reasons) > 2
    assert v.reasons[1].startswith("The inventory states that exporter and importer are one legal entity, but")
    assert (v.reasons[0], *v.reasons[2:]) == transfer.reasons
    assert v.set_aside == "the recipient is a different legal entity from the organisation"


@pytest.mark.parametrize(
    ("day", "tools"),
    [
        (dt.date(2020, 1, 1), (Tool("privacy-shield"), Tool("scc", "2010"))),
        (dt.date(2022, 1, 1), (Tool("scc", "2010"), Tool("ad-hoc", authorised="yes"))),
    ],
)
def test_until_the_receiver_is_recorded_nothing_is_relied_on(day, tools):
    plain = Case("US", tools=tools, importer_role="processor", exporter_role="controller", data="other")
    transfer = judge(plain, day, LAW)
    assert transfer.verdict == "covered" and transfer.fallback and (transfer.later_annulled or transfer.valid_until)
    v = judge(replace(plain, **ENTITY), day, LAW)
    assert (v.verdict, v.missing, v.instrument) == ("undetermined", ("importer",), "")
    assert (v.relied_on, v.fallback, v.asks, v.valid_until, v.later_annulled) == ("", (), (), None, "")


def test_an_open_scope_of_a_decision_does_not_stand_for_the_place():
    """Japan, sector not recorded: the transfer is open itself, so who receives the data is missing as well."""
    case = Case("JP", tools=(), importer_role="processor", data="other", **ENTITY)
    v = judge(case, TODAY, LAW)
    assert (v.verdict, v.missing) == ("undetermined", ("importer", "scope:appi"))
