"""Whole tables of who gets what: of two companies whose data go several ways."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from flows_fixture import ALPHA, DAY, judged, named, tables

from datamap import law
from datamap.formats.yaml import reader
from datamap.tables import from_inventories
from datamap.transfers import classes, criteria, flows, graph
from datamap.transfers.coverage import judge_transfers

DISCLOSURES = [
    ("alpha", "payroll", "bureau", 0, "", "stated"),
    ("alpha", "payroll", "host", 1, "", "stated"),
    ("alpha", "news", "host", 2, "", "stated"),
    ("alpha", "news", "bureau", 3, "", "stated"),
    ("alpha", "visits", "bureau", 4, "", "inferred"),
    ("beta", "tours", "agent", 5, "", "stated"),
    ("beta", "books", "agent", 6, "", "inferred"),
    ("beta", "books", "bank", 7, "", "stated"),
    # what a processor gets goes to its sub-processors, and on from there
    ("alpha", "payroll", "deep", 1, "host", "assumed"),
    ("alpha", "news", "deep", 2, "host", "assumed"),
    ("alpha", "payroll", "deeper", 1, "deep", "assumed"),
    ("alpha", "news", "deeper", 2, "deep", "assumed"),
]
FLOWS = [
    ("alpha", "payroll", "bureau", "mail", "", "assumed"),  # no health data: it gets mail and logs at most
    ("alpha", "payroll", "host", "mail", "", "assumed"),
    ("alpha", "payroll", "host", "health", "", "assumed"),
    ("alpha", "news", "host", "mail", "", "stated"),  # stated for this purpose and recipient
    ("alpha", "news", "bureau", "mail", "", "assumed"),
    ("alpha", "news", "bureau", "logs", "", "assumed"),
    ("beta", "tours", "agent", "zeal", "", "assumed"),
    ("beta", "tours", "agent", "bills", "", "assumed"),
    ("beta", "books", "agent", "bills", "", "inferred"),
    ("beta", "books", "bank", "bills", "", "assumed"),
    ("alpha", "payroll", "deep", "mail", "host", "assumed"),
    ("alpha", "payroll", "deep", "health", "host", "assumed"),
    ("alpha", "news", "deep", "mail", "host", "assumed"),
    ("alpha", "payroll", "deeper", "mail", "deep", "assumed"),
    ("alpha", "payroll", "deeper", "health", "deep", "assumed"),
    ("alpha", "news", "deeper", "mail", "deep", "assumed"),
]
CHILDREN = "{id: customers, name: Customers, staff: no, children: yes}"
COLUMNS = {
    "disclosure": ("controller", "purpose", "recipient", "disclosure", "via", "how"),
    "flow": ("controller", "purpose", "recipient", "category", "via", "how"),
}


def of(*ids: str) -> np.ndarray:
    """Some recipients, as a mask."""
    return tables()["recipients"]["id"].isin(ids).to_numpy()


def test_every_disclosure_and_what_it_becomes_behind_the_processors():
    frame = flows.disclosure_table(tables())
    assert named(frame, *COLUMNS["disclosure"]) == DISCLOSURES
    assert tuple(frame.columns) == COLUMNS["disclosure"]
    assert {str(frame[c].dtype) for c in ("controller", "purpose", "recipient", "disclosure", "via")} == {"int32"}
    assert frame["how"].cat.categories.tolist() == ["stated", "inferred", "assumed", "proposed"]


def test_every_flow_by_category_and_how_it_is_known():
    frame = flows.flow_table(tables())
    assert named(frame, *COLUMNS["flow"]) == FLOWS
    assert tuple(frame.columns) == COLUMNS["flow"]
    assert {str(frame[c].dtype) for c in ("controller", "purpose", "recipient", "category", "via")} == {"int32"}
    assert frame["how"].cat.categories.tolist() == ["stated", "inferred", "assumed", "proposed"]


@pytest.mark.parametrize("ids", [("bank",), ("bureau", "agent"), ("deeper", "host"), ("deep",), ("idle",), ()])
def test_the_tables_of_some_recipients_are_their_rows_of_the_whole(ids):
    found = flows.disclosure_table(tables(), of(*ids)), flows.flow_table(tables(), of(*ids))
    assert named(found[0], *COLUMNS["disclosure"]) == [d for d in DISCLOSURES if d[2] in ids]
    assert named(found[1], *COLUMNS["flow"]) == [f for f in FLOWS if f[2] in ids]


def test_what_a_recipient_gets_at_most_narrows_every_purpose():
    """The list of a recipient narrows; it adds nothing, and a listing without categories leaves nothing."""
    for limit in ("[health]", "none"):
        text = ALPHA.replace("categories: [mail, logs]", f"categories: {limit}")
        t = from_inventories([reader.parse(text)]).on(DAY)
        frame = flows.flow_table(t, (t["recipients"]["id"] == "bureau").to_numpy())
        assert t["categories"]["id"].to_numpy()[frame["category"]].tolist() == (["health"] if limit != "none" else [])


def test_each_recipient_has_its_own_limit():
    of = ", ".join(f"{{id: c{n}, name: C}}" for n in range(3))
    limits = {"a": "[c2]", "b": "[c1]", "c": "[c0, c2]"}
    recipients = ", ".join(f"{{id: {id_}, name: R, categories: {limit}}}" for id_, limit in limits.items())
    recipients += ", {id: d, name: D}"  # of the last it is stated that it gets none
    purpose = "{id: p, name: P, categories: [c0, c1, c2], recipients: [c, b, a, {recipient: d, categories: none}]}"
    text = f"meta: {{id: x}}\ncontroller: {{name: X, country: DE}}\ncategories: [{of}]\n"
    t = from_inventories([reader.parse(f"{text}recipients: [{recipients}]\npurposes: [{purpose}]\n")])
    frame = flows.flow_table(t)
    assert sorted(zip(frame["recipient"], frame["category"], strict=True)) == [(0, 2), (1, 1), (2, 0), (2, 2)]


def test_what_reaches_each_recipient_as_texts():
    ids = tables()["recipients"]["id"].tolist()
    host = ["payroll:4:", "news:2:", "payroll:4:mail:none", "payroll:4:health:health", "news:2:mail:none"]
    assert {ids[row]: texts for row, texts in flows.received(tables()).items()} == {
        "deep": host,
        "bureau": ["payroll:4:", "news:2:", "visits:1:", "payroll:4:mail:none", "news:2:mail:none"]
        + ["news:2:logs:unknown"],
        "host": host,
        "deeper": host,
        "bank": ["books:1:", "books:1:bills:none"],
        "agent": ["tours:1:", "books:1:", "tours:1:zeal:religious-or-philosophical-beliefs", "tours:1:bills:none"]
        + ["books:1:bills:none"],
    }


def test_each_flow_goes_through_the_transfers_of_its_own_way():
    """The rows of the coverage frame: 0 deep, 1 and 2 bureau, 3 host, 4 deeper, 5 idle, 6 bank, 7 agent."""
    frame = judged().frame
    links = {"bureau": [1, 2], "host": [3], "agent": [7], "bank": [6], "deep": [0], "deeper": [4]}
    for rows, table in ((DISCLOSURES, flows.disclosure_table), (FLOWS, flows.flow_table)):
        flow, transfer = flows.transfers_of_flows(tables(), table(tables()), frame)
        expected = [(n, at) for n, row in enumerate(rows) for at in links[row[2]]]
        assert list(zip(flow.tolist(), transfer.tolist(), strict=True)) == expected


def test_a_flow_goes_through_the_transfers_of_its_classes_of_data():
    """The same transfers, if each were for one class of data: staff's, other people's, special data, not recorded."""
    table = flows.flow_table(tables())
    for data, kept in (
        ("hr", {"payroll"}),
        ("other", {"news"}),
        ("unknown", {"tours", "books"}),
    ):
        frame = judged().frame.assign(data=data)
        flow, _ = flows.transfers_of_flows(tables(), table, frame)
        assert {FLOWS[n][1] for n in flow.tolist()} == kept, data
    flow, _ = flows.transfers_of_flows(tables(), table, judged().frame.assign(data="special"))
    assert {FLOWS[n][3] for n in flow.tolist()} == {"health", "zeal"}
    # a purpose whose categories are not known has only its people's class
    flow, _ = flows.transfers_of_flows(
        tables(), flows.disclosure_table(tables()), judged().frame.assign(data="special")
    )
    assert not len(flow)


def test_how_much_reaches_each_recipient_and_the_first_of_it_by_id():
    t = tables()
    frame = flows.exposure_by_recipient(t)
    assert {n: str(d) for n, d in frame.dtypes.items()} == {
        "categories": "int32",
        "purposes": "int32",
        "category": "int64",
        "purpose": "int64",
        "special": "bool",
    }
    named_rows = frame.assign(
        category=[t["categories"]["id"].tolist()[c] if c >= 0 else "" for c in frame["category"]],
        purpose=[t["purposes"]["id"].tolist()[p] if p >= 0 else "" for p in frame["purpose"]],
        id=t["recipients"]["id"].tolist(),
    )
    expected = {
        "deep": (2, 2, "health", "news", True),
        "bureau": (2, 3, "logs", "news", False),
        "host": (2, 2, "health", "news", True),
        "deeper": (2, 2, "health", "news", True),
        "idle": (0, 0, "", "", False),
        "bank": (1, 1, "bills", "books", False),
        "agent": (2, 2, "bills", "books", True),
    }
    found = named_rows.set_index("id").to_dict("index")
    assert {id_: tuple(row.values()) for id_, row in found.items()} == expected
    nothing = {"categories": 0, "purposes": 0, "category": -1, "purpose": -1, "special": False}
    for ids in (("agent", "deep"), ("deep",), ("bank", "idle"), ()):
        some = flows.exposure_by_recipient(t, of(*ids)).to_dict("records")
        whole = frame.to_dict("records")
        assert some == [row if counted else nothing for row, counted in zip(whole, of(*ids), strict=True)]


def test_the_ids_that_each_transfer_is_about_in_the_order_of_the_inventory():
    assert flows.ids_of_transfers(tables(), judged().frame) == {
        "purposes": [
            ["payroll", "news"],
            ["payroll", "news", "visits"],
            ["payroll", "news", "visits"],
            ["payroll", "news"],
            ["payroll", "news"],
            [],
            ["books"],
            ["tours", "books"],
        ],
        "categories": [
            ["mail", "health"],
            ["mail", "logs"],
            ["mail", "logs"],
            ["mail", "health"],
            ["mail", "health"],
            [],
            ["bills"],
            ["zeal", "bills"],
        ],
    }


def test_a_map_without_flows_has_empty_tables():
    t = from_inventories([reader.parse("{meta: {id: x}, controller: {name: X, country: DE}}")])
    assert not len(flows.disclosure_table(t)) and not len(flows.flow_table(t))
    assert not len(flows.exposure_by_recipient(t)) and flows.received(t) == {}


def chained(links: dict[str, str]) -> list[tuple[str, str]]:
    """The ways in which one purpose's data go on, where `a` gets them and each engages others: (recipient, via)."""
    lines = "".join(f"  - {{id: {k}, name: {k.upper()}, sub_processors: [{of}]}}\n" for k, of in links.items())
    text = "meta: {id: x}\ncontroller: {name: X, country: DE}\nsubjects: [{id: staff, name: S, staff: yes}]\n"
    text += f"purposes: [{{id: p, name: P, subjects: [staff], recipients: [a]}}]\nrecipients:\n{lines}"
    t = from_inventories([reader.parse(text)])
    assert (classes.classes_by_recipient(t) & classes.HR).all()  # the people concerned are those of the purpose
    frame = flows.disclosure_table(t)
    ids = t["recipients"]["id"].tolist()
    return [(ids[r], ids[v] if v >= 0 else "") for r, v in zip(frame["recipient"], frame["via"], strict=True)]


