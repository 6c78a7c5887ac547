"""The facts on which an assessment rests, in whole, for transfers and for activities."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import pandas as pd
import pytest

from datamap import law, vendors
from datamap.formats.yaml import reader
from datamap.law import practices
from datamap.tables import from_inventories
from datamap.transfers import basis
from datamap.transfers.activities import ActivityAssessments
from datamap.transfers.basis import Basis, Leg

DAY = dt.date(2026, 11, 28)
LAW = law.load()
MAP = """
meta: {id: demo, date: 2026-01-31}
controller: {name: Demo, country: DE, role: controller, sector: private}
subjects: [{id: guests, name: Guests, vulnerable: yes, children: no}, {id: staff, name: Staff, staff: yes}]
categories: [{id: mail, name: Mail, special: none}, {id: health, name: Health, special: health}, {id: logs, name: Logs}]
purposes:
  - {id: shop, name: Shop, subjects: [guests, staff], categories: [mail], recipients: [other, desk], people: 30,
     legal_bases: [6-1-b, {basis: 6-1-f, interest: safety}], automated_decisions: no}
  - {id: care, name: Care, role: joint, subjects: [guests], categories: [health, mail], large_scale: yes,
     monitoring: people, device_access: analytics, dpia_ground: 35-3-b,
     recipients: [desk, {recipient: other, categories: [mail]}], legal_bases: [6-1-a], automated_decisions: yes}
recipients:
  - {id: other, name: Other, role: processor, sites: [IN], safeguards: [idta], sub_processors: [near], affiliate: yes}
  - id: desk
    name: Help
    aliases: [Slack]
    legal_entity: Desk Ltd
    parent: Desk Corp
    role: processor
    sector: private
    subject_to_gdpr: no
    affiliate: no
    sites:
      - {country: US, activity: hosting, run_by: Racks, run_by_country: CA}
      - {country: IN, activity: access}
      - {country: US, activity: establishment}
    safeguards:
      - {kind: scc, version: 2021, module: 2, signed: 2022-01-03, annexes: yes, within_group: no, occasional: yes,
         authorised: no, suspended: 2026-02-01}
      - {kind: bcr-p, countries: [IN]}
      - {kind: code, countries: [US]}
    sub_processors: [near]
  - {id: near, name: Near, role: sub-processor, sites: [PH, {country: GB, activity: hosting}],
     sub_processors: [far, far2]}
  - {id: far, name: Far, role: sub-processor, sub_processors: [last]}
  - {id: far2, name: Far 2, role: sub-processor, sites: [{country: JP, activity: access}], sub_processors: [last]}
  - {id: last, name: Last, role: sub-processor, sites: [KR]}
