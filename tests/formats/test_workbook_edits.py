"""Edits as people who know a spreadsheet make them: each is accepted and is exactly that change, or is reported."""

from __future__ import annotations

import datetime as dt

import pytest
from workbook_fixture import Edited

from datamap.formats.workbook.edits import ACCEPTED, CREATED, PART, REFUSED, REMOVED


def E():
    return Edited()


AWKWARD = 'Checking "late" papers\tby hand\nand by mail'

ACCEPTED_EDITS = {
    # a fact of the organisation
    "a name": (
        lambda e: e.answer("Organisation", "Name of the organisation", "Acme Ltd"),
        {"controller.name": "Acme Ltd"},
    ),
    "a country in another language": (
        lambda e: e.answer("Organisation", "Country", "Pologne"),
        {"controller.country": "PL"},
    ),
    "a role in words": (
        lambda e: e.answer("Organisation", "What the organisation does with personal data", "both"),
        {"controller.role": "both"},
    ),
    "a telephone number as a number": (
        lambda e: e.answer("Organisation", "Telephone", 420123456789),
        {"controller.phone": "420123456789"},
    ),
    "a fact removed": (lambda e: e.answer("Organisation", "Country", None), {"controller.country": None}),
    "an officer with another e-mail": (
        lambda e: e.answer("Organisation", "Data protection officer", "Ann, ann@acme.example"),
        {"controller.dpo[0].email": "ann@acme.example"},
    ),
    "an officer with another name": (
        lambda e: e.answer("Organisation", "Data protection officer", "Bea, dpo@acme.example"),
        {"controller.dpo[0].name": "Bea"},
    ),
    "two joint controllers": (
        lambda e: e.answer("Organisation", "Joint controllers (Art. 26)", "Beta s.r.o., b@beta.example\nGamma GmbH"),
        {"controller.joint_controllers": [{"name": "Beta s.r.o.", "email": "b@beta.example"}, "Gamma GmbH"]},
    ),
    "no officer": (lambda e: e.answer("Organisation", "Data protection officer", "none"), {"controller.dpo": "none"}),
    "a day as a day": (
        lambda e: e.answer("Organisation", "Next review", dt.datetime(2027, 5, 1)),
        {"meta.next_review": dt.date(2027, 5, 1)},
    ),
    "a day with points": (
        lambda e: e.answer("Organisation", "Next review", "1. 5. 2027"),
        {"meta.next_review": dt.date(2027, 5, 1)},
    ),
    # an activity
    "a renamed activity": (
        lambda e: e.set("Activities", "Payroll", "Activity", "Wages"),
        {"purposes[0].name": "Wages"},
    ),
    "people with a comma": (
        lambda e: e.set("Activities", "Payroll", "People", "Staff, Customers"),
        {"purposes[0].subjects": ["staff", "customers"]},
    ),
    "people with lines and another case": (
        lambda e: e.set("Activities", "Payroll", "People", "staff\ncustomers\n"),
        {"purposes[0].subjects": ["staff", "customers"]},
    ),
    "data whose name has a comma": (
        lambda e: e.set("Activities", "Support", "Data", "Contact, Cookies, IP addresses"),
        {"purposes[1].categories": ["contact", "cookies"]},
    ),
    "a recipient added, the narrowing of another stays": (
        lambda e: e.set("Activities", "Payroll", "Recipients", "Host, Bank, Lab"),
        {"purposes[0].recipients": [{"recipient": "host", "categories": ["contact"]}, "bank", "lab"]},
    ),
    "a recipient by another name": (
        lambda e: e.set("Activities", "Support", "Recipients", "Hosty\nLab"),
        {"purposes[1].recipients": ["host", "lab"]},
    ),
    "no recipients": (
        lambda e: e.set("Activities", "Support", "Recipients", "none"),
        {"purposes[1].recipients": "none"},
    ),
    "an interest in brackets": (
        lambda e: e.set("Activities", "Support", "Legal basis", "legitimate interest (security)"),
        {"purposes[1].legal_bases[0]": {"basis": "6-1-f", "interest": "security"}},
    ),
    "two legal bases": (
        lambda e: e.set("Activities", "Support", "Legal basis", "contract, legal obligation (Labour Code)"),
        {"purposes[1].legal_bases": ["6-1-b", {"basis": "6-1-c", "law": "Labour Code"}]},
    ),
    "a letter of the article": (
        lambda e: e.set("Activities", "Support", "Legal basis", "Art. 6(1)(a)"),
        {"purposes[1].legal_bases[0]": "6-1-a"},
    ),
    "a law added to a legal basis that has notes": (
        lambda e: e.set("Activities", "Payroll", "Legal basis", "legal obligation (Labour Code)"),
        {"purposes[0].legal_bases[0].law": "Labour Code"},
    ),
    "a condition": (
        lambda e: e.set("Activities", "Support", "Condition for special data", "health care"),
        {"purposes[1].legal_bases[0]": {"basis": "6-1-b", "conditions": ["9-2-h"]}},
    ),
    "a condition behind its legal basis": (
        lambda e: e.set("Activities", "Support", "Legal basis", "contract + Art. 9(2)(h)"),
        {"purposes[1].legal_bases[0]": {"basis": "6-1-b", "conditions": ["9-2-h"]}},
    ),
    "a period in words": (
        lambda e: e.set("Activities", "Support", "Kept for", "1 month"),
        {"purposes[1].retention": ["P1M"]},
    ),
    "a period with its start and law": (
        lambda e: e.set("Activities", "Support", "Kept for", "10 years after end of contract (tax law)"),
        {"purposes[1].retention": [{"period": "P10Y", "starts": "end of contract", "law": "tax law"}]},
    ),
    "a criterion": (
        lambda e: e.set("Activities", "Support", "Kept for", "until consent is withdrawn"),
        {"purposes[1].retention": [{"period": "none", "criterion": "until consent is withdrawn"}]},
    ),
    "a period for some of the data": (
        lambda e: e.set("Activities", "Payroll", "Kept for", "Contact: 3 years\nHealth: 1 year"),
        {
            "purposes[0].retention": [
                {"period": "P3Y", "categories": ["contact"]},
                {"period": "P1Y", "categories": ["health"]},
            ]
        },
    ),
    "a source with its name": (
        lambda e: e.set("Activities", "Support", "Source of the data", "the person; a third party (Bank)"),
        {"purposes[1].sources": ["subject", {"kind": "third-party", "name": "Bank"}]},
    ),
    "a text with quotation marks, a tab and a line break": (
        lambda e: e.set("Activities", "Support", "What is done and why", AWKWARD),
        {"purposes[1].description": AWKWARD},
    ),
    "a text like a formula": (
        lambda e: _text(e, "Activities", "Support", "Notes", "=HYPERLINK(1)"),
        {"purposes[1].notes": "=HYPERLINK(1)"},
    ),
    "systems": (
        lambda e: e.set("Activities", "Payroll", "Systems", "ERP, Portal"),
        {"purposes[0].systems": ["ERP", "Portal"]},
    ),
    "yes as a truth value": (
        lambda e: e.set("Activities", "Support", "Automated decisions", True),
        {"purposes[1].automated_decisions": "yes"},
    ),
    "an answer in another language": (
        lambda e: e.set("Activities", "Support", "Automated decisions", "Nein"),
        {"purposes[1].automated_decisions": "no"},
    ),
    # data and people
    "a kind of special data": (
        lambda e: e.set("Data", "Contact", "Special or criminal data", "biometric"),
        {"categories[0].special": "biometric"},
    ),
    "no special data": (
        lambda e: e.set("Data", "Cookies, IP addresses", "Special or criminal data", "no"),
        {"categories[2].special": "none"},
    ),
    "vulnerable people": (
        lambda e: e.set("People", "Customers", "Vulnerable", "yes"),
        {"subjects[1].vulnerable": "yes"},
    ),
    # a recipient
    "the country of a recipient": (
        lambda e: e.set("Recipients", "Bank", "Places", "Pologne"),
        {"recipients[1].sites[0]": "PL"},
    ),
    "what happens at a place; its notes stay": (
        lambda e: e.set("Recipients", "Lab", "Places", "Morocco (hosting)"),
        {"recipients[2].sites[0].activity": "hosting"},
    ),
    "a second place": (
        lambda e: e.set(
            "Recipients", "Lab", "Places", "Morocco (access)\nGermany (hosting; run by Lab Inc., operator in USA)"
        ),
        {
            "recipients[2].sites": [
                {"country": "MA", "activity": "access", "notes": "asked in May"},
                {"country": "DE", "activity": "hosting", "run_by": "Lab Inc.", "run_by_country": "US"},
            ]
        },
    ),
    "a contract by its name": (
        lambda e: e.set("Recipients", "Lab", "Contract under Art. 28", "contract under Art. 28"),
        {"recipients[2].dpa": "yes"},
    ),
    "a role in another word": (
        lambda e: e.set("Recipients", "Lab", "Role", "Auftragsverarbeiter"),
        {"recipients[2].role": "processor"},
    ),
    "the activities of a recipient": (
        lambda e: e.set("Recipients", "Lab", "Activities", "Support, Payroll"),
        {
            "purposes[0].recipients": [{"recipient": "host", "categories": ["contact"]}, "bank", "lab"],
            "purposes[1].recipients": ["host", "lab"],
        },
    ),
    "one activity fewer": (
        lambda e: e.set("Recipients", "Host", "Activities", "Support"),
        {"purposes[0].recipients": ["bank"]},
    ),
    "other names removed": (
        lambda e: e.set("Recipients", "Host", "Other names", None),
        {"recipients[0].aliases": None},
    ),
    # transfer tools
    "another tool": (
        lambda e: e.set("Transfers", "Host", "Transfer tool", "DPF"),
        {"recipients[0].safeguards[0]": "dpf@2022-05-01"},
    ),
    "a tool in a row that had none": (
        lambda e: e.set("Transfers", "Lab", "Transfer tool", "SCCs"),
        {"recipients[2].safeguards": ["scc"]},
    ),
    "two tools": (
        lambda e: e.set("Transfers", "Lab", "Transfer tool", "SCC 2021 module 2, DPF"),
        {"recipients[2].safeguards": [{"kind": "scc", "version": "2021", "module": "2"}, "dpf"]},
    ),
    "there is no tool": (
        lambda e: e.set("Transfers", "Lab", "Transfer tool", "none"),
        {"recipients[2].safeguards": "none"},
    ),
    "a day of signature": (
        lambda e: e.set("Transfers", "Host", "Signed on", "2. 6. 2023"),
        {"recipients[0].safeguards[0]": "scc:2021@2023-06-02"},
    ),
    "an assessment": (
        lambda e: e.set("Transfers", "Host", "Transfer impact assessment", "positive"),
        {
            "recipients[0].safeguards[0]": {
                "kind": "scc",
                "version": "2021",
                "signed": dt.date(2022, 5, 1),
                "tia": "positive",
            }
        },
    ),
    # the notice
    "a letter told": (
        lambda e: e.answer("Notice", "Does it state: transfers and their safeguards (Art. 13-1-f)", "yes"),
        {"notice.informs.13-1-f": "told"},
    ),
    "a right": (
        lambda e: e.answer("Notice", "How to use the right: access", "by e-mail"),
        {"rights": [{"right": "access", "contact": "by e-mail"}]},
    ),
}
"""What a person does -> the paths that change, with what they become; nothing else changes."""


