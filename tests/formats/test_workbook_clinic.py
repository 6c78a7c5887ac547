"""A small clinic with nine vendors, typed into a blank workbook as a person would: imported whole, and audited."""

from __future__ import annotations

import pytest
from workbook_fixture import Edited, blank, imported

from datamap import audit
from datamap.formats.workbook import writer

ORGANISATION = {
    "Name of the organisation": "Cabinet Dentaire Riviera",
    "What the organisation does with personal data": "controller",
    "Sector": "private",
    "Country": "France",
    "Address": "3 quai des Fleurs, Nice",
    "E-mail": "contact@riviera.example",
    "Data protection officer": "Dr. Paul Petit, dpo@riviera.example, +33 4 00 00 00 00",
    "Supervisory authority": "CNIL",
    "Security measures of the organisation": "encryption, backups, access by role",
    "Day as of which the facts are recorded": "1.11.2026",
}
ACTIVITIES = (
    {
        "Activity": "Patient care",
        "People": "patients",
        "Data": "name, contact details, dental record",
        "Legal_basis": "contract",
        "Condition_for_special_data": "health care (Code de la santé publique)",
        "Kept_for": "20 years after last visit",
        "Recipients": "Doctolib, DentalCloud, Prothèse Lab",
        "Source_of_the_data": "patients",
        "Security_measures": "encryption, backups",
        "Impact_assessment": "done",
    },
    {
        "Activity": "Appointments",
        "People": "patients",
        "Data": "name, contact details",
        "Legal_basis": "contract",
        "Kept_for": "3 years",
        "Recipients": "Doctolib, Twilio",
    },
    {
        "Activity": "Billing",
        "People": "patients",
        "Data": "name, social security number, invoices",
        "Legal_basis": "legal obligation (Code de la sécurité sociale)",
        "Kept_for": "10 years (Code de commerce)",
        "Recipients": "CPAM\nStripe",
    },
    {
        "Activity": "Payroll",
        "People": "staff",
        "Data": "name, salary, bank details",
        "Legal_basis": "legal obligation (Labour Code)",
        "Kept_for": "5 years",
        "Recipients": "PayFit",
    },
    {
        "Activity": "Newsletter",
        "People": "patients, website visitors",
        "Data": "contact details",
        "Legal_basis": "consent",
        "How_consent_is_withdrawn": "link in each e-mail",
        "Kept_for": "until consent is withdrawn",
        "Recipients": "Mailchimp",
    },
    {
        "Activity": "CCTV",
        "People": "patients, staff",
        "Data": "images",
        "Legal_basis": "legitimate interest (security)",
        "Kept_for": "1 month",
        "Recipients": "none",
    },
)
RECIPIENTS = (
    ("Doctolib", "processor", "France", "yes"),
    ("DentalCloud", "processor", "France", "signed"),
    ("SupportPro India Pvt Ltd", "sub-processor", "India (access)", ""),
    ("Twilio", "processor", "USA", "yes"),
    ("Stripe", "processor", "Ireland, USA", "DPA"),
    ("PayFit", "processor", "FR", "contract under Art. 28"),
    ("Mailchimp", "processor", "États-Unis", ""),
    ("CPAM", "authority", "France", ""),
    ("Prothèse Lab", "processor", "Maroc", ""),
)
TRANSFERS = (
    {"Recipient": "Twilio", "Transfer_tool": "DPF"},
    {"Recipient": "Stripe", "Transfer_tool": "DPF, SCCs"},
    {"Recipient": "SupportPro India Pvt Ltd", "Countries": "India", "Transfer_tool": "SCC 2021 module 3"},
    {"Recipient": "Mailchimp", "Transfer_tool": "DPF"},
)


@pytest.fixture(scope="module")
def clinic():
    edited = Edited(blank())
    for fact, answer in ORGANISATION.items():
        edited.answer("Organisation", fact, answer)
    for row in ACTIVITIES:
        edited.add("Activities", **row)
    edited.add("Data", Data="dental record", What_it_includes="X-rays", Special_or_criminal_data="health")
    edited.add("Data", Data="social security number", Special_or_criminal_data="no")
    edited.add("People", People="patients", Own_staff="no", Vulnerable="yes")
    for name, role, places, contract in RECIPIENTS:
        edited.add("Recipients", Recipient=name, Role=role, Places=places, **{"Contract under Art. 28": contract})
    edited.set("Recipients", "DentalCloud", "Sub-processors", "SupportPro India Pvt Ltd")
    for row in TRANSFERS:
        edited.add("Transfers", **row)
    edited.answer("Notice", "Does it state: recipients (Art. 13(1)(e))", "yes")
    edited.answer("Notice", "How to use the right: access", "dpo@riviera.example")
    return edited.read()


def test_all_that_was_typed_is_in_the_map(clinic):
    assert clinic.untaken == ()
    made = clinic.inventory
    assert (len(made.purposes), len(made.recipients), len(made.subjects)) == (6, 9, 3)
    assert [b.basis for p in made.purposes for b in p.legal_bases] == [
        "6-1-b",
        "6-1-b",
        "6-1-c",
        "6-1-c",
        "6-1-a",
        "6-1-f",
    ]
    assert [r.period for p in made.purposes for r in p.retention] == ["P20Y", "P3Y", "P10Y", "P5Y", "none", "P1M"]
    places = {r.name: [s.country for s in r.sites] for r in made.recipients}
    assert places["Stripe"] == ["IE", "US"] and places["Prothèse Lab"] == ["MA"]
    assert [t.kind for r in made.recipients for t in r.safeguards] == ["scc", "dpf", "dpf", "scc", "dpf"]


def test_its_audit_finds_what_the_clinic_must_do(clinic):
    found = audit(clinic.inventory, "2026-11-01")
    verdicts = set(
        zip(found.transfers["recipient"], found.transfers["country"], found.transfers["verdict"], strict=True)
    )
    assert {("Doctolib", "FR", "no-transfer"), ("Prothèse Lab", "MA", "undetermined")} <= verdicts
    processors = found.findings.frame.query("rule == 'RC001'")["subject"]
    assert {"Mailchimp", "Prothèse Lab"} <= set(processors)


def test_the_map_goes_back_into_a_workbook(clinic):
    again = imported(writer.book_bytes(clinic.inventory))
    assert again.inventory == clinic.inventory and again.edits == ()


def test_a_blank_workbook_has_no_answer_yet():
    book = Edited(blank()).book
    assert not [c.value for name in ("Organisation", "Notice") for c in book[name]["B"][2:] if c.value]


def test_the_words_of_the_page_on_the_workbook_are_accepted(root):
    page = (root / "docs/workbook.md").read_text(encoding="utf-8")
    typed = {
        "Activities": {
            "Activity": "Care",
            "Legal basis": "legitimate interest (security)",
            "Kept for": "1 month after the end of the contract",
            "Data": '"Names, addresses"',
        },
        "Recipients": {"Recipient": "Lab", "Places": "Ireland, India (access)"},
        "Transfers": {"Recipient": "Lab", "Countries": "India", "Transfer tool": "SCC 2021 module 2"},
    }
    edited = Edited(blank()).answer("Organisation", "Name of the organisation", "Clinic")
    for sheet, cells in typed.items():
        edited.add(sheet, **cells)
    got = edited.read()
    assert got.untaken == () and [c.name for c in got.inventory.categories] == ["Names, addresses"]
    assert {s.country: s.activity for s in got.inventory.recipients[0].sites} == {"IE": "unknown", "IN": "access"}
    words = [text for cells in typed.values() for text in list(cells.values())[1:] if text != "India"]
    assert all(f"`{text}`" in page for text in words), words
