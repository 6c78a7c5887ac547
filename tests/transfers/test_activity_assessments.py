"""Assessments of activities, and of compelling interests: what counts, what is stale, what a negative one means."""

from __future__ import annotations

import pytest
from hofgarten import ALL, BALANCE, INTERESTS, MAP, SCREENING, hofgarten

import datamap as dm
from datamap.errors import InputError
from datamap.model.assessment import OF_ACTIVITIES

DAY = "2026-09-30"


def audit(*assessments: str, map_: str = MAP):
    return dm.audit(hofgarten(*assessments, map_=map_), as_of=DAY)


def rules(audited) -> set[tuple[str, str]]:
    frame = audited.findings.frame
    return set(zip(frame["rule"], frame["subject_id"], strict=True))


def recorded(audited) -> str:
    """The present digests of the first activity, as an inventory records them."""
    return ", ".join(f"{k}: '{v}'" for k, v in audited.facts.screenings.digests([0]).items())


CHANGES = [
    ("activity", "people: 800", "people: 900"),
    ("data", "special: health", "special: biometric"),
    ("people", "children: yes", "children: no"),
    ("legal-basis", "help in time", "help at any time"),
    ("disclosures", "recipients: [expert]", "recipients: none"),
    ("", "name: Health,", "name: Health data,"),
    ("", "name: Hofgarten gGmbH", "name: Hofgarten"),
]


@pytest.fixture(scope="module")
def digests():
    return recorded(audit())


@pytest.mark.parametrize(("group", "old", "new"), CHANGES)
def test_one_changed_fact_makes_exactly_its_group_stale(digests, group, old, new):
    assert old in MAP
    mine = BALANCE + f"    rests_on: {{{digests}}}\n"
    found = audit(mine, map_=MAP.replace(old, new)).facts.screenings.stale
    assert found == ({0: (group,)} if group else {})
    assert audit(mine).facts.screenings.stale == {}


def test_every_group_of_facts_has_a_change_that_makes_it_stale():
    assert {group for group, _, _ in CHANGES if group} == set(OF_ACTIVITIES)


def test_stored_assessments_answer_the_questions_that_they_are_about():
    before, after = rules(audit()), rules(audit(*ALL.values()))
    assert before - after == {("LB012", "care"), ("TR036", "expert")}
    assert after - before == {("PD010", "care"), ("PD017", "care"), ("TR037", "expert")}


def test_a_screening_or_a_balancing_test_changes_no_verdict():
    before, after = audit().transfers, audit(SCREENING, BALANCE).transfers
    assert before["verdict"].tolist() == after["verdict"].tolist()


def test_a_negative_assessment_of_compelling_interests_means_that_nothing_covers_the_transfer():
    (row,) = audit(INTERESTS).transfers.to_dict("records")
    assert (row["verdict"], row["relied_on"]) == ("covered", "derogation:49-1-2")
    (row,) = audit(INTERESTS.replace("positive", "negative")).transfers.to_dict("records")
    assert row["verdict"] == "not-covered" and any("conditions of" in reason for reason in row["reasons"])


def test_an_assessment_of_compelling_interests_is_none_of_the_clauses():
    map_ = MAP.replace("{kind: derogation, version: 49-1-2, occasional: yes}", "{kind: scc, version: 2021, module: 1}")
    found = audit(INTERESTS.replace("positive", "negative"), map_=map_)
    assert found.transfers["verdict"].tolist() == ["covered"] and ("TR007", "expert") in rules(found)


@pytest.mark.parametrize(
    ("text", "old", "new", "found"),
    [
        (SCREENING, "outcome: required", "outcome: positive", "'positive' of a dpia-screening"),
        (BALANCE, "outcome: positive", "outcome: required", "'required' of a balancing-test"),
        (INTERESTS, "transfers: [expert]", "activities: [care]", "activities of a compelling-interests"),
        (BALANCE, "activities: [care]", "transfers: [expert]", "transfers of a balancing-test"),
        (BALANCE, "activities: [care]", "activities: [car]", "'car' is not an id under purposes"),
        (SCREENING, "matching: no", "matching: perhaps", "perhaps"),
        (BALANCE, "outcome: positive", "outcome: positive\n    criteria: {matching: no}", "criteria of a balancing"),
    ],
)
def test_what_an_assessment_of_its_kind_cannot_have_is_one_error(text, old, new, found):
    assert old in text
    with pytest.raises(InputError, match=found):
        hofgarten(text.replace(old, new))
