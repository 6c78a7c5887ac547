"""Corrections in Excel come back as exactly those changes; what is not understood is reported with its cell."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from click.testing import CliRunner

from datamap import formats
from datamap.cli import main
from datamap.errors import InputError
from datamap.formats.workbook import reader
from datamap.formats.yaml.writer import plain
from datamap.model import Inventory
from datamap.model.vocabulary import UNKNOWN
from datamap.pipeline import audit
from datamap.publish.workbook import write_ropa

FULL = {
    "meta": {"id": "acme", "date": "2026-01-01", "next_review": "2027-01-01"},
    "controller": {
        "name": "Acme",
        "country": "CZ",
        "role": "controller",
        "dpo": {"name": "Ann", "email": "dpo@acme.example"},
    },
    "notice": {"informs": {"13-1-f": "not-told"}},
    "subjects": [{"id": "staff", "name": "Staff", "vulnerable": "yes"}, {"id": "customers", "name": "Customers"}],
    "categories": [
        {"id": "contact", "name": "Contact", "special": "none"},
        {"id": "health", "name": "Health", "special": "health"},
    ],
    "measures": [
        {"id": "backup", "name": "Backups", "kind": "technical"},
        {"id": "policy", "name": "Policies", "kind": "organisational"},
    ],
    "recipients": [
        {
            "id": "host",
            "name": "Host",
            "role": "processor",
            "dpa": "yes",
            "sites": ["US"],
            "safeguards": ["scc:2021@2022-05-01"],
            "aliases": ["Hosty"],
        },
        {"id": "bank", "name": "Bank", "role": "controller", "sites": ["DE"], "safeguards": "none"},
    ],
    "purposes": [
        {
            "id": "payroll",
            "ref": "1",
            "name": "Payroll",
            "role": "controller",
            "subjects": ["staff"],
            "categories": ["contact", "health"],
            "legal_bases": [{"basis": "6-1-c", "conditions": ["9-2-b"]}],
            "retention": [{"period": "P5Y", "starts": "the end of the year", "categories": ["contact"]}],
            "recipients": ["host", "bank"],
            "measures": ["backup"],
            "systems": ["ERP"],
            "dpia": "done",
            "evidence": {"B.1": "we pay"},
        },
        {
            "id": "support",
            "ref": "2",
            "name": "Support",
            "role": "processor",
            "on_behalf_of": ["Client"],
            "recipients": ["host"],
        },
    ],
}


@pytest.fixture
def inventory():
    return Inventory.model_validate(FULL)


class Edited:
    """A workbook with a few cells changed, and what comes back."""

    def __init__(self, inventory, folder):
        self.inventory = inventory
        self.file = write_ropa(audit(inventory, "2026-09-30"), folder / "r.xlsx")
        self.book = openpyxl.load_workbook(self.file)

    def cell(self, sheet, label, row):
        labels = [str(c.value).split("\n")[0] for c in self.book[sheet][1]]
        return self.book[sheet].cell(row, labels.index(label) + 1)

    def set(self, sheet, label, row, value):
        self.cell(sheet, label, row).value = value
        return self

    def read(self):
        self.book.save(self.file)
        return reader.read(self.file)

    def changes(self):
        """Paths at which the inventory that comes back differs, with the new value."""
        got = self.read()
        return dict(differences(plain(self.inventory), plain(got.inventory))), got.warnings


def differences(old, new, path=""):
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from differences(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for i, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from differences(a, b, f"{path}[{i}]")
    elif old != new:
        yield path, new


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "label", "row", "value", "path", "became"),
    [
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
    ],
)
def test_an_edit_comes_back_as_exactly_that_change(inventory, tmp_path, sheet, label, row, value, path, became):
    changes, warnings = Edited(inventory, tmp_path).set(sheet, label, row, value).changes()
    assert changes == {path: became}
    assert warnings == ()


@pytest.mark.slow
def test_an_added_row_is_an_added_entry(inventory, tmp_path):
    edited = Edited(inventory, tmp_path)
    edited.set("Map - Legal bases", "Activity", 20, "Payroll").set("Map - Legal bases", "Legal basis", 20, "6-1-f")
    edited.set("Recipients", "Recipient", 9, "New Vendor, Inc.")
    got = edited.read()
    assert [b.basis for b in got.inventory.purposes[0].legal_bases] == ["6-1-c", "6-1-f"]
    assert [r.id for r in got.inventory.recipients] == ["host", "bank", "new-vendor-inc"]
    assert [w.field for w in got.warnings] == ["Recipients!B9"]  # the id was made from the name


@pytest.mark.slow
def test_a_gap_is_filled_in_its_own_row(inventory, tmp_path):
    edited = Edited(inventory, tmp_path)
    rows = {edited.cell("Map - Legal bases", "Activity", r).value: r for r in (2, 3)}
    gap = rows["2 Support [support]"]
    assert edited.cell("Map - Legal bases", "Entry", gap).value == "unknown"
    assert edited.set("Map - Legal bases", "Legal basis", gap, "6-1-b").changes() == (
        {"purposes[1].legal_bases": ["6-1-b"]},
        (),
    )


@pytest.mark.slow
def test_unknown_becomes_none_where_the_first_column_says_so(inventory, tmp_path):
    edited = Edited(inventory, tmp_path)
    rows = {edited.cell("Map - Places", "Recipient", r).value: r for r in (2, 3)}
    assert set(rows) == {"Host [host]", "Bank [bank]"}
    changes, _ = edited.set("Retention", "Entry", 3, "none").changes()
    assert changes == {"purposes[1].retention": "none"}


@pytest.mark.slow
def test_a_blank_legal_basis_stays_missing(inventory, tmp_path):
    got = Edited(inventory, tmp_path).set("Map - Legal bases", "Legal basis", 2, None).read()
    assert got.inventory.purposes[0].legal_bases[0].basis == "unknown"
    assert got.inventory.purposes[1].legal_bases is UNKNOWN


@pytest.mark.slow
def test_an_entry_is_renamed_by_its_id_and_its_former_id(inventory, tmp_path):
    edited = (
        Edited(inventory, tmp_path)
        .set("Recipients", "Id", 3, "savings-bank")
        .set("Recipients", "Former ids", 3, "bank")
    )
    assert edited.changes() == (
        {
            "recipients[1].id": "savings-bank",
            "recipients[1].formerly": ["bank"],
            "purposes[0].recipients[1]": "savings-bank",
        },
        (),
    )


@pytest.mark.slow
def test_a_deleted_row_is_a_deleted_entry(inventory, tmp_path):
    edited = Edited(inventory, tmp_path)
    edited.book["Map - Recipients served"].delete_rows(2)
    assert edited.changes() == ({"purposes[0].recipients": ["bank"]}, ())


@pytest.mark.slow
def test_sorting_rows_and_moving_columns_changes_nothing(inventory, tmp_path):
    edited = Edited(inventory, tmp_path)
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "label", "row", "value", "read", "said"),
    [
        (
            "Map - Legal bases",
            "Legal basis",
            2,
            "legit interest",
            lambda i: i.purposes[0].legal_bases[0].basis == "unknown",
            "one of: 6-1-a",
        ),
        ("Organisation", "Country", 2, "Atlantis", lambda i: i.controller.country == "unknown", "a country"),
        (
            "Map - Places",
            "Country",
            2,
            "US Germany",
            lambda i: i.recipients[0].sites[0].country == "unknown",
            "a country",
        ),
        (
            "Retention",
            "Period (ISO 8601)",
            2,
            "five years",
            lambda i: i.purposes[0].retention[0].period == "unknown",
            "P5Y",
        ),
        (
            "Retention",
            "Period (ISO 8601)",
            2,
            "5 years",
            lambda i: i.purposes[0].retention[0].period == "unknown",
            "did you mean 'P5Y'",
        ),
        ("Recipients", "Role", 2, "vendor", lambda i: i.recipients[0].role == "unknown", "processor"),
        (
            "Map - Safeguards",
            "Signed",
            2,
            "May 2022",
            lambda i: i.recipients[0].safeguards[0].signed == "unknown",
            "2026-09-30",
        ),
        ("Controller record", "Next review", 2, "soon", lambda i: i.purposes[0].next_review is None, "2026-09-30"),
        (
            "Controller record",
            "Data subjects",
            2,
            "Nobody",
            lambda i: i.purposes[0].subjects is UNKNOWN,
            "an entry of subjects",
        ),
        ("Controller record", "Known how", 2, "guessed", lambda i: i.purposes[0].how == "assumed", "inferred"),
        ("Organisation", "Name", 2, "=A1", lambda i: i.controller.name == "unknown", "read as unknown"),
    ],
)
def test_what_is_not_understood_is_reported_and_becomes_unknown(
    inventory, tmp_path, sheet, label, row, value, read, said
):
    edited = Edited(inventory, tmp_path).set(sheet, label, row, value)
    place = f"{sheet}!{edited.cell(sheet, label, row).coordinate}"
    got = edited.read()
    assert read(got.inventory)
    assert [w.field for w in got.warnings] == [place]
    assert said in got.warnings[0].expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "label", "row", "value", "said"),
    [
        ("Map - Recipients served", "Recipient", 2, "Nobody", "Nobody"),
        ("Map - Data used", "Activity", 2, "Gone [gone]", "gone"),
        ("Recipients", "Id", 3, "host", "is used twice"),
        ("Recipients", "Id", 3, "Not An Id", "is not an id"),
        ("Organisation", "Part", 2, "boss", "boss"),
    ],
)
def test_what_cannot_be_put_together_is_refused_with_its_cell(inventory, tmp_path, sheet, label, row, value, said):
    edited = Edited(inventory, tmp_path).set(sheet, label, row, value)
    with pytest.raises(InputError) as e:
        edited.read()
    assert any(p.field.startswith(f"{sheet}!") and said in p.found for p in e.value.problems), str(e.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "label", "row"),
    [
        ("Controller record", "Recipients", 2),
        ("Transfers", "Verdict", 2),
        ("Findings", "Severity", 2),
        ("Rights", "Objection, Art. 21", 2),
        ("Map - Legal bases", "Legal basis in words", 2),
    ],
)
def test_an_edit_to_a_derived_cell_is_reported_and_not_taken_over(inventory, tmp_path, sheet, label, row):
    edited = Edited(inventory, tmp_path).set(sheet, label, row, "covered by goodwill")
    place = f"{sheet}!{edited.cell(sheet, label, row).coordinate}"
    changes, warnings = edited.changes()
    assert changes == {}
    assert [(w.field, "goodwill" in w.found) for w in warnings] == [(place, True)]


@pytest.mark.slow
def test_an_unknown_column_is_kept_in_the_notes_and_reported(inventory, tmp_path):
    edited = Edited(inventory, tmp_path)
    sheet = edited.book["Recipients"]
    at = sheet.max_column + 1
    sheet.cell(1, at).value, sheet.cell(3, at).value = "Reviewed by", "Bea"
    changes, warnings = edited.changes()
    assert changes == {"recipients[1].notes": "Reviewed by: Bea"}
    assert ["Reviewed by" in w.found for w in warnings] == [True]


@pytest.mark.slow
def test_a_sheet_of_ones_own_is_reported(inventory, tmp_path):
    edited = Edited(inventory, tmp_path)
    edited.book.create_sheet("My notes")["A1"] = "x"
    changes, warnings = edited.changes()
    assert (changes, [w.field for w in warnings]) == ({}, ["My notes"])


@pytest.mark.slow
def test_a_sheet_that_is_gone_is_refused(inventory, tmp_path):
    edited = Edited(inventory, tmp_path)
    del edited.book["Map - Safeguards"]
    with pytest.raises(InputError, match="Map - Safeguards"):
        edited.read()


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused_in_words(tmp_path, content):
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)
    with pytest.raises(InputError, match="Expected"):
        reader.read(file)


def test_registers_of_others_are_not_taken_for_ours(shared):
    for file in sorted((shared / "examples").glob("*.[xo]*s*")):
        if file.suffix in (".xlsx", ".ods"):
            with pytest.raises(InputError, match="not a record of the full layout"):
                reader.read(file)


@pytest.mark.slow
def test_import_writes_the_inventory_and_says_what_to_look_at(root, tmp_path):
    run = CliRunner()
    source, book, back = str(root / "inventory/smartsupp.yaml"), str(tmp_path / "r.xlsx"), str(tmp_path / "back.yaml")
    assert run.invoke(main, ["ropa", source, "-o", book, "--as-of", "2026-09-30"]).exit_code == 0
    done = run.invoke(main, ["import", book, "-o", back])
    assert (done.exit_code, done.stdout) == (0, f"{back}\n")
    assert formats.read(back) == formats.read(source)
    assert run.invoke(main, ["import", book, "-o", back]).exit_code == 2  # does not write over a file
    assert run.invoke(main, ["import", source, "-o", str(tmp_path / "n.yaml")]).exit_code == 2
    assert not (tmp_path / "n.yaml").exists()
