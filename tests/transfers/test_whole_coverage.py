"""Whole frames of verdicts; how rows become one; the worst of several maps; the old facts behind them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from flows_fixture import ALPHA, BETA, DAY, judged, named
from maps import STAFF_AND_CUSTOMERS

from datamap import law
from datamap.formats.yaml import reader
from datamap.law.verdict import Verdict
from datamap.tables import from_inventories
from datamap.transfers import coverage, old_facts, proposed
from datamap.transfers.coverage import Coverage, judge_transfers
from datamap.transfers.situations import Legs

LAW = law.load()
SHOWN = ("controller", "recipient", "via", "site", "country", "data", "verdict", "ground", "evidence", "contested")
PLAIN = ("declared", False)


def coverage_of(*texts: str, day: dt.date = DAY) -> Coverage:
    return judge_transfers(from_inventories([reader.parse(t) for t in texts]).on(day), day, LAW, None)


def test_the_frame_of_two_companies():
    frame = judged().frame
    assert tuple(frame.columns) == (*SHOWN, "valid_until", "judgment")
    assert named(frame, *SHOWN) == [
        ("alpha", "deep", "host", 0, "IN", "all", "undetermined", "none", *PLAIN),
        ("alpha", "bureau", "", 1, "DE", "all", "no-transfer", "eea", *PLAIN),
        ("alpha", "bureau", "", 2, "US", "all", "covered", "dpf", "declared", True),
        ("alpha", "host", "", 3, "CZ", "all", "no-transfer", "eea", *PLAIN),
        ("alpha", "deeper", "deep", 4, "JP", "all", "undetermined", "adequacy", *PLAIN),
        ("alpha", "idle", "", -1, "unknown", "unknown", "undetermined", "place-unknown", *PLAIN),
        ("beta", "bank", "", 5, "GB", "unknown", "no-transfer", "own-area", *PLAIN),
        ("beta", "agent", "", 6, "IN", "all", "covered", "idta", *PLAIN),
    ]
    assert set(frame["valid_until"]) == {""}
    types = {n: str(frame[n].dtype) for n in ("controller", "recipient", "via", "site", "judgment", "contested")}
    assert types == {
        **dict.fromkeys(("controller", "recipient", "via", "site", "judgment"), "int32"),
        "contested": "bool",
    }
    words = {n: frame[n].cat.categories.tolist() for n in ("country", "data", "verdict", "ground", "evidence")}
    assert words == {
        "country": ["IN", "DE", "US", "CZ", "JP", "GB", "unknown"],
        "data": ["all", "unknown", "other", "hr", "special"],
        "verdict": list(coverage.VERDICTS),
        "ground": sorted({v.ground for v in judged().verdicts}),
        "evidence": ["declared", "verified", "not-found", "contradicted"],
    }


def test_what_is_read_of_the_verdicts_is_that_of_each_row():
    found = judged()
    assert found.instruments.tolist() == ["", "", "eu-us-dpf", "", "adequacy-jp", "", "", "uk-idta"]
    assert found.unverified.tolist() == [False, False, True, *[False] * 5]
    # of the three classes of data the question that is open for staff's data stays open
    assert found.texts(lambda v: v.asks)[2] == ("scope:journalistic", "listing:hr", "listing")
    assert found.texts(lambda v: v.missing).tolist() == [
        ("tool",),
        (),
        (),
        (),
        ("scope:appi",),
        ("place",),
        (),
        (),
    ]


def test_classes_that_fare_differently_stay_apart():
    frame = coverage_of(STAFF_AND_CUSTOMERS).frame
    shown = frame[["recipient", "via", "country", "data", "verdict", "ground"]].to_numpy().tolist()
    assert shown == [
        [0, -1, "CA", "other", "covered", "adequacy"],
        [0, -1, "CA", "hr", "undetermined", "none"],
        [0, -1, "CA", "special", "covered", "adequacy"],
        [1, -1, "CZ", "all", "no-transfer", "eea"],
        [2, 1, "IN", "all", "undetermined", "none"],
    ]


def legs(*recipients: int, data: tuple[int, ...] | None = None) -> Legs:
    at = np.array(recipients)
    return Legs(at, np.full(len(at), -1), at, np.array(data or range(1, len(at) + 1)))


YES, NO = Verdict("covered", "scc", "scc-2021"), Verdict("not-covered", "none")


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "undetermined"},
        {"ground": "bcr-c"},
        {"instrument": "scc-2010"},
        {"evidence": "verified"},
        {"contested": True},
        {"valid_until": DAY},
    ],
)
def test_rows_whose_verdicts_differ_in_what_a_row_shows_are_not_folded(changed):
    verdicts = (YES, replace(YES, **changed))
    given = legs(0, 0)
    found, judgment = coverage._folded(given, np.array([0, 0]), np.array([0, 1]), verdicts)
    assert (found.data.tolist(), judgment.tolist()) == ([1, 2], [0, 1])


def test_rows_that_are_folded_keep_the_decision_that_asks_most():
    asks = [replace(YES, reasons=("a",)), replace(YES, asks=("listing",)), replace(YES, missing=("tool", "group"))]
    transfer = np.array([0, 1, 1, 1, 2, 2, 3, 3])
    judgment = np.array([0, 0, 2, 1, 1, 0, 0, 3])
    given = legs(*transfer, data=(1, 1, 2, 3, 1, 2, 1, 2))
    found, kept = coverage._folded(given, transfer, judgment, (*asks, NO))
    assert found.recipient.tolist() == [0, 1, 2, 3, 3]
    assert [coverage.DATA[n] for n in found.data] == ["unknown", "all", "all", "unknown", "other"]
    assert kept.tolist() == [0, 2, 1, 0, 3]
    assert given.data.tolist() == [1, 1, 2, 3, 1, 2, 1, 2] and judgment.tolist() == [0, 0, 2, 1, 1, 0, 0, 3]
    # of those that ask the same the first
    assert coverage._folded(legs(0, 0), np.array([0, 0]), np.array([1, 0]), (YES, YES))[1].tolist() == [1]


WAYS = """
meta: {id: ways}
controller: {name: Ways, country: DE}
purposes: [{id: p, name: P, recipients: [a, b]}]
recipients:
  - {id: c, name: C, sub_processors: none}
  - {id: a, name: A, sub_processors: [c, b]}
  - {id: b, name: B, sub_processors: [c]}
  - {id: d, name: D}
  - {id: e, name: E, sub_processors: [f]}
  - {id: f, name: F}
