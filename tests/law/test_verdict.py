"""The decision, held against situations that a lawyer can read (``law_cases/verdict.toml``) and against histories."""

from __future__ import annotations

import datetime as dt

import pytest
from law_situations import case, check, situations

from datamap import law
from datamap.errors import CallError, LawError
from datamap.law.adequacy import scope
from datamap.law.case import Scene
from datamap.law.pack import Element, Instrument
from datamap.law.verdict import RANK, Case, Tool, judge

LAW = law.load()
DAY = dt.timedelta(1)
TODAY = dt.date(2026, 9, 30)
ROWS = [row for name in ("verdict", "review", "details", "combinations", "hard") for row in situations(f"{name}.toml")]


@pytest.mark.parametrize("row", ROWS, ids=[r["name"] for r in ROWS])
def test_situation(row):
    check(row, judge(case(row), row["on"], LAW))


def test_every_situation_has_its_own_name():
    assert len({r["name"] for r in ROWS}) == len(ROWS)


# One row: from this day on, this verdict on this ground; the first row also the day given. Every change is looked at
# on its day and on the day before.
HISTORIES = {
    "United States, nothing claimed": (Case("US", tools=()), [("1998-10-24", "not-covered", "none")]),
    "United States, every framework claimed": (
        Case("US", tools=(Tool("safe-harbour"), Tool("privacy-shield"), Tool("dpf"))),
        [
            ("1998-10-24", "not-covered", "none"),
            ("2000-11-01", "covered", "safe-harbour"),
            ("2015-10-06", "not-covered", "none"),
            ("2016-08-01", "covered", "privacy-shield"),
            ("2020-07-16", "not-covered", "none"),
            ("2023-07-10", "covered", "dpf"),
        ],
    ),
    "United Kingdom": (
        Case("GB", tools=()),
        [
            ("1998-10-24", "no-transfer", "eea"),
            ("2020-02-01", "no-transfer", "transition"),
            ("2021-01-01", "no-transfer", "bridge"),
            ("2021-06-28", "covered", "adequacy"),
        ],
    ),
    "Gibraltar": (
        Case("GI", tools=()),
        [
            ("1998-10-24", "no-transfer", "eea"),
            ("2020-02-01", "no-transfer", "transition"),
            ("2021-01-01", "not-covered", "none"),
        ],
    ),
    "Croatia": (Case("HR", tools=()), [("1998-10-24", "not-covered", "none"), ("2013-07-01", "no-transfer", "eea")]),
    "Hungary": (
        Case("HU", tools=()),
        [
            ("1998-10-24", "not-covered", "none"),
            ("2000-07-26", "covered", "adequacy"),
            ("2004-05-01", "no-transfer", "eea"),
        ],
    ),
    "Brazil, private company": (
        Case("BR", tools=(), importer_sector="private"),
        [("1998-10-24", "not-covered", "none"), ("2026-01-26", "covered", "adequacy")],
    ),
    "Japan, private company": (
        Case("JP", tools=(), importer_sector="private"),
        [("1998-10-24", "not-covered", "none"), ("2019-01-23", "covered", "adequacy")],
    ),
    "Japan, sector unknown": (
        Case("JP", tools=()),
        [("1998-10-24", "not-covered", "none"), ("2019-01-23", "undetermined", "adequacy")],
    ),
    "Mayotte": (
        Case("YT", tools=()),
        [("1998-10-24", "undetermined", "none"), ("2014-01-01", "no-transfer", "eea")],
    ),
    "clauses of 2010 to a processor in India": (
        Case("IN", tools=(Tool("scc", "2010"),), exporter_role="controller", importer_role="processor"),
        [
            ("1998-10-24", "not-covered", "none"),
            ("2010-05-15", "covered", "scc"),
            ("2022-12-28", "not-covered", "none"),
        ],
    ),
    "every generation of the clauses to a controller in India": (
        Case(
            "IN",
            tools=tuple(Tool("scc", v) for v in ("2001", "2002", "2004", "2010", "2021")),
            exporter_role="controller",
            importer_role="controller",
        ),
        [("1998-10-24", "not-covered", "none"), ("2001-09-03", "covered", "scc")],
    ),
    "British exporter to Germany": (
        Case("DE", tools=(), regime="uk"),
        [("1998-10-24", "no-transfer", "eea"), ("2020-12-31", "covered", "adequacy")],
    ),
    "British exporter to Korea": (
        Case("KR", tools=(), regime="uk"),
        [("1998-10-24", "not-covered", "none"), ("2022-12-19", "covered", "adequacy")],
    ),
    "Swiss exporter to Germany": (
        Case("DE", tools=(), regime="ch"),
        [("1998-10-24", "undetermined", "none"), ("2023-09-01", "covered", "adequacy")],
    ),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_history_day_by_day_around_each_change(name):
    what, rows = HISTORIES[name]
    for n, (start, verdict, ground) in enumerate(rows):
        first = dt.date.fromisoformat(start)
        days = [first, first + DAY]
        if n + 1 < len(rows):
            days.append(dt.date.fromisoformat(rows[n + 1][0]) - DAY)
        else:
            days += [TODAY, dt.date(2031, 12, 27)]
        for day in days:
            found = judge(what, day, LAW)
            assert (found.verdict, found.ground) == (verdict, ground), f"{name} on {day}: {found}"


@pytest.mark.parametrize(
    ("to", "day", "tools", "verdict", "ground"),
    [
        ("GB", "2020-06-30", (), "no-transfer", "transition"),
        ("GB", "2021-06-28", (), "covered", "adequacy"),
        ("GB", "2026-11-23", (), "covered", "adequacy"),
        ("HR", "2013-06-30", (), "not-covered", "none"),
        ("US", "2020-07-16", (Tool("privacy-shield"),), "not-covered", "none"),
        ("US", "2022-12-28", (Tool("scc", "2010"),), "not-covered", "none"),
        ("BR", "2026-01-25", (), "not-covered", "none"),
        ("GI", "2020-12-31", (), "no-transfer", "transition"),
        ("GL", "2026-01-01", (), "not-covered", "none"),
        ("AX", "2026-01-01", (), "no-transfer", "eea"),
        ("MC", "2026-01-01", (), "not-covered", "none"),
    ],
)
def test_worked_examples_of_the_facts(to, day, tools, verdict, ground):
    v = judge(Case(to, tools=tools), dt.date.fromisoformat(day), LAW)
    assert (v.verdict, v.ground) == (verdict, ground)


def test_united_kingdom_in_the_weeks_when_two_decisions_overlapped():
    decisions = [judge(Case("GB", tools=()), dt.date(2025, 12, d), LAW) for d in (18, 19, 27, 28)]
    assert [v.instrument for v in decisions] == ["adequacy-gb-2021-extended", *["adequacy-gb-2025"] * 3]
    assert [v.valid_until for v in decisions] == [dt.date(2025, 12, 27), *[dt.date(2031, 12, 27)] * 3]
    assert decisions[1].fallback == ("adequacy",)
    assert decisions[3].fallback == ()


def test_the_sunset_of_the_british_decision_ends_the_cover():
    assert judge(Case("GB", tools=()), dt.date(2031, 12, 28), LAW).verdict == "not-covered"


def test_transition_and_bridge_had_an_end_membership_has_none():
    days = [dt.date(2019, 6, 30), dt.date(2020, 6, 30), dt.date(2021, 3, 31)]
    ends = [judge(Case("GB"), day, LAW).valid_until for day in days]
    assert ends == [None, dt.date(2020, 12, 31), dt.date(2021, 6, 27)]


def test_an_annulment_that_nobody_could_know_is_no_end_of_the_cover():
    verdict = judge(Case("US", tools=(Tool("privacy-shield"),)), dt.date(2019, 1, 1), LAW)
    assert verdict.valid_until is None
    assert "C-311/18" in verdict.later_annulled


def test_the_dpf_is_contested_from_the_day_something_is_pending_against_it():
    against = LAW.instrument("eu-us-dpf").watch
    dpf = Case("US", tools=(Tool("dpf"),))
    lodged, judgment, appeal = dt.date(2023, 9, 6), dt.date(2025, 9, 3), dt.date(2025, 10, 31)
    assert {w.since for w in LAW.watching if w.id in against} >= {lodged, appeal}
    for first, before, then in ((lodged, False, True), (judgment, True, False), (appeal, False, True)):
        assert [judge(dpf, d, LAW).contested for d in (first - DAY, first)] == [before, then]
    assert "T-553/23" in " ".join(judge(dpf, judgment - DAY, LAW).reasons)


# --- smartsupp's kinds of claim, on the days that the law turned ---------------------------------------------------

CLAIMS = {
    "dpf": Case("US", tools=(Tool("dpf"),), inventory_date=dt.date(2024, 6, 1)),
    "scc": Case("US", tools=(Tool("scc"), Tool("dpa")), inventory_date=dt.date(2024, 6, 1)),
    "dpa": Case("US", tools=(Tool("dpa"),)),
    "nothing": Case("unknown"),
}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2015-10-06", ("not-covered", "undetermined", "not-covered", "undetermined")),
        ("2020-07-16", ("not-covered", "undetermined", "not-covered", "undetermined")),
        ("2022-12-28", ("not-covered", "covered", "not-covered", "undetermined")),
        ("2023-07-09", ("not-covered", "covered", "not-covered", "undetermined")),
        ("2023-07-10", ("covered", "covered", "not-covered", "undetermined")),
        ("2026-09-30", ("covered", "covered", "not-covered", "undetermined")),
    ],
)
def test_a_notice_of_2024_judged_on_other_days(day, expected):
    assert tuple(judge(c, dt.date.fromisoformat(day), LAW).verdict for c in CLAIMS.values()) == expected


