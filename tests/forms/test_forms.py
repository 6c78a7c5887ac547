"""What an answer means, and what a form refuses."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from datamap.errors import InputError
from datamap.formats.yaml import reader
from datamap.forms import words
from datamap.forms.form import HIDDEN, Form, Question, mail_text, write_form
from datamap.forms.merging import merge
from datamap.forms.returned import KEPT, read_form
from datamap.forms.table import digest, row_of, rows
from datamap.forms.values import person_asked, understand
from datamap.forms.words import label
from datamap.labels import LANGUAGES
from datamap.model import Inventory, Purpose, Recipient
from tests.form_fixture import SHEET, fill

MAP = reader.parse(
    "meta: {id: demo}\ncontroller: {name: Demo, country: CZ}\ncategories: [{id: pay, name: Pay}]\n"
    "purposes: [{id: jobs, name: Work}]\nrecipients: [{id: host, name: Host}, {id: sub, name: Sub Ltd}]\n"
)
DAY = dt.date(2026, 9, 30)


def value(kind, field, answer):
    return understand(answer, row_of(kind, field), MAP, "host" if kind == "recipients" else "jobs")


@pytest.mark.parametrize(
    ("kind", "field", "answer"),
    [
        ("recipients", "sites", "Germany, and staff somewhere in Asia"),
        ("recipients", "sites", "Germany or India"),
        ("recipients", "sites", "not Germany"),
        ("recipients", "safeguards", "SCC to be signed"),
        ("recipients", "safeguards", "DPA signed"),
        ("recipients", "safeguards", "ISO 27001"),
        ("recipients", "dpa", "yes, pending"),
        ("recipients", "role", "processor or controller"),
        ("purposes", "retention", "3 years or 5 years"),
        ("purposes", "retention", "at least 3 years"),
        ("purposes", "legal_bases", "not consent"),
        ("purposes", "categories", "Brevo"),
        ("purposes", "subjects", "Brevo"),
        ("recipients", "sub_processors", "some 20 companies, see the website"),
    ],
)
def test_an_answer_with_a_doubt_or_a_rest_is_not_a_value(kind, field, answer):
    found = value(kind, field, answer)
    assert found.value is None and found.why


def test_a_new_name_is_new_and_a_known_one_is_its_id():
    found = value("recipients", "sub_processors", "Sub Ltd\nFar Ltd")
    assert (found.value, found.new) == ([{"recipient": "sub"}], ("Far Ltd",))
    found = value("purposes", "categories", "Pay, bank details of staff")
    assert (found.value, found.new) == ([{"category": "pay"}], ("bank details of staff",))


def test_every_row_of_the_table_is_a_field_of_the_model():
    models = {"purposes": Purpose, "recipients": Recipient}
    for row in rows():
        model = models.get(row.kind)
        assert row.kind in Inventory.model_fields and (model is None or row.field in model.model_fields), row
        for choice in row.choices:
            entry = understand(choice, row, MAP, "host")
            assert entry.value is not None, (row.field, choice)


def form(*fields, person="Ann", organisation="Demo"):
    entries = {"purposes": MAP.purposes[0], "recipients": MAP.recipients[0]}
    asked = [
        Question(k, entries[k].id, f, digest(entries[k], f), f"{f}?", "hint", "Nothing yet.", row_of(k, f).choices)
        for k, f in fields
    ]
    return Form("demo", organisation, person, "owner", DAY, tuple(asked))


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_form(form(("purposes", "retention"), ("purposes", "role"))))
    return path


def test_names_never_become_formulas_or_headers(tmp_path):
    odd = form(("purposes", "role"), person="=1+1", organisation="=cmd\nBcc: x")
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_form(odd))
    cells = [c for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f"]
    assert "\nBcc" not in mail_text(odd, "form.xlsx")


@pytest.mark.parametrize(("sheet", "cell", "new"), [(HIDDEN, "E6", "sources"), (HIDDEN, "B2", "x"), (SHEET, "A8", "2")])
def test_a_form_whose_questions_were_moved_is_refused(written, sheet, cell, new):
    book = load_workbook(written)
    book[sheet][cell] = new
    book.save(written)
    with pytest.raises(InputError):
        read_form(written)


def test_the_problems_of_a_form_are_bounded(written):
    book = load_workbook(written)
    for n in range(20, 400):
        book[SHEET][f"A{n}"], book[SHEET][f"D{n}"] = f"x{n}", "3 years"
    book.save(written)
    with pytest.raises(InputError) as refused:
        read_form(written)
    assert len(refused.value.problems) == KEPT


def test_a_formula_is_not_an_answer(written):
    fill(written, {"purposes/jobs/retention": '="3 years"', "purposes/jobs/role": "processor"})
    done = merge(MAP, [read_form(written)], DAY)
    assert [o.status for o in done.outcomes] == ["not understood", "accepted"]


def test_an_answer_without_a_name_does_not_confirm(written):
    fill(written, {"purposes/jobs/retention": "3 years"}, name="")
    done = merge(MAP, [read_form(written)], DAY)
    assert done.inventory.purposes[0].evidence[0].confirmed_by == ""
    assert "not confirmed" in done.outcomes[0].detail


def test_the_order_of_forms_makes_no_difference(written, tmp_path):
    other = tmp_path / "other.xlsx"
    other.write_bytes(write_form(replace(form(("recipients", "role")), person="Bea")))
    one = read_form(fill(written, {"purposes/jobs/retention": "3 years"}))
    two = read_form(fill(other, {"recipients/host/role": "processor"}))
    assert merge(MAP, [one, two], DAY).inventory == merge(MAP, [two, one], DAY).inventory


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_is_read_back_in_every_language(language):
    for row in rows():
        for choice in row.choices:
            shown = label(row.words, choice, language)
            found, plain = (understand(text, row, MAP, "host") for text in (shown, choice))
            assert found.value is not None and found.value == plain.value, (row.field, shown)


def test_every_word_has_every_language():
    def texts(value):
        if isinstance(value, dict) and "en" in value:
            yield value
        elif isinstance(value, dict):
            for v in value.values():
                yield from texts(v)

    every = [*texts(words._words()), *(r.ask for r in rows()), *(r.hint for r in rows())]
    assert len(every) > 60
    for text in every:
        assert set(text) == set(LANGUAGES) and all(text.values()), text
        places = [set(re.findall(r"\{\w+\}", t)) for t in text.values() if isinstance(t, str)]
        assert all(p == places[0] for p in places), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_in_any_language_comes_back(language, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_form(replace(form(("purposes", "retention"), ("recipients", "role")), language=language)))
    done = merge(
        MAP, [read_form(fill(path, {"purposes/jobs/retention": "3 roky", "recipients/host/role": "správce"}))], DAY
    )
    assert [o.status for o in done.outcomes] == ["accepted", "accepted"]
    assert done.inventory.purposes[0].retention[0].period == "P3Y"
    evidence = done.inventory.recipients[0].evidence[0]
    assert (evidence.confirmed_by, evidence.confirmed_as, str(evidence.confirmed_on)) == ("Jana", "Head", "2026-11-20")


@pytest.mark.parametrize(
    ("answer", "person"),
    [
        ("Nevím, zeptejte se Petry", "Petry"),
        ("Weiß ich nicht, bitte fragen Sie Frau Kern", "Frau Kern"),
        ("Je ne sais pas, demandez à Paul.", "Paul"),
        ("voir avec Paul", "Paul"),
        ("Sorry, I don\u2019t know - please ask IT", "IT"),
        ("Netuším!", ""),
        ("Keine Ahnung", ""),
        ("Asko Ltd", None),
        ("Fragen Sie", None),
    ],
)
def test_questions_are_passed_on_in_every_language(answer, person):
    assert person_asked(answer) == person


def test_the_words_of_a_name_are_not_filled_in():
    odd = form(("purposes", "role"), person="{why}", organisation="{n} {questions}")
    assert "Dear {why},\n\n{n} {questions} keeps a record" in mail_text(odd, "form.xlsx")


@pytest.mark.parametrize("cell", ["B8", "C8", "F8", "C12", "D12"])
def test_a_text_beside_the_answers_is_reported(written, cell):
    fill(written, {"purposes/jobs/role": "processor"})
    book = load_workbook(written)
    book[SHEET][cell] = "3 years"
    book.save(written)
    if cell == "D12":
        with pytest.raises(InputError, match="an answer beside the number ''"):
            read_form(written)
        return
    done = merge(MAP, [read_form(written)], DAY)
    assert [(o.place, o.answer, o.status) for o in done.outcomes[2:]] == [
        (f"Questions!{cell}", "3 years", "not understood")
    ]
    assert done.untaken == 1 and done.inventory.purposes[0].role == "processor"


@pytest.mark.parametrize(("entry", "answer"), [("host", "Host, Sub Ltd"), ("sub", "Host")])
def test_a_chain_of_sub_processors_that_returns_to_its_start_is_not_written(tmp_path, entry, answer):
    text = "meta: {id: demo}\ncontroller: {name: Demo, country: CZ}\n"
    map_ = reader.parse(text + "recipients: [{id: host, name: Host, sub_processors: sub}, {id: sub, name: Sub Ltd}]\n")
    at = next(r for r in map_.recipients if r.id == entry)
    question = Question("recipients", entry, "sub_processors", digest(at, "sub_processors"), "?", "hint", "known")
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_form(Form("demo", "Demo", "Ann", "vendor", DAY, (question,))))
    done = merge(map_, [read_form(fill(path, {question.key: answer}))], DAY)
    assert [o.status for o in done.outcomes] == ["not understood"] and done.inventory == map_
