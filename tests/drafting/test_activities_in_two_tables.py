"""An activity that two tables list: a table of transfers adds to the other one, else it is a question."""

from __future__ import annotations

import openpyxl
import pytest

from datamap.questions.drafted import draft


def read(folder, **sheets):
    """The activities of a workbook with their recipients and numbers of bases; what is on the reading list."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows.split("\n"):
            sheet.append([cell.strip() or None for cell in row.split("|")])
    book.save(folder / "register.xlsx")
    found = draft(folder / "register.xlsx")
    shown = [
        (a.name, [r.recipient for r in a.recipients] if isinstance(a.recipients, tuple) else None, len(a.legal_bases))
        for a in found.inventory.purposes
    ]
    return shown, found.to_read["what"].tolist()


REGISTER = "Activity | Legal basis | Recipients\nNews | Consent | Owl Ltd\nShop | Contract | Owl Ltd"


def test_a_table_of_transfers_adds_to_the_register(tmp_path):
    transfers = "Activity | Recipient | Third country | Safeguard\nNews | Lark Ltd | USA | SCC"
    assert read(tmp_path, Register=REGISTER, Transfers=transfers) == (
        [("News", ["owl-ltd", "lark-ltd"], 1), ("Shop", ["owl-ltd"], 1)],
        [],
    )


@pytest.mark.parametrize("name", ["News", "NEWS"])
def test_two_registers_of_one_activity_are_a_question(tmp_path, name):
    other = f"Activity | Legal basis | Retention\n{name} | Contract | 3 years"
    found, asked = read(tmp_path, Register=REGISTER, Other=other)
    assert [a[0].casefold() for a in found] == ["news", "shop", "news"]
    assert asked == ["activity"]


def test_an_activity_as_controller_and_as_processor_is_no_question(tmp_path):
    other = "Activity | Legal basis | Retention\nNews | Contract | 3 years"
    found, asked = read(tmp_path, Controller=REGISTER, Processor=other)
    assert ([a[0] for a in found], asked) == (["News", "Shop", "News"], [])
