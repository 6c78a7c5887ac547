"""Decisions on a draft are carried over to the draft of the next version: what rests on other words is asked again."""

from __future__ import annotations

import json

import pytest
import yaml
from click.testing import CliRunner

import datamap as dm
from datamap import formats
from datamap.cli import main
from datamap.publish import review_reading
from datamap.questions import stored

HEAD = "Vendor,Country,Safeguards,Notes\n"
OLD = HEAD + "Postbird Inc.,USA,,DPF\nMaps Ltd,Ruritania,,\nHoster GmbH,Germany,,\n"
BY = {"owner": "Jana", "decided": "2026-09-01"}
DPF = {
    "decision": "confirm",
    "subject": "recipient postbird-inc",
    "field": "safeguards",
    "value": "dpf",
    "words": "DPF",
}
PLACE = {
    "decision": "answer",
    "subject": "Maps Ltd",
    "value": "location",
    "words": "Ruritania",
    "to": "it is in the EEA",
}


def run(*args):
    return CliRunner().invoke(main, [str(a) for a in args], catch_exceptions=False)


@pytest.fixture
def drafted(tmp_path):
    """Drafts a list as ``map.yaml``, where decisions are stored beside it."""

    def draft(text, *decisions, more=()):
        (tmp_path / "vendors.csv").write_text(text, encoding="utf-8")
        if decisions:
            kept = yaml.safe_dump({"decisions": [{**d, **BY} for d in decisions]}, allow_unicode=True)
            (tmp_path / "map.decisions.yaml").write_text(kept, encoding="utf-8")
        done = run("draft", tmp_path / "vendors.csv", *more, "-o", tmp_path / "map.yaml", "--force", "--format", "json")
        assert done.exit_code == 0, done.output
        inventory = formats.read(tmp_path / "map.yaml")
        return json.loads(done.stdout), done.stderr, {r.id: r for r in inventory.recipients}

    return draft


def tools(recipient):
    return [(s.kind, s.how) for s in recipient.safeguards or ()]


def test_what_was_decided_is_not_asked_again_in_any_order_of_the_rows(drafted):
    found, _, before = drafted(OLD)
    assert tools(before["postbird-inc"]) == [("dpf", "proposed")]
    assert {(e["what"], e["about"]) for e in found["reading"]} == {
        ("transfer tool", "Postbird Inc."), ("location", "Maps Ltd"),
    }  # fmt: skip
    told = {"decision": "answer", "subject": "Postbird Inc.", "value": "transfer tool", "words": "DPF", "to": "yes"}
    lines = OLD.splitlines(keepends=True)
    found, err, after = drafted(HEAD + "".join(reversed(lines[1:])), DPF, PLACE, told)
    assert tools(after["postbird-inc"]) == [("dpf", "stated")]
    (evidence,) = after["postbird-inc"].safeguards[0].evidence
    assert (evidence.confirmed_by, str(evidence.confirmed_on)) == ("Jana", "2026-09-01")
    assert found["reading"] == []
    assert found["decisions"] == {"applied": 3, "lapsed": []}
    assert "3 stored decisions applied\n0 entries to confirm or read" in err


def test_an_answer_holds_for_its_own_subject_alone(drafted):
    found, _, _ = drafted(OLD + "Chart Ltd,Ruritania,,\n", DPF, PLACE)
    assert [(e["about"], e["words"]) for e in found["reading"] if e["what"] == "location"] == [
        ("Chart Ltd", "Ruritania")
    ]


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (OLD.replace("DPF", "SCC 2021"), stored.GONE),  # another tool
        (OLD.replace(",,DPF", ",DPF,"), stored.SETTLED),  # stated for sure
        (OLD.replace("Postbird Inc.", "Postbird LLC"), stored.SETTLED),  # another legal entity has the words
    ],
)
def test_a_decision_whose_words_are_gone_is_reported_and_confirms_nothing(drafted, new, why):
    found, err, after = drafted(new, DPF, PLACE)
    assert found["decisions"]["applied"] == 1
    (lapsed,) = found["decisions"]["lapsed"]
    assert (lapsed["subject"], lapsed["words"], lapsed["lapsed"], lapsed["line"]) == (DPF["subject"], "DPF", why, 2)
    assert "1 stored decision applied; 1 no longer applies" in err and f'"DPF": {why}' in err
    confirmed = [e for r in after.values() for s in r.safeguards or () for e in s.evidence if e.confirmed_by]
    assert confirmed == []


