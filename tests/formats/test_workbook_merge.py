"""Three-way merge: what changed in the inventory since the workbook was written is never overwritten by an old cell."""

from __future__ import annotations

import pytest
from conftest import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import inventories
from workbook_fixture import FULL, Edited, blank, imported, inventory, written

from datamap import formats
from datamap.errors import InputError
from datamap.formats.workbook import writer
from datamap.formats.workbook.edits import CONFLICT, CREATED
from datamap.formats.yaml import editing
from datamap.formats.yaml import writer as yaml
from datamap.model import Inventory


def newer(**changes):
    """The map with other facts than the workbook has: list, number, field -> value."""
    data = Inventory.model_validate(FULL).model_dump(by_alias=True, warnings=False)
    for path, value in changes.items():
        name, number, field = path.split("__")
        data[name][int(number)][field] = value
    return Inventory.model_validate(data)


def test_a_cell_that_was_not_edited_never_overwrites_a_newer_fact():
    now = newer(recipients__0__role="controller", purposes__0__dpia="required", subjects__0__name="Employees")
    got = imported(written(), now)
    assert got.inventory == now and got.edits == ()


def test_an_edit_and_a_newer_fact_elsewhere_are_both_there():
    now = newer(recipients__0__role="controller")
    got = Edited().set("Recipients", "Host", "Service", "hosting").read(now)
    assert (got.inventory.recipients[0].role, got.inventory.recipients[0].service) == ("controller", "hosting")
    assert got.untaken == ()


def test_where_both_have_changed_the_inventory_stays_and_the_conflict_names_both():
    now = newer(recipients__0__role="controller")
    got = Edited().set("Recipients", "Host", "Role", "authority").read(now)
    (conflict,) = got.edits
    assert (conflict.state, conflict.place, conflict.typed) == (CONFLICT, "Recipients!B3", "authority")
    assert "controller" in conflict.why and got.inventory == now


def test_the_same_change_on_both_sides_is_no_conflict():
    now = newer(recipients__0__role="controller")
    got = Edited().set("Recipients", "Host", "Role", "controller").read(now)
    assert got.inventory == now and got.untaken == ()


def test_a_new_name_in_a_conflict_creates_nothing():
    now = newer(purposes__0__subjects=["customers"])
    got = Edited().set("Activities", "Payroll", "People", "Staff, Trainees").read(now)
    assert [e.state for e in got.edits] == [CONFLICT] and got.inventory == now


def test_an_entry_that_is_gone_is_a_conflict_for_its_edits_only():
    now = newer(purposes__0__recipients=["host"])
    now = now.model_copy(update={"recipients": now.recipients[:1] + now.recipients[2:]})
    got = (
        Edited().set("Recipients", "Bank", "Service", "payments").set("Recipients", "Lab", "Service", "tests").read(now)
    )
    assert [(e.entry, e.state) for e in got.untaken] == [("Bank", CONFLICT)]
    assert [r.service for r in got.inventory.recipients] == ["unknown", "tests"]


def test_a_removal_of_an_entry_that_has_changed_is_a_conflict():
    now = newer(recipients__1__service="payments")
    got = Edited().delete("Recipients", "Bank").read(now)
    assert [e.state for e in got.edits] == [CONFLICT] and got.inventory == now


def test_an_entry_is_found_by_the_id_that_it_had():
    data = Inventory.model_validate(FULL).model_dump(by_alias=True, warnings=False)
    data = {**data, "recipients": list(data["recipients"])}
    data["recipients"][1] |= {"id": "savings-bank", "formerly": ["bank"]}
    data["purposes"][0]["recipients"][1]["recipient"] = "savings-bank"
    got = Edited().set("Recipients", "Bank", "Service", "payments").read(Inventory.model_validate(data))
    assert got.inventory.recipients[1].id == "savings-bank" and got.inventory.recipients[1].service == "payments"
    assert got.untaken == ()


