"""Each label, heading and small word that decides what a text is about does so alone."""

from __future__ import annotations

import pytest
from drafting.prose.lines_fixture import drafted

from datamap.drafting.draft import of_document
from datamap.reading.document import Cell, Document, Table, Text


def table(*rows: list[str], name: str = ""):
    cells = tuple(
        tuple(Cell(Text.plain(text, f"line {r}, column {c}")) for c, text in enumerate(row))
        for r, row in enumerate(rows)
    )
    return of_document(Document("x.csv", "csv", "", (Table(cells, name),)))


@pytest.mark.parametrize(
    "label, value",
    [
        ("Data subjects", "Employees"),
        ("Personal data", "Bank details"),
        ("Special category data", "health"),
        ("Legal basis", "contract"),
        ("Article 9 condition", "Art. 9(2)(b)"),
        ("Retention", "7 years"),
        ("Recipients", "Ledgerly Ltd"),
        ("Security measures", "encryption"),
        ("Source of data", "the data subject"),
        ("Automated decisions", "no"),
        ("DPIA", "done"),
        ("Legitimate interests", "to be paid"),
        ("On behalf of", "Hartley Clinics Ltd"),
        ("Our role", "controller"),
        ("Recipients in third countries", "Owl Labs Inc."),
        ("Processor contract", "yes"),
        ("Third countries", "India"),
        ("Transfer mechanism", "SCC"),
    ],
)
def test_one_fact_of_an_activity_makes_a_table_of_purposes_a_register(label, value):
    found = table(["Purpose of processing", label], ["To pay salaries", value])
    assert [a.name.value for a in found.activities] == ["To pay salaries"]
    assert found.is_register


@pytest.mark.parametrize(
    "label, value",
    [
        ("Country", "India"),
        ("Transfer mechanism", "SCC"),
        ("DPA", "yes"),
        ("Legal entity", "Payday Ltd"),
        ("Role", "processor"),
        ("Address", "Leeds, United Kingdom"),
    ],
)
def test_one_fact_of_a_recipient_makes_a_table_of_services_a_list_of_recipients(label, value):
    found = table(["Tool", label], ["Payday", value])
    assert [r.name.value for r in found.recipients] == ["Payday"]


@pytest.mark.parametrize(
    "inner",
    ["of", "de", "du", "des", "del", "della", "di", "da", "do", "dos", "la", "le", "les", "und", "and", "&", "et",
     "van", "von", "den", "het", "for", "y", "i"],
)  # fmt: skip
def test_a_small_word_within_a_name_is_of_the_name(inner):
    found = drafted("## Recipients", f"Your data are received by Blue {inner} Hill Ltd.")
    assert [r.name.value.rstrip(".") for r in found.recipients] == [f"Blue {inner} Hill Ltd"]


@pytest.mark.parametrize(
    "heading",
    ["Your rights", "Complaints", "Changes", "Definitions", "Who we are", "Data protection officer",
     "Obligation to provide data", "Automated decisions"],
)  # fmt: skip
def test_a_section_apart_states_no_basis_of_an_activity(heading):
    found = drafted(
        "## Purposes", "- Letters: Art. 6(1)(a) GDPR",
        f"## {heading}", "This is based on a legal obligation (Art. 6(1)(c) GDPR).",
    )  # fmt: skip
    assert [(a.name.value, [b.value for b in a.bases]) for a in found.activities] == [("Letters", ["6-1-a"])]


@pytest.mark.parametrize("key", ["name", "address", "place", "tools", "service", "role", "contact", "email"])
def test_each_label_of_a_detail_is_about_the_recipient_above_it(key):
    details = {
        "name": "Legal name: Cloudy Ireland Ltd", "address": "Address: 5 Bay Road, Austin, USA",
        "place": "Country: USA", "tools": "Safeguards: SCC", "service": "Service: hosting", "role": "Role: processor",
        "contact": "Contact: the desk", "email": "E-mail: desk@cloudy.example",
    }  # fmt: skip
    found = drafted("## Recipients", "- Cloudy, Inc.", details[key], "- Pigeon Mail Ltd", details[key])
    got = [
        (r.name.value, [p.value for p in r.places], [t.value for t in r.tools], r.service and r.service.value,
         r.role and r.role.value, r.legal_entity and r.legal_entity.value)
        for r in found.recipients
    ]  # fmt: skip
    facts = {
        "name": ([], [], None, None, "Cloudy Ireland Ltd"), "address": (["US"], [], None, None, None),
        "place": (["US"], [], None, None, None), "tools": ([], ["scc"], None, None, None),
        "service": ([], [], "hosting", None, None), "role": ([], [], None, "processor", None),
        "contact": ([], [], None, None, None), "email": ([], [], None, None, None),
    }  # fmt: skip
    assert got == [(name, *facts[key]) for name in ("Cloudy, Inc.", "Pigeon Mail Ltd")]


@pytest.mark.parametrize(
    "sheet, label",
    [("Subjects", "Data subjects"), ("Data", "Personal data"), ("Kept", "Retention"), ("Safe", "Security measures"),
     ("Why", "Legal basis"), ("Special", "Article 9 condition"), ("To", "Recipients")],
)  # fmt: skip
def test_a_second_table_that_only_adds_a_fact_adds_it_to_the_activity_of_the_first(sheet, label):
    values = {
        "Data subjects": "Employees", "Personal data": "Bank details", "Retention": "7 years",
        "Security measures": "encryption", "Legal basis": "contract", "Article 9 condition": "Art. 9(2)(b)",
        "Recipients": "Ledgerly Ltd",
    }  # fmt: skip
    first = Table(_cells(["Activity", "Purpose", "DPIA"], ["Payroll", "To pay", "done"], at="A"), "Register")
    second = Table(_cells(["Activity", label], ["Payroll", values[label]], at="B"), sheet)
    found = of_document(Document("x.xlsx", "xlsx", "", (first, second)))
    (activity,) = found.activities
    texts = [f.value for fs in (activity.subjects, activity.categories, activity.measures) for f in fs]
    texts += [
        f.extra.get("text", f.extra.get("notes", f.value)) for fs in (activity.retention, activity.bases) for f in fs
    ]
    texts += [c.quotes[0].words for c in activity.conditions] + [r.name.value for r in activity.recipients]
    assert texts == [values[label]]


def _cells(*rows: list[str], at: str):
    return tuple(
        tuple(Cell(Text.plain(text, f"{at}!{chr(65 + c)}{r + 1}")) for c, text in enumerate(row))
        for r, row in enumerate(rows)
    )
