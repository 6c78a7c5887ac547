"""What every verdict contains beside its word: nothing is relied on where it is open, and its row is quoted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from random import Random

import naive
import pytest
import random_cases
from yaml_fixture import content

import datamap.law
from datamap.errors import LawError
from datamap.law.adequacy import scope
from datamap.law.case import Case, Scene, Tool
from datamap.law.pack import Element
from datamap.law.reasons import unrecorded
from datamap.law.verdict import judge

LAW = datamap.law.load()
DAY = dt.timedelta(1)
OPEN = ("undetermined", "not-covered")
GROUNDS = {*naive.BEST_FIRST, "eea", "own-area", "transition", "bridge", "not-chapter-v", "place-unknown", "none"}
BEST = {"authorised": "yes", "within_group": "yes", "occasional": "yes", "tia": "positive"}


@cache
def decided():
    """Some thousands of random cases with their verdicts."""
    random, found = Random(7), []
    for _ in range(3000):
        day = random_cases.a_day(random)
        case = random_cases.a_case(random, day)
        found.append((case, day, judge(case, day, LAW, random_cases.participants(case))))
    return tuple(found)


def test_nothing_is_relied_on_where_nothing_covers():
    for case, day, v in decided():
        if v.verdict in OPEN:
            relied = (v.relied_on, v.fallback, v.asks, v.valid_until, v.later_annulled)
            assert relied == ("", (), (), None, ""), f"{day} {case}\n{v}"


def test_what_is_not_covered_rests_on_nothing_and_cites_the_law():
    for case, day, v in decided():
        if v.verdict == "not-covered":
            assert (v.ground, v.instrument, v.missing, v.contested) == ("none", "", (), False), f"{day} {case}\n{v}"
        assert v.citation, f"{day} {case}\n{v}"
        assert v.ground in GROUNDS, f"{day} {case}\n{v}"


def test_what_is_missing_has_a_word_of_the_list():
    words = {
        *("place", "importer", "tool", "version", "signing-date", "roles", "group", "sector", "listing"),
        *("authorisation", "assessment", "exporter", "received", "onward", "law"),
    }
    for case, day, v in decided():
        assert bool(v.missing) == (v.verdict == "undetermined"), f"{day} {case}\n{v}"
        assert {m for m in v.missing if not m.startswith("scope:")} <= words, f"{day} {case}\n{v}"
        asks = {a for a in v.asks if not a.startswith("scope:")}
        assert asks <= {"listing", "listing:hr", "renewal", "module", "version", "unchanged"}, f"{day} {case}\n{v}"


def test_a_cover_quotes_its_instrument():
    for case, day, v in decided():
        if v.verdict != "covered":
            continue
        i = LAW.instrument(v.instrument)
        assert (v.url, v.citation, v.ground) == (i.url, i.cited(day), i.kind), f"{day} {case}\n{v}"
        assert v.relied_on.partition(":")[0] == v.ground, f"{day} {case}\n{v}"
        ends = [d for d in (i.end_known(day), *(t.until for t in case.tools or () if t.kind == v.ground)) if d]
        assert v.valid_until is None or v.valid_until in ends, f"{day} {case}\n{v}"
        assert i.end_known(day) is None or (v.valid_until is not None and v.valid_until <= i.end_known(day)), f"{v}"
        assert bool(v.later_annulled) == (i.annulled_on is not None), f"{day} {case}\n{v}"
        assert v.later_annulled == "" or (i.annulled_on > day and str(i.annulled_on) in v.later_annulled), f"{v}"
        again = [x for x in LAW.instruments() if x.kind == i.kind and x.places == i.places and x.in_force(day)]
        assert v.relied_on not in v.fallback or len(again) > 1, f"{day} {case}\n{v}"  # two decisions on one country


def test_an_open_verdict_quotes_the_instrument_that_may_cover():
    quoted = 0
    for case, day, v in decided():
        if v.verdict == "undetermined" and v.instrument:
            i = LAW.instrument(v.instrument)
            quoted += 1
            assert (v.url, v.citation) == (i.url, i.cited(day)), f"{day} {case}\n{v}"
            assert v.ground in (i.kind, "place-unknown"), f"{day} {case}\n{v}"
    assert quoted > 50


def test_evidence_is_what_the_list_answered():
    """A verdict rests on the list where it is for the DPF; where it is open or against, the list is named as well."""
    seen = set()
    for case, day, v in decided():
        answer = case.aliases[0] if case.aliases else ""
        assert v.evidence in ("declared", answer), f"{day} {case}\n{v}"
        if v.verdict == "covered":
            assert (v.evidence == "verified") == (v.ground == "dpf" and answer == "verified" and v.dpf is not None)
        seen.add(v.evidence)
    assert seen == {"declared", "verified", "not-found", "contradicted"}


def test_a_contested_element_is_contested_until_the_receiver_is_recorded():
    hit = (("page-element", "yes"),)
    for day in (dt.date(2018, 1, 1), dt.date(2024, 1, 1), dt.date(2026, 9, 30)):
        for tools in ((), (Tool("scc", "2021", tia="positive"), Tool("ad-hoc", authorised="yes", until=day + DAY))):
            case = Case("IN", tools=tools, no_transfer="from-the-person", facts=hit)
            v = judge(case, day, LAW)
            assert (v.verdict, v.contested, v.ground, v.evidence) == ("undetermined", True, "none", "declared")
            assert not judge(replace(case, importer="Example Ltd"), day, LAW).contested
            role = replace(case, facts=(), importer_role="processor", exporter_role="controller")
            v = judge(role, day, LAW)
            assert (v.verdict, v.contested, v.ground) == ("undetermined", False, "none"), v
            assert v.missing == ("importer",)


def test_a_verdict_that_is_open_by_itself_keeps_its_doubt_beside_a_contradicted_reason():
    """French Polynesia: whether it is a third country at all is contested, whoever receives the data."""
    case = Case("PF", tools=(), no_transfer="own-staff-travelling", importer_role="processor")
    v = judge(case, dt.date(2026, 9, 30), LAW)
    assert (v.verdict, v.contested) == ("undetermined", True)
    listed = Case("US", tools=(Tool("dpf"),), no_transfer="own-staff-travelling", importer_role="processor")
    people = random_cases.ParticipantList()
    v = judge(replace(listed, aliases=("verified",)), dt.date(2026, 9, 30), LAW, people)
    assert (v.verdict, v.evidence, v.asks) == ("undetermined", "declared", ())


def fitting(kind: str, version: str) -> Tool:
    return Tool(kind, version, **BEST)


@pytest.mark.parametrize("regime", random_cases.REGIMES)
def test_of_several_tools_that_fit_the_strongest_is_relied_on(regime):
    """A listing, then contracts, then other tools, then derogations; in whatever order they are named."""
    pairs = set()
    for day in (dt.date(2012, 1, 1), dt.date(2017, 1, 1), dt.date(2022, 1, 1), dt.date(2024, 11, 1)):
        rows = [r for r in naive.pack(regime)["instruments"] if naive.in_force(r, day) and r["kind"] != "adequacy"]
        for sector, role in (("private", "controller"), ("public", "controller"), ("private", "processor")):
            base = Case("US", exporter_sector=sector, importer_sector=sector, exporter_role=role, regime=regime)
            able = {
                r["kind"]: fitting(r["kind"], r.get("version", "unknown"))
                for r in rows
                if judge(replace(base, tools=(fitting(r["kind"], r.get("version", "unknown")),)), day, LAW).verdict
                == "covered"
            }
            order = [k for k in naive.BEST_FIRST if k in able]
            for a, b in zip(order, order[1:], strict=False):
                for tools in ((able[a], able[b]), (able[b], able[a])):
                    v = judge(replace(base, tools=tools), day, LAW)
                    assert (v.ground, v.fallback) == (a, (str(able[b]),)), f"{day} {a} {b}\n{v}"
                pairs.add((a, b))
    assert pairs or regime == "uk"


def rows_in_force(regime):
    """Each row of a place and each decision of the files, with a day on which it is in force."""
    data = content(naive.DATA / f"{regime}.yaml")
    gone = {n for t in ("places", "instruments") for r in data[t] for n in r.get("replaces", ())}
    for table in ("places", "instruments"):
        for row in data[table]:
            current = row.get("row", row.get("id")) not in gone
            if current and row.get("places") and (table == "places" or row["kind"] == "adequacy"):
                yield table, {**data["defaults"], **row}


ROWS = [(regime, table, row) for regime in random_cases.REGIMES for table, row in rows_in_force(regime)]


@pytest.mark.parametrize("n", range(len(ROWS)))
def test_the_status_of_a_place_quotes_its_row(n):
    regime, table, row = ROWS[n]
    starts = naive.pack(regime)["starts"]
    place = row["places"][-1]
    day = max(row["from"], starts if "undetermined_before" in naive.pack(regime) or regime == "uk" else row["from"])
    if day > row.get("until", dt.date.max):
        return
    s = LAW.status(place, day, regime)
    if table == "places":
        assert s.status == row["status"]
        assert (s.since, s.confidence) == (row["from"], row["confidence"])
        assert s.notes == (row["note"],)
    else:
        i = next((i for i in s.instruments if i.id == row["id"]), None)
        if i is None or s.instruments[0] is not i:  # a place inside, or a later decision beside it
            return
        assert s.status in ("adequate", "adequate-in-part")
        assert s.citation == i.cited(day) and (s.since, s.confidence) == (row["from"], row["confidence"])
        assert (s.status == "adequate-in-part") == bool(s.notes)
        assert s.notes == tuple(e["text"] for e in row.get("elements", ()) if naive.in_force(e, day))
    assert (s.verified_on, list(s.source)) == (row["verified_on"], row["source"])
    assert s.url.startswith("http") or not s.url
    assert s.until is None or s.until <= row.get("until", dt.date.max)
    first = min(naive.pack(r)["starts"] for r in random_cases.REGIMES)
    assert s.beyond == ("before-pack" if day < first else "")
    assert LAW.status(place, dt.date(1990, 1, 1), regime).beyond == "before-pack"
    assert LAW.status(place, LAW.horizon + DAY, regime).beyond == "beyond-horizon"


def test_a_status_states_when_the_next_decision_comes_and_the_last_one_ended():
    korea = LAW.status("KR", dt.date(2021, 12, 16))
    assert (korea.status, korea.since, korea.until) == ("no-decision", None, dt.date(2021, 12, 16))
    shield = LAW.status("US", dt.date(2020, 7, 16))
    assert (shield.since, shield.until) == (dt.date(2020, 7, 16), dt.date(2023, 7, 9))
    harbour = LAW.status("US", dt.date(2015, 10, 5))
    assert (harbour.since, harbour.until) == (dt.date(2000, 11, 1), dt.date(2015, 10, 5))
    old = LAW.status("DE", dt.date(2023, 8, 31), "ch")
    assert (old.status, old.until, old.confidence) == ("no-decision", dt.date(2023, 8, 31), "low")
    assert old.notes and old.since is None and old.beyond == ""
    region = LAW.status("EU", LAW.horizon + DAY)
    assert (region.status, region.beyond, bool(region.citation)) == ("eea", "beyond-horizon", True)


@pytest.mark.parametrize("place", ["IN", "KR", "DE", "US"])
@pytest.mark.parametrize("regime", random_cases.REGIMES)
def test_a_status_is_of_the_place_and_the_law_that_were_asked(place, regime):
    for day in (dt.date(2005, 1, 1), dt.date(2026, 9, 30)):
        s = LAW.status(place, day, regime)
        assert (s.country, s.regime, s.day) == (place, regime, day)


def test_what_a_reason_depends_on_is_open_where_a_map_does_not_record_it():
    day = dt.date(2026, 9, 30)
    person = Case("IN", no_transfer="from-the-person")
    assert unrecorded(person, day, LAW) == (("own-initiative", "unknown"),)
    assert unrecorded(replace(person, facts=(("own-initiative", "no"),)), day, LAW) == ()
    # the others state their condition themselves, and an exclusion is only asked about
    assert [unrecorded(replace(person, no_transfer=r), day, LAW) for r in random_cases.REASONS[1:]] == [(), (), ()]
    assert unrecorded(Case("IN"), day, LAW) == ()


def test_a_reason_without_conditions_on_roles_does_not_ask_for_the_role():
    """As the pack knew the reasons before 2026-11-28: without roles and elements."""
    before = datamap.law.load(known_on="2026-11-27")
    unknown = Case("IN", tools=(), no_transfer="own-staff-travelling", importer_role="unknown")
    assert judge(unknown, dt.date(2026, 9, 30), before).verdict == "no-transfer"
    assert judge(unknown, dt.date(2026, 9, 30), LAW).missing == ("roles",)


CONTRADICTED = {
    "condition": {"no_transfer": "publication", "facts": (("publicly-accessible", "no"),)},
    "entity": {"no_transfer": "same-legal-entity", "other_entity": True},
    "role": {"no_transfer": "own-staff-travelling", "importer_role": "authority"},
}


@pytest.mark.parametrize("how", CONTRADICTED)
def test_only_an_element_on_the_page_makes_it_contested_whether_it_is_a_transfer(how):
    case = Case("IN", tools=(Tool("scc", "2021", tia="positive"),), **CONTRADICTED[how])
    v = judge(case, dt.date(2026, 9, 30), LAW)
    assert (v.verdict, v.contested, v.missing) == ("undetermined", False, ("importer",))
    assert (v.instrument, v.url, v.citation) == ("", "", "GDPR, Art. 44 to 49")
    assert not any("Contested" in r for r in v.reasons)
    named = judge(replace(case, importer="Example Ltd"), dt.date(2026, 9, 30), LAW)
    assert (named.verdict, named.ground, named.relied_on) == ("covered", "scc", "scc:2021")


def test_a_reason_counts_where_its_conditions_are_met_and_no_exclusion_applies():
    facts = (("own-initiative", "yes"), ("page-element", "no"))
    v = judge(Case("IN", tools=(), no_transfer="from-the-person", facts=facts), dt.date(2026, 9, 30), LAW)
    assert (v.verdict, v.ground, v.asks, v.missing) == ("no-transfer", "not-chapter-v", (), ())
    asked = judge(Case("IN", tools=(), no_transfer="from-the-person"), dt.date(2026, 9, 30), LAW)
    assert asked.asks == ("scope:own-initiative", "scope:page-element")


def test_an_open_reason_beside_a_covered_transfer_is_told_and_changes_nothing():
    plain = Case("NZ", tools=(), importer_role="unknown")
    day = dt.date(2026, 9, 30)
    before, after = judge(plain, day, LAW), judge(replace(plain, no_transfer="own-staff-travelling"), day, LAW)
    assert after.reasons[:-1] == before.reasons and "which role the recipient has" in after.reasons[-1]
    assert (after.verdict, after.ground, after.asks) == (before.verdict, before.ground, before.asks)


def test_an_exception_that_need_not_be_occasional_says_so_only_where_the_flow_is_regular():
    for occasional, told in (("yes", False), ("no", True), ("unknown", True)):
        case = Case("IN", regime="ch", tools=(Tool("derogation", "49-1-b", occasional=occasional),))
        v = judge(case, dt.date(2026, 9, 30), LAW)
        assert v.verdict == "covered"
        assert any("does not limit" in r for r in v.reasons) == told


def test_clauses_whose_effect_is_contested_leave_the_tool_open():
    case = Case("IN", tools=(Tool("scc", "2002"),), exporter_role="controller", importer_role="processor")
    v = judge(case, dt.date(2021, 9, 27), LAW)
    assert (v.verdict, v.contested, v.missing) == ("undetermined", True, ("tool",))


def test_a_test_of_the_pack_that_cannot_be_read_is_told_with_what_can_be():
    bad = Element("condition", "x", "an element", met_by=("colour=red",))
    day = dt.date(2026, 9, 30)
    i = replace(LAW.instrument("adequacy-jp"), elements=(bad,))
    scene = Scene(Case("JP"), "JP", day, LAW, LAW.regime("eu"), LAW.status("JP", day), None)
    with pytest.raises(LawError) as error:
        scope(scene, i)
    known = "sector=..., exporter_sector=..., data=..., affiliate=..., importer_role=..."
    assert str(error.value).endswith(f"expected fact, fact:ID=..., listed, place, {known}")


def test_an_onward_transfer_that_fails_what_a_decision_requires_cites_the_decision():
    case = Case("IN", tools=(), onward=True, exporter_places=("JP",), facts=(("onward-requirements", "no"),))
    v = judge(case, dt.date(2026, 9, 30), LAW)
    japan = LAW.instrument("adequacy-jp")
    assert (v.verdict, v.ground, v.citation) == ("not-covered", "none", japan.cited(dt.date(2026, 9, 30)))
    met = judge(replace(case, facts=(("onward-requirements", "yes"),)), dt.date(2026, 9, 30), LAW)
    assert (met.verdict, met.relied_on, met.url, met.instrument) == ("covered", "adequacy", japan.url, japan.id)


def test_clauses_towards_an_importer_under_the_gdpr_leave_the_tool_open():
    v = judge(Case("IN", tools=(Tool("scc", "2021"),), importer_gdpr="yes"), dt.date(2026, 9, 30), LAW)
    assert (v.verdict, v.contested, v.missing) == ("undetermined", True, ("tool",))


def test_an_open_or_missing_tool_is_named_for_what_it_is():
    day = dt.date(2026, 9, 30)
    which = judge(Case("IN", tools=(Tool("derogation"),)), day, LAW)
    assert (which.verdict, which.ground, which.missing) == ("undetermined", "derogation", ("version",))
    measure = judge(Case("IN", tools=(Tool("other"),)), day, LAW)
    assert "only a measure is named" in measure.reasons[0]
    nowhere = judge(Case("unknown", tools=()), day, LAW)
    assert len(nowhere.reasons) == 1
    listed = judge(Case("US", tools=(), aliases=("verified",)), day, LAW, random_cases.ParticipantList())
    assert (listed.ground, "renewal" in listed.asks) == ("dpf", False)