"""


def test_every_way_in_which_data_reach_a_recipient():
    def ways(text: str):
        t = from_inventories([reader.parse(text)])
        ids = t["recipients"]["id"].tolist()
        to, via = coverage._ways_there(t)
        return [(ids[r], ids[v] if v >= 0 else "") for r, v in zip(to, via, strict=True)]

    expected = [("c", "a"), ("c", "b"), ("a", ""), ("b", ""), ("b", "a"), ("d", ""), ("e", ""), ("f", "e")]
    assert ways(WAYS) == expected
    # what is only proposed hides no direct disclosure
    proposals = WAYS.replace("sub_processors: [f]", "sub_processors: [{recipient: f, how: proposed}]")
    assert ways(proposals) == [*expected[:-1], ("f", ""), ("f", "e")]


# --- the worst of several maps ----------------------------------------------------------------------------------------


def judged_worst(monkeypatch, judgment, verdicts, *others):
    """The worst of decisions; of each other map the rows that it lacks, and its decisions on the others."""
    given = iter([(np.arange(len(more)), more) for _, more in others])
    asked = []

    def judge(tables_, legs_, *terms):
        asked.append((tables_, legs_.recipient.tolist(), terms))
        return next(given)

    monkeypatch.setattr(proposed, "judge_situations", judge)
    maps = []
    for n, (lost, _) in enumerate(others):
        at = np.array([-1 if row in lost else row + 10 for row in range(len(judgment))])
        maps.append((f"map {n}", Legs(at, at, at, at)))
    numbers, found = proposed.worst_of(np.array(judgment, dtype=np.int64), verdicts, maps, (DAY, LAW, None))
    here = [[row + 10 for row in range(len(judgment)) if row not in lost] for lost, _ in others]
    assert asked == [(f"map {n}", rows, (DAY, LAW, None)) for n, rows in enumerate(here)]
    return [found[n] for n in numbers]


def open_(verdict: Verdict, other: str) -> Verdict:
    return replace(verdict, reasons=(*verdict.reasons, proposed.NOT_CONFIRMED.format(verdict=other)))


MAYBE, NONE = Verdict("undetermined", "none", reasons=("why",)), Verdict("no-transfer", "eea")


def test_the_worst_verdict_of_each_transfer_with_what_follows_once_all_is_confirmed(monkeypatch):
    found = judged_worst(monkeypatch, [0, 1, 0, 2], (YES, NO, MAYBE), ((), (NO, YES, YES, YES)))
    assert found == [NO, open_(NO, "covered"), YES, open_(MAYBE, "covered")]


def test_a_transfer_that_the_other_map_lacks_keeps_its_verdict(monkeypatch):
    assert judged_worst(monkeypatch, [0, 0, 1], (YES, MAYBE), ({0, 2}, (NO,))) == [YES, NO, MAYBE]


def test_the_first_of_the_other_maps_has_every_proposal_accepted(monkeypatch):
    found = judged_worst(monkeypatch, [0, 0], (YES,), ((), (YES, NONE)), ((), (MAYBE, NO)))
    assert found == [open_(MAYBE, "covered"), open_(NO, "no-transfer")]


def test_without_transfers_there_is_nothing_to_explain(monkeypatch):
    assert judged_worst(monkeypatch, [], (), ((), ())) == []


def test_a_decision_is_there_once_for_each_verdict_that_follows(monkeypatch):
    """The first two transfers are covered by different tools once all is confirmed, the others open."""
    then = (YES, replace(YES, ground="bcr-c"), MAYBE)
    monkeypatch.setattr(proposed, "judge_situations", lambda *_: (np.array([0, 1, 2, 2]), then))
    of = np.arange(4)
    numbers, found = proposed.worst_of(
        np.array([0, 0, 0, 1]), (NO, NO), [(None, Legs(of, of, of, of))], (DAY, LAW, None)
    )
    assert [found[n] for n in numbers] == [open_(NO, v) for v in ("covered", "covered", "undetermined", "undetermined")]
    assert numbers[0] == numbers[1] and len(found) == 3  # one of them is another decision with the same outcome


def test_a_transfer_in_another_map_is_that_of_the_same_ids():
    until = "until: 2026-09-30"
    less = ALPHA.replace("name: Idle", f"name: Idle, {until}").replace("name: Deeper", f"name: Deeper, {until}")
    less = less.replace("sites: [DE, US]", f"sites: [{{country: DE, {until}}}, US]")
    whole = from_inventories([reader.parse(less)])
    now, other = whole.on(DAY), whole.on(dt.date(2026, 10, 1))
    ids, mine = other["recipients"]["id"].tolist(), now["recipients"]["id"].tolist()
    # deep through host, bureau in Germany and the United States, deeper through deep, idle, deep through deeper
    at = [mine.index(n) for n in ("deep", "bureau", "bureau", "deeper", "idle", "deep")]
    via = [mine.index("host"), -1, -1, mine.index("deep"), -1, mine.index("deeper")]
    given = Legs(np.array(at), np.array(via), np.array([0, 1, 2, 4, -1, 0]), np.arange(6))
    found = proposed.in_other(now, given, other)
    assert [ids[n] if n >= 0 else "" for n in found.recipient] == ["deep", "bureau", "bureau", "", "", ""]
    assert [ids[n] if n >= 0 else "" for n in found.via] == ["host", "", "", "deep", "", ""]
    countries = other["sites"]["country"].tolist()
    assert [countries[n] if n >= 0 else "" for n in found.site] == ["IN", "", "US", "", "", "IN"]
    assert found.data.tolist() == list(range(6))


CHANGING = """
meta: {id: changing}
controller: {name: Changing, country: DE, sector: private, role: controller}
subjects: [{id: staff, name: Staff, staff: yes}, {id: customers, name: Customers, staff: no}]
purposes:
  - {id: pay, name: Pay, subjects: [staff], recipients: [gone, r], until: 2026-09-30}
  - {id: sales, name: Sales, subjects: [customers], recipients: [r, new], from: 2026-10-01}
