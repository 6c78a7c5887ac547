"""New, copied, renamed and deleted rows, and names that do not exist yet."""

from __future__ import annotations

from workbook_fixture import AWKWARD, Edited

from datamap.formats.workbook.edits import ACCEPTED, CREATED, PART, REMOVED


def test_a_new_row_with_only_a_name_is_a_new_entry():
    changes, got = Edited().add("Recipients", Recipient="New Vendor, Inc.").changes()
    assert [r.id for r in got.inventory.recipients] == ["host", "bank", "lab", "new-vendor-inc"]
    assert got.inventory.recipients[-1].name == "New Vendor, Inc."
    assert [(e.place, e.state) for e in got.edits] == [("Recipients!A6", CREATED)] and set(changes) == {"recipients"}


def test_a_new_recipient_with_its_facts():
    edited = Edited().add(
        "Recipients",
        Recipient="Brevo",
        Role="processor",
        Places="France",
        Activities="Payroll",
        **{"Contract under Art. 28": "contract under Art. 28"},
    )
    got = edited.read()
    brevo = got.inventory.recipients[-1]
    assert (brevo.role, brevo.sites[0].country, brevo.dpa) == ("processor", "FR", "yes")
    assert [s.recipient for s in got.inventory.purposes[0].recipients] == ["host", "bank", "brevo"]
    assert got.untaken == ()


def test_a_new_activity_with_new_names():
    edited = Edited().add(
        "Activities",
        Activity="Newsletter",
        People="Customers, website visitors",
        Data="E-mail address",
        Legal_basis="legitimate interest (security)",
        Kept_for="1 month",
        What_is_done_and_why=AWKWARD,
    )
    got = edited.read()
    new = got.inventory.purposes[-1]
    assert (new.id, new.description) == ("newsletter", AWKWARD)
    assert new.subjects == ("customers", "website-visitors") and new.categories[0].category == "e-mail-address"
    assert (new.legal_bases[0].basis, new.legal_bases[0].interest, new.retention[0].period) == (
        "6-1-f",
        "security",
        "P1M",
    )
    created = {e.entry: e.place for e in got.edits if e.state == CREATED}
    assert created == {
        "Newsletter": "Activities!A5",
        "website visitors": "Activities!C5",
        "E-mail address": "Activities!D5",
    }
    assert got.untaken == ()


def test_a_name_that_is_like_another_is_created_with_a_remark():
    got = Edited().set("Activities", "Support", "People", "Custommers").read()
    (made,) = [e for e in got.edits if e.state == CREATED]
    assert made.why == "similar to 'Customers'"


def test_what_is_understood_beside_a_name_is_not_lost_in_silence():
    got = Edited().set("Activities", "Support", "Recipients", "Host, Postbird Inc. (US)").read()
    assert got.inventory.recipients[-1].name == "Postbird Inc."
    (part,) = got.untaken
    assert part.state == PART and "Postbird Inc. (US)" in part.why


def test_a_deleted_row_is_a_removal_with_what_named_it():
    changes, got = Edited().delete("Recipients", "Bank").changes()
    (removed,) = got.edits
    assert (removed.state, removed.entry) == (REMOVED, "Bank") and "Payroll" in removed.why
    assert [r.id for r in got.inventory.recipients] == ["host", "lab"]
    assert set(changes) == {"recipients", "purposes[0].recipients"}


def test_a_row_that_is_emptied_is_a_removal():
    edited = Edited()
    row = edited.row("Recipients", "Bank")
    for column in range(1, edited.column("Recipients", "Row")):
        edited.book["Recipients"].cell(row, column).value = None
    assert [(e.state, e.entry) for e in edited.read().edits] == [(REMOVED, "Bank")]


def test_a_removal_waits_where_an_edited_cell_still_names_the_entry():
    edited = Edited().delete("Recipients", "Bank").set("Activities", "Support", "Recipients", "Bank")
    got = edited.read()
    (kept,) = got.untaken
    assert "Activities!I4" in kept.why and "bank" in [r.id for r in got.inventory.recipients]


def test_a_deleted_tool_is_not_recorded_any_more():
    changes, got = Edited().delete("Transfers", "Host").changes()
    assert changes == {"recipients[0].safeguards": None} and [e.state for e in got.edits] == [REMOVED]


def test_a_copied_row_with_another_name_is_a_new_entry():
    edited = Edited()
    page, row, new = edited.book["Recipients"], edited.row("Recipients", "Host"), edited.row("Recipients", "")
    for column in range(1, edited.column("Recipients", "Row") + 1):
        page.cell(new, column).value = page.cell(row, column).value
    page.cell(new, 1).value = "Host 2"
    page.cell(new, edited.column("Recipients", "Other names")).value = None
    got = edited.read()
    assert [r.name for r in got.inventory.recipients] == ["Host", "Bank", "Lab", "Host 2"]
    assert got.inventory.recipients[0].id == "host" and got.untaken == ()
    assert [s.country for s in got.inventory.recipients[-1].sites] == ["US"]


def test_a_renamed_entry_keeps_its_identity_and_is_found_by_either_name():
    edited = (
        Edited()
        .set("Recipients", "Host", "Recipient", "Cloudy")
        .set("Activities", "Support", "Recipients", "Cloudy, Bank")
    )
    edited.set("Transfers", "Host", "Signed on", "2024-01-01")
    changes, got = edited.changes()
    assert changes == {
        "recipients[0].name": "Cloudy",
        "recipients[0].safeguards[0]": "scc:2021@2024-01-01",
        "purposes[1].recipients": ["host", "bank"],
    }
    assert got.untaken == ()


def test_evidence_of_an_earlier_value_does_not_prove_the_new_one():
    got = Edited().set("Activities", "Payroll", "Impact assessment", "required").read()
    assert [e.section for e in got.inventory.purposes[0].evidence] == ["B.1"]
    assert "evidence" in got.edits[0].why


def test_security_measures_are_listed_and_removed_on_the_first_sheet():
    fact = "Security measures of the organisation"
    got = Edited().answer("Organisation", fact, "Backups, access by role").read()
    assert [m.name for m in got.inventory.measures] == ["Backups", "access by role"]
    assert got.inventory.measures[0].kind == "technical"
    assert sorted(e.state for e in got.edits) == [ACCEPTED, CREATED, REMOVED]
