"""Edits as an analyst makes them without a manual: fifty in a few classes, each accepted or reported.

The classes: a new row of a recipient, the place of a recipient where recipients are listed, a new row of an activity, a
place in another language. What is expected was written down before the edits were tried.
"""

from __future__ import annotations

import pytest
from workbook_fixture import Edited, written

from datamap.formats.workbook import reader
from datamap.formats.workbook.edits import ACCEPTED, CREATED, REFUSED
from datamap.formats.yaml.writer import plain

pytest_plugins = ("office_fixture",)

CONTRACT = "Contract under Art. 28"
LISTS = {"Activities": "purposes", "Recipients": "recipients", "People": "subjects", "Data": "categories"}

TAKEN = [
    # a new recipient: sheet, row ("" is a new one), cells, facts of the entry
    ("Recipients", "", {"Recipient": "Brevo"}, {"name": "Brevo"}),
    ("Recipients", "", {"Recipient": "Brevo", "Role": "Processor"}, {"role": "processor"}),
    ("Recipients", "", {"Recipient": "Brevo", "Role": "subprocessor"}, {"role": "sub-processor"}),
    ("Recipients", "", {"Recipient": "Finanzamt", "Role": "authority", "Places": "Deutschland"}, {"sites": ["DE"]}),
    ("Recipients", "", {"Recipient": "Brevo", "Places": "FR"}, {"sites": ["FR"]}),
    ("Recipients", "", {"Recipient": "Brevo", "Places": "France, Germany"}, {"sites": ["FR", "DE"]}),
    ("Recipients", "", {"Recipient": "Brevo", "Places": "France\nGermany"}, {"sites": ["FR", "DE"]}),
    ("Recipients", "", {"Recipient": "Brevo", "Places": "U.S.A."}, {"sites": ["US"]}),
    ("Recipients", "", {"Recipient": "Brevo", "Places": "United States"}, {"sites": ["US"]}),
    ("Recipients", "", {"Recipient": "Brevo", "Places": "UK"}, {"sites": ["GB"]}),
    ("Recipients", "", {"Recipient": "Brevo", CONTRACT: "Yes"}, {"dpa": "yes"}),
    ("Recipients", "", {"Recipient": "Brevo", CONTRACT: "no"}, {"dpa": "no"}),
    ("Recipients", "", {"Recipient": "  Brevo  "}, {"name": "Brevo"}),
    ("Recipients", "", {"Recipient": "Müller & Söhne, GmbH"}, {"name": "Müller & Söhne, GmbH"}),
    # the place of a recipient that is there
    ("Recipients", "Bank", {"Places": "Poland"}, {"sites": ["PL"]}),
    ("Recipients", "Bank", {"Places": "Pologne"}, {"sites": ["PL"]}),
    ("Recipients", "Bank", {"Places": "Polsko"}, {"sites": ["PL"]}),
    ("Recipients", "Bank", {"Places": "Polen"}, {"sites": ["PL"]}),
    ("Recipients", "Bank", {"Places": "the Netherlands"}, {"sites": ["NL"]}),
    ("Recipients", "Bank", {"Places": "États-Unis"}, {"sites": ["US"]}),
    ("Recipients", "Bank", {"Places": "Švýcarsko"}, {"sites": ["CH"]}),
    ("Recipients", "Bank", {"Places": "Germany; Czechia"}, {"sites": ["DE", "CZ"]}),
    ("Recipients", "Bank", {"Places": "India (access)"}, {"sites": [{"country": "IN", "activity": "access"}]}),
    ("Recipients", "Bank", {"Places": "worldwide"}, {"sites": ["worldwide"]}),
    ("Recipients", "Bank", {"Places": "EU"}, {"sites": ["EU"]}),
    ("Recipients", "Host", {"Role": "controller"}, {"role": "controller"}),
    # an activity
    ("Activities", "", {"Activity": "Recruiting"}, {"name": "Recruiting"}),
    (
        "Activities",
        "",
        {"Activity": "Recruiting", "People": "Applicants, Staff"},
        {"subjects": ["applicants", "staff"]},
    ),
    ("Activities", "", {"Activity": "Recruiting", "Data": "Contact, CV"}, {"categories": ["contact", "cv"]}),
    ("Activities", "", {"Activity": "Recruiting", "Data": "contact"}, {"categories": ["contact"]}),
    ("Activities", "", {"Activity": "Recruiting", "Recipients": "none"}, {"recipients": "none"}),
    ("Activities", "", {"Activity": "Recruiting", "Recipients": "Host; Brevo"}, {"recipients": ["host", "brevo"]}),
    ("Activities", "", {"Activity": "X", "Legal basis": "Consent"}, {"legal_bases": ["6-1-a"]}),
    ("Activities", "", {"Activity": "X", "Legal basis": "Art. 6(1)(b) GDPR"}, {"legal_bases": ["6-1-b"]}),
    ("Activities", "", {"Activity": "X", "Legal basis": "souhlas"}, {"legal_bases": ["6-1-a"]}),
    (
        "Activities",
        "",
        {"Activity": "X", "Legal basis": "legitimate interest (security)"},
        {"legal_bases": [{"basis": "6-1-f", "interest": "security"}]},
    ),
    ("Activities", "", {"Activity": "X", "Kept for": "1 month"}, {"retention": ["P1M"]}),
    ("Activities", "", {"Activity": "X", "Kept for": "30 days"}, {"retention": ["P30D"]}),
    ("Activities", "", {"Activity": "X", "Kept for": "10 let"}, {"retention": ["P10Y"]}),
    (
        "Activities",
        "",
        {"Activity": 'A "quoted" purpose,\nof two lines'},
        {"name": 'A "quoted" purpose, of two lines'},
    ),
    ("Activities", "Support", {"Impact assessment": "no"}, {"dpia": "not-required"}),
    # data and people
    ("Data", "", {"Data": "Photos"}, {"name": "Photos"}),
    ("Data", "Contact", {"Special or criminal data": "no"}, {"special": "none"}),
    ("People", "Customers", {"Vulnerable": "no"}, {"vulnerable": "no"}),
]
"""Accepted: what is typed, and what the entry then states."""

