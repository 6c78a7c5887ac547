"""Corrections in Excel come back as exactly those changes."""

from __future__ import annotations

import datetime as dt

import pytest
from workbook_fixture import Edited

from datamap.model.vocabulary import UNKNOWN

EDITS = [
    ("Organisation", "Name", 2, "Acme Ltd", "controller.name", "Acme Ltd"),
    ("Organisation", "Country", 2, "Germany", "controller.country", "DE"),
    ("Organisation", "E-mail", 4, "new@acme.example", "controller.dpo[0].email", "new@acme.example"),
    ("Controller record", "Activity", 2, "Wages", "purposes[0].name", "Wages"),
    (
        "Controller record",
        "Data subjects",
        2,
        "Staff [staff]\nCustomers",
        "purposes[0].subjects",
        ["staff", "customers"],
    ),
    ("Controller record", "Security measures", 2, "none", "purposes[0].measures", "none"),
    ("Controller record", "DPIA", 2, "Not-Required", "purposes[0].dpia", "not-required"),
    (
        "Controller record",
        "Next review",
        2,
        dt.datetime(2027, 5, 1),
        "purposes[0].next_review",
        dt.date(2027, 5, 1),
    ),
    ("Controller record", "Systems", 2, "ERP\nPortal", "purposes[0].systems", ["ERP", "Portal"]),
    ("Processor record", "Business function", 2, "Help desk", "purposes[1].function", "Help desk"),
    ("Data categories", "Data category", 2, "Contact details", "categories[0].name", "Contact details"),
    (
        "Data categories",
        "Special (Art. 9) or criminal (Art. 10)",
        2,
        "data concerning health",
        "categories[0].special",
        "health",
    ),
    ("Data subjects", "Vulnerable", 2, "no", "subjects[0].vulnerable", "no"),
    ("Recipients", "Contract under Art. 28", 2, "unknown", "recipients[0].dpa", None),
    ("Recipients", "Other names", 2, None, "recipients[0].aliases", None),
    ("Retention", "Period (ISO 8601)", 2, "P7Y", "purposes[0].retention[0].period", "P7Y"),
    (
        "Retention",
        "Data categories (blank for all)",
        2,
        "Health [health]",
        "purposes[0].retention[0].categories[0]",
        "health",
    ),
    ("Security measures", "Measure", 2, "Backups every day", "measures[0].name", "Backups every day"),
    ("Map - Inventory", "Version", 2, 3, "meta.version", "3"),
    ("Map - Notice", "Title", 2, "Privacy notice", "notice.title", "Privacy notice"),
    ("Map - Notice tells", "Told", 2, "told", "notice.informs.13-1-f", "told"),
    ("Map - Legal bases", "Legal basis", 2, "Art. 6(1)(b) contract", "purposes[0].legal_bases[0].basis", "6-1-b"),
    (
        "Map - Legal bases",
        "Condition of Art. 9(2) or 10",
        2,
        "9-2-b\n9-2-h",
        "purposes[0].legal_bases[0].conditions",
        ["9-2-b", "9-2-h"],
    ),
    (
        "Map - Data used",
        "Only if",
        3,
        "on sick leave",
        "purposes[0].categories[1]",
        {"category": "health", "when": "on sick leave"},
    ),
    ("Map - Recipients served", "Recipient", 4, "Bank [bank]", "purposes[1].recipients[0]", "bank"),
    (
        "Map - Principals",
        "Address",
        2,
        "Main street 1",
        "purposes[1].on_behalf_of[0]",
        {"name": "Client", "address": "Main street 1"},
    ),
    ("Map - Places", "Country", 2, "IN India", "recipients[0].sites[0]", "IN"),
    (
        "Map - Safeguards",
        "Transfer impact assessment",
        2,
        "positive",
        "recipients[0].safeguards[0]",
        {"kind": "scc", "version": "2021", "signed": dt.date(2022, 5, 1), "tia": "positive"},
    ),
    (
        "Map - Safeguards",
        "Signed",
        2,
        dt.datetime(2023, 1, 2),
        "recipients[0].safeguards[0]",
        "scc:2021@2023-01-02",
    ),
    ("Map - Evidence", "Words of the source", 2, "we pay wages", "purposes[0].evidence[0].B.1", "we pay wages"),
]
"""Sheet, column, row and new value of a cell; the path of what changes with it, and what it becomes."""


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """What comes back of two workbooks with every second edit each: two edits of one entry go into different ones."""
    found = []
    for start in (0, 1):
        book = Edited(tmp_path_factory.mktemp("edits"))
        for sheet, label, row, value, *_ in EDITS[start::2]:
            book.set(sheet, label, row, value)
        found.append(book.changes())
    return found


