"""The words of verdicts, one by one: each is there where it applies, and only there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from test_verdict_details import ADHOC, LAW, TODAY, List, changed, judged_scope

import datamap.law
from datamap.law.pack import Element
from datamap.law.status import is_inside
from datamap.law.verdict import NOT_CHAPTER_V, Case, Tool, judge

DAY = dt.timedelta(1)
FIRST = datamap.law.load("2026-11-23")
INSIDE = [
    ("DE", "eu", "2024-01-01", True),
    ("EU", "eu", "2024-01-01", True),
    ("GB", "uk", "2024-01-01", True),
    ("CH", "ch", "2024-01-01", True),
    ("GB", "eu", "2020-06-01", True),
    ("GB", "eu", "2021-03-01", True),
    ("GB", "eu", "2024-01-01", False),
    ("DE", "uk", "2024-01-01", False),
    ("IN", "eu", "2024-01-01", False),
    ("unknown", "eu", "2024-01-01", False),
]


@pytest.mark.parametrize(("place", "regime", "day", "inside"), INSIDE)
def test_what_is_inside_depends_on_the_law_and_the_day(place, regime, day, inside):
    assert is_inside(LAW, place, dt.date.fromisoformat(day), regime) is inside


def reasons(case: Case, day: dt.date = TODAY, law=LAW, listed=None) -> tuple[str, ...]:
    return judge(case, day, law, listed).reasons


# --- places ----------------------------------------------------------------------------------------------------------


def test_places_that_are_not_named_are_told_as_given_with_the_tools_that_wait_for_them():
    case = Case("various", tools=(Tool("scc", "2021"), Tool("code")))
    assert reasons(case) == (
        "The destination of the data is not known: the places are not named.",
        "Without the place, the safeguards named cannot be assessed: standard contractual clauses (2021), a code of "
        "conduct.",
    )


def test_a_status_is_of_its_place_and_law_and_cites_its_row():
    s = LAW.status("EEA", TODAY)
    assert (s.country, s.regime) == ("EEA", "eu")
    for name, regime in LAW.regimes.items():
        for row in regime.places:
            s = LAW.status(row.places[0], max(row.from_, regime.starts), name)
            assert s.url == row.url and (not row.citation or s.citation == row.citation), row


def test_a_day_before_the_pack_has_no_doubt_that_only_one_law_has():
    assert LAW.status("IN", dt.date(1990, 1, 1)).confidence == "high"
    assert LAW.status("IN", dt.date(1990, 1, 1), "ch").confidence == "low"


def test_a_listing_that_does_not_reach_people_elsewhere_is_not_relied_on():
    case = Case("IN", run_by_country="US", tools=(Tool("dpf"),), data="hr")
    v = judge(case, TODAY, LAW)
    assert (v.verdict, v.missing) == ("undetermined", ("place",))
    assert v.reasons[0].startswith("The listing of the importer in the United States covers servers in India, but")
    assert (v.relied_on, v.fallback, v.asks, v.valid_until) == ("", (), (), None)


def test_where_the_site_is_run_from_is_told_after_the_first_reason():
    case = Case("DE", site_kind="hosting", run_by_country="IN", tools=(ADHOC, Tool("dpa"), Tool("privacy-shield")))
    under = reasons(replace(case, country="IN", site_kind="unknown", run_by_country="unknown"))
    told = reasons(case)
    assert len(under) > 2 and (told[0], *told[2:]) == under
    assert told[1] == "The site is in Germany, but it is run from India: the importer is there."


# --- adequacy and listing --------------------------------------------------------------------------------------------


def test_a_role_that_is_not_recorded_is_no_other_role():
    element = Element("condition", "x", "it is so", met_by=("importer_role!=controller",))
    assert judged_scope(element)[0] == "unclear"
    assert judged_scope(element, importer_role="processor")[0] == "covers"
    assert judged_scope(element, importer_role="controller")[0] == "unclear"


def test_a_claim_without_a_list_says_nothing_of_lists():
    case = Case("US", tools=(Tool("dpf"),), data="other")
    assert "not checked against the list; it is in force" in reasons(case)[0]


def test_a_framework_that_a_law_never_had_is_told_without_another_reading_of_the_law():
    law = LAW.without("uk-us-data-bridge")
    case = Case("US", tools=(Tool("dpf"),), regime="uk")
    altered = reasons(case, law=law)[0]
    assert f"({LAW.regime('uk').name}, here read without uk-us-data-bridge)" in altered
    bare = replace(law, kinds_removed={})
    assert f"({LAW.regime('uk').name})." in reasons(case, law=bare)[0]


def test_the_words_of_a_decision_that_does_not_apply_and_of_none():
    public = Case("JP", tools=(), importer_sector="public", data="other")
    assert "no adequacy decision for Japan that applies on" in " ".join(reasons(public))
    assert "no adequacy decision for India in force on" in " ".join(reasons(Case("IN", tools=())))
    failing = Case("IN", tools=(Tool("privacy-shield"),))
    assert reasons(failing)[-1] == (
        "There is no adequacy decision for India in force on 2026-09-30, and no other transfer tool is declared "
        "(GDPR, Art. 44 to 49)."
    )


def test_whether_there_is_a_tool_is_a_question_and_not_a_dispute():
    v = judge(Case("IN", tools=None), TODAY, LAW)
    assert (v.verdict, v.missing, v.contested) == ("undetermined", ("tool",), False)


def test_the_warnings_of_a_row_that_contradicts_a_claim_are_told():
    case = Case("US", tools=(Tool("dpf"),), importer="Acme, Inc.", data="other")
    v = judge(case, TODAY, LAW, List("contradicted", warnings=("Hm.",)))
    assert v.verdict == "not-covered" and "Hm." in v.reasons


# --- tools -----------------------------------------------------------------------------------------------------------


def test_no_reason_is_told_twice():
    tools = (ADHOC, Tool("dpa"), Tool("derogation"), Tool("privacy-shield"), Tool("scc", "2021"))
    found = reasons(Case("IN", tools=tools, data="other"))
    assert len(found) == len(set(found))


def test_a_tool_of_an_unknown_kind_is_told_with_its_label_if_it_has_one():
    assert reasons(Case("IN", tools=(Tool("unknown"),)))[0] == "A safeguard is named, but its kind is not recorded."
    labelled = Case("IN", tools=(Tool("unknown", label="our terms"),))
    assert reasons(labelled)[0] == "A safeguard is named (“our terms”), but its kind is not recorded."


def test_a_suspension_of_a_later_day_is_not_what_stopped_the_other_tool():
    other = Tool("scc", "2021", tia="negative", suspended_on=TODAY + DAY)
    plain = Tool("ad-hoc", authorised="yes")
    assert "a transfer impact assessment was negative under" in reasons(Case("IN", tools=(plain, other)))[0]


def test_british_law_has_words_for_the_clauses_of_the_union():
    unknown, newest = (Case("IN", tools=(Tool("scc", v),), regime="uk") for v in ("unknown", "2021"))
    assert reasons(unknown)[0].startswith("Standard contractual clauses are named; whichever generation they are")
    earlier, row = [r for r in LAW.regime("uk").no_tool if r["kind"] == "scc"]
    for case in (unknown, newest):
        assert row["citation"] in reasons(case)[0] and earlier["citation"] != row["citation"]
        assert earlier["text"].casefold() not in reasons(case)[0].casefold()
    others = [r["text"] for r in LAW.regime("uk").no_tool if r["kind"] != "scc"]
    told = reasons(unknown)[0].casefold()
    assert others and not any(text.casefold() in told for text in others)
    assert f"cover nothing on {TODAY}. The " in reasons(unknown)[0]
    last = earlier["until"]
    assert earlier["text"].casefold() in judge(newest, last, LAW).reasons[0].casefold()
    assert row["text"].casefold() in judge(newest, last + DAY, LAW).reasons[0].casefold()


@pytest.mark.parametrize("gdpr", ["unknown", "yes"])
def test_what_is_open_about_the_clauses_is_open_on_the_clauses(gdpr):
    role = "unknown" if gdpr == "unknown" else "processor"
    case = Case("IN", tools=(Tool("scc", "2021", module="2"),), exporter_role="controller", importer_role=role)
    v = judge(replace(case, importer_gdpr=gdpr), TODAY, LAW)
    assert (v.verdict, v.ground, v.instrument) == ("undetermined", "scc", "scc-2021")


def test_clauses_whose_cover_is_contested_are_open_on_the_clauses():
    law = changed("scc-2010", contested_from=dt.date(2022, 1, 1), contested_why="whether they still fit")
    case = Case("IN", tools=(Tool("scc", "2010"),), exporter_role="controller", importer_role="processor")
    v = judge(case, dt.date(2022, 6, 1), law)
    assert (v.verdict, v.ground, v.contested) == ("undetermined", "scc", True)


def test_clauses_for_whatever_roles_cover():
    case = Case("IN", tools=(Tool("scc", "2010"),), exporter_role="processor", importer_role="controller")
    assert judge(case, dt.date(2020, 1, 1), changed("scc-2010", roles=())).verdict == "covered"


def test_before_the_swiss_act_a_tool_that_fails_does_not_become_an_open_one():
    case = Case("IN", tools=(Tool("scc", "2010"),), exporter_role="processor", importer_role="processor", regime="ch")
    v = judge(case, dt.date(2021, 1, 1), LAW)
    assert (v.verdict, v.ground, v.instrument) == ("undetermined", "none", "")


# --- onward ----------------------------------------------------------------------------------------------------------


def behind(place: str, *at: str, **more) -> Case:
    return Case(place, tools=more.pop("tools", ()), onward=True, exporter_places=at, data="other", **more)


def test_where_a_processor_is_counts_only_for_a_leg_from_it():
    assert judge(replace(behind("IN", "NZ"), onward=False), TODAY, LAW).verdict == "not-covered"


def test_an_organisation_with_a_decision_is_a_place_of_a_processor_too():
    v = judge(behind("IN", "EPO"), TODAY, LAW)
    assert (v.verdict, v.ground) == ("undetermined", "adequacy")
    assert v.citation == LAW.instrument(v.instrument).cited(TODAY)


def test_the_first_edition_followed_the_exporters_own_law():
    case = behind("IN", "GB", tools=(Tool("idta"),))
    assert judge(case, TODAY, LAW).verdict == "covered"
    assert judge(case, TODAY, FIRST) == judge(replace(case, exporter_places=()), TODAY, FIRST)


def test_every_kind_of_decision_is_a_basis_that_a_processor_may_have():
    case = behind("IN", "NZ", exporter_basis=("adequacy", "dpf", "privacy-shield", "safe-harbour"))
    assert judge(case, TODAY, LAW).missing == ("onward",)
    assert judge(replace(case, exporter_basis=("adequacy", "tool")), TODAY, LAW).verdict == "not-covered"


def test_what_a_decision_requires_is_asked_for_beside_a_doubt_about_the_tools():
    tools = (Tool("scc", "2021", tia="negative"), Tool("ad-hoc", authorised="yes"))
    v = judge(behind("IN", "NZ", tools=tools), TODAY, LAW)
    assert (v.verdict, v.missing) == ("undetermined", ("onward",))


def test_where_the_places_differ_no_later_annulment_is_told():
    day = dt.date(2019, 1, 1)
    case = behind("US", "DE", "NZ", tools=(Tool("privacy-shield"),))
    assert judge(replace(case, exporter_places=("DE",)), day, LAW).later_annulled
    v = judge(case, day, LAW)
    assert (v.verdict, v.later_annulled) == ("undetermined", "")


@pytest.mark.parametrize(("at", "day", "place"), [("DE", "2019-01-01", "Germany"), ("GB", "2020-06-01", "the United")])
def test_before_its_own_law_a_british_exporters_processor_is_told_as_under_the_law_of_the_union(at, day, place):
    v = judge(behind("IN", at, regime="uk"), dt.date.fromisoformat(day), LAW)
    assert v.verdict == "not-covered"
    assert v.reasons[1].startswith(f"The processor that hands the data on is in {place}")


def test_a_processor_of_which_only_some_places_are_named_leaves_the_answer_open():
    met = (("onward-requirements", "yes"),)
    assert judge(behind("IN", "NZ", facts=met), TODAY, LAW).verdict == "covered"
    for vague in ("worldwide", "various", "unknown", "QQ"):
        v = judge(behind("IN", vague, "NZ", facts=met), TODAY, LAW)
        assert (v.verdict, v.missing[0]) == ("undetermined", "exporter")
        assert "established in New Zealand and a place that is not named" in v.reasons[0]
    for vague in (("worldwide",), ("worldwide", "various")):
        assert judge(behind("IN", *vague, facts=met), TODAY, LAW) == judge(behind("IN", facts=met), TODAY, LAW)


def test_a_processor_in_the_union_without_a_country_is_under_the_law_of_the_union():
    case = behind("IN", "EU", tools=(Tool("idta"),), regime="uk")
    assert judge(replace(case, exporter_places=()), TODAY, LAW).verdict == "covered"
    assert judge(case, TODAY, LAW).verdict == "not-covered"


def test_two_contracts_on_one_instrument_are_one_fallback():
    twice = (Tool("ad-hoc", authorised="yes"), Tool("ad-hoc", authorised="yes", tia="positive"))
    v = judge(Case("IN", tools=(Tool("scc", "2021"), *twice)), TODAY, LAW)
    (words,) = [r for r in v.reasons if r.startswith("If it fell")]
    assert v.fallback == ("ad-hoc",) and words.count(LAW.instrument("ad-hoc").short) == 1


def test_a_row_that_contradicts_a_claim_is_kept_beside_clauses_that_cover():
    listed = List("contradicted")
    case = Case("US", tools=(Tool("scc", "2021"), Tool("dpf")), importer="Acme, Inc.", data="other")
    v = judge(case, TODAY, LAW, listed)
    assert (v.verdict, v.ground, v.evidence, v.dpf) == ("covered", "scc", "declared", listed.match)


def test_what_a_decision_covers_onward_cites_it():
    v = judge(behind("IN", "NZ", facts=(("onward-requirements", "yes"),)), TODAY, LAW)
    i = LAW.instrument("adequacy-nz")
    assert (v.citation, v.url) == (i.cited(TODAY), i.url)


def test_where_only_the_server_is_known_a_decision_does_not_cover_what_is_handed_on():
    met = (("onward-requirements", "yes"),)
    v = judge(behind("CA", "JP", facts=met, site_kind="hosting"), TODAY, LAW)
    assert (v.verdict, v.ground) == ("undetermined", "place-unknown")


def test_under_the_exporters_own_law_nothing_is_added():
    case = behind("IN", "DE", tools=(ADHOC,))
    assert judge(case, TODAY, LAW) == judge(replace(case, exporter_places=()), TODAY, LAW)


def test_the_places_of_a_processor_are_named_in_the_order_of_the_map():
    case = behind("IN", "NZ", "DE", facts=(("onward-requirements", "yes"),))
    assert "established in New Zealand and Germany; from which" in reasons(case)[0]


def test_an_unknown_place_cites_the_law_on_transfers_of_the_exporter():
    for regime in ("eu", "uk"):
        v = judge(Case("unknown", tools=(), regime=regime), TODAY, LAW)
        assert v.citation == LAW.framework(TODAY, regime)["citation"]


def test_the_closed_list_of_reasons_has_no_empty_one():
    assert sorted(NOT_CHAPTER_V) == ["from-the-person", "own-staff-travelling", "publication", "same-legal-entity"]


def test_a_tool_that_is_certain_comes_without_a_word_on_confidence_where_the_place_is_not():
    found = reasons(Case("GI", tools=(ADHOC,)))
    assert any("this fact on Gibraltar with low confidence" in r for r in found)
    assert not any("ad hoc clauses with" in r for r in found)


def test_where_nothing_is_named_nothing_is_told_of_other_papers():
    assert reasons(Case("IN", tools=())) == (
        "No transfer tool declared: there is no adequacy decision for India in force on 2026-09-30 (GDPR, Art. 44 to "
        "49).",
    )