@pytest.mark.parametrize("without", ["words", "value"])
def test_a_decision_that_does_not_name_what_it_rests_on_is_asked_again(drafted, without):
    decision = {k: v for k, v in DPF.items() if k != without}
    found, _, after = drafted(OLD, decision)
    assert found["decisions"]["lapsed"][0]["lapsed"] == stored.UNNAMED
    assert tools(after["postbird-inc"]) == [("dpf", "proposed")]


def test_a_tool_that_another_document_now_denies_is_open_again(drafted, tmp_path):
    other = tmp_path / "annex.csv"
    other.write_text("Vendor,Country,Safeguards\nPostbird Inc.,USA,SCC to be signed\n", encoding="utf-8")
    found, _, after = drafted(OLD, DPF, PLACE, more=[other])
    assert found["decisions"]["lapsed"][0]["lapsed"] == stored.DIFFER
    assert "stated" not in [how for kind, how in tools(after["postbird-inc"]) if kind == "dpf"]
    (asked,) = [e for e in found["reading"] if e["about"].startswith("Postbird Inc.: ")]
    answer = {"decision": "answer", "subject": asked["about"], "value": asked["what"], "words": asked["words"]}
    _, _, after = drafted(OLD, DPF, PLACE, {**answer, "to": "the DPF; no clauses are needed"}, more=[other])
    assert ("dpf", "stated") in tools(after["postbird-inc"])


def test_a_rejected_recipient_and_one_that_belongs_to_another_stay_so(drafted):
    rows = "Vendor,Country\nPostbird Inc.,USA\nMailer?,USA\nCards?,Spain\n"
    reject = {"decision": "reject", "subject": "recipient mailer", "field": "recipients", "value": "Mailer",
              "words": "Mailer"}  # fmt: skip
    same = {"decision": "belongs-to", "subject": "recipient cards", "field": "recipients", "value": "Cards",
            "words": "Cards", "to": "postbird-inc"}  # fmt: skip
    _, _, before = drafted(rows)
    assert [r.how for r in before.values()] == ["stated", "proposed", "proposed"]
    found, _, after = drafted(rows, reject, same)
    assert list(after) == ["postbird-inc"] and after["postbird-inc"].aliases == ("Cards",)
    assert found["decisions"]["lapsed"] == []
    found, _, after = drafted(rows.replace("Postbird Inc.", "Pigeon Ltd"), reject, same)
    assert [x["lapsed"] for x in found["decisions"]["lapsed"]] == [stored.NO_TARGET]
    assert after["cards"].how == "proposed"


def settle(folder, *decisions):
    """Store decisions beside the draft, and apply them to it."""
    file = folder / "map.decisions.yaml"
    file.write_text(yaml.safe_dump({"decisions": [{**d, **BY} for d in decisions]}), encoding="utf-8")
    done = run("review", folder / "map.yaml", "--apply", file)
    assert done.exit_code == 0, done.output
    return yaml.safe_load(file.read_text(encoding="utf-8"))["decisions"], done.stderr