def test_a_new_row_joins_an_entry_that_the_inventory_got_meanwhile():
    data = Inventory.model_validate(FULL).model_dump(by_alias=True, warnings=False)
    now = Inventory.model_validate(
        {**data, "recipients": [*data["recipients"], {"id": "b1", "name": "Brevo", "role": "processor"}]}
    )
    got = Edited().add("Recipients", Recipient="Brevo", Role="controller", Service="mail").read(now)
    assert [r.id for r in got.inventory.recipients] == ["host", "bank", "lab", "b1"]
    assert (got.inventory.recipients[3].role, got.inventory.recipients[3].service) == ("processor", "mail")
    assert [(e.field, e.state) for e in got.untaken] == [("Role", CONFLICT)]


def test_a_tool_that_moved_in_its_list_is_still_found():
    now = newer(recipients__0__safeguards=["dpf", "scc:2021@2022-05-01"])
    got = Edited().set("Transfers", "Host", "Transfer impact assessment", "positive").read(now)
    assert [(t.kind, t.tia) for t in got.inventory.recipients[0].safeguards] == [
        ("dpf", "unknown"),
        ("scc", "positive"),
    ]


def test_a_tool_that_is_gone_is_a_conflict():
    now = newer(recipients__0__safeguards=["dpf"])
    got = Edited().set("Transfers", "Host", "Transfer impact assessment", "positive").read(now)
    assert [e.state for e in got.edits] == [CONFLICT] and got.inventory == now


def test_comments_of_the_inventory_stay(tmp_path):
    file = tmp_path / "acme.yaml"
    text = yaml.dump(inventory()).replace("- id: bank", "# our bank since 2001\n- id: bank")
    file.write_text("# checked by Ann\n" + text, encoding="utf-8")
    now = formats.read(file)
    got = Edited().set("Recipients", "Lab", "Service", "tests").read(now)
    editing.save(got.inventory)
    after = file.read_text(encoding="utf-8")
    assert "# checked by Ann" in after and "# our bank since 2001" in after and "service: tests" in after
    assert formats.read(file) == got.inventory


@settings(examples(0.3), suppress_health_check=[HealthCheck.too_slow])
@given(old=inventories(), now=inventories())
def test_an_untouched_workbook_changes_no_other_inventory(old, now):
    now = now.model_copy(update={"meta": now.meta.model_copy(update={"id": old.meta.id})})
    got = imported(writer.book_bytes(old), now)
    assert got.inventory == now and got.edits == ()


def test_a_workbook_of_another_organisation_is_refused():
    other = Inventory.model_validate({**FULL, "meta": {"id": "beta"}})
    with pytest.raises(InputError, match="'acme', and the inventory is that of 'beta'"):
        imported(written(), other)


def test_a_blank_workbook_is_the_beginning_of_a_map():
    edited = Edited(blank()).answer("Organisation", "Name of the organisation", "Clinic, s.r.o.")
    edited.add("Activities", Activity="Care", People="patients")
    got = edited.read()
    assert (got.inventory.meta.id, got.inventory.controller.name) == ("clinic-s-r-o", "Clinic, s.r.o.")
    assert {e.entry for e in got.edits if e.state == CREATED} == {"Care", "patients"} and got.untaken == ()
    again = imported(writer.book_bytes(got.inventory))
    assert again.inventory == got.inventory and again.edits == ()


def test_a_blank_workbook_without_a_name_is_refused_with_its_cell():
    with pytest.raises(InputError, match=r"Organisation!B3: a blank cell. Expected the name of the organisation"):
        imported(blank())


@given(st.data())
@settings(examples(0.2), suppress_health_check=[HealthCheck.too_slow])
def test_edits_of_a_blank_workbook_never_replace_facts(data):
    now = data.draw(inventories())
    edited = Edited(blank()).answer("Organisation", "Country", "Germany")
    got = edited.read(now)
    had = now.controller.country
    assert got.inventory.controller.country == ("DE" if had == "unknown" else had)
    assert bool(got.untaken) == (had not in ("unknown", "DE"))