def test_a_chain_is_followed_to_its_end_however_long():
    names = [chr(ord("a") + n) for n in range(15)]
    links = {name: following for name, following in zip(names, [*names[1:], ""], strict=True)}
    assert chained(links) == list(zip(names, ["", *names], strict=False))


def test_what_reaches_a_processor_in_two_ways_is_passed_on_once():
    found = chained({"a": "b, c", "b": "d", "c": "d", "d": "e", "e": "f", "f": ""})
    assert found == [("a", ""), ("b", "a"), ("c", "a"), ("d", "b"), ("d", "c"), ("e", "d"), ("f", "e")]
    # also where one way is longer than the other
    found = chained({"a": "b, d", "b": "c", "c": "d", "d": "e", "e": ""})
    assert found == [("a", ""), ("b", "a"), ("d", "a"), ("c", "b"), ("e", "d"), ("d", "c")]


def test_a_circle_that_no_reader_accepts_ends_too():
    whole = reader.parse(ALPHA)
    sub = whole.recipients[2].sub_processors[0]
    again = whole.recipients[3].model_copy(update={"sub_processors": (sub,)})  # deeper engages deep
    circle = whole.model_copy(update={"recipients": (*whole.recipients[:3], again, whole.recipients[4])})
    frame = flows.disclosure_table(from_inventories([circle]).on(DAY))
    ways = [(r, v) for r, v in zip(frame["recipient"], frame["via"], strict=True) if v >= 0]
    assert len(ways) == len(set(zip(ways, frame["disclosure"][frame["via"] >= 0], strict=True))) == 6


