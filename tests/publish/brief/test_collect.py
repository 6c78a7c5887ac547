"""From an audit to the facts of the brief: whose legal entity is known, what was confirmed, what was only edited."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter

import pytest

import datamap as dm
from datamap.formats.yaml import reader
from datamap.history import stored
from datamap.publish.brief import facts
from datamap.publish.brief.collect import collect, quarters
from datamap.questions import changes
from datamap.questions.causes import of_audit

DAY = "2026-09-30"


def audited(tmp_path, recipients="", purpose="", categories="", day=DAY, date="2026-09-01", name="one"):
    """The audit of a small map."""
    path = tmp_path / f"{name}.yaml"
    path.write_text(
        f"""\
meta: {{id: {name}, date: {date}}}
controller: {{name: {name} Ltd, country: CZ, role: controller, sector: private}}
categories: [{{id: mail, name: Mail, special: none{categories}}}]
purposes: [{{id: help, name: Help, categories: [mail], legal_bases: [6-1-b], recipients: [a, b]{purpose}}}]
recipients:
  - {{id: a, name: Alpha, role: processor, dpa: yes, sites: [US], safeguards: none{recipients}}}
  - {{id: b, name: Beta, role: processor, dpa: yes, sites: [US], safeguards: none}}
""",
        encoding="utf-8",
    )
    return dm.audit(reader.read(path), day)


def seen(day, how="stated", of=""):
    """The evidence of a confirmation, as the end of an entry."""
    return f", evidence: [{{section: S, facts: [{of}], how: {how}, confirmed_by: Ann, confirmed_on: {day}}}]"


def test_recipients_whose_legal_entity_is_not_known_are_not_one(tmp_path):
    (found,) = collect(audited(tmp_path))
    assert {(p.party.name, p.party.entity) for p in found.points if p.party} == {("Alpha", ""), ("Beta", "")}


@pytest.mark.parametrize(
    ("evidence", "year", "since"),
    [
        (seen("2026-09-20"), 1, 1),
        (seen("2026-07-01"), 1, 1),
        (seen("2026-06-30"), 1, 0),
        (seen("2025-10-01"), 1, 0),
        (seen("2025-09-30"), 0, 0),
        (seen("2026-10-01"), 0, 0),
        (seen("2026-09-20", how="proposed"), 0, 0),
        (seen("2026-09-20", of="sites"), 1, 1),
    ],
)
def test_what_counts_as_confirmed(tmp_path, evidence, year, since):
    (found,) = collect(audited(tmp_path, recipients=evidence))
    assert (found.confirmed.entries, found.confirmed.year, found.confirmed.since) == (4, year, since)
    assert found.stale == (not since)


def test_a_confirmation_of_a_part_counts_for_its_entry_once(tmp_path):
    part = f", retention: [{{period: P1Y, starts: the end{seen('2026-09-20')}}}]{seen('2026-09-10')}"
    (found,) = collect(audited(tmp_path, purpose=part))
    assert (found.confirmed.year, found.confirmed.since, found.confirmed.last) == (1, 1, "2026-09-20")


@pytest.mark.parametrize(
    ("date", "number"), [("2026-09-01", 0), ("2025-12-10", 3), ("unknown", -1), ("2027-01-01", -1)]
)
def test_a_map_that_was_never_confirmed_is_as_old_as_its_facts(tmp_path, date, number):
    (found,) = collect(audited(tmp_path, date=date))
    assert found.confirmed.last == "" and found.confirmed.quarters == number and found.stale


def test_that_something_was_confirmed_is_not_an_edit(tmp_path):
    old = audited(tmp_path, recipients=seen("2026-06-20"), day="2026-06-30", date="2026-06-01")
    new = audited(tmp_path, recipients=f"{seen('2026-09-20')}, legal_entity: Alpha Inc.")
    (found,) = collect(new, changes.changes([of_audit(old.inventories[0], old)], [of_audit(new.inventories[0], new)]))
    assert (found.compared, found.confirmed.edited, found.confirmed.renamed) == ("2026-06-30", 1, 0)


def test_each_organisation_of_an_audit_has_its_own_facts(tmp_path):
    both = [
        audited(tmp_path, name=n, categories=c).inventories[0] for n, c in (("one", ""), ("two", seen("2026-09-20")))
    ]
    one, two = collect(dm.audit(both, DAY))
    assert (one.id, one.stale, two.id, two.stale) == ("one", True, "two", False)
    assert one.counts == two.counts and one.counts["not-covered"] == 2
    assert one.errors == sum(p.severity == "error" for p in one.points) > 0


def test_only_the_most_serious_finding_of_an_action_keeps_its_message(tmp_path):
    (found,) = collect(audited(tmp_path))
    for template in {p.template for p in found.points}:
        assert [bool(p.message) for p in found.points if p.template == template][:2] in ([True], [True, False])


def test_messages_are_alike_only_if_they_differ_in_nothing_but_the_subject(tmp_path):
    same = "categories: [mail], legal_bases: [6-1-b], recipients: [a]"
    entries = f"}}, {{id: one, name: One, {same}}}, {{id: two, name: Two, {same}, retention: {{criterion: until asked}}"
    (found,) = collect(audited(tmp_path, purpose=entries))
    of = {p.item: p for p in found.points if "retention" in p.template}
    assert set(of) == {"Help", "One", "Two"} and len({p.template for p in of.values()}) == 1
    assert of["Help"].alike == of["One"].alike != of["Two"].alike


def test_entries_with_one_name_or_one_entity_are_told_apart(tmp_path):
    more = [("x", "Alpha", ""), ("y", "Gamma", "Delta Ltd"), ("z", "Delta", "Delta Ltd"), ("w", "Same", "Same")]
    entries = [f"{{id: {i}, name: {n}, legal_entity: {e or 'unknown'}, role: processor, dpa: no" for i, n, e in more]
    ids = "}, {id: ask, name: Ask, categories: [mail], legal_bases: [6-1-b], recipients: [x, y, z, w]"
    (found,) = collect(audited(tmp_path, recipients="}\n  - " + "}\n  - ".join(entries), purpose=ids))
    parties = {p.party.name: p.party.entry for p in found.points if p.party}
    assert parties == {"Alpha (a)": "a", "Alpha (x)": "x", "Gamma": "y", "Delta": "z", "Beta": "", "Same": ""}


def test_an_action_of_the_brief_is_for_as_many_as_in_the_report(tmp_path):
    more = "}\n  - {id: c, name: Gamma, role: processor, sites: [EU]}\n  - {id: d, name: Delta, role: processor"
    audit = audited(tmp_path, recipients=more, purpose="}, {id: ask, name: Ask, categories: [mail], recipients: [c, d]")
    (found,) = collect(audit)
    frame = audit.findings.frame
    open_ = Counter(frame["together"])
    assert Counter(p.template for p in found.points) == {p.template: open_[p.template] for p in found.points}
    mixed = [t for t in open_ if set(frame["severity"][frame["together"] == t]) > {"note"}]
    assert mixed, "an action that a note and something more serious ask for"
    assert {p.template for p in found.points} == set(frame["together"][frame["severity"] != "note"])


def test_facts_are_read_back_as_they_were_and_refused_if_they_are_something_else(tmp_path):
    kept = collect(audited(tmp_path, recipients=seen("2026-09-20")))
    file, plain = tmp_path / "brief.json", facts.plain(kept)
    file.write_text(json.dumps(plain), encoding="utf-8")
    assert facts.read(file) == kept
    (only,) = plain["organisations"]
    for wrong in ({}, {"as_of": "soon"}, {"compared": "2026-02-30"}, {"counts": {"covered": 1}}, {"points": [{}]}):
        file.write_text(json.dumps({"organisations": [only | wrong] if wrong else []}), encoding="utf-8")
        with pytest.raises(stored.Unreadable):
            facts.read(file)


def test_quarters_between_days():
    days = [dt.date(2026, 9, 30), dt.date(2026, 7, 1), dt.date(2026, 6, 30), dt.date(2025, 9, 30), dt.date(2027, 1, 1)]
    assert [quarters(day, dt.date(2026, 9, 30)) for day in days] == [0, 0, 1, 4, 0]
