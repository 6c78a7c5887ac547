"""The whole graph of two companies: every node and edge with all that it carries, and every path."""

from __future__ import annotations

import pandas as pd
import pytest
from flows_fixture import ALPHA, DAY, judged, tables

from datamap import law
from datamap.errors import CallError
from datamap.formats.yaml import reader
from datamap.tables import from_inventories
from datamap.transfers import graph
from datamap.transfers.coverage import judge_transfers

FINDINGS = pd.DataFrame(
    [
        ("category", 2, "PD006"),
        ("purpose", 0, "LB007"),
        ("purpose", 0, "RE001"),
        ("recipient", 6, "TR007"),
        ("organisation", 0, "GV001"),  # of no node
    ],
    columns=["subject_kind", "row", "rule"],
)


@pytest.fixture(scope="module")
def g():
    return graph.build(tables(), judged(), FINDINGS, DAY)


def c(id_: str, who: str = "alpha"):
    return "category", who, id_


def entry(kind: str, label: str, *, evidence=(), findings=(), **more):
    return {"kind": kind, "label": label, "evidence": list(evidence), "findings": list(findings), **more}


def recipient(label: str, *safeguards: str, **more):
    return entry("recipient", label, **more, safeguards=list(safeguards))


def test_every_node_and_what_it_carries(g):
    assert g.graph == {"as_of": "2026-09-30"}
    assert dict(g.nodes(data=True)) == {
        c("mail"): entry("category", "Mail", special="none", evidence=[("B", "your address")]),
        c("health"): entry("category", "Health", special="health"),
        c("logs"): entry("category", "Logs", special="unknown", findings=["PD006"]),
        c("zeal", "beta"): entry("category", "Beliefs", special="religious-or-philosophical-beliefs"),
        c("bills", "beta"): entry("category", "Bills", special="none"),
        ("purpose", "alpha", "payroll"): entry(
            "purpose", "Payroll", bases=[("6-1-b", "stated"), ("6-1-c", "inferred")], findings=["LB007", "RE001"]
        ),
        ("purpose", "alpha", "news"): entry("purpose", "News", bases=[]),
        ("purpose", "alpha", "visits"): entry("purpose", "Visits", bases=[]),
        ("purpose", "beta", "tours"): entry("purpose", "Tours", bases=[]),
        ("purpose", "beta", "books"): entry("purpose", "Books", bases=[]),
        ("recipient", "alpha", "deep"): recipient("Deep"),
        ("recipient", "alpha", "bureau"): recipient("Bureau", "dpf"),
        # what is the source of one fact of an entry is not what the entry as a whole is based on
        ("recipient", "alpha", "host"): recipient("Host", evidence=[("C", "Host of our pages")]),
        ("recipient", "alpha", "deeper"): recipient("Deeper"),
        ("recipient", "alpha", "idle"): recipient("Idle"),
        ("recipient", "beta", "bank"): recipient("Bank"),
        ("recipient", "beta", "agent"): recipient("Agent", "idta", findings=["TR007"]),
        **{
            ("country", code): {"kind": "country", "label": name}
            for code, name in (
                ("IN", "India"),
                ("DE", "Germany"),
                ("US", "United States"),
                ("CZ", "Czechia"),
                ("JP", "Japan"),
                ("unknown", "unknown"),
                ("GB", "United Kingdom"),
            )
        },
    }


def test_every_edge_from_category_to_purpose(g):
    found = [(u[2], v[2], e) for u, v, e in g.edges(data=True) if v[0] == "purpose"]
    plain = {"when": "", "how": "stated"}
    assert sorted(found, key=str) == [
        ("bills", "books", plain),
        ("bills", "tours", plain),
        ("health", "payroll", plain),
        ("logs", "news", {"when": "if they visit", "how": "inferred"}),
        ("mail", "news", plain),
        ("mail", "payroll", plain),
        ("zeal", "tours", plain),
    ]


def test_every_edge_from_purpose_to_recipient(g):
    found = {(u[2], v[2]): e for u, v, e in g.edges(data=True) if v[0] == "recipient"}
    assert len(found) == len([v for _, v in g.edges() if v[0] == "recipient"])
    both = [("6-1-b", "stated"), ("6-1-c", "inferred")]

    def way(how: str, via: str = "", who: str = "alpha", bases=(), **transfers: int | tuple[int, ...]):
        of = {c(k, who): frozenset({v} if isinstance(v, int) else v) for k, v in transfers.items()}
        return {"via": via, "bases": list(bases), "how": how, "categories": frozenset(of), "transfers": of}

    assert found == {
        ("payroll", "bureau"): way("assumed", bases=both, mail=(1, 2)),
        ("payroll", "host"): way("assumed", bases=both, mail=3, health=3),
        ("payroll", "deep"): way("assumed", "host", bases=both, mail=0, health=0),
        ("payroll", "deeper"): way("assumed", "deep", bases=both, mail=4, health=4),
        ("news", "host"): way("stated", mail=3),
        ("news", "bureau"): way("assumed", mail=(1, 2), logs=(1, 2)),
        ("news", "deep"): way("assumed", "host", mail=0),
        ("news", "deeper"): way("assumed", "deep", mail=4),
        ("visits", "bureau"): way("assumed"),  # a link without flows
        ("tours", "agent"): way("assumed", who="beta", zeal=7, bills=7),
        ("books", "agent"): way("inferred", who="beta", bills=7),
        ("books", "bank"): way("assumed", who="beta", bills=6),
    }