@pytest.mark.parametrize("number", range(len(EDITS)), ids=[" ".join(map(str, e[:4])) for e in EDITS])
def test_an_edit_comes_back_as_that_change(edited, number):
    changes, warnings = edited[number % 2]
    path, became = EDITS[number][4:]
    assert changes[path] == became
    assert warnings == ()


@pytest.mark.parametrize("start", [0, 1])
def test_nothing_else_has_changed(edited, start):
    assert edited[start][0] == {path: became for *_, path, became in EDITS[start::2]}


@pytest.mark.slow
def test_an_added_row_is_an_added_entry(tmp_path):
    edited = Edited(tmp_path)
    edited.set("Map - Legal bases", "Activity", 20, "Payroll").set("Map - Legal bases", "Legal basis", 20, "6-1-f")
    edited.set("Recipients", "Recipient", 9, "New Vendor, Inc.")
    got = edited.read()
    assert [b.basis for b in got.inventory.purposes[0].legal_bases] == ["6-1-c", "6-1-f"]
    assert [r.id for r in got.inventory.recipients] == ["host", "bank", "new-vendor-inc"]
    assert [w.field for w in got.warnings] == ["Recipients!B9"]  # the id was made from the name


@pytest.mark.slow
def test_a_gap_is_filled_in_its_own_row(tmp_path):
    edited = Edited(tmp_path)
    rows = {edited.cell("Map - Legal bases", "Activity", r).value: r for r in (2, 3)}
    gap = rows["2 Support [support]"]
    assert edited.cell("Map - Legal bases", "Entry", gap).value == "unknown"
    assert edited.set("Map - Legal bases", "Legal basis", gap, "6-1-b").changes() == (
        {"purposes[1].legal_bases": ["6-1-b"]},
        (),
    )


@pytest.mark.slow
def test_unknown_becomes_none_where_the_first_column_says_so(tmp_path):
    edited = Edited(tmp_path)
    rows = {edited.cell("Map - Places", "Recipient", r).value: r for r in (2, 3)}
    assert set(rows) == {"Host [host]", "Bank [bank]"}
    changes, _ = edited.set("Retention", "Entry", 3, "none").changes()
    assert changes == {"purposes[1].retention": "none"}


@pytest.mark.slow
def test_a_blank_legal_basis_stays_missing(tmp_path):
    got = Edited(tmp_path).set("Map - Legal bases", "Legal basis", 2, None).read()
    assert got.inventory.purposes[0].legal_bases[0].basis == "unknown"
    assert got.inventory.purposes[1].legal_bases is UNKNOWN


@pytest.mark.slow
def test_an_entry_is_renamed_by_its_id_and_its_former_id(tmp_path):
    edited = Edited(tmp_path).set("Recipients", "Id", 3, "savings-bank").set("Recipients", "Former ids", 3, "bank")
    assert edited.changes() == (
        {
            "recipients[1].id": "savings-bank",
            "recipients[1].formerly": ["bank"],
            "purposes[0].recipients[1]": "savings-bank",
        },
        (),
    )


@pytest.mark.slow
def test_a_deleted_row_is_a_deleted_entry(tmp_path):
    edited = Edited(tmp_path)
    edited.book["Map - Recipients served"].delete_rows(2)
    assert edited.changes() == ({"purposes[0].recipients": ["bank"]}, ())


@pytest.mark.slow
def test_sorting_rows_and_moving_columns_changes_nothing(tmp_path):
    edited = Edited(tmp_path)
    for name in edited.book.sheetnames:
        sheet = edited.book[name]
        if name in ("Read me", "Lists"):
            continue
        rows = [[c.value for c in row] for row in sheet.iter_rows()]
        rows = [rows[0], *reversed(rows[1:])]
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(reversed(row), start=1):
                sheet.cell(r, c).value = value
    assert edited.changes() == ({}, ())
