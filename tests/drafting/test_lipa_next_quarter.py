"""From four documents to an audited map, and what the next quarter's list asks: only what is new in it."""

from __future__ import annotations

import random

import lipa
import pdf_fixture as pdf
import pytest
import yaml
from click.testing import CliRunner
from conftest import missing

import datamap as dm
from datamap.cli import main
from datamap.publish import review, review_reading

BY = {"owner": "Jana Dubová", "function": "DPO", "decided": "2026-11-28"}
DAY = "2026-11-28"


def run(*args):
    done = CliRunner().invoke(main, [str(a) for a in args], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def asked(draft):
    """Everything that a person must decide on: the open proposals, and the entries of the reading list."""
    facts = [f.target for f in review.facts_of(dm.audit(dm.read(draft), DAY)) if f.open]
    return facts, [e.target for e in review_reading.entries(draft) if not e.answer]


@pytest.fixture
def documents(tmp_path):
    try:
        import pdfplumber  # noqa: F401
    except ImportError:
        missing("no pdfplumber")
    notice, suppliers, _, staff = lipa.write_all(tmp_path)
    annex = tmp_path / "dpa.pdf"
    annex.write_bytes(lipa.annex_pdf(pdf))
    return notice, suppliers, annex, staff


def test_few_decisions_lead_to_an_audited_map_and_the_next_list_raises_two_questions(documents, tmp_path):
    notice, suppliers, annex, staff = documents
    draft = tmp_path / "map.yaml"
    run("draft", *documents, "-o", draft)
    facts, entries = asked(draft)
    assert 0 < len(facts) + len(entries) <= 40
    assert len([e for e in entries if "AWS" in e.get("subject", "") and e["value"] == "organisation"]) == 1
    assert {e.get("subject") for e in entries} >= {
        "newsletter: ECOMAIL.CZ, s.r.o. / Mailchimp",
        "newsletter: P3Y / P5Y",
    }

    kinds = {"scc": "reject"}
    decisions = [{"decision": kinds.get(f["value"], "confirm"), **f, **BY} for f in facts]
    decisions += [{"decision": "answer", **e, "to": "see the minutes", **BY} for e in entries]
    file = tmp_path / "map.decisions.yaml"
    file.write_text(yaml.safe_dump({"decisions": decisions}, allow_unicode=True), encoding="utf-8")
    run("review", draft, "--apply", file)
    assert asked(draft)[0] == []
    found = dm.audit(dm.read(draft), DAY).transfers
    verdicts = set(zip(found["recipient"], found["verdict"], strict=True))
    covered = {name for name, verdict in verdicts if verdict == "covered"}
    assert {"Zoom Video Communications, Inc.", "Twilio Inc."} <= covered  # by the DPF, which was confirmed
    assert "Mailchimp" not in covered

    rows = [
        *lipa.SUPPLIERS,
        ("Oblak Backup Inc.", "zálohování", "USA", "SCC"),
        ("Tiskárna Pero?", "tisk zpráv", "CZ", None),
    ]
    random.Random(7).shuffle(rows)
    later = lipa.write_suppliers(tmp_path / "dodavatele-2026Q4.xlsx", rows)
    done = run("draft", notice, later, annex, staff, "-o", draft, "--force")
    assert f"{len(decisions)} stored decisions applied\n" in done.stderr
    facts, entries = asked(draft)
    assert sorted(e.get("subject") or e["words"] for e in entries) == ["Oblak Backup Inc.", "Tiskárna Pero?"]
    assert {f["subject"] for f in facts} == {"recipient oblak-backup-inc", "recipient tiskarna-pero"}


def test_the_same_documents_again_ask_nothing(documents, tmp_path):
    draft = tmp_path / "map.yaml"
    run("draft", *documents, "-o", draft)
    facts, entries = asked(draft)
    decisions = [{"decision": "confirm", **f, **BY} for f in facts]
    decisions += [{"decision": "answer", **e, "to": "yes", **BY} for e in entries]
    (tmp_path / "map.decisions.yaml").write_text(yaml.safe_dump({"decisions": decisions}), encoding="utf-8")
    done = run("draft", *reversed(documents), "-o", draft, "--force", "--strict")
    assert "0 entries to confirm or read" in done.stderr
    assert asked(draft) == ([], [])
