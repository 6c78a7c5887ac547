"""Which assessments count on a day, which transfers each lists, and what its outcome does to the tools there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hofgarten import hofgarten
from nordlicht import nordlicht

from datamap import law
from datamap.formats.yaml import reader
from datamap.law.case import Tool, Verdict
from datamap.tables import from_inventories
from datamap.transfers import assessed
from datamap.transfers.assessments import Assessments
from datamap.transfers.coverage import judge_transfers

DAY = dt.date(2026, 9, 30)
LAW = law.load()
FINISHED = {"transfers": "[pune]", "status": "in-force", "outcome": "positive", "decided_on": "2026-09-30"}


def lines(*assessments: dict[str, str]) -> str:
    """Assessments as YAML, with ids a0, a1 ..."""
    rows = [", ".join(f"{k}: {v}" for k, v in {"id": f"a{n}", **a}.items()) for n, a in enumerate(assessments)]
    return "assessments:\n" + "\n".join(f"  - {{{row}}}" for row in rows) + "\n"


def tables_of(*assessments: dict[str, str], day: dt.date = DAY):
    return from_inventories([nordlicht(lines(*assessments))]).on(day)


def of(*assessments: dict[str, str]) -> Assessments:
    t = tables_of(*assessments)
    regimes = np.array(["eu"] * len(t["recipients"]), dtype=object)
    return Assessments(t, judge_transfers(t, DAY, LAW, None), DAY, LAW, regimes)


@pytest.mark.parametrize(
    ("more", "in_force", "counting"),
    [
        ({}, True, True),
        ({"outcome": "negative"}, True, True),
        ({"outcome": "unknown"}, False, False),
        ({"status": "draft"}, False, False),
        ({"status": "withdrawn"}, False, False),
        ({"status": "unknown"}, False, False),
        ({"decided_on": "2026-10-01"}, False, False),
        ({"decided_on": "2026-09-29"}, True, True),
        ({"decided_on": "unknown"}, False, False),
        ({"decided_on": "none"}, False, False),
        ({"made_by": "exporter"}, False, False),
        ({"made_by": "exporter", "checked": "no"}, False, False),
        ({"made_by": "exporter", "checked": "yes"}, True, True),
        ({"made_by": "organisation"}, True, True),
        # a negative one counts unless it is known not to be in force
        ({"outcome": "negative", "status": "unknown"}, False, True),
        ({"outcome": "negative", "status": "draft"}, False, False),
        ({"outcome": "negative", "status": "withdrawn"}, False, False),
        ({"outcome": "negative", "decided_on": "unknown"}, False, True),
        ({"outcome": "negative", "decided_on": "none"}, False, True),
        ({"outcome": "negative", "decided_on": "2026-10-01"}, False, False),
        ({"outcome": "negative", "made_by": "exporter"}, False, True),
    ],
)
def test_which_assessments_are_in_force_and_which_count(more, in_force, counting):
    found = of(FINISHED | more)
    assert (found.in_force.tolist(), found.counting.tolist()) == ([in_force], [counting])


@pytest.mark.parametrize(
    ("review", "status", "due"),
    [
        ("2026-09-29", "in-force", True),
        ("2026-09-30", "in-force", False),
        ("2026-10-01", "in-force", False),
        ("unknown", "in-force", False),
        ("none", "in-force", False),
        ("2026-09-29", "draft", False),
    ],
)
def test_a_review_is_due_after_its_day(review, status, due):
    assert of(FINISHED | {"review_on": review, "status": status}).overdue.tolist() == [due]


LEGS = [
    ("[pune]", [("pune", "", "IN")]),
    ("[{recipient: pune, countries: [IN]}]", [("pune", "", "IN")]),
    ("[{recipient: pune, countries: [PH]}]", []),
    ("[{recipient: pune, exporter: helpnest}]", []),  # it is not HelpNest that engages it
    ("[helpnest-ph]", []),  # it is reached through HelpNest only
    ("[{recipient: helpnest-ph, exporter: helpnest}]", [("helpnest-ph", "helpnest", "PH")]),
    ("[{recipient: helpnest-ph, exporter: hamburg}]", []),
    (
        "[{recipient: helpnest-us, exporter: helpnest}, hamburg, pune]",
        [("hamburg", "", "DE"), ("helpnest-us", "helpnest", "US"), ("pune", "", "IN")],
    ),
    ("unknown", []),
]


def test_the_transfers_that_each_assessment_lists():
    found = of(*(FINISHED | {"transfers": transfers} for transfers, _ in LEGS))
    ids, frame = found.tables["recipients"]["id"].tolist(), found.coverage.frame
    for n, (transfers, expected) in enumerate(LEGS):
        mine = found.named[found.named["assessment"] == n]
        rows = [
            (ids[frame["recipient"][at]], ids[via] if (via := frame["via"][at]) >= 0 else "", frame["country"][at])
            for at in mine["at"]
        ]
        assert sorted(rows) == expected, transfers
        legs = found.tables["assessed_transfers"]
        assert all(
            legs["recipient"][leg] == frame["recipient"][at] for at, leg in zip(mine["at"], mine["leg"], strict=True)
        )
        assert (
            sorted(
                (ids[leg.recipient], ids[leg.via] if leg.via >= 0 else "", leg.country) for leg in found.named_legs(n)
            )
            == expected
        )
        assert {leg.recipient for leg in found.legs_at(mine["at"].to_numpy())} == {
            leg.recipient for leg in found.legs(n)
        }
    assert found.named.dtypes.astype(str).to_dict() == {"at": "int64", "leg": "int64", "assessment": "int64"}
    assert found.named.index.tolist() == list(range(len(found.named)))


def test_without_a_listed_transfer_there_is_an_empty_frame():
    found = of(FINISHED | {"transfers": "unknown"})
    assert not len(found.named) and found.named.columns.tolist() == ["at", "leg", "assessment"]
    assert found.legs(0) == found.named_legs(0) == [] and not found.assessed.any()


def test_without_transfers_none_needs_an_assessment():
    t = from_inventories([reader.parse("{meta: {id: x}, controller: {name: X, country: DE}}")])
    found = Assessments(t, judge_transfers(t, DAY, LAW, None), DAY, LAW, np.zeros(0, dtype=object))
    assert found.needed.tolist() == found.assessed.tolist() == [] and found.needed.dtype == bool


def test_an_assessment_for_some_tools_covers_the_transfers_that_rely_on_them():
    by_tools = [{}, {"tools": "[scc]"}, {"tools": "[bcr-c]"}, {"tools": "[bcr-c, scc]"}]
    found = of(*(FINISHED | more for more in by_tools))
    assert found.kinds == {1: {"scc"}, 2: {"bcr-c"}, 3: {"bcr-c", "scc"}}
    covered = [[leg.country for leg in found.legs(n)] for n in range(len(by_tools))]
    assert covered == [["IN"], ["IN"], [], ["IN"]]
    assert [[leg.country for leg in found.named_legs(n)] for n in range(len(by_tools))] == [["IN"]] * 4
    assert found.pairs.index.tolist() == [0, 1, 2]
    # where nothing covers any longer, each tool may be the one that was found insufficient
    negative = of(*(FINISHED | {"outcome": "negative"} | more for more in by_tools))
    assert [[leg.country for leg in negative.legs(n)] for n in range(len(by_tools))] == [["IN"]] * 4


def test_what_an_assessment_in_force_covers():
    ids = tables_of(FINISHED)["recipients"]["id"].tolist()

    def covered(more):
        found = of(FINISHED | more)
        return [ids[r] for r in found.coverage.frame["recipient"][found.assessed]]

    assert covered({}) == ["pune"]
    assert covered({"status": "draft"}) == []
    assert covered({"kind": "compelling-interests"}) == []


# --- the outcome and the tools ----------------------------------------------------------------------------------------

SCC, BCR, DPF, OTHER = Tool("scc", "2021"), Tool("bcr-c"), Tool("dpf"), Tool("derogation", "49-1-b")
COMPELLING = Tool("derogation", "49-1-2")


def with_tia(tools, **tia):
    """The tools, with an outcome for each kind that is named."""
    return tuple(replace(t, tia=tia[t.kind.replace("-", "_")]) if t.kind.replace("-", "_") in tia else t for t in tools)


@pytest.mark.parametrize(
    ("assessments", "tia"),
    [
        ([{}], {"scc": "positive", "bcr_c": "positive"}),
        ([{"outcome": "negative"}], {"scc": "negative", "bcr_c": "negative"}),
        ([{"tools": "[scc]"}], {"scc": "positive"}),
        ([{"tools": "[bcr-c]", "outcome": "negative"}], {"bcr_c": "negative"}),
        ([{"tools": "[bcr-c, scc]"}], {"scc": "positive", "bcr_c": "positive"}),
        # of several the worst counts
        ([{}, {"tools": "[scc]", "outcome": "negative"}], {"scc": "negative", "bcr_c": "positive"}),
        ([{"tools": "[scc]", "outcome": "negative"}, {}], {"scc": "negative", "bcr_c": "positive"}),
        ([{"outcome": "negative", "status": "unknown"}], {"scc": "negative", "bcr_c": "negative"}),
        ([{"status": "draft"}], {}),
        ([{"transfers": "[hamburg]"}], {}),
        ([{"kind": "compelling-interests"}], {"derogation": "positive"}),
        ([{"kind": "compelling-interests", "outcome": "negative"}], {"derogation": "negative"}),
        (
            [{"kind": "compelling-interests", "outcome": "negative"}, {}],
            {"derogation": "negative", "scc": "positive", "bcr_c": "positive"},
        ),
    ],
)
def test_a_tool_has_the_worst_of_what_is_recorded_of_it(assessments, tia):
    """Of three transfers to Pune, the United States and Hamburg, the first has all tools, the others clauses only."""
    t = tables_of(*(FINISHED | a for a in assessments))
    ids = t["recipients"]["id"].tolist()
    every = (SCC, BCR, DPF, COMPELLING)
    to = np.array([ids.index(name) for name in ("pune", "helpnest-us", "pune")])
    sets = [(SCC,), every, (SCC,)]
    given = np.array([1, 0, 2])
    country = np.array([0, 1, 0]), ["IN", "US"]
    numbers, found = assessed.judged_tools(t, (given, sets), (to, np.array([-1, -1, -1]), country), DAY, LAW)
    assert [found[n] for n in numbers] == [with_tia(every, **tia), (SCC,), with_tia((SCC,), **tia)]
    assert given.tolist() == [1, 0, 2] and sets == [(SCC,), every, (SCC,)]


def test_sets_of_tools_that_became_equal_have_one_number():
    t = tables_of(FINISHED)
    at = np.array([t["recipients"]["id"].tolist().index("pune")] * 2)
    known = replace(SCC, tia="positive")
    numbers, found = assessed.judged_tools(
        t, (np.array([0, 1]), [(SCC,), (known,)]), (at, np.array([-1, -1]), (np.array([0, 0]), ["IN"])), DAY, LAW
    )
    assert numbers[0] == numbers[1] and found[numbers[0]] == (known,)


@pytest.mark.parametrize(
    ("own", "outcome", "expected"),
    [
        ("unknown", "positive", "positive"),
        ("none", "positive", "positive"),
        ("negative", "positive", "negative"),
        ("positive", "negative", "negative"),
        ("unknown", "negative", "negative"),
    ],
)
def test_what_a_tool_itself_records_counts_beside_its_assessment(own, outcome, expected):
    t = tables_of(FINISHED | {"outcome": outcome})
    at = np.array([t["recipients"]["id"].tolist().index("pune")])
    given = np.array([0]), [(replace(SCC, tia=own), replace(OTHER, tia=own))]
    numbers, found = assessed.judged_tools(t, given, (at, np.array([-1]), (np.array([0]), ["IN"])), DAY, LAW)
    assert [tool.tia for tool in found[numbers[0]]] == [expected, own]


@pytest.mark.parametrize(
    ("verdict", "day", "asks"),
    [
        (Verdict("covered", "scc", "scc-2021"), DAY, True),
        (Verdict("covered", "scc", "scc-2021"), dt.date(2020, 7, 16), True),
        (Verdict("covered", "scc", "scc-2021"), dt.date(2020, 7, 15), False),
        (Verdict("undetermined", "scc", "scc-2021"), DAY, False),
        (Verdict("covered", "dpf", "eu-us-dpf"), DAY, False),
        (Verdict("covered", "derogation"), DAY, False),
    ],
)
def test_who_relies_on_a_tool_of_article_46_needs_an_assessment(verdict, day, asks):
    assert assessed.asks_assessment(verdict, day, LAW) is asks


# --- what does not follow ---------------------------------------------------------------------------------------------

REST, TRANSIT = "encryption-at-rest", "encryption-in-transit"


@pytest.mark.parametrize(
    ("more", "unfounded"),
    [
        ({}, False),  # nothing is recorded on which it could be wrong
        ({"impinges": "yes"}, True),
        ({"impinges": "no"}, False),
        ({"impinges": "yes", "applied": "no"}, False),
        ({"impinges": "yes", "applied": "yes"}, True),
        ({"impinges": "yes", "clear_text": "no"}, False),
        ({"impinges": "yes", "clear_text": "unknown"}, False),
        ({"impinges": "yes", "outcome": "negative"}, False),
        ({"impinges": "yes", "status": "draft"}, False),
        ({"impinges": "yes", "kind": "compelling-interests"}, False),
        ({"measures": f"[{{kind: {REST}}}]"}, True),
        ({"measures": f"[{{kind: {REST}, keys: importer}}]"}, True),
        ({"measures": f"[{{kind: {REST}, keys: exporter}}]"}, False),
        ({"measures": f"[{{kind: {TRANSIT}, keys: exporter}}]"}, False),
        ({"measures": f"[{{kind: {TRANSIT}}}]"}, True),
        ({"measures": "[{kind: contractual, keys: exporter}]"}, True),
        ({"measures": "[{kind: organisational}]"}, True),
        ({"measures": "[{kind: pseudonymisation}]"}, False),
        ({"measures": "[{kind: unknown}]"}, False),
        ({"measures": "[{kind: contractual}, {kind: pseudonymisation}]"}, False),
        ({"measures": "[{kind: contractual}]", "impinges": "no"}, False),
        ({"measures": "[{kind: contractual}]", "applied": "no"}, False),
        ({"measures": "[{kind: pseudonymisation}]", "impinges": "yes"}, True),
    ],
)
def test_a_positive_outcome_that_does_not_follow(more, unfounded):
    other = FINISHED | {"clear_text": "yes", "measures": "[{kind: pseudonymisation}]"}
    found = of(FINISHED | {"clear_text": "yes"} | more, other)
    assert found.unfounded.tolist() == [unfounded, False]


def test_assessments_that_record_no_facts():
    rests = {"rests_on": "{law: abc}"}
    found = of(
        FINISHED,
        FINISHED | rests,
        FINISHED | {"status": "draft"},
        FINISHED | {"kind": "compelling-interests"},
    )
    assert found.unrecorded == [0, 3]
    t = from_inventories(
        [
            hofgarten(
                "\n  - {id: s, kind: dpia-screening, activities: [care], status: in-force, outcome: required, "
                "decided_on: 2026-03-01}\n"
            )
        ]
    ).on(DAY)
    regimes = np.array(["eu"] * len(t["recipients"]), dtype=object)
    assert Assessments(t, judge_transfers(t, DAY, LAW, None), DAY, LAW, regimes).unrecorded == []


def test_of_what_is_recorded_only_the_groups_that_differ_are_stale():
    first = of(FINISHED)
    now = first.basis.of(first.legs(0))
    rests = {**now, "law": "0" * 16, "data": "1" * 16}
    recorded = {"rests_on": "{" + ", ".join(f"{k}: '{v}'" for k, v in rests.items()) + "}"}
    assert of(FINISHED | recorded).stale == {0: ("data", "law")}
    assert of(FINISHED | recorded | {"status": "draft"}).stale == {}
    whole = {"rests_on": "{" + ", ".join(f"{k}: '{v}'" for k, v in now.items()) + "}"}
    assert of(FINISHED | whole).stale == {}
