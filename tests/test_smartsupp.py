"""The Smartsupp inventory end to end: what the notice says, what the law of the day makes of it."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import BaseModel

import datamap as dm
from datamap import tables
from datamap.model import Evidence


@pytest.fixture(scope="module")
def inventory(root):
    return dm.read(root / "inventory" / "smartsupp.yaml")


@pytest.fixture(scope="module")
def audit(inventory):
    return dm.audit(inventory, as_of="2026-09-30")


def _words(entry):
    if isinstance(entry, Evidence):
        yield from ([entry.words] if entry.words else [])
    elif isinstance(entry, BaseModel):
        for name in type(entry).model_fields:
            yield from _words(getattr(entry, name))
    elif isinstance(entry, tuple):
        for item in entry:
            yield from _words(item)


def test_every_quotation_stands_in_the_notice(inventory, shared):
    notice = (shared / "seed" / "smartsupp-privacy-policy.txt").read_text(encoding="utf-8")
    quoted = list(_words(inventory))
    assert len(quoted) > 150
    assert [w for w in quoted if w not in notice] == []


def test_the_counts_of_the_notice(inventory):
    table = [r for r in inventory.recipients if r.evidence[0].words.count("|") >= 2 or r.id == "microsoft"]
    named = [r for r in inventory.recipients if "such as: Facebook" in r.words or "such as: Amazon" in r.words]
    announced = [c for c in inventory.categories if c.declared == "yes"]
    assert (len(announced), len(inventory.purposes), len(table), len(named)) == (11, 11, 27, 18)
    assert [p.ref for p in inventory.purposes] == [f"B.{i}" for i in range(1, 12)]


def test_cover_stated_for_one_use_is_not_lent_to_another(inventory, audit):
    entries = [r.id for r in inventory.recipients if r.org == "google"]
    assert len(entries) == 4
    verdicts = audit.transfers.set_index("recipient_id").loc["google-ads", "verdict"]
    assert verdicts == "undetermined"


@pytest.mark.parametrize(
    ("day", "helpjuice", "stripe", "slack"),
    [
        ("2015-10-06", "not-covered", "not-covered", "undetermined"),
        ("2022-12-28", "not-covered", "not-covered", "covered"),
        ("2023-07-09", "not-covered", "not-covered", "covered"),
        ("2023-07-10", "not-covered", "covered", "covered"),
        ("2026-09-30", "not-covered", "covered", "covered"),
    ],
)
def test_the_law_of_the_day(inventory, day, helpjuice, stripe, slack):
    t = dm.audit(inventory, as_of=day).transfers.set_index("recipient_id")["verdict"]
    assert (t["helpjuice"], t["stripe"], t["slack"]) == (helpjuice, stripe, slack)


def test_without_the_dpf_its_claimants_lose_cover(inventory, audit):
    from datamap import law

    without = dm.audit(inventory, as_of="2026-09-30", law=law.load().without("eu-us-dpf"))
    lost = set(audit.transfers.query("ground == 'dpf'")["recipient_id"])
    assert len(lost) == 14
    assert set(without.transfers.query("verdict == 'not-covered'")["recipient_id"]) == lost | {"helpjuice"}


def test_the_tables_give_the_inventory_back(inventory):
    assert tables.to_inventories(tables.from_inventories([inventory])) == [inventory]


def test_findings_keep_their_fingerprints_when_entries_change_places(inventory, audit):
    turned = inventory.model_copy(update={n: tuple(reversed(getattr(inventory, n))) for n in ("categories", "purposes", "recipients")})
    again = dm.audit(turned, as_of="2026-09-30").findings.frame
    columns = ["fingerprint", "message", "severity"]
    assert again[columns].to_dict("records") == audit.findings.frame[columns].to_dict("records")


def test_the_findings_are_those_that_were_read_through_once(root, audit):
    """Golden: each finding's rule, severity, subject and country. Look at every line that changes, then store it anew."""
    golden = (root / "tests" / "golden" / "smartsupp-findings.txt").read_text(encoding="utf-8").splitlines()
    f = audit.findings.frame
    told = sorted(" ".join(filter(None, r)) for r in zip(f["rule"], f["severity"], f["subject_kind"], f["subject_id"], f["country"], strict=True))
    assert told == golden


def test_paths_are_the_flow_table(audit):
    from datamap import flows

    reach = flows.reach(audit.tables)
    ids = {k: audit.tables[t]["id"].tolist() for k, t in (("category", "categories"), ("purpose", "purposes"), ("recipient", "recipients"))}
    told = {(ids["category"][c], ids["purpose"][p], ids["recipient"][r]) for c, p, r in zip(reach["category"], reach["purpose"], reach["recipient"], strict=True)}
    assert {(p.category, p.purpose, p.recipient) for p in dm.paths(audit.graph)} == told


def test_day_slices_drop_what_did_not_hold(inventory):
    ended = inventory.recipients[9].model_copy(update={"until": dt.date(2025, 1, 1)})
    changed = inventory.model_copy(update={"recipients": (*inventory.recipients[:9], ended, *inventory.recipients[10:])})
    ids = dm.audit(changed, as_of="2026-09-30").transfers["recipient_id"].tolist()
    assert "helpjuice" not in ids
    assert "satismeter" in ids