def _text(edited, sheet, name, label, value):
    """Type a text with an apostrophe in front, which spreadsheet programs take as text."""
    edited.set(sheet, name, label, value)
    edited.book[sheet].cell(edited.row(sheet, name), edited.column(sheet, label)).data_type = "s"
    return edited


@pytest.mark.parametrize("name", ACCEPTED_EDITS)
def test_an_edit_is_exactly_its_change(name):
    edit, expected = ACCEPTED_EDITS[name]
    changes, got = edit(E()).changes()
    assert changes == expected
    assert got.edits and {e.state for e in got.edits} == {ACCEPTED}, got.edits


REFUSED_EDITS = {
    "a place that can be two": (
        lambda e: e.set("Recipients", "Bank", "Places", "Korea"),
        "Recipients!D4",
        "North or South",
    ),
    "a place that is none": (lambda e: e.set("Recipients", "Bank", "Places", "Atlantis"), "Recipients!D4", "Atlantis"),
    "a place misspelt": (lambda e: e.answer("Organisation", "Country", "Germny"), "Organisation!B8", "Germany"),
    "a place beside one": (
        lambda e: e.set("Recipients", "Bank", "Places", "Germany (from May Poland)"),
        "Recipients!D4",
        "two ways",
    ),
    "a word that is none": (lambda e: e.set("Recipients", "Lab", "Role", "vendor"), "Recipients!B5", "processor"),
    "a legal basis that is none": (
        lambda e: e.set("Activities", "Support", "Legal basis", "because"),
        "Activities!E4",
        "contract",
    ),
    "one of two legal bases": (
        lambda e: e.set("Activities", "Support", "Legal basis", "consent or contract"),
        "Activities!E4",
        "one of several",
    ),
    "a condition with several legal bases": (
        lambda e: e.set("Activities", "Support", "Legal basis", "contract, consent").set(
            "Activities", "Support", "Condition for special data", "health care"
        ),
        "Activities!F4",
        "behind its legal basis",
    ),
    "no period": (lambda e: e.set("Activities", "Support", "Kept for", "ask IT"), "Activities!G4", "period"),
    "none as a period": (lambda e: e.set("Activities", "Support", "Kept for", "none"), "Activities!G4", "unlimited"),
    "several periods": (
        lambda e: e.set("Activities", "Support", "Kept for", "3 years or 10 years"),
        "Activities!G4",
        "several periods",
    ),
    "a day in two readings": (
        lambda e: e.answer("Organisation", "Next review", "3/9/2027"),
        "Organisation!B24",
        "two ways",
    ),
    "a tool to be signed": (
        lambda e: e.set("Transfers", "Lab", "Transfer tool", "SCCs to be signed"),
        "Transfers!C4",
        "in place",
    ),
    "a tool of two kinds": (
        lambda e: e.set("Transfers", "Lab", "Transfer tool", "binding corporate rules"),
        "Transfers!C4",
        "kind is not stated",
    ),
    "a recipient as a question": (
        lambda e: e.set("Activities", "Support", "Recipients", "Host, Brevo?"),
        "Activities!H4",
        "question",
    ),
    "a name removed": (lambda e: e.set("Recipients", "Lab", "Recipient", None), "Recipients!A5", "blank"),
    "a formula": (lambda e: e.set("Data", "Contact", "What it includes", "=1+1"), "Data!B3", "formula"),
    "a fact of nobody": (lambda e: e.set("Data", "", "What it includes", "numbers"), "Data!B6", "without a name"),
    "a name that is there": (lambda e: e.add("Recipients", Recipient="host"), "Recipients!A6", "already"),
    "special data without their kind": (
        lambda e: e.set("Data", "Contact", "Special or criminal data", "yes"),
        "Data!C3",
        "health",
    ),
    "an end before its beginning": (
        lambda e: e.set("Recipients", "Lab", "From", "2026-01-01").set("Recipients", "Lab", "Until", "2025-01-01"),
        "Recipients!V5",
        "not before",
    ),
    "data that an activity keeps for a time": (
        lambda e: e.set("Activities", "Payroll", "Data", "Health"),
        "Activities!D3",
        "not valid",
    ),
    "a column of one's own": (lambda e: _own_column(e), "People!G3", "not one of this sheet"),
}
"""What a person does -> the cell that is not accepted, and a part of why or of what is expected."""