# --- altered law ---------------------------------------------------------------------------------------------------


def test_without_the_dpf_the_fallback_carries():
    both = Case("US", tools=(Tool("dpf"), Tool("scc", "2021")))
    alone = Case("US", tools=(Tool("dpf"),))
    altered = LAW.without("eu-us-dpf")
    assert judge(both, TODAY, altered).ground == "scc"
    left = judge(alone, TODAY, altered)
    assert left.verdict == "not-covered"
    assert "read without eu-us-dpf" in left.reasons[0]
    assert judge(alone, TODAY, LAW).verdict == "covered", "the law itself is not changed"


def test_without_a_decision_there_is_none():
    assert judge(Case("NZ", tools=()), TODAY, LAW.without("adequacy-nz")).verdict == "not-covered"


# --- the smaller print ---------------------------------------------------------------------------------------------


def test_which_cover_is_relied_on_follows_the_documented_order():
    kinds = {
        "dpf": Tool("dpf"),
        "scc": Tool("scc", "2021"),
        "bcr-c": Tool("bcr-c", within_group="yes", authorised="yes"),
        "code": Tool("code", authorised="yes"),
        "ad-hoc": Tool("ad-hoc", authorised="yes"),
        "derogation": Tool("derogation", "49-1-a"),
    }
    tools = list(kinds.values())
    while tools:
        verdict = judge(Case("US", tools=tuple(reversed(tools))), TODAY, LAW)
        assert verdict.ground == tools[0].kind
        assert [t.partition(":")[0] for t in verdict.fallback] == [t.kind for t in tools[1:]]
        tools.pop(0)
    assert [k for k in RANK if k in kinds] == list(kinds)


