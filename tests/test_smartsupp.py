"""The Smartsupp inventory end to end: what the notice says, what the law of the day makes of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from pydantic import BaseModel

import datamap as dm
from datamap import tables
from datamap.model.entry import Evidence


@pytest.fixture(scope="module")
def inventory(root):
    return dm.read(root / "inventory" / "smartsupp.yaml")


@pytest.fixture(scope="module")
def audit(inventory):
    return dm.audit(inventory, as_of="2026-09-30")


@pytest.fixture(scope="module")
def notice(shared):
    return (shared / "seed" / "smartsupp-privacy-policy.txt").read_text(encoding="utf-8")


def _evidence(entry):
    if isinstance(entry, Evidence):
        yield entry
    elif isinstance(entry, BaseModel):
        for name in type(entry).model_fields:
            yield from _evidence(getattr(entry, name))
    elif isinstance(entry, tuple):
        for item in entry:
            yield from _evidence(item)


def _sections(notice):
    """The notice by section: A to F, and B.1, D.1 ... within them; what stands before A is the intro."""
    found, name = {"intro": ""}, "intro"
    for line in notice.splitlines(keepends=True):
        heading = re.match(r"([A-F])\. [A-Z]|([BD]\.\d+) ", line)
        name = (heading[1] or heading[2]) if heading else name
        found[name] = found.get(name, "") + line
    return found


def test_every_quotation_stands_in_the_section_it_names(inventory, notice):
    sections = _sections(notice)
    assert list(sections) == [
        "intro",
        "A",
        "B",
        *(f"B.{i}" for i in range(1, 12)),
        "C",
        "D",
        *(f"D.{i}" for i in range(1, 8)),
        "E",
        "F",
    ]
    quoted = [e for e in _evidence(inventory) if e.words]
    assert len(quoted) > 180
    assert [(e.section, e.words) for e in quoted if e.words not in sections.get(e.section, "")] == []


def test_what_was_concluded_says_why(inventory):
    assert [e for e in _evidence(inventory) if e.how != "stated" and not e.why] == []
    assert [e for e in _evidence(inventory) if e.how == "stated" and not e.words] == []
    served = [s for p in inventory.purposes for s in p.recipients]
    assert [s.recipient for s in served if s.how != "stated" and not s.why] == []
    said = {f for r in inventory.recipients for e in r.evidence for f in e.facts}
    concluded = {
        f
        for r in inventory.recipients
        for f in ("role", "legal_entity", "parent", "organisation")
        if f in r.model_fields_set and f in said
    }
    assert concluded == {"role", "legal_entity", "parent", "organisation"}
    assert [r.id for r in inventory.recipients if r.parent != "unknown" and r.how_of("parent") != "inferred"] == []


def test_the_table_of_part_c_is_told_word_for_word(inventory, notice):
    """Entity, purpose, location and measure of each row; an entity's line may be broken before its bar."""
    table = _sections(notice)["C"].partition("Measures for transfer |\n")[2].partition("When using cookies")[0]
    rows = [[cell.strip() for cell in row.split("|")] for row in table.replace("\n|\n", " | ").splitlines()]
    assert len(rows) == 27
    for row, r in zip(rows, inventory.recipients, strict=False):
        assert [r.name, r.service] == row[:2]
        assert {e.words for s in r.sites for e in s.evidence if s.how == "stated" and not e.facts} == {row[2]}
        assert {s.label for s in r.safeguards} == ({row[3]} - {"N/A"})
        assert (r.dpa == "yes") == ("DPA" in row[3])


def test_the_categories_of_a_purpose_are_those_of_its_words(inventory, notice):
    names = {c.id: c.name for c in inventory.categories}
    told = {
        "contact": "e-mail address",
        "log": "IP address",
        "review-content": "company name, position",
        "pictures": "ictures",
        "cookies": "Cookies",
    }
    for p in inventory.purposes:
        words = next(e.words for e in p.evidence if "categories" in e.facts)
        used = {u.category for u in p.categories}
        assert {c for c in used if names[c] not in words and told.get(c, "-") not in words} == set(), p.ref
        assert {c for c in set(names) - used - {"cookies"} if names[c] in words} == set(), p.ref


def test_the_counts_of_the_notice(inventory):
    table = [r for r in inventory.recipients if r.evidence[0].words.count("|") >= 2 or r.id == "microsoft"]
    named = [r for r in inventory.recipients if "such as: Facebook" in r.words or "such as: Amazon" in r.words]
    announced = [c for c in inventory.categories if c.declared == "yes"]
    assert (len(announced), len(inventory.purposes), len(table), len(named)) == (11, 11, 27, 18)
    assert [p.ref for p in inventory.purposes] == [f"B.{i}" for i in range(1, 12)]