def test_what_refers_to_nothing_adds_nothing():
    """An inventory made in Python may name what it does not have; a file with such a name is refused."""
    text = ALPHA.replace("{id: customers, name: Customers, staff: no}", CHILDREN)
    whole = reader.parse(
        text.replace("{recipient: host, categories: [mail]}", "{recipient: host, categories: [mail, logs]}")
    )
    part = whole.model_copy(
        update={
            "categories": whole.categories[1::-1],
            "subjects": whole.subjects[:0:-1],
            "recipients": whole.recipients[:3],
        }
    )
    t = from_inventories([part]).on(DAY)
    ids = {name: t[name]["id"].tolist() for name in ("purposes", "categories", "recipients", "subjects")}
    assert (ids["categories"], ids["subjects"]) == (["health", "mail"], ["customers"])
    found = [
        (ids["purposes"][p], ids["recipients"][r], ids["categories"][c])
        for p, r, c in zip(*(flows.flow_table(t)[k] for k in ("purpose", "recipient", "category")), strict=True)
    ]
    assert sorted(found) == sorted(
        {(p, r, c) for _, p, r, c, *_ in FLOWS if p in ids["purposes"] and r in ids["recipients"] and c != "logs"}
    )
    assert {r for r in flows.disclosure_table(t)["recipient"]} == {0, 1, 2}
    assert classes.classes_by_purpose(t).tolist() == [1, 2, 1]  # nothing is known of the staff
    assert classes.classes_by_recipient(t).tolist() == [11, 3, 11]  # no special data for Bureau, nor by what is lost
    met = criteria.met(t)
    assert met["vulnerable-people"].tolist() == [False, True, False]
    assert met["sensitive-data"].tolist() == [True, False, False]
    judged_part = judge_transfers(t, DAY, law.load(), None)
    g = graph.build(t, judged_part, pd.DataFrame(columns=["subject_kind", "row", "rule"]), DAY)
    assert sorted((u[2], v[2]) for u, v in g.edges() if v[0] == "purpose") == [
        ("health", "payroll"),
        ("mail", "news"),
        ("mail", "payroll"),
    ]


