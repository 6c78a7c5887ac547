"""A row of sheet Transfers that states that there is no tool: no other cell of it is lost without a line."""

from __future__ import annotations

import pytest
from workbook_fixture import Edited

from datamap.formats.workbook import layout
from datamap.formats.workbook.edits import REFUSED

SHEET = next(s for s in layout.sheets() if s.name == "Transfers")
BESIDE = [c.label for c in SHEET.columns if c.key not in ("recipient", "kind+version")]
WAYS = {
    "a new row": lambda e, cells: e.add("Transfers", Recipient="Lab", Transfer_tool="none", **cells),
    "a row without a tool": lambda e, cells: _set(e, {"Transfer tool": "none", **cells}),
}


def _set(edited, cells):
    for label, value in cells.items():
        edited.set("Transfers", "Lab", label, value)
    return edited


def of_row(got, row):
    return {e.field: e for e in got.edits if e.place.startswith("Transfers!") and e.place.endswith(str(row))}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("label", BESIDE)
def test_each_cell_beside_none_is_accepted_or_reported(way, label):
    change = WAYS[way]
    edited = Edited()
    row = edited.row("Transfers", "Lab" if way == "a row without a tool" else "")
    got = change(edited, {label: "China"}).read()
    listed = of_row(got, row)
    assert label in listed, f"{label} is lost without a line"
    edit = listed[label]
    assert (edit.typed, edit.place[-1]) == ("China", str(row))
    if label == "Countries":
        assert edit.taken and [s.country for s in got.inventory.recipients[2].sites] == ["MA", "CN"]
    else:
        assert edit.state == REFUSED and label in edit.why and "no transfer tool" in edit.why
    assert listed["Transfer tool"].taken and got.inventory.recipients[2].safeguards == ()


def test_all_cells_beside_none_are_listed_at_once():
    row = Edited().row("Transfers", "")
    got = Edited().add("Transfers", Recipient="Lab", Transfer_tool="none", **dict.fromkeys(BESIDE, "x")).read()
    assert set(of_row(got, row)) == {c.label for c in SHEET.columns}


def test_a_note_that_is_typed_later_beside_none_names_where_it_belongs():
    edited = Edited().set("Transfers", "Lab", "Transfer tool", "none")
    now = edited.read().inventory
    got = edited.set("Transfers", "Lab", "Notes", "nothing signed").read(now)
    (note,) = got.untaken
    assert note.field == "Notes" and "Notes of Recipients" in note.expected and "'none'" not in note.expected
    assert Edited().set("Recipients", "Lab", "Notes", "nothing signed").read().untaken == ()