def test_every_edge_from_recipient_to_country(g):
    found = {row: (u[2], v[1], e) for u, v, row, e in g.edges(keys=True, data=True) if v[0] == "country"}
    verdicts = judged().verdicts
    own = [verdicts[n] for n in judged().frame["judgment"]]
    rows = [
        ("deep", "IN", "host", "all", "undetermined", "none", "", "", False),
        ("bureau", "DE", "", "all", "no-transfer", "eea", "", "", False),
        ("bureau", "US", "", "all", "covered", "dpf", "eu-us-dpf", "dpf", True),
        ("host", "CZ", "", "all", "no-transfer", "eea", "", "", False),
        ("deeper", "JP", "deep", "all", "undetermined", "adequacy", "adequacy-jp", "", False),
        ("idle", "unknown", "", "unknown", "undetermined", "place-unknown", "", "", False),
        ("bank", "GB", "", "unknown", "no-transfer", "own-area", "", "", False),
        ("agent", "IN", "", "all", "covered", "idta", "uk-idta", "idta", False),
    ]
    expected = {}
    for n, (who, country, via, data, verdict, ground, instrument, safeguard, contested) in enumerate(rows):
        expected[n] = (
            who,
            country,
            {
                "verdict": verdict,
                "ground": ground,
                "instrument": instrument,
                "safeguard": safeguard,
                "evidence": "declared",
                "contested": contested,
                "valid_until": "",
                "data": data,
                "via": via,
                "reasons": own[n].reasons,
            },
        )
    assert found == expected
    assert all(own[n].reasons for n in expected)


WHOLE, NARROWED = "{recipient: host}", "{recipient: host, categories: [mail]}"


@pytest.mark.parametrize("twice", [f"{WHOLE}, {NARROWED}", f"{NARROWED}, {WHOLE}"])
def test_a_way_is_assumed_if_it_is_assumed_of_one_category(twice):
    text = ALPHA.replace("recipients: [bureau, host]", f"recipients: [{twice}]")
    t = from_inventories([reader.parse(text)]).on(DAY)
    whole = graph.build(t, judge_transfers(t, DAY, law.load(), None), FINDINGS[:0], DAY)
    (edge,) = whole["purpose", "alpha", "payroll"]["recipient", "alpha", "host"].values()
    assert (edge["how"], {key[2] for key in edge["categories"]}) == ("assumed", {"mail", "health"})


def test_every_path_and_each_filter(g):
    us, de = ("US", "covered"), ("DE", "no-transfer")
    expected = sorted(
        graph.Path(who, *row)
        for who, rows in {
            "alpha": [
                *(("mail", "payroll", "bureau", *end) for end in (us, de)),
                *((what, "news", "bureau", *end) for what in ("mail", "logs") for end in (us, de)),
                *((what, "payroll", "host", "CZ", "no-transfer") for what in ("mail", "health")),
                ("mail", "news", "host", "CZ", "no-transfer"),
                *((what, "payroll", "deep", "IN", "undetermined") for what in ("mail", "health")),
                ("mail", "news", "deep", "IN", "undetermined"),
                *((what, "payroll", "deeper", "JP", "undetermined") for what in ("mail", "health")),
                ("mail", "news", "deeper", "JP", "undetermined"),
            ],
            "beta": [
                *((what, "tours", "agent", "IN", "covered") for what in ("zeal", "bills")),
                ("bills", "books", "agent", "IN", "covered"),
                ("bills", "books", "bank", "GB", "no-transfer"),
            ],
        }.items()
        for row in rows
    )
    assert graph.paths(g) == expected
    for asked, kept in (
        ({"category": "mail"}, lambda p: p.category == "mail"),
        ({"category": "Beliefs"}, lambda p: p.category == "zeal"),
        ({"purpose": "news"}, lambda p: p.purpose == "news"),
        ({"recipient": "BUREAU"}, lambda p: p.recipient == "bureau"),
        ({"to": "India"}, lambda p: p.country == "IN"),
        ({"to": "US"}, lambda p: p.country == "US"),
        ({"verdict": "covered"}, lambda p: p.verdict == "covered"),
        ({"instrument": "eu-us-dpf"}, lambda p: p.country == "US"),
        ({"instrument": "dpf"}, lambda p: p.country == "US"),
        ({"instrument": "adequacy"}, lambda p: p.country == "JP"),
        ({"instrument": "uk-idta"}, lambda p: p.recipient == "agent"),
        ({"instrument": "scc"}, lambda p: False),
        ({"purpose": "payroll", "to": "IN"}, lambda p: p.purpose == "payroll" and p.country == "IN"),
        ({"recipient": "agent", "verdict": "covered", "category": "zeal"}, lambda p: p.category == "zeal"),
        ({"recipient": "bureau", "verdict": "undetermined"}, lambda p: False),
    ):
        assert graph.paths(g, **asked) == [p for p in expected if kept(p)], asked
    assert graph.reaching(g, "Japan") == [p for p in expected if p.country == "JP"]
    assert graph.received(g, "Host") == [p for p in expected if p.recipient == "host"]
    assert graph.depends_on(g, "idta") == [p for p in expected if p.recipient == "agent"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"category": "payroll"}, "category"),
        ({"purpose": "mail"}, "purpose"),
        ({"recipient": "mail"}, "recipient"),
        ({"to": "Atlantis"}, "to"),
        ({"verdict": "fine"}, "verdict"),
        ({"instrument": "wish"}, "instrument"),
    ],
)
def test_what_is_not_on_the_map_or_not_known_is_refused_by_its_name(g, asked, told):
    with pytest.raises(CallError, match=f"^{told}"):
        graph.paths(g, **asked)


def test_another_object_is_no_graph():
    with pytest.raises(CallError, match=r"^graph.*audit\.graph"):
        graph.paths({})
