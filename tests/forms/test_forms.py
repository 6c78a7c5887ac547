"""What an answer means, and what a form refuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from datamap.errors import InputError
from datamap.formats.yaml import reader
from datamap.forms.form import HIDDEN, SHEET, Form, Question, mail_text, write_form
from datamap.forms.merging import merge
from datamap.forms.returned import KEPT, read_form
from datamap.forms.table import digest, row_of, rows
from datamap.forms.values import understand
from datamap.model import Inventory, Purpose, Recipient
from tests.form_fixture import fill

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
        Question(k, entries[k].id, f, digest(entries[k], f), f"{f}?", "", "", row_of(k, f).choices) for k, f in fields
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