def _own_column(edited):
    page = edited.book["People"]
    page.cell(2, 7).value, page.cell(3, 7).value = "Reviewed by", "Bea"
    return edited


@pytest.mark.parametrize("name", REFUSED_EDITS)
def test_an_edit_that_is_not_accepted_is_reported_with_its_cell_and_changes_nothing(name):
    edit, place, told = REFUSED_EDITS[name]
    before = E()
    changes, got = edit(before).changes()
    refused = {e.place: f"{e.why} {e.expected}" for e in got.untaken}
    assert place in refused and told in refused[place], got.edits
    field = {"Recipients!D4": "sites", "Activities!E4": "legal_bases", "Recipients!V5": "until"}.get(place)
    assert {e.state for e in got.untaken} == {REFUSED}
    accepted = [e for e in got.edits if e.taken]
    assert bool(changes) == bool(accepted) and not (field and any(field in path for path in changes) and not accepted)


def test_a_new_row_with_only_a_name_is_a_new_entry():
    changes, got = E().add("Recipients", Recipient="New Vendor, Inc.").changes()
    assert [r.id for r in got.inventory.recipients] == ["host", "bank", "lab", "new-vendor-inc"]
    assert got.inventory.recipients[-1].name == "New Vendor, Inc."
    assert [(e.place, e.state) for e in got.edits] == [("Recipients!A6", CREATED)] and set(changes) == {"recipients"}


