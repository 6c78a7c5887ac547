"""Over generated maps: one changed fact makes exactly the assessments stale that rest on it."""

from __future__ import annotations

from typing import Any

from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

import datamap as dm
from datamap.model import Inventory

DAY = "2026-09-30"
PLACE = st.sampled_from(("IN", "PH", "TR", "MA", "UA")).map(lambda code: [{"country": code}])
FACTS = ("recipient", "places", "tools", "data", "chain", "name", "note", "activity", "measure")
"""Groups of facts that an assessment rests on, and facts that none rests on."""


@st.composite
def maps(draw: st.DrawFn) -> dict[str, Any]:
    """Recipients with clauses in third countries, some of them behind another one, and who gets which data."""
    direct = draw(st.integers(1, 4))
    behind = draw(st.lists(st.integers(0, direct - 1), max_size=2))  # the recipient that each sub-processor is behind
    recipients: list[dict[str, Any]] = [
        {"id": f"r{n}", "name": f"Recipient {n}", "role": "processor", "sites": draw(PLACE),
         "safeguards": [{"kind": "scc", "version": "2021", "module": "2", "annexes": "yes"}],
         "sub_processors": [f"s{k}" for k, of in enumerate(behind) if of == n] or "none"}
        for n in range(direct)
    ]  # fmt: skip
    recipients += [
        {"id": f"s{k}", "name": f"Behind {k}", "role": "sub-processor", "sites": draw(PLACE),
         "safeguards": [{"kind": "scc", "version": "2021", "module": "3"}]}
        for k in range(len(behind))
    ]  # fmt: skip
    some = st.sets(st.integers(0, 2), min_size=1)
    purposes = [
        {"id": f"p{n}", "name": f"Activity {n}", "categories": [f"c{c}" for c in sorted(draw(some))],
         "recipients": [f"r{r}" for r in range(direct) if n == 0 or draw(st.booleans())], "measures": ["m0"]}
        for n in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    return {
        "meta": {"id": "made", "date": "2026-09-01"},
        "controller": {"name": "Made GmbH", "country": "DE", "role": "controller", "sector": "private"},
        "categories": [{"id": f"c{c}", "name": f"Data {c}", "special": "none"} for c in range(3)],
        "measures": [{"id": "m0", "name": "TLS", "kind": "technical"}],
        "purposes": purposes,
        "recipients": recipients,
    }


def exporter_of(data: dict[str, Any], recipient: str) -> str:
    """The recipient that a sub-processor is behind; empty for one that the organisation discloses to itself."""
    return next((r["id"] for r in data["recipients"] if recipient in r.get("sub_processors", ())), "")


def with_assessments(data: dict[str, Any], rests_on: dict[str, dict[str, str]] | None = None) -> dict[str, Any]:
    """The map with one assessment in force for each recipient."""
    made = []
    for r in data["recipients"]:
        exporter = exporter_of(data, r["id"])
        leg = {"recipient": r["id"], **({"exporter": exporter} if exporter else {})}
        head = {"id": f"tia-{r['id']}", "transfers": [leg], "status": "in-force", "outcome": "positive"}
        more = {"rests_on": rests_on[r["id"]]} if rests_on else {}
        made.append({**head, "decided_on": "2026-03-01", **more})
    return {**data, "assessments": made}


def assessments(data: dict[str, Any]):
    return dm.audit(Inventory.model_validate(data), as_of=DAY, select=["TR033"]).facts.assessments


def gets(data: dict[str, Any], recipient: str) -> set[str]:
    """The categories that a recipient gets, itself or through the one that it is behind."""
    direct = exporter_of(data, recipient) or recipient
    return {c for p in data["purposes"] if direct in p["recipients"] for c in p["categories"]}


def changed(data: dict[str, Any], fact: str, at: int) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """The map with one fact changed, and which assessments rest on it, by the structure of the map alone."""
    recipients = [dict(r) for r in data["recipients"]]
    one = recipients[at % len(recipients)]
    behind = [r["id"] for r in recipients if exporter_of(data, r["id"]) == one["id"]]
    of_one = {one["id"]: ("recipient",), **dict.fromkeys(behind, ("chain",))}
    stale: dict[str, tuple[str, ...]] = {one["id"]: (fact,)}
    if fact == "recipient":
        one["parent"], stale = "Another Corp", of_one
    elif fact == "chain":
        one["legal_entity"], stale = "Another Ltd", of_one
    elif fact == "places":
        one["sites"] = [{**one["sites"][0], "run_by": "Someone Ltd"}]
    elif fact == "tools":
        one["safeguards"] = [{**one["safeguards"][0], "annexes": "no"}]
    else:
        stale = {}
    data = {**data, "recipients": recipients}
    if fact == "data":
        kind = f"c{at % 3}"
        data["categories"] = [{**c, "special": "health"} if c["id"] == kind else c for c in data["categories"]]
        stale = {r["id"]: ("data",) for r in recipients if kind in gets(data, r["id"])}
    elif fact == "name":
        one["name"] += " renamed"
    elif fact == "note":
        one["notes"] = "visited"
    elif fact == "activity":
        data["purposes"] = [{**p, "name": f"{p['name']} renamed"} for p in data["purposes"]]
    elif fact == "measure":
        data["measures"] = [*data["measures"], {"id": "m1", "name": "Locked rooms", "kind": "technical"}]
    return data, stale


@examples(0.3)
@given(maps(), st.sampled_from(FACTS), st.integers(0, 11))
def test_one_changed_fact_makes_exactly_its_assessments_stale(data, fact, at):
    before = assessments(with_assessments(data))
    rests_on = {r["id"]: before.basis.of(before.legs(n)) for n, r in enumerate(data["recipients"])}
    assert assessments(with_assessments(data, rests_on)).stale == {}
    after, expected = changed(data, fact, at)
    found = assessments(with_assessments(after, rests_on))
    ids = found.tables["assessments"]["id"].tolist()
    assert {ids[n].removeprefix("tia-"): parts for n, parts in found.stale.items()} == expected