def test_what_is_contested_carries_nothing_by_itself():
    old, new = Tool("scc", "2002"), Tool("scc", "2010")
    day = dt.date(2022, 1, 1)
    alone = judge(Case("US", tools=(old,)), day, LAW)
    assert (alone.verdict, alone.contested) == ("undetermined", True)
    verdict = judge(Case("US", tools=(old, new)), day, LAW)
    assert (verdict.instrument, verdict.contested, verdict.fallback) == ("scc-2010", False, ())


def test_of_two_generations_the_one_that_lasts_is_relied_on():
    tools = (Tool("scc", "2010"), Tool("scc", "2021"))
    both = Case("US", tools=tools, exporter_role="controller", importer_role="processor")
    verdict = judge(both, dt.date(2022, 1, 1), LAW)
    assert (verdict.instrument, verdict.fallback) == ("scc-2021", ("scc:2010",))


def test_what_the_pack_is_less_sure_of_is_said():
    clauses = judge(Case("US", tools=(Tool("scc", "2002"),)), dt.date(2009, 1, 1), LAW)
    unsure = [r for r in clauses.reasons if "confidence" in r]
    assert len(unsure) == 1
    assert "standard contractual clauses 2002" in unsure[0] and "medium" in unsure[0]
    hungary = judge(Case("HU"), dt.date(2003, 1, 1), LAW).reasons
    assert [r for r in hungary if "confid" in r] == [
        "The law pack records this fact on Hungary with medium confidence."
    ]
    sure = judge(Case("NZ"), TODAY, LAW).reasons + judge(Case("US", tools=(Tool("scc", "2021"),)), TODAY, LAW).reasons
    assert not [r for r in sure if "confid" in r]


def test_the_day_of_effect_is_doubted_on_that_day_only():
    doubted = [
        d
        for d in (25, 26, 27)
        if "not proven" in "".join(judge(Case("BR", importer_sector="private"), dt.date(2026, 1, d), LAW).reasons)
    ]
    assert doubted == [26]
    assert "not proven" not in "".join(judge(Case("NZ"), dt.date(2012, 12, 19), LAW).reasons)


def test_decisions_and_frameworks_are_named_as_what_they_are():
    japan = judge(Case("JP", tools=(), importer_sector="public"), TODAY, LAW).reasons[0]
    assert japan.startswith("The adequacy decision “Japan (business operators under the APPI)” does not apply")
    press = judge(Case("US", tools=(Tool("dpf"),), facts=(("journalistic", "yes"),)), TODAY, LAW).reasons[0]
    assert press.startswith("EU-US Data Privacy Framework does not cover journalistic material")


