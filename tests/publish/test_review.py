"""The review page's data: which facts, in which order, with which words marked; its sources; the command."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

import datamap as dm
from datamap.cli import main
from datamap.findings import acceptances
from datamap.publish import review, review_text
from datamap.reading import read_document

MAP = """\
meta: {id: demo, date: 2026-01-01}
controller: {name: Demo, country: CZ}
recipients:
  - id: helper
    name: Helper Ireland
    evidence: [{document: list.csv, section: "line 2, column 1", words: Helper Ireland}]
    sites: [{country: IE, evidence: [{document: list.csv, section: "line 2, column 2", words: Ireland}]}]
    dpa: "yes"
  - id: mailer
    name: Mailer
    service: mail
    evidence:
      - {document: list.csv, words: gone from the list}
      - {document: other.md, words: Mailer, facts: [service], how: proposed}
    sites: [US]
    safeguards:
      - {kind: scc, version: 2021, how: proposed,
         evidence: [{document: list.csv, section: "line 3, column 3", words: SCC}]}
"""
LIST = "recipient,country,tool\nHelper Ireland,Ireland,\nMailer (SCCO),USA,SCC\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "demo.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def run(*args):
    return CliRunner().invoke(main, list(map(str, args)), catch_exceptions=False)


def audited(folder):
    return dm.audit(dm.read(folder / "demo.yaml"), "2026-09-30")


def test_what_changes_a_verdict_is_first_and_facts_without_proposal_follow(folder):
    facts = review.facts_of(audited(folder))
    assert [(f.open, f.field, f.value) for f in facts] == [
        (True, "safeguards", "scc:2021"),
        (True, "service", "mail"),
        (False, "recipients", "Helper Ireland"),
        (False, "sites", "IE"),
        (False, "recipients", "Mailer"),
    ]
    assert [f.changes.split(";")[0] for f in facts[:3]] == ["undetermined -> covered", "ends 1 finding", ""]


def test_codes_are_shown_in_plain_words_and_what_changes_as_the_effect_of_all_proposals(folder):
    facts = review.facts_of(audited(folder))
    assert [f.plain for f in facts] == ["standard contractual clauses (Art. 46(2)(c))", "", "", "Ireland", ""]
    assert review.Fact("purpose", "a", "A", "retention", "P3Y").plain == "3 years"
    assert review.Fact("purpose", "a", "A", "retention.period", "P6M").plain == "6 months"
    assert review.Fact("purpose", "a", "A", "legal_bases", "6-1-f").plain == "Art. 6(1)(f) legitimate interests"
    path = folder / "review.html"
    review.write_review(audited(folder), folder / "demo.yaml", path)
    page = path.read_text(encoding="utf-8")
    assert "standard contractual clauses (Art. 46(2)(c))" in page
    assert "If all open proposals are confirmed: undetermined" in page  # one decision alone may change nothing


def test_each_word_is_marked_at_its_recorded_place(folder):
    facts = review.facts_of(audited(folder))
    found = review.find_sources({"list.csv", "other.md", ""}, folder / "demo.yaml")
    review_text.mark(found.texts, [f.quotes for f in facts])
    rows = found.texts["list.csv"].blocks()[0]["rows"]
    marked = [[[(words, n) for words, n in cell if n] for cell in row] for row in rows]
    assert marked[1:] == [
        [[("Helper Ireland", (2,))], [("Ireland", (3,))], []],
        [[], [], [("SCC", (0,))]],
    ]
    assert [q["state"] for f in facts for q in f.quotes] == ["present", "", "present", "present", "gone"]
    assert set(found.missing) == {"other.md", ""}


@pytest.mark.parametrize("section", ["line 3", "line 3, column 2"])
def test_words_of_many_rows_are_marked_in_the_row_of_the_evidence(tmp_path, section):
    (tmp_path / "l.csv").write_text("recipient,country,tool\nAcme,USA,DPF\nBolt,USA,SCC\n", encoding="utf-8")
    source = review_text.Source(read_document(tmp_path / "l.csv"))
    source.mark(0, "USA", section)
    marked = [[bool(cell[0][1]) for cell in row] for row in source.blocks()[0]["rows"]]
    assert marked == [[False] * 3, [False] * 3, [False, True, False]]


def test_a_quote_over_several_blocks_is_marked_in_each(tmp_path):
    (tmp_path / "n.md").write_text("We use:\n\n- Acme\n- Bolt\n", encoding="utf-8")
    source = review_text.Source(read_document(tmp_path / "n.md"))
    assert source.mark(0, "use: Acme Bolt", "") == "present"
    assert ["".join(w for w, n in b["parts"] if n) for b in source.blocks()] == ["use:", "Acme", "Bolt"]


def test_proposals_that_one_decision_cannot_tell_apart_are_one_fact(tmp_path):
    text = """\
