"""A default that no one stated is a blank cell, and a blank cell is the default: no map gains a fact by a workbook."""

from __future__ import annotations

import pytest
from workbook_fixture import Edited, inventory, written

from datamap.formats.workbook import writer
from datamap.formats.workbook.layout import sheets
from datamap.formats.workbook.rows import blank
from datamap.formats.workbook.show import Names, show
from datamap.formats.yaml.writer import plain
from datamap.model import Inventory

COLUMNS = [c for sheet in sheets() if not sheet.form for c in sheet.columns]
LISTED = [c for c in COLUMNS if c.kind == "word"]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda c: f"{c.model.__name__}.{c.key}")
def test_an_entry_without_a_fact_shows_none(column):
    if column.kind in ("serves", "owner"):
        return  # they show facts of other entries
    assert show(column, blank(column.model), Names({})) == "" or column.field.required


@pytest.mark.parametrize("column", [c for c in LISTED if c.field.default not in ("", "unknown")], ids=lambda c: c.key)
def test_the_help_of_a_column_states_what_a_blank_means(column):
    assert "blank: " in column.help


@pytest.mark.parametrize("stated", ["yes", "no", "unknown"])
def test_whether_the_notice_has_the_data_comes_back(stated):
    data = inventory().model_dump(by_alias=True, warnings=False)
    data["categories"][0]["declared"] = stated
    made = Inventory.model_validate(data)
    book = Edited(writer.book_bytes(made))
    cell = book.book["Data"].cell(book.row("Data", "Contact"), book.column("Data", "In the privacy notice"))
    assert (cell.value or "") == ("" if stated == "yes" else stated)
    got = book.read(made)
    assert not got.edits and plain(got.inventory) == plain(made)
    book.set("Data", "Contact", "In the privacy notice", None)
    assert book.read(made).inventory.categories[0].declared == "yes"


def test_an_answer_that_is_typed_is_read():
    for typed, stated in (("yes", "yes"), ("no", "no"), ("?", "unknown"), ("unknown", "unknown")):
        got = Edited(written()).set("Data", "Contact", "In the privacy notice", typed).read()
        assert got.inventory.categories[0].declared == stated, typed
