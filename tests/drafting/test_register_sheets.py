"""Registers of several sheets: sheets that add to the activities of another one, rows that go on, our own record."""

from __future__ import annotations

import pytest
from register_fixture import imported

from datamap.drafting import registers
from datamap.model import Inventory
from datamap.model.vocabulary import UNKNOWN
from datamap.pipeline import audit
from datamap.publish.record import write_ropa

MAIN = (
    "Processing",
    [
        ["Purpose of processing", "Categories of individuals", "Categories of personal data", "Recipients"],
        ["Payroll\npaying the staff", "Employees", "Bank details\nHours", "Bank"],
        ["Newsletter", "Readers", "E-mail address", "Mailer"],
    ],
)


def test_a_sheet_of_time_limits_adds_to_the_activities_of_another_sheet(tmp_path):
    limits = [["Activity", "Data", "Time limit for erasure"], ["Payroll", "Hours", "3 years"]]
    limits += [["Payroll", "Bank details", "1 year"], ["Newsletter", "all data", "2 years"]]
    inv = imported(tmp_path, MAIN, ("Erasure", limits)).inventory
    assert [(p.name, p.description) for p in inv.purposes] == [("Payroll", "paying the staff"), ("Newsletter", "")]
    kept = {p.name: [(r.period, tuple(r.categories)) for r in p.retention] for p in inv.purposes}
    assert kept == {"Payroll": [("P3Y", ("hours",)), ("P1Y", ("bank-details",))], "Newsletter": [("P2Y", ())]}
    assert [c.name for c in inv.categories] == ["Bank details", "Hours", "E-mail address"]


@pytest.mark.parametrize(
    "further",
    [
        [["Activity", "Purpose", "Time limit"], ["Payroll", "paying the board", "1 year"]],
        [["Activity", "Controller acted for", "Time limit"], ["Payroll", "Client Ltd", "1 year"]],
        [["Activity", "Department", "Time limit"], ["Payroll", "Branch in Leeds", "1 year"]],
        [["Activity", "Data", "Time limit"], ["Payroll", "Hours", "1 year"], ["Visitors", "Names", "2 years"]],
    ],
)
def test_a_sheet_that_lists_other_activities_of_the_same_name_does_not(tmp_path, further):
    inv = imported(tmp_path, MAIN, ("Other", further)).inventory
    assert len(inv.purposes) == 2 + len(further) - 1
    assert inv.purposes[0].retention is UNKNOWN


@pytest.mark.parametrize("mark", ["continued", "Fortsetzung", "suite", "pokračování", "cont."])
def test_a_row_that_is_marked_as_continued_belongs_to_the_one_above(tmp_path, mark):
    name, rows = MAIN
    more = [*rows[:2], [f"Payroll ({mark})", "", "Sick days", "Tax office"], *rows[2:]]
    inv = imported(tmp_path, (name, more)).inventory
    assert [(p.name, p.description) for p in inv.purposes] == [("Payroll", "paying the staff"), ("Newsletter", "")]
    assert [u.category for u in inv.purposes[0].categories] == ["bank-details", "hours", "sick-days"]
    assert [d.recipient for d in inv.purposes[0].recipients] == ["bank", "tax-office"]


def test_a_row_without_one_known_fact_is_no_activity(tmp_path):
    assert [
        p.name for p in imported(tmp_path, (MAIN[0], [*MAIN[1], ["unknown", "", "unknown", ""]])).inventory.purposes
    ] == [
        "Payroll",
        "Newsletter",
    ]


def test_a_country_that_a_list_states_for_a_recipient_is_not_that_of_another_one(tmp_path):
    head = [*MAIN[1][0], "Third countries"]
    main = (MAIN[0], [head, [*MAIN[1][1], "none"], ["Newsletter", "Readers", "E-mail address", "Mailer\nWeb", "India"]])
    listed = (
        "Recipients",
        [["Recipient", "Service", "Country"], ["Mailer", "mail", "India"], ["Web", "host", "Italy"]],
    )
    inv = imported(tmp_path, main, listed).inventory
    assert {r.name: [s.country for s in r.sites] for r in inv.recipients if r.sites and r.sites is not UNKNOWN} == {
        "Mailer": ["IN"],
        "Web": ["IT"],
    }
    unlisted = imported(tmp_path, main).inventory.recipients
    assert any("not named" in r.name and [s.country for s in r.sites] == ["IN"] for r in unlisted)


OWN = {
    "meta": {"id": "acme"},
    "controller": {"name": "Acme Ltd", "address": "1 High Street, Leeds", "country": "IE", "email": "acme@example.com"},
    "subjects": [{"id": "s", "name": "Staff"}],
    "categories": [{"id": "c", "name": "Bank details"}, {"id": "d", "name": "Hours"}],
    "measures": [{"id": "m", "name": "Encryption"}],
    "recipients": [{"id": "r", "name": "Jaipur Desk Pvt Ltd", "sites": ["IN"]}, {"id": "b", "name": "Bank plc"}],
    "purposes": [
        {
            "id": f"p{n}",
            "ref": f"A{n}",
            "name": name,
            "description": "what is done with the data and why " * 90,
            "subjects": ["s"],
            "categories": ["c", "d"],
            "recipients": ["r", "b"],
            "retention": [{"period": "P3Y", "categories": ["c"]}, {"period": "P5Y", "categories": ["d"]}],
            "legal_bases": ["6-1-c"],
        }
        for n, name in enumerate(("Payroll", "Rota"))
    ],
}


@pytest.mark.parametrize(
    ("layout", "language"), [*(("record", x) for x in ("en", "cs", "de", "fr")), ("dsk", None), ("minimum", "en")]
)
@pytest.mark.parametrize("role", ["controller", "both"])
def test_a_record_of_ours_comes_back_with_its_activities(tmp_path, layout, language, role):
    own = Inventory.model_validate(OWN | {"controller": OWN["controller"] | {"role": role}})
    write_ropa(audit(own, "2026-09-30"), tmp_path / "r.xlsx", layout, language=language)
    inv = registers.imported(tmp_path / "r.xlsx").inventory
    assert [p.name for p in inv.purposes] == ["A0 Payroll", "A1 Rota"]
    assert inv.controller.name == "Acme Ltd"
    assert [c.name for c in inv.categories] == ["Bank details", "Hours"]
    for p in inv.purposes:
        assert [b.basis for b in p.legal_bases] == ["6-1-c"] or layout == "minimum"
        assert {r.period for r in p.retention} == {"P3Y", "P5Y"}
    names = {r.name: [s.country for s in r.sites] for r in inv.recipients if r.sites is not UNKNOWN}
    assert {"Jaipur Desk Pvt Ltd", "Bank plc"} <= {r.name for r in inv.recipients}
    assert ["IN"] in names.values()
