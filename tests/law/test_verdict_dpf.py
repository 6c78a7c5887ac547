"""The decision where a participants list is at hand: verified, contradicted, not found, found without a claim."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

import datamap.law
from datamap.law.verdict import Case, Tool, judge

LAW = datamap.law.load()
VINTAGE = dt.date(2026, 3, 24)
TODAY = dt.date(2026, 9, 30)
CLAIM = Case(
    "US", tools=(Tool("dpf"),), importer="Acme, Inc.", importer_how="stated", aliases=("Acme",), parent="Big Corp"
)


@dataclass(frozen=True)
class Match:
    outcome: str
    reason: str = "the row of Acme, Inc."
    renewal_unseen: bool = False
    warnings: tuple[str, ...] = ()


class List:
    """Stands for a participants list of one vintage: gives one answer, and keeps what it was asked."""

    def __init__(self, match: Match):
        self.match, self.asked = match, []

    def at(self, day):
        return VINTAGE if day >= VINTAGE else None

    def check(self, entity, how, day, **more):
        self.asked.append((entity, how, day, more))
        return self.match


def test_a_verified_claim_covers_and_names_the_row():
    v = judge(CLAIM, TODAY, LAW, List(Match("verified")))
    assert (v.verdict, v.ground, v.evidence, v.instrument) == ("covered", "dpf", "verified", "eu-us-dpf")
    assert v.reasons[0] == (
        "EU-US Data Privacy Framework, verified (Commission Implementing Decision (EU) 2023/1795 of 10 July 2023): "
        "the row of Acme, Inc."
    )
    assert v.dpf == Match("verified")
    assert v.asks == ("scope:journalistic",), "what is verified needs no question about the listing"


def test_the_list_is_asked_with_all_that_the_inventory_says():
    asked = List(Match("verified"))
    judge(replace(CLAIM, data="hr", affiliate="yes", regime="uk"), TODAY, LAW, asked)
    assert asked.asked == [
        (
            "Acme, Inc.",
            "stated",
            TODAY,
            {"data": "hr", "regime": "uk", "aliases": ("Acme",), "parent": "Big Corp", "affiliate": "yes"},
        ),
    ]


def test_a_contradicted_claim_covers_nothing():
    v = judge(CLAIM, TODAY, LAW, List(Match("contradicted", "Acme, Inc. is inactive since 2025-01-01.")))
    assert (v.verdict, v.ground, v.evidence, v.missing) == ("not-covered", "none", "contradicted", ())
    assert v.reasons[0] == (
        "EU-US Data Privacy Framework is claimed, but the list contradicts it: Acme, Inc. is inactive since 2025-01-01."
    )
    assert v.dpf.outcome == "contradicted"


def test_a_claim_that_is_not_found_is_undetermined():
    v = judge(CLAIM, TODAY, LAW, List(Match("not-found", "only a brand is known")))
    assert (v.verdict, v.ground, v.evidence, v.missing) == ("undetermined", "dpf", "not-found", ("listing",))
    assert v.instrument == "eu-us-dpf"
    claimed = "EU-US Data Privacy Framework is claimed"
    assert v.reasons[0] == f"{claimed}, but the list does not confirm it: only a brand is known."


@pytest.mark.parametrize("outcome", ["contradicted", "not-found"])
def test_clauses_carry_what_the_list_does_not(outcome):
    v = judge(replace(CLAIM, tools=(Tool("dpf"), Tool("scc", "2021"))), TODAY, LAW, List(Match(outcome)))
    assert (v.verdict, v.ground, v.evidence, v.fallback) == ("covered", "scc", "declared", ())
    assert v.dpf.outcome == outcome, "a finding still needs what the list says of the claim"
    assert any("Data Privacy Framework is claimed, but" in r for r in v.reasons)


def test_verified_goes_before_clauses_and_clauses_are_the_fallback():
    v = judge(replace(CLAIM, tools=(Tool("scc", "2021"), Tool("dpf"))), TODAY, LAW, List(Match("verified")))
    assert (v.ground, v.fallback) == ("dpf", ("scc:2021",))


def test_a_renewal_that_the_list_cannot_show_is_asked_for():
    v = judge(CLAIM, TODAY, LAW, List(Match("verified", renewal_unseen=True)))
    assert (v.verdict, v.asks) == ("covered", ("scope:journalistic", "renewal"))


def test_warnings_of_the_list_are_told():
    v = judge(CLAIM, TODAY, LAW, List(Match("verified", warnings=("HR data are not named in the row.",))))
    assert v.reasons[1] == "HR data are not named in the row."


def test_an_importer_on_the_list_is_covered_although_nobody_claimed_it():
    v = judge(replace(CLAIM, tools=()), TODAY, LAW, List(Match("verified")))
    assert (v.verdict, v.ground, v.evidence, v.relied_on) == ("covered", "dpf", "verified", "dpf")
    assert v.reasons[0].startswith("Not claimed, but on the Data Privacy Framework list")
    assert judge(replace(CLAIM, tools=None), TODAY, LAW, List(Match("verified"))).verdict == "covered"


@pytest.mark.parametrize("outcome", ["contradicted", "not-found"])
def test_an_importer_that_nobody_claims_and_no_list_shows_is_not_met(outcome):
    v = judge(replace(CLAIM, tools=()), TODAY, LAW, List(Match(outcome)))
    assert (v.verdict, v.evidence, v.dpf) == ("not-covered", "declared", None)


def test_nobody_is_looked_for_without_a_name():
    asked = List(Match("verified"))
    assert judge(Case("US", tools=()), TODAY, LAW, asked).verdict == "not-covered"
    assert judge(Case("US", tools=(), aliases=("Acme",)), TODAY, LAW, asked).verdict == "covered"
    assert len(asked.asked) == 1


def test_a_list_later_than_the_day_is_no_list_for_that_day():
    asked = List(Match("contradicted"))
    v = judge(CLAIM, VINTAGE - dt.timedelta(1), LAW, asked)
    assert (v.verdict, v.evidence) == ("covered", "declared")
    assert "the lists given are all later than this day" in v.reasons[0]
    assert "listing" in v.asks
    assert judge(replace(CLAIM, tools=()), VINTAGE - dt.timedelta(1), LAW, asked).verdict == "not-covered"
    assert not asked.asked


@pytest.mark.parametrize("day", [dt.date(2023, 7, 9), dt.date(2020, 7, 16)])
def test_the_list_verifies_nothing_before_the_framework_began(day):
    class Old(List):
        def at(self, day):
            return day

    assert judge(CLAIM, day, LAW, Old(Match("verified"))).verdict == "not-covered"


def test_a_suspended_claim_is_not_found_again_on_the_list():
    suspended = replace(CLAIM, tools=(Tool("dpf", suspended_on=TODAY),))
    assert judge(suspended, TODAY, LAW, List(Match("verified"))).verdict == "not-covered"


@pytest.mark.parametrize("over", [Tool("dpf", until=dt.date(2026, 9, 29)), Tool("dpf", from_=dt.date(2026, 10, 1))])
def test_a_claim_that_is_not_in_place_that_day_leaves_the_list_to_be_asked(over):
    assert judge(replace(CLAIM, tools=(over,)), TODAY, LAW).verdict == "not-covered"
    v = judge(replace(CLAIM, tools=(over,)), TODAY, LAW, List(Match("verified")))
    assert (v.verdict, v.evidence) == ("covered", "verified")


@pytest.mark.parametrize("tool", [Tool("dpf", until=TODAY), Tool("dpf", from_=TODAY), Tool("dpf")])
def test_a_claim_in_place_is_judged_once(tool):
    asked = List(Match("verified"))
    v = judge(replace(CLAIM, tools=(tool,)), TODAY, LAW, asked)
    assert (len(asked.asked), v.valid_until, v.fallback) == (1, tool.until, ())


def test_journalistic_material_is_outside_listed_or_not():
    press = replace(CLAIM, facts=(("journalistic", "yes"),))
    for case in (press, replace(press, tools=())):
        v = judge(case, TODAY, LAW, List(Match("verified")))
        assert v.verdict == "not-covered", v.reasons


def test_a_listed_importer_elsewhere_than_in_the_united_states_is_not_covered():
    assert judge(replace(CLAIM, country="IN"), TODAY, LAW, List(Match("verified"))).verdict == "not-covered"


def test_hosting_in_the_union_run_by_a_listed_importer():
    hosting = replace(CLAIM, country="EU", site_kind="hosting", run_by_country="US")
    v = judge(hosting, TODAY, LAW, List(Match("verified")))
    assert (v.verdict, v.evidence) == ("covered", "verified")


# --- worked examples, on the official lists ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lists(shared):
    dpf = pytest.importorskip("datamap.law.dpf", reason="the reader of participants lists is not installed")
    return dpf.read(sorted((shared / "dpf").glob("*.xlsx")))


@pytest.mark.parametrize(
    ("importer", "how", "data", "day", "verdict", "evidence"),
    [
        # active, its re-certification under review: still a participant
        ("Notion Labs, Inc.", "inferred", "other", "2026-03-24", "covered", "verified"),
        # its row of that day names HR data only
        ("Productboard, Inc.", "stated", "other", "2024-12-13", "not-covered", "contradicted"),
        ("Productboard, Inc.", "stated", "other", "2026-03-24", "covered", "verified"),
        # on neither list: stated, that contradicts the claim; inferred, it only leaves it open
        ("Helpjuice, Inc.", "stated", "other", "2026-03-24", "not-covered", "contradicted"),
        ("Helpjuice, Inc.", "inferred", "other", "2026-03-24", "undetermined", "not-found"),
        # bought by others: an entry of its own lapsed, the buyer's names it
        ("Datto, Inc.", "stated", "other", "2026-03-24", "covered", "verified"),
        ("Linode, LLC", "stated", "other", "2026-03-24", "covered", "verified"),
    ],
)
def test_worked_examples_on_the_official_lists(lists, importer, how, data, day, verdict, evidence):
    case = Case("US", tools=(Tool("dpf"),), importer=importer, importer_how=how, data=data)
    v = judge(case, dt.date.fromisoformat(day), LAW, lists)
    assert (v.verdict, v.evidence) == (verdict, evidence), v.reasons