"""


@cache
def tables():
    return from_inventories([reader.parse(MAP)]).on(DAY)


@pytest.fixture(scope="module")
def facts():
    of = np.array(["eu"] * len(tables()["recipients"]), dtype=object)
    return Basis(tables(), DAY, LAW, practices.load(LAW.known_on), of)


OTHER, DESK, NEAR, FAR, FAR2, LAST = range(6)
RECIPIENT = ("desk", "Desk Ltd", "Desk Corp", "processor", "private", "no", "no")
HOSTED, BASED = ("US", "hosting", "Racks", "CA"), ("US", "establishment", "unknown", "unknown")
CLAUSES = ("scc", "2021", "2", "2022-01-03", "yes", "2026-02-01", "no", "no", "yes")
BEHIND = [
    ("far", []),
    ("far2", [("JP", "access")]),
    ("last", [("KR", "unknown")]),
    ("near", [("GB", "hosting"), ("PH", "unknown")]),
]


def test_all_facts_of_a_transfer(facts):
    found = facts.facts(Leg(DESK, -1, "US"))
    sheet = facts.sheets.of("US", DAY)
    (slack,) = vendors.find(vendors.load_for(DAY, None), ["Slack"])
    assert len(sheet) > 3 and len(slack.facts) > 3
    assert {k: v for k, v in found.items() if k not in ("law", "vendor")} == {
        "recipient": [RECIPIENT],
        "places": [BASED, HOSTED],
        "data": [
            [("health", "health"), ("mail", "none")],
            [("care", "joint", "yes"), ("shop", "unknown", "no")],
            [("guests", "yes"), ("staff", "unknown")],
        ],
        "tools": [("code", *["unknown"] * 4, "none", *["unknown"] * 3), CLAUSES],
        "chain": [[], BEHIND, "listed"],
        "country-sheet": sorted((s.id, s.text, s.citation) for s in sheet),
    }
    assert [(service, sort) for service, sort, _ in found["vendor"]] == sorted(("slack", f.sort) for f in slack.facts)
    assert len(found["vendor"]) == len(slack.facts)
    status, rows, pending = found["law"]
    assert (status, [row[0] for row in rows]) == ("adequate-in-part", ["code", "eu-us-dpf", "scc-2021"])
    named = {w.id: w.text for name in ("US", *(row[0] for row in rows)) for w in LAW.watch(name, DAY)}
    assert pending == sorted(named.items()) and {"latombe-order", "scc-art-3-2"} <= named.keys()
    by_id = {i.id: i for i in LAW.instruments()}
    assert [(cited, until) for _, cited, until in rows] == [
        (by_id[id_].cited(DAY), str(by_id[id_].end_known(DAY) or "")) for id_, _, _ in rows
    ]


def test_what_belongs_to_another_country_or_way_is_left_out(facts):
    india = facts.facts(Leg(DESK, -1, "IN"))
    assert india["places"] == [("IN", "access", "unknown", "unknown")]
    assert [tool[0] for tool in india["tools"]] == ["bcr-p", "scc"]
    assert (facts.sites(Leg(DESK, -1, "US")), facts.sites(Leg(DESK, -1, "JP"))) == ([1, 3], [])
    assert [facts.tools(Leg(DESK, -1, c)) for c in ("US", "IN", "JP")] == [[1, 3], [1, 2], [1]]
    none = facts.facts(Leg(NEAR, -1, "PH"))  # data reach it through processors only
    assert none["data"] == [[], [], []] and none["tools"] == none["vendor"] == []


def test_what_passes_through_a_processor_is_what_it_passes_on(facts):
    found = [facts.facts(Leg(NEAR, via, "PH")) for via in (OTHER, DESK)]
    both = [[("care", "joint", "yes"), ("shop", "unknown", "no")], [("guests", "yes"), ("staff", "unknown")]]
    assert found[0]["data"] == [[("mail", "none")], *both]  # the other one gets no health data
    assert found[1]["data"] == [[("health", "health"), ("mail", "none")], *both]
    assert found[1]["chain"] == [[RECIPIENT], [b for b in BEHIND if b[0] != "near"], "listed"]
    assert found[0]["chain"][0] == [("other", "unknown", "unknown", "processor", "unknown", "unknown", "yes")]


def test_the_chain_is_walked_level_by_level_and_each_recipient_is_named_once(facts):
    assert facts.chain(Leg(DESK, -1, "US")) == [NEAR, FAR, FAR2, LAST]
    assert facts.chain(Leg(FAR, NEAR, "unknown")) == [LAST]
    assert facts.chain(Leg(LAST, FAR, "KR")) == []
    assert facts.facts(Leg(LAST, FAR, "KR"))["chain"][1:] == [[], "unknown"]


@pytest.mark.parametrize("place", ["unknown", "various", "worldwide"])
def test_of_no_certain_place_the_status_is_not_known_and_the_tools_are(facts, place):
    status, rows, _ = facts.facts(Leg(DESK, -1, place))["law"]
    assert (status, [row[0] for row in rows]) == ("unknown", ["scc-2021"])


def test_the_law_is_that_of_the_exporter():
    of = np.array(["uk"] * len(tables()["recipients"]), dtype=object)
    british = Basis(tables(), DAY, LAW, practices.load(LAW.known_on), of)
    status, rows, _ = british.facts(Leg(OTHER, -1, "IN"))["law"]
    assert (status, [row[0] for row in rows]) == ("no-decision", ["uk-idta"])
    assert british.facts(Leg(OTHER, -1, "GB"))["law"][0] == "own-area"


def test_a_digest_of_several_transfers_depends_on_each_once_and_on_no_order(facts):
    legs = [Leg(DESK, -1, "US"), Leg(NEAR, DESK, "PH"), Leg(DESK, -1, "IN")]
    found = facts.of(legs)
    assert found == facts.of([*legs[::-1], legs[0]])
    ordered = sorted(legs, key=lambda leg: (leg.recipient, leg.via, leg.country))
    assert found == {name: basis.digest([facts.facts(leg)[name] for leg in ordered]) for name in found}
    assert {k for k, v in found.items() if v == facts.of(legs[:2])[k]} == set()
    assert {len(v) for v in found.values()} == {16}


def test_a_digest_is_that_of_the_text():
    assert basis.digest([("ä", 1)]) == basis.digest([["ä", 1]]) == "f021f4d48e1ce0d5"
    assert basis.digest({"b": 1, "a": 2}) == basis.digest({"a": 2, "b": 1})
    assert basis.digest([dt.date(2026, 1, 2)]) == basis.digest(["2026-01-02"])


def test_the_groups_that_changed():
    assert basis.changed({"law": "a", "data": "b", "tools": "c"}, {"law": "a", "data": "x"}) == ("data", "tools")
    assert basis.changed({}, {"law": "a"}) == ()


def test_what_assessments_recorded_is_read_of_those_that_are_asked_for():
    frame = pd.DataFrame({"assessment": [0, 1, 0], "input": ["law", "law", "data"], "digest": ["a", "b", "c"]})
    tables_ = {"assessment_inputs": frame}
    assert basis.recorded_digests(tables_, np.array([True, False])) == {0: {"law": "a", "data": "c"}}
    assert basis.recorded_digests(tables_, np.array([False, True])) == {1: {"law": "b"}}


# --- activities -------------------------------------------------------------------------------------------------------


def test_all_facts_of_an_activity():
    found = ActivityAssessments(tables(), DAY)
    shop = {
        "activity": [("shop", "unknown", "30", "no", "unknown", "unknown", "unknown", "unknown")],
        "data": [("mail", "none", "unknown")],
        "people": [("guests", "yes", "no", "unknown"), ("staff", "unknown", "unknown", "yes")],
        "legal-basis": [("6-1-b", "unknown"), ("6-1-f", "safety")],
        "disclosures": [("desk",), ("other",)],
    }
    care = {
        "activity": [("care", "joint", "unknown", "yes", "analytics", "yes", "people", "35-3-b")],
        "data": [("health", "health", "unknown"), ("mail", "none", "unknown")],
        "people": [("guests", "yes", "no", "unknown")],
        "legal-basis": [("6-1-a", "unknown")],
        "disclosures": [("desk",), ("other",)],
    }
    assert [{name: found._part(name, n) for name in shop} for n in range(2)] == [shop, care]
    assert found.digests([1, 0, 1]) == {name: basis.digest([shop[name], care[name]]) for name in shop}
    assert found.digests([]) == dict.fromkeys(shop, basis.digest([]))


ACTIVITIES = """
assessments:
  - {id: s, kind: dpia-screening, activities: [care], outcome: required, status: in-force, decided_on: 2026-03-01}
  - {id: b, kind: balancing-test, activities: [care, shop], outcome: positive, status: in-force, decided_on: 2026-03-01,
     review_on: 2026-11-27, rests_on: {activity: x}}
  - {id: d, kind: balancing-test, activities: [shop], outcome: negative, status: draft, review_on: 2026-01-01}
  - {id: t, transfers: [desk], outcome: positive, status: in-force, decided_on: 2026-03-01, review_on: 2026-03-02}
  - {id: n, kind: dpia-screening, activities: [shop], outcome: not-required, status: in-force, decided_on: 2026-03-01,
     review_on: 2026-11-28}
