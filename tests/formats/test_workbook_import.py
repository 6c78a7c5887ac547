"""A workbook that people changed: what is not understood or does not fit is reported with its cell, or refused."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from workbook_fixture import Edited

from datamap import formats
from datamap.cli import main
from datamap.errors import InputError
from datamap.formats.workbook import reader
from datamap.model.vocabulary import UNKNOWN

UNREADABLE = [
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
]
"""Sheet, column, row and new value of a cell; whether it was read as unknown, and what was expected there."""


@pytest.fixture(scope="module")
def unread(tmp_path_factory):
    """What comes back of two workbooks with every second text each, and the places of the texts."""
    found = []
    for start in (0, 1):
        book = Edited(tmp_path_factory.mktemp("unread"))
        for sheet, label, row, value, *_ in UNREADABLE[start::2]:
            book.set(sheet, label, row, value)
        places = [book.place(*u[:3]) for u in UNREADABLE[start::2]]
        found.append((book.read(), places))
    return found


@pytest.mark.parametrize("number", range(len(UNREADABLE)), ids=[" ".join(map(str, u[:4])) for u in UNREADABLE])
def test_what_is_not_understood_is_reported_and_becomes_unknown(unread, number):
    got, places = unread[number % 2]
    read, said = UNREADABLE[number][4:]
    assert read(got.inventory)
    (warning,) = [w for w in got.warnings if w.field == places[number // 2]]
    assert said in warning.expected


@pytest.mark.parametrize("start", [0, 1])
def test_nothing_else_is_reported(unread, start):
    got, places = unread[start]
    assert sorted(w.field for w in got.warnings) == sorted(places)


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
def test_what_cannot_be_put_together_is_refused_with_its_cell(tmp_path, sheet, label, row, value, said):
    edited = Edited(tmp_path).set(sheet, label, row, value)
    with pytest.raises(InputError) as e:
        edited.read()
    assert any(p.field.startswith(f"{sheet}!") and said in p.found for p in e.value.problems), str(e.value)


DERIVED = [
    ("Controller record", "Recipients", 2),
    ("Transfers", "Verdict", 2),
    ("Findings", "Severity", 2),
    ("Rights", "Objection, Art. 21", 2),
    ("Map - Legal bases", "Legal basis in words", 2),
]


def test_an_edit_to_a_derived_cell_is_reported_and_not_taken_over(tmp_path):
    edited = Edited(tmp_path)
    for sheet, label, row in DERIVED:
        edited.set(sheet, label, row, "covered by goodwill")
    places = [edited.place(sheet, label, row) for sheet, label, row in DERIVED]
    changes, warnings = edited.changes()
    assert changes == {}
    assert sorted((w.field, "goodwill" in w.found) for w in warnings) == sorted((place, True) for place in places)


@pytest.mark.slow
def test_an_unknown_column_is_kept_in_the_notes_and_reported(tmp_path):
    edited = Edited(tmp_path)
    sheet = edited.book["Recipients"]
    at = sheet.max_column + 1
    sheet.cell(1, at).value, sheet.cell(3, at).value = "Reviewed by", "Bea"
    changes, warnings = edited.changes()
    assert changes == {"recipients[1].notes": "Reviewed by: Bea"}
    assert ["Reviewed by" in w.found for w in warnings] == [True]


@pytest.mark.slow
def test_a_sheet_of_ones_own_is_reported(tmp_path):
    edited = Edited(tmp_path)
    edited.book.create_sheet("My notes")["A1"] = "x"
    changes, warnings = edited.changes()
    assert (changes, [w.field for w in warnings]) == ({}, ["My notes"])


@pytest.mark.slow
def test_a_sheet_that_is_gone_is_refused(tmp_path):
    edited = Edited(tmp_path)
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