recipients:
  - {id: gone, name: Gone, sites: [IN], safeguards: none, until: 2026-09-30}
  - {id: new, name: New, sites: [IN], from: 2026-10-01}
  - id: r
    name: R
    role: controller
    sites: [CA]
    scope: {hr-provincial: yes, non-commercial: no, pipeda: yes}
    safeguards: [{kind: scc, version: 2021, module: 1, until: 2026-09-30}]
"""


def test_several_maps_are_judged_together_by_their_rows():
    """Now Gone and R get staff's data; in the other map R gets customers' data and has no clauses."""
    whole = from_inventories([reader.parse(CHANGING)])
    now, other = whole.on(DAY), whole.on(dt.date(2026, 10, 1))

    def shown(*others):
        found = judge_transfers(now, DAY, LAW, None, others)
        ids = now["recipients"]["id"].tolist()
        f = found.frame
        rows = zip(f["recipient"], f["data"], f["verdict"], found.texts(lambda v: v.reasons[-1]), strict=True)
        return [(ids[r], data, verdict, "only proposed" in why) for r, data, verdict, why in rows]

    gone = ("gone", "hr", "not-covered", False)
    assert shown() == [gone, ("r", "hr", "covered", False)]
    worst = [gone, ("r", "other", "covered", False), ("r", "hr", "not-covered", False)]
    assert shown(other) == worst
    assert shown(other, now) == worst
    accepted = [gone, ("r", "other", "covered", False), ("r", "hr", "not-covered", True)]
    assert shown(now, other) == accepted


# --- old facts --------------------------------------------------------------------------------------------------------


def test_the_old_facts_of_two_companies_are_those_of_their_laws_places_and_tools():
    def old(*texts: str, day: dt.date = dt.date(2027, 11, 24)) -> set[str]:
        t = from_inventories([reader.parse(text) for text in texts]).on(day)
        found = old_facts.old_checks(LAW, t, judge_transfers(t, day, LAW, None), day)
        assert set(found.values()) <= {"2026-11-23"}
        return set(found)

    alpha = {"CZ eea from 2004-05-01", "DE eea from 1958-01-01", "adequacy-jp", "eu-us-dpf"}
    beta = {"GB own-area from 2020-12-31", "uk-idta"}
    assert (old(ALPHA), old(BETA), old(ALPHA, BETA)) == (alpha, beta, alpha | beta)
    assert old(ALPHA, BETA, day=dt.date(2027, 11, 23)) == set()
    run = ALPHA.replace("sites: [CZ]", "sites: [{country: CZ, activity: hosting, run_by_country: UY}]")
    assert old(run) == alpha | {"adequacy-uy"}
    tool = ALPHA.replace("safeguards: none", "safeguards: ['scc:2021']")
    assert old(tool) == alpha | {"scc-2021"}


def test_a_frame_without_rows():
    found = coverage_of("{meta: {id: x}, controller: {name: X, country: DE}}")
    assert isinstance(found.frame, pd.DataFrame) and not len(found.frame) and found.verdicts == ()
    assert found.instruments.tolist() == [] and found.unverified.tolist() == []