"""


def test_the_assessments_of_activities_and_what_each_covers():
    found = ActivityAssessments(from_inventories([reader.parse(MAP + ACTIVITIES)]).on(DAY), DAY)
    assert found.in_force.tolist() == [True, True, False, False, True]
    assert found.overdue.tolist() == [False, True, False, False, False]
    assert found.unrecorded.tolist() == [True, False, False, False, True]
    assert [found.activities(n) for n in range(5)] == [[1], [0, 1], [0], [], [0]]

    def pairs(kind, **more):
        frame = found.of(kind, **more)
        assert frame.columns.tolist() == ["purpose", "assessment"] and frame.index.tolist() == list(range(len(frame)))
        return sorted(zip(frame["assessment"].tolist(), frame["purpose"].tolist(), strict=True))

    assert pairs("dpia-screening") == [(0, 1), (4, 0)]
    assert pairs("balancing-test") == [(1, 0), (1, 1)]
    assert pairs("balancing-test", in_force=False) == [(1, 0), (1, 1), (2, 0)]
    assert found.with_outcome("dpia-screening", "required").tolist() == [False, True]
    assert found.with_outcome("dpia-screening", "not-required").tolist() == [True, False]
    assert found.with_outcome("balancing-test", "positive").tolist() == [True, True]
    assert found.with_outcome("balancing-test", "negative").tolist() == [False, False]
    assert found.stale == {1: ("activity",)}
    assert not len(ActivityAssessments(tables(), DAY).of("balancing-test"))
