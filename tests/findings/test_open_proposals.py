"""Open proposals with what would change if they were confirmed, and the page and the frame that show them."""

from __future__ import annotations

import datamap as dm
from datamap.findings import proposals
from datamap.formats.yaml import reader
from datamap.publish import page
from datamap.questions.explain import explain

DAY = "2026-09-30"
MAP = """\
meta: {id: demo, date: 2026-01-01}
controller: {name: Demo, country: CZ, role: controller}
subjects: [{id: people, name: People, staff: no}]
categories: [{id: mail, name: Mail, special: none}]
purposes:
  - id: news
    name: News
    subjects: people
    categories: mail
    legal_bases: [{basis: 6-1-a, how: proposed, evidence: [{B.1: with your consent}]}]
    recipients: [host, post, firm]
recipients:
  - {id: firm, name: Firm, sites: [DE], address: Street 1, evidence: [{facts: address, how: proposed}]}
  - {id: post, name: Post, role: processor, dpa: yes, sites: [{country: DE, how: proposed}]}
  - {id: host, name: Host, role: processor, dpa: yes, sites: US, safeguards: {kind: scc, version: 2021, how: proposed}}
"""


def audited(text=MAP):
    return dm.audit(reader.parse(text), DAY)


def test_what_changes_a_verdict_is_first_and_the_worst_verdict_before_others():
    found = audited().proposals
    assert found["subject_id"].tolist() == ["host", "post", "news", "firm"]
    assert found["verdict"].tolist() == ["not-covered", "undetermined", "", ""]
    assert found["if_confirmed"].tolist() == ["covered", "no-transfer", "", ""]
    assert found["changes"].tolist()[0].startswith("not-covered -> covered; ends")
    assert found["changes"].tolist()[2:] == ["ends 1 finding", ""]


def test_both_verdicts_are_there():
    audit = audited()
    assert audit.has_proposals
    rows = dict(zip(audit.transfers["recipient_id"], audit.transfers["country"], strict=True))
    assert rows["post"] == "unknown"  # a proposed place is a row without a country
    assert audit.counts["covered"] == 0
    assert audit.if_confirmed.counts["covered"] == 1
    assert not audit.if_confirmed.has_proposals
    (reasons,) = audit.transfers.loc[audit.transfers["recipient_id"] == "host", "reasons"]
    assert reasons[-1].endswith("the verdict is “covered”.")


def test_a_map_without_proposals_is_its_own_confirmed_audit():
    audit = audited(MAP.replace(", how: proposed", ""))
    assert audit.if_confirmed is audit
    assert not len(audit.proposals)
    assert "Open proposals" not in audit._repr_html_()


def test_findings_point_at_the_lines_and_entries_of_the_whole_map():
    audit = audited()
    frame = audit.findings.frame
    ids = audit.tables["recipients"]["id"]
    for at in frame.index[frame["table"] == "recipients"]:
        assert ids[frame["row"][at]] == frame["subject_id"][at], frame["message"][at]
        assert audit.findings.digest(at)


def test_the_line_the_cell_and_the_page_show_them(tmp_path):
    audit = audited()
    line = proposals.headline(audit.proposals)
    assert line.startswith("4 open proposals, 2 of them would change a verdict: Host: safeguards scc:2021 (not-covered")
    assert line.endswith(", and 1 more")
    assert "Open proposals" in audit._repr_html_()
    html = page.write_report(audit, tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<h2 id="proposals-title">To confirm</h2>' in html
    assert "undetermined -&gt; no-transfer" in html


def test_explain_shows_what_is_written_and_that_it_is_proposed():
    audit = audited()
    at = audit.findings.frame.index[(audit.findings.frame["subject_id"] == "post").to_numpy()][0]
    facts = explain(audit, audit.findings.frame["fingerprint"][at])["facts"]
    assert [(f["value"], f["how"]) for f in facts if f["field"] == "country"] == [("DE", "proposed")]
    assert [f["how"] for f in facts if f["field"] == "dpa"] == ["stated"]


def test_the_facts_of_a_proposed_entry_are_listed_beside_it():
    text = """\
meta: {id: demo}
controller: {name: Demo}
recipients:
  - id: post
    name: Post
    how: proposed
    role: processor
    service: mail
    evidence: [{words: Post}, {facts: [role], words: our processor, how: proposed}]
"""
    found = dm.audit(reader.parse(text), DAY).proposals
    assert list(zip(found["field"], found["value"], strict=True)) == [("recipients", "Post"), ("role", "processor")]