# --- classes of data and criteria -------------------------------------------------------------------------------------


def test_the_classes_of_each_purpose_and_recipient():
    t = tables()
    words = {1: "unknown", 2: "other", 4: "hr", 7: "all but special", 9: "unknown, special", 14: "hr, other, special"}
    words[15] = "all"
    found = dict(zip(t["purposes"]["id"], classes.classes_by_purpose(t).tolist(), strict=True))
    assert {p: words[f] for p, f in found.items()} == {
        "payroll": "hr",
        "news": "other",
        "visits": "unknown",
        "tours": "unknown",
        "books": "unknown",
    }
    found = dict(zip(t["recipients"]["id"], classes.classes_by_recipient(t).tolist(), strict=True))
    assert {r: words[f] for r, f in found.items()} == {
        "deep": "all",  # what the processor gets; and it has no purpose of its own, which gives unknown
        "bureau": "all but special",
        "host": "hr, other, special",
        "deeper": "all",
        "idle": "unknown",
        "bank": "unknown",
        "agent": "unknown, special",
    }


def test_a_recipient_that_gets_less_of_a_purpose_gets_no_special_data_of_it():
    def flags(of_payroll: str, cap: str = "unknown") -> int:
        text = ALPHA.replace("categories: [mail, health], recipients: [bureau, host]", f"categories: {of_payroll}")
        text = text.replace("categories: [mail, logs]", f"categories: {cap}")
        t = from_inventories([reader.parse(text)]).on(DAY)
        at = t["recipients"]["id"].tolist().index("bureau")
        return int(classes.classes_by_recipient(t)[at])

    whole = "[mail, health], recipients: [bureau]"
    assert flags(whole) == 15
    assert flags(whole, "[mail]") == 7 and flags(whole, "[mail, health]") == 15
    assert flags("[mail, health], recipients: [{recipient: bureau, categories: [mail]}]") == 7
    assert flags("[mail, health], recipients: [{recipient: bureau, categories: [health]}]") == 15
    assert flags("[mail], recipients: [bureau]") == 7


