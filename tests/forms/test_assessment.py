"""The form of an assessment: what is filled in names its fact, and what comes back is exactly what people wrote."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from nordlicht import PUNE, nordlicht

import datamap as dm
from datamap.errors import InputError
from datamap.forms import assessment, assessment_returned
from datamap.forms.assessment import LAYOUTS, asked, words, write_xlsx
from datamap.model import Inventory
from datamap.model.assessment import OUTCOMES, Assessment, Criterion, Point
from datamap.model.vocabulary import vocabulary
from datamap.publish.assessment import write_docx
from datamap.questions import assess

DAY = "2026-09-30"
FULL = (
    PUNE
    + """
    made_by: organisation
    by: the officer
    reference: files/tia.pdf
    impinges: no
    answers:
      format: |-
        plain text,
        two lines
      review: {text: the watch list, notes: by e-mail}
"""
)
SOURCES = ("map: ", "law: ", "country sheet ", "vendor facts ")
WRITERS = {".xlsx": write_xlsx, ".docx": write_docx}


def audit(more: str = ""):
    return dm.audit(nordlicht(more), as_of=DAY)


def returned(tmp_path, draft, suffix=".xlsx", edits=None):
    path = Path(tmp_path) / f"form{suffix}"
    path.write_bytes(WRITERS[suffix](draft))
    if edits:
        book = openpyxl.load_workbook(path)
        sheet = book[assessment.SHEET]
        for row in sheet.iter_rows():
            if row[0].value in edits:
                row[4].value = edits[row[0].value]
        book.save(path)
    return assessment_returned.read_form(path)


@pytest.mark.parametrize("kind", OUTCOMES)
def test_each_layout_asks_every_row_once(kind):
    assert set(words(kind)["decisions"]) < set(Assessment.model_fields)
    assert tuple(words(kind)["decisions"]["outcome"]["choices"]) == OUTCOMES[kind]
    for layout in LAYOUTS:
        rows = [key for step in words(kind)["layouts"][layout] for key in step["points"]]
        assert sorted(rows) == sorted(asked(kind)), layout


def test_the_forms_together_ask_every_point_and_every_criterion():
    assert {p for kind in OUTCOMES for p in words(kind)["points"]} == set(vocabulary(Point))
    assert tuple(words("dpia-screening")["criteria"]) == vocabulary(Criterion)


def test_every_statement_that_is_filled_in_names_its_fact():
    for key in ("pune", "helpnest-ph", "helpnest-us"):
        draft = assess.draft(audit(), key)
        assert draft.known
        for known in draft.known.values():
            assert all(text and source.startswith(SOURCES) for text, source in known)
        for line in assessment.lines(draft):
            if line.key in words()["points"] and line.known != assessment.OPEN:
                assert line.source or "Open." in line.known, line


def test_what_is_not_known_stays_open():
    draft = assess.draft(audit(), "pune")
    lines = {line.key: line for line in assessment.lines(draft)}
    for key in ("format", "channels", "importer-information", "importer-requests", "sector"):
        assert lines[key].answer == "" and (key == "sector" or lines[key].known == assessment.OPEN), key
    assert "not recorded" in lines["chain"].known  # the map does not know the sub-processors


def test_a_country_without_a_sheet_says_where_to_look():
    data = nordlicht().model_dump(by_alias=True, warnings=False)
    data["recipients"] = [{**r, "sites": [{"country": "ZA"}]} if r["id"] == "pune" else r for r in data["recipients"]]
    draft = assess.draft(dm.audit(Inventory.model_validate(data), as_of=DAY), "pune")
    assert "access" not in draft.known and "South Africa" in draft.look["access"][0]


def test_the_form_of_the_united_states_explains_the_order_for_other_tools():
    draft = assess.draft(audit(), "helpnest-us")
    assert any("whatever the tool" in text for text, _ in draft.known["tool"])


def test_vendor_facts_are_suggestions_with_their_source():
    data = nordlicht().model_dump(by_alias=True, warnings=False)
    data["recipients"] = [{**r, "name": "Slack"} if r["id"] == "pune" else r for r in data["recipients"]]
    draft = assess.draft(dm.audit(Inventory.model_validate(data), as_of="2026-11-28"), "pune")
    onward = draft.known["onward"]
    assert any(text.startswith("To check for Slack: ") for text, _ in onward)
    assert all(source.startswith("vendor facts slack") for text, source in onward if text.startswith("To check"))


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("more", [PUNE, FULL])
def test_a_form_that_nobody_touched_changes_nothing(tmp_path, suffix, layout, more):
    inventory = nordlicht(more)
    draft = assess.draft(dm.audit(inventory, as_of=DAY), "tia-pune", layout)
    merged, changes = assessment_returned.merge(inventory, [returned(tmp_path, draft, suffix)])
    assert merged == inventory and changes == ()


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_recorded_answer_comes_back_from_a_form_of_a_new_assessment(tmp_path, suffix):
    """A form carries the whole assessment: written for one that is not in the map yet, it adds exactly that."""
    inventory = nordlicht(FULL)
    draft = assess.draft(dm.audit(inventory, as_of=DAY), "tia-pune")
    without = nordlicht()
    merged, _ = assessment_returned.merge(without, [returned(tmp_path, replace(draft, new=True), suffix)])
    assert merged.assessments == inventory.assessments


def test_the_same_draft_gives_the_same_bytes():
    draft = assess.draft(audit(FULL), "tia-pune")
    assert write_xlsx(draft) == write_xlsx(draft) and write_docx(draft) == write_docx(draft)


def test_answers_become_facts_and_the_assessment_records_what_it_is_based_on(tmp_path):
    inventory = nordlicht()
    draft = assess.draft(dm.audit(inventory, as_of=DAY), "pune")
    edits = {
        "format": "plain text",
        "clear_text": "nein",
        "impinges": "no",
        "outcome": "positive",
        "status": "in force",
        "decided_on": "2026-09-01",
        "review_on": "2027-09-01",
        "by": "A. Petersen, officer",
        "measures": "AES at rest, importer's keys\npseudonymised before transfer",
    }
    merged, changes = assessment_returned.merge(inventory, [returned(tmp_path, draft, edits=edits)])
    (entry,) = merged.assessments
    assert [(m.kind, m.keys) for m in entry.measures] == [
        ("encryption-at-rest", "importer"),
        ("pseudonymisation", "unknown"),
    ]
    assert (entry.clear_text, entry.status, str(entry.decided_on)) == ("no", "in-force", "2026-09-01")
    assert {r.input: r.digest for r in entry.rests_on} == dict(draft.digests)
    assert {c.point for c in changes} == {"transfers", *edits}
    after = dm.audit(merged, as_of=DAY)
    rules = after.findings.frame
    assert "pune" not in set(rules[rules["rule"].isin(["TR007", "TR033", "TR034", "TR035"])]["subject_id"])
    assert assess.overview(after)[-1]["state"] == "in-force"


def test_all_mistakes_of_all_forms_are_reported_together_and_nothing_is_changed(tmp_path):
    inventory = nordlicht()
    one = returned(tmp_path, assess.draft(audit(), "pune"), edits={"outcome": "perhaps", "decided_on": "soon"})
    two = returned(tmp_path, assess.draft(audit(), "helpnest-ph"), edits={"clear_text": "sometimes", "format": "=A1"})
    with pytest.raises(InputError) as e:
        assessment_returned.merge(inventory, [one, two])
    text = str(e.value)
    assert text.count("Expected") == 4 and "outcome: 'perhaps'" in text and "clear_text: 'sometimes'" in text
    assert "Assessment, row" in text and "the formula =A1" in text and "a day such as 2026-09-30" in text


def test_a_form_of_an_assessment_that_changed_since_is_refused(tmp_path):
    form = returned(tmp_path, assess.draft(audit(PUNE), "tia-pune"), edits={"by": "someone"})
    with pytest.raises(InputError, match="not as it was when the form was written"):
        assessment_returned.merge(nordlicht(FULL), [form])


def test_a_form_of_another_map_or_twice_is_refused(tmp_path):
    form = returned(tmp_path, assess.draft(audit(PUNE), "tia-pune"))
    with pytest.raises(InputError, match="a second form of 'tia-pune'"):
        assessment_returned.merge(nordlicht(PUNE), [form, form])
    other = nordlicht(PUNE)
    other = other.model_copy(update={"meta": other.meta.model_copy(update={"id": "other"})})
    with pytest.raises(InputError, match="a form of the inventory 'nordlicht'"):
        assessment_returned.merge(other, [form])


def test_a_file_that_is_not_a_form_and_a_changed_mark_are_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "Point"
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="no mark of a form"):
        assessment_returned.read_form(tmp_path / "other.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(assess.draft(audit(PUNE), "tia-pune"))))
    cell = book[assessment.HIDDEN]["A3"]
    cell.value = cell.value.replace("A", "B", 1)
    book.save(tmp_path / "changed.xlsx")
    with pytest.raises(InputError, match="one that was changed"):
        assessment_returned.read_form(tmp_path / "changed.xlsx")


def test_rows_that_are_gone_or_twice_are_refused(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(assess.draft(audit(PUNE), "tia-pune"))))
    sheet = book[assessment.SHEET]
    rows = [row for row in sheet.iter_rows() if row[0].value in ("format", "by")]
    rows[0][0].value = "by"
    book.save(tmp_path / "rows.xlsx")
    with pytest.raises(InputError) as e:
        assessment_returned.read_form(tmp_path / "rows.xlsx")
    assert "no row for format" in str(e.value) and "a second row 'by'" in str(e.value)
