"""The workbook to work in comes back as it was: any map, any text, in any order of rows and columns."""

from __future__ import annotations

import io

import openpyxl
import pytest
from conftest import examples
from filled import filled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import HOSTILE, inventories
from workbook_fixture import Edited, imported, inventory, written

from datamap import formats
from datamap.formats.workbook import layout, writer
from datamap.formats.yaml import writer as yaml
from datamap.model import Inventory, shape


def test_an_untouched_workbook_gives_the_identical_map():
    got = imported(written())
    assert got.inventory == inventory() and got.edits == ()


def test_so_does_one_that_another_program_saved():
    assert imported(Edited().raw()).inventory == inventory()


@pytest.mark.parametrize("name", ["smartsupp", "ademe", "dfe"])
def test_the_maps_of_the_project_come_back_with_the_same_yaml(root, name):
    source = formats.read(root / f"inventory/{name}.yaml")
    got = imported(writer.book_bytes(source))
    assert got.inventory == source and got.edits == () and yaml.dump(got.inventory) == yaml.dump(source)


@settings(examples(0.5), suppress_health_check=[HealthCheck.too_slow])
@given(source=inventories())
def test_any_map_comes_back(source):
    got = imported(writer.book_bytes(source))
    assert got.inventory == source and got.edits == ()


@settings(examples(0.5), suppress_health_check=[HealthCheck.too_slow])
@given(text=HOSTILE)
def test_any_text_in_every_field_comes_back_and_is_no_formula(text):
    source = filled(text)
    raw = writer.book_bytes(source)
    got = imported(raw)
    assert got.inventory == source and got.edits == ()
    cells = [c for s in openpyxl.load_workbook(io.BytesIO(raw)) for row in s.iter_rows() for c in row]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    live = ("=", "+", "-", "@", "\t", "\r")
    assert not [
        c.coordinate for c in cells if isinstance(c.value, str) and c.value.startswith(live) and not c.quotePrefix
    ]


def test_the_same_map_gives_the_same_bytes():
    assert writer.book_bytes(inventory()) == written()


def test_the_order_of_rows_and_columns_makes_no_difference():
    edited = Edited()
    for sheet in layout.sheets():
        if sheet.form:
            continue
        page = edited.book[sheet.name]
        rows = [[c.value for c in row] for row in page.iter_rows()]
        rows = [rows[0], rows[1], *reversed(rows[2:])]
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(reversed(row), start=1):
                page.cell(r, c).value = value
    got = edited.read()
    assert got.inventory == inventory() and got.edits == ()


def test_every_fact_of_the_model_is_in_a_cell_or_kept():
    models = {name: fields for sheet in layout.sheets() for name, fields in sheet.kept.items()}
    shown: dict[str, set[str]] = {}
    for sheet in layout.sheets():
        for column in sheet.columns:
            shown.setdefault(column.model.__name__, set()).update(column.fields)
    # cells that show several facts of entries within an entry
    shown["LegalBasis"] = {"basis", "conditions", "interest", "law", "when", "withdrawal"}
    shown["Retention"] = {"period", "starts", "criterion", "law", "notes"}
    shown["ScopeFact"] = {"fact", "value"}
    shown["Source"] = {"kind", "name"}
    shown["Site"] = {"country", "activity", "run_by", "run_by_country", "place"}
    shown["Party"] = {"name", "email", "phone", "website"}
    shown["Measure"] = {"name"}
    shown["UsedCategory"], shown["ServedBy"], shown["SubProcessor"] = {"category"}, {"recipient"}, {"recipient"}
    shown["Informs"], shown["Right"] = {"letter", "told"}, {"right", "contact"}
    lists = {"meta", "controller", "notice", "subjects", "categories", "purposes", "recipients", "measures", "rights"}
    shown["Inventory"] = lists
    from datamap.formats.yaml.schema import models as all_models

    for model in all_models():
        name = model.__name__
        if name == "Evidence":
            continue
        fields = {f.key for f in shape.of(model).values()}
        held = shown.get(name, set()) | set(models.get(name, ())) | ({"safeguards"} if name == "Recipient" else set())
        assert fields - held == set(), f"{name}: name {fields - held} in labels/workbook.yaml"


@given(st.data())
@settings(examples(0.2))
def test_a_workbook_without_its_keys_still_changes_nothing(data):
    edited = Edited()
    for sheet in layout.sheets():
        page = edited.book[sheet.name]
        if not sheet.form and data.draw(st.booleans()):
            for row in range(3, page.max_row + 1):
                page.cell(row, edited.column(sheet.name, writer.ROW_KEY)).value = None
    got = edited.read()
    assert got.inventory == inventory() and got.untaken == ()


def test_a_map_of_one_organisation_without_facts_comes_back():
    source = Inventory.model_validate({"meta": {"id": "a"}, "controller": "A", "recipients": "none"})
    assert imported(writer.book_bytes(source)).inventory == source