def test_cover_stated_for_one_use_is_not_lent_to_another(inventory, audit):
    entries = [r.id for r in inventory.recipients if r.org == "google"]
    assert entries == ["google", "youtube", "google-ads", "google-cookies", "google-reviews"]
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
    turned = inventory.model_copy(
        update={n: tuple(reversed(getattr(inventory, n))) for n in ("categories", "purposes", "recipients")}
    )
    again = dm.audit(turned, as_of="2026-09-30").findings.frame
    columns = ["fingerprint", "message", "severity"]
    assert again[columns].to_dict("records") == audit.findings.frame[columns].to_dict("records")


def test_the_findings_are_those_that_were_read_through_once(root, audit):
    """Golden: each finding's rule, severity, subject and country. Look at every line that changes, then store it."""
    golden = (root / "tests" / "golden" / "smartsupp-findings.txt").read_text(encoding="utf-8").splitlines()
    f = audit.findings.frame
    told = sorted(
        " ".join(filter(None, r))
        for r in zip(f["rule"], f["severity"], f["subject_kind"], f["subject_id"], f["country"], strict=True)
    )
    assert told == golden


def test_paths_are_the_flow_table(audit):
    from datamap.transfers import flows

    reach = flows.flow_table(audit.tables)
    ids = {
        k: audit.tables[t]["id"].tolist()
        for k, t in (("category", "categories"), ("purpose", "purposes"), ("recipient", "recipients"))
    }
    told = {
        (ids["category"][c], ids["purpose"][p], ids["recipient"][r])
        for c, p, r in zip(reach["category"], reach["purpose"], reach["recipient"], strict=True)
    }
    assert {(p.category, p.purpose, p.recipient) for p in dm.paths(audit.graph)} == told


def test_day_slices_drop_what_did_not_hold(inventory):
    ended = inventory.recipients[9].model_copy(update={"until": dt.date(2025, 1, 1)})
    changed = inventory.model_copy(
        update={"recipients": (*inventory.recipients[:9], ended, *inventory.recipients[10:])}
    )
    ids = dm.audit(changed, as_of="2026-09-30").transfers["recipient_id"].tolist()
    assert "helpjuice" not in ids
    assert "satismeter" in ids


def test_the_readme_shows_what_the_transfers_say(root, audit):
    readme = (root / "README.md").read_text(encoding="utf-8")
    shown = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in readme.splitlines()
        if re.match(r"\| \w+ \| (?:[A-Z]{2}|unknown) \|", line)
    ]
    t = audit.transfers
    told = {
        (r, c, v, g, reasons[0])
        for r, c, v, g, reasons in zip(
            t["recipient"], t["country"], t["verdict"], t["ground"], t["reasons"], strict=True
        )
    }
    assert len(shown) == 4 and {tuple(row) for row in shown} <= told
    assert f"gives {len(t)} verdicts" in readme.replace("\n", " ")


def test_verdicts_alone_run_no_rule(inventory, monkeypatch):
    """A question about transfers does not wait for eighty rules, which take most of an audit."""
    from datamap import pipeline

    def refuse(*_):
        raise AssertionError("a rule ran")

    monkeypatch.setattr(pipeline, "find_worst", refuse)
    judged = dm.audit(inventory, "2026-09-30")
    assert judged.counts["not-covered"] == 1 and len(judged.transfers) == len(judged.coverage.frame)
    with pytest.raises(AssertionError, match="a rule ran"):
        _ = judged.findings


@pytest.mark.parametrize(
    "given", [{"select": ["TR"]}, {"select": ["RE002,pd"], "ignore": ["PD004"]}, {"ignore": ["TR"]}]
)
def test_rules_that_are_not_selected_do_not_run_and_the_findings_are_those_of_all_rules_selected(
    audit, inventory, monkeypatch, given
):
    from datamap.findings import findings

    ran = []
    real = findings.wording.frame
    monkeypatch.setattr(findings.wording, "frame", lambda facts, found: ran.extend(found) or real(facts, found))
    chosen = dm.audit(inventory, "2026-09-30", **given).findings.frame
    wanted = audit.findings.select(**given).frame
    assert len(wanted) and chosen.equals(wanted) and {r.code for r, _ in ran} == set(wanted["rule"])
