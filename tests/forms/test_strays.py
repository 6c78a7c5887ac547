"""What people write beside the answers of a form is reported, wherever it is."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from datamap.formats.yaml import reader
from datamap.forms.form import Form, Question, write_form
from datamap.forms.merging import merge
from datamap.forms.returned import read_form
from datamap.forms.table import digest
from datamap.labels import LANGUAGES
from tests.fuzz import outputs
from tests.fuzz.harness import Live

MAP = reader.parse("meta: {id: demo}\ncontroller: {name: Demo}\nrecipients: [{id: host, name: '=1+1'}]\n")
DAY = dt.date(2026, 9, 30)


def form(language="en"):
    asked = Question("recipients", "host", "dpa", digest(MAP.recipients[0], "dpa"), "A contract with =1+1?", "", "")
    return write_form(Form("demo", "Demo", "=Ann()", "procurement", DAY, (asked,), language))


def returned(tmp_path, edit, language="en"):
    book = load_workbook(io.BytesIO(form(language)))
    edit(book)
    book.save(tmp_path / "form.xlsx")
    return read_form(tmp_path / "form.xlsx")


def comment(book):
    book.worksheets[0]["D8"].comment = Comment("only for the EU part", "Ann")


def sheet(book):
    book.create_sheet("Notes")["B2"] = "ask the vendor"


def above(book):
    book.worksheets[0]["C6"] = "we had no time"


def right(book):
    book.worksheets[0]["D3"] = "and Bob"


def no_day(book):
    book.worksheets[0]["C5"] = "yesterday"


def formula(book):
    book.worksheets[0]["E8"] = "=A1"


EDITS = {
    comment: ("D8", "comment: only for the EU part"),
    sheet: ("Notes!B2", "ask the vendor"),
    above: ("C6", "we had no time"),
    right: ("D3", "and Bob"),
    no_day: ("C5", "yesterday"),
    formula: ("E8", "the formula =A1"),
}


@pytest.mark.parametrize("edit", EDITS, ids=lambda e: e.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_beside_the_answers_is_reported(tmp_path, edit, language):
    back = returned(tmp_path, edit, language)
    place, text = EDITS[edit]
    assert [(s.place.endswith(place), s.text) for s in back.strays] == [(True, text)]
    assert merge(MAP, [back], DAY).untaken


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_as_it_was_sent_has_nothing_beside_its_answers(tmp_path, language):
    def who(book):
        book.worksheets[0]["C3"], book.worksheets[0]["C4"] = "Ann", "Buyer"
        book.worksheets[0]["C5"] = dt.datetime(2026, 10, 1)

    assert returned(tmp_path, who, language).strays == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_map_is_a_formula_in_a_form(language):
    outputs.refuse_live_sheets(form(language), "a form")
    outputs.refuse_live_forms(reader.parse(RISKY), language)


RISKY = """
meta: {id: shop}
controller: {name: "=SUM(A1)", country: CZ, sector: private, role: controller}
categories: [{id: pay, name: "+1"}]
purposes: [{id: payroll, name: "=HYPERLINK(1)", owner: "@SUM(A1)", categories: pay, recipients: [host]}]
recipients: [{id: host, name: "-2+3", sites: [IN], safeguards: ["scc:2021"]}]
"""


def test_a_field_of_a_text_document_is_live():
    from zipfile import ZipFile

    out = io.BytesIO()
    with ZipFile(out, "w") as parts:
        parts.writestr("word/document.xml", "<w:p><w:instrText>DDEAUTO</w:instrText></w:p>")
    with pytest.raises(Live):
        outputs.refuse_live_document(out.getvalue(), "a document")


@pytest.mark.parametrize(("answer", "value"), [("no contract", "no"), ("AVV", "yes"), ("contract pending", "unknown")])
def test_the_words_beside_a_contract_decide(tmp_path, answer, value):
    def typed(book):
        book.worksheets[0]["D8"] = answer

    done = merge(MAP, [returned(tmp_path, typed)], DAY)
    assert done.inventory.recipients[0].dpa == value
