"""The graph says what the flow table says: no flow more, no verdict on other data."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import examples
from hypothesis import given
from maps import STAFF_AND_CUSTOMERS
from proposals_fixture import stated
from strategies import inventories

import datamap as dm
from datamap.formats.yaml import reader
from datamap.model import Inventory
from datamap.model.vocabulary import UNKNOWN
from datamap.transfers import graph

DAY = dt.date(2026, 9, 30)


@pytest.fixture(scope="module")
def mixed():
    return dm.audit(reader.parse(STAFF_AND_CUSTOMERS), DAY)


def test_the_verdict_on_staff_data_is_not_lent_to_customers(mixed):
    t = mixed.transfers.query("recipient_id == 'bureau'").set_index("data")
    assert t["purposes"].to_dict() == {"hr": ["payroll"], "other": ["sales"], "special": ["payroll", "sales"]}
    assert t["categories"].to_dict() == {"hr": ["pay", "health"], "other": ["orders"], "special": ["health"]}
    found = {(p.category, p.purpose, p.verdict) for p in dm.paths(mixed.graph, recipient="bureau")}
    assert ("pay", "payroll", t["verdict"]["hr"]) in found
    assert ("orders", "sales", t["verdict"]["other"]) in found
    assert t["verdict"]["hr"] != t["verdict"]["other"]
    assert len([f for f in found if f[0] != "health"]) == 2


def test_data_that_a_processor_passes_on_go_where_its_processor_sends_them(mixed):
    g = mixed.graph
    assert {(p.purpose, p.country, p.verdict) for p in dm.paths(g, recipient="sub")} == {
        ("payroll", "IN", "undetermined"),
        ("sales", "IN", "undetermined"),
    }
    ways = {(p[2], e["via"]) for p, r, e in g.edges(data=True) if r[-1] == "sub" and r[0] == "recipient"}
    assert ways == {("payroll", "host"), ("sales", "host")}


def test_nodes_and_edges_carry_what_is_known_of_them(root):
    audit = dm.audit(dm.read(root / "inventory/smartsupp.yaml"), DAY)
    g = audit.graph
    helpjuice = g.nodes["recipient", "smartsupp", "helpjuice"]
    assert helpjuice["safeguards"] == ["dpa"]
    assert "TR002" in helpjuice["findings"]
    assert helpjuice["evidence"][0] == ("C", "HelpJuice | Help Center CMS | USA | Concluded DPA |")
    (edge,) = g["recipient", "smartsupp", "helpjuice"]["country", "US"].values()
    assert (edge["verdict"], edge["ground"], edge["safeguard"]) == ("not-covered", "none", "")
    (way,) = g["purpose", "smartsupp", "customer-support"]["recipient", "smartsupp", "helpjuice"].values()
    assert [b for b, _ in way["bases"]] == ["6-1-b", "6-1-f"]
    assert g.nodes["country", "US"]["label"] == "United States"


def _by_hand(inventory: Inventory, audit) -> set[tuple[str, ...]]:
    """The paths by walking the inventory's entries: a second way to the same answer, without code of the tables."""
    held = {r.id: r for r in inventory.recipients if r.held_on(DAY)}
    staff = {s.id: s.staff for s in inventory.subjects}
    special = {c.id: c.special not in ("none", "unknown") for c in inventory.categories}
    rows = audit.transfers.to_dict("records")
    found = set()
    for p in inventory.purposes:
        if not p.held_on(DAY):
            continue
        known = {{"unknown": "unknown", "yes": "hr", "no": "other"}[staff[s]] for s in p.subjects} or {"unknown"}
        for served in p.recipients:
            to = held.get(served.recipient)
            if to is None:
                continue
            used = {u.category for u in p.categories} if served.categories is UNKNOWN else set(served.categories)
            for c in used if to.categories is UNKNOWN else used & set(to.categories):
                kinds = (known - {"other"}) | {"special"} if special[c] else known
                for row in rows:
                    if (
                        row["recipient_id"] == to.id
                        and row["via"] == ""
                        and (row["data"] == "all" or row["data"] in kinds)
                    ):
                        found.add((inventory.meta.id, c, p.id, to.id, row["country"], row["verdict"]))
    return found


@examples(0.2)
@given(inventories())
def test_paths_are_the_flows_of_the_inventory(inventory):
    # without proposals, whose days and lists narrow nothing: what they change is in test_proposed
    inventory = stated(inventory, inventory.meta.id)
    audit = dm.audit(inventory, DAY)
    assert {tuple(p) for p in dm.paths(audit.graph)} == _by_hand(inventory, audit)


def test_named_questions_narrow_the_same_paths(root):
    g = dm.audit(dm.read(root / "inventory/smartsupp.yaml"), DAY).graph
    every = dm.paths(g)
    assert graph.reaching(g, "US") == [p for p in every if p.country == "US"]
    assert graph.received(g, "helpjuice") == [p for p in every if p.recipient == "helpjuice"]
    fallen = {p.recipient for p in graph.depends_on(g, "eu-us-dpf")}
    assert "stripe" in fallen and "slack" not in fallen and len(fallen) == 14
