"""Forms of screenings, balancing tests and compelling interests: what is filled in, and what comes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hofgarten import ALL, BALANCE, hofgarten

import datamap as dm
from datamap.errors import CallError, InputError
from datamap.forms import assessment, assessment_returned
from datamap.forms.assessment import write_xlsx
from datamap.model.assessment import INPUTS_OF
from datamap.publish.assessment import write_docx
from datamap.questions import assess

DAY = "2026-09-30"
WRITERS = {".xlsx": write_xlsx, ".docx": write_docx}
KEYS = {"dpia-screening": "care", "balancing-test": "Care", "compelling-interests": "expert"}


@pytest.fixture(scope="module")
def audited():
    return dm.audit(hofgarten(), as_of=DAY)


@pytest.fixture(scope="module")
def full():
    return dm.audit(hofgarten(*ALL.values()), as_of=DAY)


def returned(tmp_path, draft, suffix=".xlsx", edits=None):
    path = Path(tmp_path) / f"form{suffix}"
    path.write_bytes(WRITERS[suffix](draft))
    if edits:
        book = openpyxl.load_workbook(path)
        for row in book[assessment.SHEET].iter_rows():
            if row[0].value in edits:
                row[4].value = edits[row[0].value]
        book.save(path)
    return assessment_returned.read_form(path)


@pytest.mark.parametrize("kind", KEYS)
def test_every_statement_that_is_filled_in_names_its_fact(audited, kind):
    draft = assess.draft(audited, KEYS[kind], kind=kind)
    assert draft.known and draft.new and draft.entry.kind == kind and draft.entry.status == "draft"
    assert tuple(name for name, _ in draft.digests) == INPUTS_OF[kind]
    for known in draft.known.values():
        assert all(text and source.startswith(("map: ", "law: ", "country sheet ")) for text, source in known)
    for line in assessment.lines(draft):
        assert line.heading or line.choices or line.source or line.known in ("", assessment.OPEN), line


def test_the_criteria_that_the_map_shows_begin_with_the_answer_and_the_others_are_open(audited):
    known = assess.draft(audited, "care", kind="dpia-screening").known
    answers = {key: [text for text, _ in of] for key, of in known.items()}
    assert answers["sensitive-data"] == ["yes: Health (health)"]
    assert answers["vulnerable-people"] == ["yes: Pupils (children: yes)"]
    assert answers["large-scale"] == ["yes: processing on a large scale is recorded", "People concerned: 800"]
    assert answers["advice"] == ["Ask the data protection officer: B. Arendt"]
    assert not known.keys() & {"evaluation", "matching", "innovative-technology", "denial-of-service", "monitoring"}


def test_own_staff_and_data_that_are_not_special_answer_no_criterion(audited):
    known = assess.draft(audited, "pay", kind="dpia-screening").known
    assert "sensitive-data" not in known  # data of a highly personal nature are not a fact of the map
    ((text, source),) = known["vulnerable-people"]
    assert text.startswith("To check: Staff") and source == "map: subjects.staff.staff"


def test_a_balancing_test_starts_from_the_interest_that_is_recorded(audited):
    known = assess.draft(audited, "care", kind="balancing-test").known
    assert known["interest"] == (("help in time", "map: purposes.care.legal_bases"),)
    assert ("TLS", "map: measures.tls") in known["safeguards"] and "balance" not in known


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("kind", KEYS)
def test_a_form_comes_back_as_it_was_whether_it_is_of_a_known_assessment_or_a_new_one(tmp_path, full, suffix, kind):
    draft = assess.draft(full, KEYS[kind], kind=kind)
    form = returned(tmp_path, draft, suffix)
    merged, changes = assessment_returned.merge(full.inventories[0], [form])
    assert merged == full.inventories[0] and changes == ()
    without = hofgarten(*(text for k, text in ALL.items() if k != kind))
    form = returned(tmp_path, replace(draft, new=True), suffix)
    merged, _ = assessment_returned.merge(without, [form])
    assert sorted(merged.assessments, key=lambda a: a.id) == sorted(full.inventories[0].assessments, key=lambda a: a.id)


def test_answers_become_facts_and_the_digests_are_recorded(tmp_path, audited):
    draft = assess.draft(audited, "care", kind="dpia-screening")
    edits = {
        "evaluation": "nein",
        "sensitive-data": "Yes: diagnoses: all of them",
        "matching": "unknown: the registry is asked",
        "advice": "make one",
        "outcome": "required",
        "status": "in force",
        "decided_on": "2026-09-01",
    }
    merged, changes = assessment_returned.merge(audited.inventories[0], [returned(tmp_path, draft, edits=edits)])
    (entry,) = merged.assessments
    assert [(c.criterion, c.met, c.reason) for c in entry.criteria] == [
        ("evaluation", "no", ""),
        ("sensitive-data", "yes", "diagnoses: all of them"),
        ("matching", "unknown", "the registry is asked"),
    ]
    assert (entry.outcome, entry.status, entry.activities) == ("required", "in-force", ("care",))
    assert {r.input: r.digest for r in entry.rests_on} == dict(draft.digests)
    assert {c.point for c in changes} == {*edits, "activities"}
    again = dm.audit(merged, as_of=DAY)
    assert assess.overview(again, "dpia-screening")[-1]["state"] == "in-force"


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("evaluation", "perhaps: who knows", "yes, no or unknown"),
        ("outcome", "positive", "one of required, not-required"),
        ("decided_on", "soon", "a day such as"),
        ("rests_on", "no", "or blank"),
    ],
)
def test_an_answer_that_is_not_understood_is_refused_and_changes_nothing(tmp_path, audited, key, text, expected):
    draft = assess.draft(audited, "care", kind="dpia-screening")
    with pytest.raises(InputError, match=expected):
        assessment_returned.merge(audited.inventories[0], [returned(tmp_path, draft, edits={key: text})])


@pytest.mark.parametrize(("kind", "text"), ALL.items())
def test_a_yes_in_the_last_row_records_the_facts_of_an_assessment_typed_by_hand(tmp_path, kind, text):
    inventory = hofgarten(text)
    draft = assess.draft(dm.audit(inventory, as_of=DAY), KEYS[kind], kind=kind)
    merged, (change,) = assessment_returned.merge(inventory, [returned(tmp_path, draft, edits={"rests_on": "yes"})])
    (entry,) = merged.assessments
    assert change.point == "rests_on" and {r.input: r.digest for r in entry.rests_on} == dict(draft.digests)
    (before,) = inventory.assessments
    assert entry.model_copy(update={"rests_on": before.rests_on}) == before


def test_a_key_that_is_neither_or_that_has_two_is_one_clear_error(audited):
    with pytest.raises(CallError, match="assessment or activity"):
        assess.draft(audited, "nothing", kind="balancing-test")
    two = hofgarten(BALANCE, BALANCE.replace("balance-care", "second"))
    with pytest.raises(CallError, match="Expected the id of one: balance-care, second"):
        assess.draft(dm.audit(two, as_of=DAY), "care", kind="balancing-test")


def test_the_id_of_an_assessment_decides_its_kind(full):
    assert assess.draft(full, "screening-care").entry.kind == "dpia-screening"
