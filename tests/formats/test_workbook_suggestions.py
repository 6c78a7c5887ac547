"""What is proposed for a word that is not known: never a value that states what a denial or a doubt does not."""

from __future__ import annotations

import pytest
from workbook_fixture import Edited, written

from datamap.formats.problems import meant_word
from datamap.formats.workbook.edits import REFUSED
from datamap.model.entry import Entry
from datamap.model.inventory import Inventory
from datamap.model.shape import of

DENIALS = ["none", "no", "not", "n/a", "nobody made one", "none done", "not done", "never", "keine", "aucune", "žádné"]
DOUBTS = ["probably", "maybe", "not sure", "we do not know if", "must be", "možná", "vielleicht", "peut-être"]


def vocabularies(model=Inventory, seen=None):
    """Every vocabulary of the map: the words of each field that has some."""
    seen = set() if seen is None else seen
    for field in of(model).values():
        if field.words:
            yield field.key, field.words
        elif field.model and issubclass(field.model, Entry) and field.model not in seen:
            seen.add(field.model)
            yield from vocabularies(field.model, seen)


def test_a_denial_proposes_no_word_but_one_that_it_is_itself():
    checked = dict(vocabularies())
    assert {"dpia", "role", "dpa", "tia"} <= set(checked)
    for words in checked.values():
        for text in DENIALS:
            assert meant_word(text, words) in {"", text, "unknown"}, (text, words)


@pytest.mark.parametrize("doubt", DOUBTS)
def test_a_doubt_proposes_no_other_word(doubt):
    for words in dict(vocabularies()).values():
        for word in filter(None, words):
            assert not meant_word(f"{doubt} {word}", words)


def test_a_slip_of_the_keyboard_is_still_proposed():
    assert meant_word("processorr", ("processor", "controller")) == "processor"
    assert meant_word("donee", ("done", "required")) == "done"


@pytest.mark.parametrize("text", ["none", "nobody made one", "not", "žádné"])
def test_no_impact_assessment_is_answered_with_the_question_whether_it_is_mandatory(text):
    (edit,) = Edited(written()).set("Activities", "Support", "Impact assessment", text).read().edits
    assert edit.state == REFUSED and "did you mean" not in edit.expected
    assert "mandatory?" in edit.expected and "not required" in edit.expected


def test_a_probable_processor_is_not_a_sub_processor():
    (edit,) = Edited(written()).set("Recipients", "Bank", "Role", "probably processor").read().edits
    assert edit.state == REFUSED and "did you mean" not in edit.expected
