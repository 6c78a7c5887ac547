"""Which transfers need an assessment, and what became of each: of an invented company, and of a real notice."""

from __future__ import annotations

import pytest
from nordlicht import PUNE, nordlicht

import datamap as dm
from datamap.errors import CallError
from datamap.forms import assessment_returned
from datamap.forms.assessment import entry_digest, mark
from datamap.questions import assess

DAY = "2026-09-30"
ASSESSED = ("TR007", "TR030", "TR033", "TR034", "TR035")


def audit(more: str = "", day: str = DAY):
    return dm.audit(nordlicht(more), as_of=day)


def found(audited, *codes: str) -> list[tuple[str, str]]:
    f = audited.findings.frame
    return sorted(zip(*(f[f["rule"].isin(codes or ASSESSED)][c] for c in ("rule", "subject_id")), strict=True))


def state(audited) -> dict[str, str]:
    return {row["recipient_id"]: row["state"] for row in assess.overview(audited)}


def test_clear_text_with_the_keys_at_the_importer_does_not_follow():
    audited = audit(PUNE)
    assert found(audited) == [("TR007", "helpnest-ph"), ("TR035", "pune")]
    assert state(audited) == {"helpnest-ph": "obtain", "pune": "does-not-follow"}


def test_the_assessment_of_a_leg_under_module_3_is_to_be_obtained_from_the_processor():
    f = audit(PUNE).findings.frame
    (row,) = f[f["rule"] == "TR007"].to_dict("records")
    assert row["remedy"].startswith("Obtain from HelpNest its transfer impact assessment for HelpNest Philippines")
    assert "EDPB Opinion 22/2024" in row["articles"]


def test_the_number_of_findings_is_the_same_as_before_for_a_map_without_assessments():
    assert found(audit()) == [("TR007", "helpnest-ph"), ("TR007", "pune")]
    assert audit().findings.counts["error"] == audit(PUNE).findings.counts["error"] - 1


def test_the_most_urgent_state_comes_first_and_a_draft_beside_one_in_force_is_no_gap():
    safe = PUNE.replace("clear_text: yes", "clear_text: no")
    draft = "  - {id: next, transfers: [pune], status: draft}\n"
    assert state(audit(safe + draft))["pune"] == "in-force"
    assert state(audit("assessments:\n" + draft))["pune"] == "not-in-force"
    assert state(audit(safe, "2027-03-02"))["pune"] == "overdue"
    assert state(audit(safe.replace("outcome: positive", "outcome: negative")))["pune"] == "negative"


def test_an_outcome_beside_the_tool_is_shown_as_recorded():
    data = nordlicht().model_dump(by_alias=True, warnings=False)
    for r in data["recipients"]:
        if r["id"] == "pune":
            r["safeguards"][0]["tia"] = "positive"
    audited = dm.audit(type(nordlicht()).model_validate(data), as_of=DAY)
    assert state(audited)["pune"] == "recorded"


def test_a_recipient_with_an_assessment_gets_its_form_and_several_are_a_question():
    assert assess.draft(audit(PUNE), "DevHouse Pune").entry.id == "tia-pune"
    two = PUNE + "  - {id: next, transfers: [pune], status: draft}\n"
    with pytest.raises(CallError, match="Expected the id of one: next, tia-pune"):
        assess.draft(audit(two), "pune")
    with pytest.raises(CallError, match="receives no data in a third country"):
        assess.draft(audit(), "hamburg")


def test_an_explanation_shows_the_assessment_that_the_finding_is_about():
    audited = audit(PUNE)
    frame = audited.findings.frame
    shown = {
        rule: {f["entry"] for f in dm.explain(audited, fingerprint)["facts"]}
        for rule, fingerprint in zip(frame["rule"], frame["fingerprint"], strict=True)
    }
    assert "assessments.tia-pune" in shown["TR035"] and "assessments.tia-pune.measures" in shown["TR035"]
    assert "assessments.tia-pune" not in shown["TR007"]  # of another leg, without an assessment


def test_of_a_real_notice_three_are_needed_and_one_that_is_filled_in_ends_its_findings(root):
    inventory = dm.read(root / "inventory/smartsupp.yaml")
    before = dm.audit(inventory, as_of=DAY)
    needed = [row for row in assess.overview(before) if row["needed"]]
    assert len(needed) == 3 and {row["state"] for row in needed} == {"missing"}
    drafts = [assess.draft(before, row["recipient_id"]) for row in needed]
    assert all(len(d.known) >= 8 for d in drafts)
    first = drafts[0]
    answers = {
        "clear_text": "yes",
        "impinges": "no",
        "outcome": "positive",
        "status": "in-force",
        "decided_on": "2026-09-15",
        "review_on": "2027-09-15",
    }
    cells = {key: assessment_returned.Cell(key, text) for key, text in answers.items()}
    form = assessment_returned.Returned("form.xlsx", mark(first), cells)
    merged, _ = assessment_returned.merge(inventory, [form])
    after = dm.audit(merged, as_of=DAY)
    gone = {(rule, id_) for rule, id_ in found(before)} - set(found(after))
    assert gone == {("TR007", needed[0]["recipient_id"])}
    assert set(found(after)) <= set(found(before))
    assert len(entry_digest(merged.assessments[0])) == 16
