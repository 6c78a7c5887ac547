"""Edits as people who know a spreadsheet make them: each is accepted and is exactly that change."""

from __future__ import annotations

import datetime as dt

import pytest
from workbook_fixture import AWKWARD, Edited

from datamap.formats.workbook.edits import ACCEPTED

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
    "a condition with its law": (
        lambda e: e.set("Activities", "Support", "Condition for special data", "health care (Health Act)"),
        {"purposes[1].legal_bases[0]": {"basis": "6-1-b", "conditions": ["9-2-h"], "law": "Health Act"}},
    ),
    "how consent is withdrawn": (
        lambda e: e.set("Activities", "Support", "Legal basis", "consent").set(
            "Activities", "Support", "How consent is withdrawn", "by e-mail"
        ),
        {"purposes[1].legal_bases[0]": {"basis": "6-1-a", "withdrawal": "by e-mail"}},
    ),
    "the people themselves as the source": (
        lambda e: e.set("Activities", "Support", "Source of the data", "Customers"),
        {"purposes[1].sources": ["subject"]},
    ),
    "a fact that a finding asks for": (
        lambda e: e.set("Recipients", "Lab", "Facts that findings ask for", "pipeda: yes"),
        {"recipients[2].scope": {"pipeda": "yes"}},
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
        lambda e: e.answer("Notice", "Does it state: transfers and their safeguards (Art. 13(1)(f))", "yes"),
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
    changes, got = edit(Edited()).changes()
    assert changes == expected
    assert got.edits and {e.state for e in got.edits} == {ACCEPTED}, got.edits


def test_what_is_typed_about_a_tool_that_the_same_row_removes_is_not_accepted():
    edited = (
        Edited().set("Transfers", "Host", "Transfer tool", None).set("Transfers", "Host", "Signed on", "2. 6. 2023")
    )
    changes, got = edited.changes()
    assert changes == {"recipients[0].safeguards": None}
    states = {(e.state == ACCEPTED, e.why) for e in got.edits}
    assert states == {(True, ""), (False, "the tool of this row was removed")}


def test_a_row_of_a_tool_that_is_emptied_is_one_removal():
    edited = Edited().set("Transfers", "Host", "Transfer tool", None).set("Transfers", "Host", "Signed on", None)
    changes, got = edited.changes()
    assert changes == {"recipients[0].safeguards": None} and {e.state for e in got.edits} == {ACCEPTED}
