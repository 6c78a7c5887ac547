"""A period covers only the data that the words name for it; where these are not among the categories, it is asked."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft


def read(folder, cell, categories="name; invoices; applications", subjects="Customers; suppliers"):
    """The periods of a register with a cell, with their categories, and what is on the reading list."""
    file = folder / "register.csv"
    file.write_text(
        "Activity,Data subjects,Categories of data,Legal basis,Recipients,Retention\n"
        f'Shop,{subjects},"{categories}",Contract,Owl Ltd,"{cell}"\n',
        encoding="utf-8",
    )
    found = draft(file)
    (shop,) = found.inventory.purposes
    periods = [" ".join([r.period + "?" * (r.how != "stated"), *r.categories]) for r in shop.retention]
    return periods, found.to_read["words"].tolist()


@pytest.mark.parametrize(
    "cell",
    [
        "Invoices: 10 years\nApplications: 6 months",
        "invoices 10 years, applications 6 months",
        "invoices: 10 years; applications: 6 months",
        "10 years (invoices), 6 months (applications)",
        "10 years for invoices, 6 months for applications",
        "10 years for invoices and 6 months for applications",
        "invoice data 10 years, application documents 6 months",
    ],
)
def test_periods_of_several_categories(tmp_path, cell):
    assert read(tmp_path, cell) == (["P10Y invoices", "P6M applications"], [])


@pytest.mark.parametrize(
    "cell, categories, periods",
    [
        ("Rechnungen 10 Jahre, Bewerbungen 6 Monate", "Name; Rechnungen; Bewerbungen", "rechnungen bewerbungen"),
        ("factures : 10 ans ; candidatures : 6 mois", "nom; factures; candidatures", "factures candidatures"),
        ("faktury 10 let, životopisy 6 měsíců", "jméno; faktury; životopisy", "faktury zivotopisy"),
        ("facturas: 10 años; candidaturas: 6 meses", "nombre; facturas; candidaturas", "facturas candidaturas"),
        ("fatture 10 anni, candidature 6 mesi", "cognome; fatture; candidature", "fatture candidature"),
        ("facturen 10 jaar, sollicitaties 6 maanden", "naam; facturen; sollicitaties", "facturen sollicitaties"),
        ("faktury 10 lat, aplikacje 6 miesięcy", "imię; faktury; aplikacje", "faktury aplikacje"),
    ],
)
def test_in_other_languages(tmp_path, cell, categories, periods):
    first, second = periods.split()
    assert read(tmp_path, cell, categories) == ([f"P10Y {first}", f"P6M {second}"], [])


@pytest.mark.parametrize(
    "cell, periods",
    [
        ("Invoices: 10 years", ["P10Y invoices"]),
        ("10 years (invoices)", ["P10Y invoices"]),
        ("3 years", ["P3Y"]),
        ("All data: 3 years", ["P3Y"]),
        ("Shop: 3 years", ["P3Y"]),
        ("3 years after the last order", ["P3Y"]),
        ("10 years (tax law)", ["P10Y"]),
    ],
)
def test_a_period_of_one_category_or_of_all(tmp_path, cell, periods):
    assert read(tmp_path, cell) == (periods, [])


@pytest.mark.parametrize(
    "cell, periods",
    [
        ("Only backups: 30 days", ["P30D?"]),
        ("30 days (logs)", ["P30D?"]),
        ("30 Tage (Protokolle)", ["P30D?"]),
        ("10 years for backups", ["P10Y?"]),
        ("Customers: 3 years", ["P3Y?"]),  # nothing is stated for suppliers
        ("3 years, invoices 10 years", ["P3Y?", "P10Y? invoices"]),
    ],
)
def test_a_period_that_may_be_for_other_data_is_asked(tmp_path, cell, periods):
    assert read(tmp_path, cell) == (periods, [cell])


def test_what_is_of_the_only_people_of_an_activity_is_of_all_data(tmp_path):
    assert read(tmp_path, "Customer data: 3 years", subjects="Customers") == (["P3Y"], [])


def test_a_part_without_a_period_is_asked(tmp_path):
    periods, words = read(tmp_path, "name: until end of contract; invoices: 10 years")
    assert (periods, words) == (["P10Y invoices"], ["name: until end of contract"])