REPORTED = [
    ("Recipients", "Bank", {"Places": "Atlantis"}, "Atlantis"),
    ("Recipients", "Bank", {"Places": "Germany or Poland"}, "Germany or Poland"),
    ("Recipients", "", {"Recipient": "Brevo", "Places": "we will ask"}, "we will ask"),
    ("Recipients", "", {"Role": "processor", "Places": "France"}, "name"),
    ("Activities", "", {"Activity": "X", "Kept for": "as long as needed or 3 years"}, "as long as needed or 3 years"),
    ("Activities", "Support", {"Legal basis": "GDPR"}, "GDPR"),
]
"""Not accepted: what is typed, and a word of the report."""


def edited(sheet, row, cells):
    """The workbook after a person typed into the cells of a row."""
    book = Edited(written())
    if row:
        for label, value in cells.items():
            book.set(sheet, row, label, value)
        return book
    return book.add(sheet, **cells)


def test_there_are_fifty():
    assert len(TAKEN) + len(REPORTED) == 50


@pytest.mark.parametrize(("sheet", "row", "cells", "facts"), TAKEN)
def test_an_edit_is_accepted_and_states_what_was_meant(sheet, row, cells, facts):
    got = edited(sheet, row, cells).read()
    assert got.edits and {e.state for e in got.edits} <= {ACCEPTED, CREATED}, got.edits
    entries = getattr(got.inventory, LISTS[sheet])
    name = row or " ".join(str(next(iter(cells.values()))).split())  # a name is one line
    entry = plain(next(e for e in entries if e.name == name))
    assert {k: entry.get(k) for k in facts} == facts


@pytest.mark.parametrize(("sheet", "row", "cells", "word"), REPORTED)
def test_an_edit_that_is_not_understood_is_reported_with_its_cell(sheet, row, cells, word):
    got = edited(sheet, row, cells).read()
    refused = [e for e in got.edits if e.state == REFUSED]
    assert refused and all(e.place.startswith(sheet) for e in refused)
    assert word.lower() in " ".join(f"{e.typed} {e.why} {e.expected}" for e in refused).lower()


def all_rows():
    """One workbook with every new row that is accepted, each under a name of its own."""
    book = Edited(written())
    for number, (sheet, row, cells, _) in enumerate(TAKEN):
        if not row:
            first, *rest = cells
            book.add(sheet, **{first: f"{cells[first]} {number}", **{label: cells[label] for label in rest}})
    return book.raw()


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_rows_that_people_add_come_back_through_libreoffice(office, kind, tmp_path):
    path = tmp_path / "rows.xlsx"
    path.write_bytes(all_rows())
    before = reader.read(path)
    (saved,) = office(kind, path)
    after = reader.read(saved)
    assert after.inventory == before.inventory and len(after.edits) == len(before.edits)
