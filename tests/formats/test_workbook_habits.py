"""What people do to a sheet in Excel beside typing facts: it changes what it should, or is reported with its place."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from workbook_fixture import Edited

from datamap.formats.workbook.edits import ACCEPTED, CREATED, REFUSED
from datamap.formats.yaml.writer import plain

SHEET = "Recipients"


def cell(row, column, value):
    return lambda b: setattr(b.book[SHEET].cell(row, column), "value", value)


def typed(name, label, value, sheet=SHEET):
    return lambda b: b.set(sheet, name, label, value)


def column_moved(b):
    sheet = b.book[SHEET]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    for i, row in enumerate(rows, start=1):
        for j, value in enumerate([row[0], row[3], row[1], row[2], *row[4:]], start=1):
            sheet.cell(i, j).value = value


def sorted_by_name(b):
    sheet = b.book[SHEET]
    rows = sorted(([c.value for c in row] for row in sheet.iter_rows(min_row=3)), key=lambda row: row[0])
    for i, row in enumerate(rows, start=3):
        for j, value in enumerate(row, start=1):
            sheet.cell(i, j).value = value


def coloured_row(b):
    for j, value in enumerate(["Mailer", "Processor", "newsletter", "USA"], start=1):
        c = b.book[SHEET].cell(6, j, value)
        c.font, c.fill, c.number_format = Font(bold=True, color="FF0000"), PatternFill("solid", fgColor="FFFF00"), "@"


def hidden(b):
    b.book[SHEET].row_dimensions[4].hidden = True
    b.book[SHEET].column_dimensions["D"].hidden = True
    b.book[SHEET].auto_filter.ref = "A2:X5"


def rows_above(b):
    b.book[SHEET].insert_rows(1)
    b.book[SHEET].insert_rows(4, 2)


def blank_rows(b):
    for i in range(6, 30):
        b.book[SHEET].cell(i, 1).value = " "
    b.book[SHEET].cell(30, 1).value = "Mailer"


def labels_again(b):
    for j, (label, value) in enumerate([("Recipient", "Mailer"), ("Role", "processor")], start=1):
        b.book[SHEET].cell(10, j, label)
        b.book[SHEET].cell(11, j, value)


def label_replaced(b):
    b.book[SHEET].cell(2, 4).value = "Countries"


def copied(b):
    for j in range(1, b.book[SHEET].max_column + 1):
        b.book[SHEET].cell(6, j).value = b.book[SHEET].cell(3, j).value


NOTHING = {
    "a column moved": column_moved,
    "rows sorted": sorted_by_name,
    "rows and a column hidden, a filter": hidden,
    "blank rows above the labels and the rows": rows_above,
    "the sheet of choices deleted": lambda b: b.book.remove(b.book["Lists"]),
    "the same truth as a truth value": typed("Host", "Contract under Art. 28", True),
    "names in another case": typed("Payroll", "Recipients", "HOST, bank", "Activities"),
}
CHANGED = {
    "a row with colours": (coloured_row, {"Mailer": {"role": "processor", "sites": ["US"], "service": "newsletter"}}),
    "a day with points": (typed("Host", "From", "1.2.2024"), {"Host": {"from": dt.date(2024, 2, 1)}}),
    "a day as a day": (typed("Host", "From", dt.date(2024, 2, 1)), {"Host": {"from": dt.date(2024, 2, 1)}}),
    "a day in words": (typed("Host", "From", "1 February 2024"), {"Host": {"from": dt.date(2024, 2, 1)}}),
    "text with formats": (
        typed("Host", "Service", CellRichText(TextBlock(InlineFont(b=True), "cloud "), "hosting")),
        {"Host": {"service": "cloud hosting"}},
    ),
    "a truth value": (typed("Bank", "Contract under Art. 28", False), {"Bank": {"dpa": "no"}}),
    "a tick": (typed("Bank", "Contract under Art. 28", "✓"), {"Bank": {"dpa": "yes"}}),
    "a number as a name": (cell(6, 1, 365), {"365": {}}),
    "an emoji": (cell(6, 1, "Desk 😀"), {"Desk 😀": {}}),
    "a very long text": (typed("Host", "Notes", "x" * 32000), {"Host": {"notes": "x" * 32000}}),
    "a row after blank rows": (blank_rows, {"Mailer": {}}),
    "spaces that do not break": (typed("Bank", "Places", "\u00a0Poland\u00a0"), {"Bank": {"sites": ["PL"]}}),
    "two places with and": (typed("Bank", "Places", "Germany and Poland"), {"Bank": {"sites": ["DE", "PL"]}}),
    "a name that is a document": (cell(6, 1, "ID"), {"ID": {}}),
}
REPORTED = {
    "a day in two readings": (typed("Host", "From", "02/01/2024"), "V3", "two ways"),
    "the number of a day": (typed("Host", "From", 45323), "V3", "not a day"),
    "a month": (typed("Host", "From", "February 2024"), "V3", "not a day"),
    "a formula": (typed("Host", "Service", "=A4"), "C3", "formula"),
    "an error": (typed("Host", "Service", "#REF!"), "C3", "error"),
    "a ditto mark": (typed("Bank", "Role", '"'), "B4", "another cell"),
    "ditto in Czech": (typed("Bank", "Places", "dtto"), "D4", "another cell"),
    "ditto in French": (typed("Bank", "Service", "id."), "C4", "another cell"),
    "a row of totals": (cell(7, 1, "Total"), "A7", "totals"),
    "the labels again": (labels_again, "A10", "label"),
    "a label replaced": (label_replaced, "D3", "Countries"),
    "a copied row": (copied, "A6", "there already"),
    "words below the rows": (cell(12, 3, "ask IT"), "C12", "without a name"),
    "a place in doubt": (typed("Bank", "Places", "Germany?"), "D4", "beside it"),
    "a number as a period": (typed("Payroll", "Kept for", 5, "Activities"), "H3", "not a period"),
    "no answer": (typed("Bank", "Places", "n/a"), "D4", "not known"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_states_no_fact_changes_nothing(name):
    book = Edited()
    NOTHING[name](book)
    changes, got = book.changes()
    assert changes == {} and [e for e in got.edits if e.state == REFUSED] == []


@pytest.mark.parametrize("name", CHANGED)
def test_a_fact_is_written_whatever_it_looks_like(name):
    edit, expected = CHANGED[name]
    book = Edited()
    edit(book)
    _, got = book.changes()
    assert {e.state for e in got.edits} <= {ACCEPTED, CREATED}, got.edits
    entries = {r.name: plain(r) for r in got.inventory.recipients}
    assert {n: {k: entries[n].get(k) for k in facts} for n, facts in expected.items()} == expected


@pytest.mark.parametrize("name", REPORTED)
def test_what_is_no_fact_is_reported_with_its_cell(name):
    edit, place, why = REPORTED[name]
    book = Edited()
    edit(book)
    changes, got = book.changes()
    reported = [e for e in got.edits if e.state == REFUSED and e.place.endswith(f"!{place}")]
    assert reported and why in f"{reported[0].why} {reported[0].expected}"
    assert set(changes) <= ({"recipients"} if name == "the labels again" else set())


@pytest.mark.parametrize(
    "text", ["we have none", "nemáme pověřence", "kein DSB", "non désigné", "to be appointed", '"Nie Zijun"']
)
def test_an_officer_that_is_denied_or_postponed_is_no_officer(text):
    got = Edited().answer("Organisation", "Data protection officer", text).read()
    assert [p.name for p in got.inventory.controller.dpo] == ["Ann"]
    assert [e.state for e in got.edits] == [REFUSED] and "none" in got.edits[0].expected


@pytest.mark.parametrize("text", ["none", "žádný", "nein", "nemáme"])
def test_no_officer_in_a_word_is_none(text):
    got = Edited().answer("Organisation", "Data protection officer", text).read()
    assert got.inventory.controller.dpo == ()


@pytest.mark.parametrize("text", ["Non Stop s.r.o.", "Dr. No, no@clinic.example", "Nie Zijun, nie@clinic.example"])
def test_a_name_of_such_words_is_a_name(text):
    got = Edited().answer("Organisation", "Data protection officer", text).read()
    assert [e.state for e in got.edits] == [ACCEPTED] and len(got.inventory.controller.dpo) == 1


def test_an_abbreviation_with_an_accent_is_not_the_code_without_it():
    got = Edited().answer("Organisation", "Country", "ČR").set("Recipients", "Bank", "Places", "ČR").read()
    assert got.inventory.controller.country == "CZ"
    assert [s.country for r in got.inventory.recipients if r.name == "Bank" for s in r.sites] == ["CZ"]
    refused = Edited().answer("Organisation", "Country", "PŘ").read()
    assert refused.inventory.controller.country == "CZ" and [e.state for e in refused.edits] == [REFUSED]