def test_a_new_recipient_with_its_facts():
    edited = E().add(
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
    edited = E().add(
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
    got = E().set("Activities", "Support", "People", "Custommers").read()
    (made,) = [e for e in got.edits if e.state == CREATED]
    assert made.why == "similar to 'Customers'"


def test_what_is_understood_beside_a_name_is_not_lost_in_silence():
    got = E().set("Activities", "Support", "Recipients", "Host, Postbird Inc. (US)").read()
    assert got.inventory.recipients[-1].name == "Postbird Inc."
    (part,) = got.untaken
    assert part.state == PART and "Postbird Inc. (US)" in part.why


def test_a_deleted_row_is_a_removal_with_what_named_it():
    changes, got = E().delete("Recipients", "Bank").changes()
    (removed,) = got.edits
    assert (removed.state, removed.entry) == (REMOVED, "Bank") and "Payroll" in removed.why
    assert [r.id for r in got.inventory.recipients] == ["host", "lab"]
    assert set(changes) == {"recipients", "purposes[0].recipients"}


def test_a_row_that_is_emptied_is_a_removal():
    edited = E()
    row = edited.row("Recipients", "Bank")
    for column in range(1, edited.column("Recipients", "Row")):
        edited.book["Recipients"].cell(row, column).value = None
    assert [(e.state, e.entry) for e in edited.read().edits] == [(REMOVED, "Bank")]


def test_a_removal_waits_where_an_edited_cell_still_names_the_entry():
    edited = E().delete("Recipients", "Bank").set("Activities", "Support", "Recipients", "Bank")
    got = edited.read()
    (kept,) = got.untaken
    assert "Activities!H4" in kept.why and "bank" in [r.id for r in got.inventory.recipients]


def test_a_deleted_tool_is_not_recorded_any_more():
    changes, got = E().delete("Transfers", "Host").changes()
    assert changes == {"recipients[0].safeguards": None} and [e.state for e in got.edits] == [REMOVED]


def test_a_copied_row_with_another_name_is_a_new_entry():
    edited = E()
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
        E().set("Recipients", "Host", "Recipient", "Cloudy").set("Activities", "Support", "Recipients", "Cloudy, Bank")
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
    got = E().set("Activities", "Payroll", "Impact assessment", "required").read()
    assert [e.section for e in got.inventory.purposes[0].evidence] == ["B.1"]
    assert "evidence" in got.edits[0].why


def test_security_measures_are_listed_and_removed_on_the_first_sheet():
    fact = "Security measures of the organisation"
    got = E().answer("Organisation", fact, "Backups, access by role").read()
    assert [m.name for m in got.inventory.measures] == ["Backups", "access by role"]
    assert got.inventory.measures[0].kind == "technical"
    assert sorted(e.state for e in got.edits) == [ACCEPTED, CREATED, REMOVED]