def test_special_categories_and_what_is_not_recorded():
    t = tables()
    found = dict(zip(t["categories"]["id"], classes.special_categories(t).tolist(), strict=True))
    assert found == {"mail": False, "health": True, "logs": False, "zeal": True, "bills": False}


PURPOSES = {
    "automated-decisions": ("automated_decisions: yes", "automated_decisions: no"),
    "monitoring": ("monitoring: people", "monitoring: public-area", "monitoring: none"),
    "sensitive-data": ("categories: [mail, health]", "categories: [mail]", "categories: [logs]"),
    "large-scale": ("large_scale: yes", "large_scale: no"),
    "vulnerable-people": (
        "subjects: [children]",
        "subjects: [patients]",
        "subjects: [adults, patients]",
        "subjects: [adults]",
    ),
}
MET = {
    "automated-decisions": [True, False],
    "monitoring": [True, True, False],
    "sensitive-data": [True, False, False],
    "large-scale": [True, False],
    "vulnerable-people": [True, True, True, False],
}


def test_the_criteria_that_a_map_shows():
    lines = [line for of_one in PURPOSES.values() for line in of_one]
    purposes = "\n".join(f"  - {{id: p{n}, name: P, {line}}}" for n, line in enumerate(lines))
    text = f"""
meta: {{id: x}}
controller: {{name: X, country: DE}}
categories: [{{id: mail, name: M, special: none}}, {{id: health, name: H, special: health}}, {{id: logs, name: L}}]
subjects:
  - {{id: children, name: C, children: yes, vulnerable: no}}
  - {{id: patients, name: P, vulnerable: yes, children: no}}
  - {{id: adults, name: A, vulnerable: no, children: no}}
purposes:
{purposes}
"""
    found = criteria.met(from_inventories([reader.parse(text)]))
    at = 0
    for name, expected in MET.items():
        mine = [False] * len(lines)
        mine[at : at + len(expected)] = expected
        assert found[name].tolist() == mine, name
        at += len(expected)
    assert list(found) == list(MET)
