"""Edits that cannot be understood, or in two ways: each is reported with its cell, and the rest is written."""

from __future__ import annotations

import pytest
from workbook_fixture import Edited

from datamap.formats.workbook.edits import REFUSED

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
    "a withdrawal without consent": (
        lambda e: e.set("Activities", "Support", "How consent is withdrawn", "by e-mail"),
        "Activities!G4",
        "not consent",
    ),
    "a fact without an answer": (
        lambda e: e.set("Recipients", "Lab", "Facts that findings ask for", "pipeda"),
        "Recipients!U5",
        "pipeda: yes",
    ),
    "no period": (lambda e: e.set("Activities", "Support", "Kept for", "ask IT"), "Activities!H4", "period"),
    "none as a period": (lambda e: e.set("Activities", "Support", "Kept for", "none"), "Activities!H4", "unlimited"),
    "several periods": (
        lambda e: e.set("Activities", "Support", "Kept for", "3 years or 10 years"),
        "Activities!H4",
        "several periods",
    ),
    "a day in two readings": (
        lambda e: e.answer("Organisation", "Next review", "3/9/2027"),
        "Organisation!B26",
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
        "Activities!I4",
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
        "Recipients!W5",
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
    changes, got = edit(Edited()).changes()
    refused = {e.place: f"{e.why} {e.expected}" for e in got.untaken}
    assert place in refused and told in refused[place], got.edits
    field = {"Recipients!D4": "sites", "Activities!E4": "legal_bases", "Recipients!W5": "until"}.get(place)
    assert {e.state for e in got.untaken} == {REFUSED}
    accepted = [e for e in got.edits if e.taken]
    assert bool(changes) == bool(accepted) and not (field and any(field in path for path in changes) and not accepted)