def test_a_fallback_by_law_is_named_by_its_decision():
    others = "United Kingdom (extension of the 2021 decision), standard contractual clauses 2021"
    told = judge(Case("GB", tools=(Tool("scc", "2021"),)), dt.date(2025, 12, 20), LAW).reasons
    assert f"If it fell, the transfer would still be covered by: {others}." in told


def test_of_two_contracts_the_one_that_lasts_is_relied_on():
    first, second = Tool("scc", "2021", until=dt.date(2026, 12, 31)), Tool("scc", "2021")
    for tools in ((first, second), (second, first)):
        assert judge(Case("US", tools=tools), TODAY, LAW).valid_until is None


def test_module_names_are_read_as_numbers():
    assert [Tool("scc", "2021", m).module for m in ("c2c", "C2P", "p2p", "p2c", "3")] == ["1", "2", "3", "4", "3"]


def test_a_regime_that_the_pack_does_not_have():
    with pytest.raises(CallError, match="regime: 'mars' is not known"):
        judge(Case("US", regime="mars"), TODAY, LAW)


def test_an_unreadable_operator_counts_as_unknown():
    assert judge(Case("EU", site_kind="hosting", run_by_country="QQ"), TODAY, LAW).ground == "place-unknown"


def test_whoever_runs_a_site_counts_whatever_the_site_is_called():
    assert judge(Case("DE", run_by_country="US", tools=()), TODAY, LAW).verdict == "not-covered"


def scene(**known):
    what = Case("JP", **known)
    return Scene(what, "JP", TODAY, LAW, LAW.regime("eu"), LAW.status("JP", TODAY), None, facts=dict(what.facts))


def decision(*elements):
    return Instrument("x", "adequacy", "eu", "The decision", "Decision 1", dt.date(2000, 1, 1), elements=elements)


def test_scope_tests_are_read_from_the_data():
    staff = Element("condition", "not-staff", "no staff data", met_by=("data!=hr",), unmet_by=("data=hr",))
    assert scope(scene(data="other"), decision(staff))[0] == "covers"
    assert scope(scene(data="hr"), decision(staff))[0] == "fails"
    assert scope(scene(), decision(staff))[0] == "unclear", "an unknown value passes no test, not even an inequality"


def test_a_scope_test_that_nobody_knows_is_an_error_of_the_pack():
    with pytest.raises(LawError, match="scope element x: the test 'moon=full' is not known"):
        scope(scene(), decision(Element("condition", "x", "x", met_by=("moon=full",))))


def test_every_scope_test_of_the_pack_is_known():
    for regime in LAW.regimes.values():
        for i in regime.instruments:
            if i.elements:
                what = Case("US", data="other", importer_sector="private")
                status = LAW.status("US", TODAY)
                for e in i.elements:
                    day = e.from_ or e.until or i.from_
                    scope(Scene(what, "US", day, LAW, regime, status, None), i)


def test_every_code_has_a_verdict_under_every_regime_on_any_day():
    from datamap.labels import countries

    days = [dt.date(2000, 11, 1), dt.date(2018, 5, 25), TODAY, dt.date(2040, 1, 1)]
    for code in (*sorted(countries.codes()), "EPO", "EU-INST", "EU", "EEA"):
        for regime in LAW.regimes:
            for day in days:
                verdict = judge(Case(code, tools=(), regime=regime), day, LAW)
                assert verdict.reasons, (code, regime, day)


def test_a_verdict_without_missing_facts_is_decided_and_the_reverse():
    for row in ROWS:
        verdict = judge(case(row), row["on"], LAW)
        assert bool(verdict.missing) == (verdict.verdict == "undetermined"), row["name"]
        assert bool(verdict.instrument) >= (verdict.verdict == "covered"), row["name"]
        assert all(r[0].isupper() or r[0] in "“0123456789" for r in verdict.reasons), verdict.reasons
        assert all(r.endswith(".") and ".." not in r for r in verdict.reasons), verdict.reasons


def test_clauses_of_an_unknown_generation_where_only_the_newest_is_left():
    old = [i.id for i in LAW.regime("eu").instruments if i.kind == "scc" and i.version != "2021"]
    case = Case("IN", tools=(Tool("scc"),), inventory_date=TODAY)
    verdict = judge(case, TODAY, LAW.without(*old))
    assert (verdict.verdict, verdict.ground) == ("undetermined", "scc")
    assert judge(case, TODAY, LAW).verdict == "covered"