@pytest.mark.parametrize("decision", ["confirm", "reject"])
def test_a_whole_source_stays_decided_and_what_is_new_in_it_is_asked(drafted, tmp_path, decision):
    rows = OLD + "Mailer?,USA,,\n"
    drafted(rows)
    kept, err = settle(tmp_path, {"decision": decision, "source": "vendors.csv", "reason": "seen"})
    assert {(d["decision"], d["reason"], d.get("source")) for d in kept} == {
        (decision, "seen (all of vendors.csv)", None)
    }
    assert ("recipient postbird-inc", "safeguards", "DPF") in {(d["subject"], d["field"], d["words"]) for d in kept}
    assert f"vendors.csv: kept in {tmp_path / 'map.decisions.yaml'} as {len(kept)} decisions" in err
    for text in (rows, rows + "Chart Inc.,USA,,DPF\n", rows.replace("Mailer", "Sound Inc.,USA,,DPF\nMailer")):
        found, _, after = drafted(text)
        assert (found["decisions"]["applied"], found["decisions"]["lapsed"]) == (len(kept), [])
        assert tools(after["postbird-inc"]) == ([("dpf", "stated")] if decision == "confirm" else [])
        assert ("mailer" in after) == (decision == "confirm")
        new = {n: tools(r) for n, r in after.items() if n in ("chart-inc", "sound-inc")}
        assert set(map(str, new.values())) <= {"[('dpf', 'proposed')]"} and bool(new) == (text != rows)
        again = run("review", tmp_path / "map.yaml", "--apply", tmp_path / "map.decisions.yaml")
        assert again.exit_code == 0 and "0 decisions applied" in again.stderr  # what is new waits for a person


def test_a_decision_on_one_fact_goes_before_the_one_on_its_source(drafted, tmp_path):
    drafted(OLD + "Mailer?,USA,,\n")
    kept, _ = settle(tmp_path, {"decision": "reject", "source": "vendors.csv"}, DPF)
    assert [d["decision"] for d in kept if d["subject"] == DPF["subject"]] == ["confirm"]
    after = {r.id: r for r in formats.read(tmp_path / "map.yaml").recipients}
    assert tools(after["postbird-inc"]) == [("dpf", "stated")] and "mailer" not in after


def test_a_whole_source_that_was_never_applied_is_asked_again_with_the_reason(drafted):
    drafted(OLD)
    for decision, why in (("reject", stored.REJECTED), ("confirm", stored.WHOLE)):
        found, _, after = drafted(OLD, {"decision": decision, "source": "vendors.csv"})
        assert [x["lapsed"] for x in found["decisions"]["lapsed"]] == [why]
        assert tools(after["postbird-inc"]) == [("dpf", "proposed")]


def test_the_reading_list_keeps_what_was_answered_and_the_page_shows_the_answer(drafted, tmp_path):
    drafted(OLD, PLACE)
    text = (tmp_path / "map.reading.md").read_text(encoding="utf-8")
    open_, answered = text.split("# Answered")
    assert "Ruritania" not in open_ and "**Answer:** it is in the EEA (Jana, 2026-09-01)" in answered
    entries = review_reading.entries(tmp_path / "map.yaml")
    assert {(e.about, e.answer) for e in entries} == {("Postbird Inc.", ""), ("Maps Ltd", "it is in the EEA")}
    assert review_reading.stored_beside(tmp_path / "map.yaml") == [{**PLACE, **BY}]


def test_wrong_decisions_and_wrong_documents_are_reported_together_and_nothing_is_written(tmp_path):
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    (tmp_path / "map.decisions.yaml").write_text("decisions: [{decision: maybe}]\n", encoding="utf-8")
    done = run("draft", tmp_path / "empty.csv", "-o", tmp_path / "map.yaml")
    assert done.exit_code == 2 and "empty.csv" in done.stderr and "'maybe' is not known" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty.csv", "map.decisions.yaml"]


def test_a_draft_in_a_notebook_takes_decisions_too(tmp_path):
    (tmp_path / "vendors.csv").write_text(OLD, encoding="utf-8")
    (tmp_path / "kept.yaml").write_text(yaml.safe_dump({"decisions": [{**DPF, **BY}]}), encoding="utf-8")
    found = dm.draft(tmp_path / "vendors.csv", decisions=tmp_path / "kept.yaml")
    assert [d.subject for d in found.carried_over.applied] == [DPF["subject"]]
    assert [s.how for r in found.inventory.recipients for s in r.safeguards or ()] == ["stated"]