meta: {id: demo}
controller: {name: Demo}
recipients:
  - id: a
    name: A
    sites:
      - {country: US, city: Austin, how: proposed, evidence: [{document: x, words: "U.S.  offices"}]}
      - {country: US, city: Boston, how: proposed, evidence: [{document: y, words: u.s. offices}]}
    safeguards:
      - {kind: scc, version: 2021, how: proposed}
      - {kind: scc, version: 2021, how: proposed,
         evidence: [{document: x, words: clauses}]}
"""
    (tmp_path / "demo.yaml").write_text(re.sub(r", city: \w+", "", text), encoding="utf-8")
    facts = review.facts_of(audited(tmp_path))
    assert sorted((f.field, f.words, len(f.quotes)) for f in facts) == [
        ("safeguards", "", 1),
        ("sites", "U.S.  offices", 2),
    ]
    entries = [{"decision": "confirm", **f.target, "owner": "J", "decided": "2026-09-01"} for f in facts]
    (tmp_path / "demo.decisions.yaml").write_text(json.dumps(entries), encoding="utf-8")
    done = run("review", tmp_path / "demo.yaml", "--apply", tmp_path / "demo.decisions.yaml")
    assert (done.exit_code, done.stderr) == (0, "2 decisions applied; 0 decisions on no open proposal\n")
    assert not audited(tmp_path).has_proposals


def test_a_json_list_of_decisions_is_read(tmp_path):
    entry = {"decision": "confirm", "subject": "recipient a", "field": "sites", "owner": "J", "decided": "2026-09-01"}
    for text in (json.dumps([entry]), json.dumps([entry], indent=1), json.dumps({"decisions": [entry]})):
        (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
        assert len(acceptances.read(tmp_path / "d.yaml").decisions) == 1


def test_the_command_names_each_source_that_is_missing_in_one_line(folder):
    done = run("review", folder / "demo.yaml", "-o", folder / "page.html")
    assert (done.exit_code, done.stdout) == (0, f"{folder / 'page.html'}\n")
    assert done.stderr == (
        "other.md: is not beside the draft; its facts are shown without text. Expected --source with its file\n"
    )
    (folder / "far").mkdir()
    (folder / "far" / "Other.md").write_text("Mailer sends mail.\n", encoding="utf-8")
    done = run("review", folder / "demo.yaml", "-o", folder / "page.html", "--source", folder / "far" / "Other.md")
    assert (done.exit_code, done.stderr) == (0, "")
    assert ">Mailer</mark> sends mail." in (folder / "page.html").read_text(encoding="utf-8")


def test_a_document_in_evidence_reads_no_file_elsewhere(folder):
    (folder / "in").mkdir()
    (folder / "secret.txt").write_text("A secret of some length.\n", encoding="utf-8")
    names = {"../secret.txt", str(folder / "secret.txt"), "..", "x" * 5000, "a\0b", "demo.yaml"}
    found = review.find_sources(names, folder / "in" / "demo.yaml")
    assert (found.texts, set(found.missing)) == ({}, names)


def test_a_source_that_cannot_be_read_is_named_or_refused(folder):
    (folder / "other.md").write_bytes(b"")
    done = run("review", folder / "demo.yaml", "-o", folder / "page.html")
    assert done.exit_code == 0 and "other.md: cannot be read: " in done.stderr
    given = run("review", folder / "demo.yaml", "-o", folder / "new.html", "--source", folder / "other.md")
    assert given.exit_code == 2 and not (folder / "new.html").exists()


def test_the_page_replaces_no_other_file_and_options_do_not_mix(folder):
    (folder / "page.html").write_text("mine", encoding="utf-8")
    assert run("review", folder / "demo.yaml", "-o", folder / "page.html").exit_code == 2
    assert (folder / "page.html").read_text(encoding="utf-8") == "mine"
    assert run("review", folder / "demo.yaml", "-o", folder / "page.html", "--force").exit_code == 0
    assert run("review", folder / "demo.yaml", "--source", folder / "list.csv").exit_code == 2
    (folder / "d.yaml").write_text("decisions: []\n", encoding="utf-8")
    assert run("review", folder / "demo.yaml", "--apply", folder / "d.yaml", "--force").exit_code == 2
