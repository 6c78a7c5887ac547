"""What is above a table, and labels beside its values, decide who is a recipient for sure."""

from __future__ import annotations

import pytest

from datamap.drafting import draft

CURRENT = "| Sub-processor | Country |\n|---|---|\n| Hosting Ltd | Ireland |\n"
PLANNED = "| Sub-processor | Country |\n|---|---|\n| Snow Inc. | USA |\n"


def drafted(folder, text):
    """The recipients of a Markdown text: name -> (whether it is sure, its places)."""
    path = folder / "list.md"
    path.write_text(text, encoding="utf-8")
    found = draft.draft(path).drafts[0].recipients
    return {r.name.value: (r.name.sure, [p.value for p in r.places]) for r in found}


@pytest.mark.parametrize(
    "above",
    [
        "## Planned sub-processors",
        "## Geplante Unterauftragsverarbeiter",
        "## Futurs sous-traitants",
        "## Plánovaní zpracovatelé",
        "## Futuros subencargados",
        "## Futuri sub-responsabili",
        "Planned:",
        "## Toekomstige subverwerkers",
        "## Planowani podwykonawcy",
    ],
)
def test_recipients_of_a_table_under_words_for_planned_must_be_confirmed(tmp_path, above):
    found = drafted(tmp_path, f"## Current sub-processors\n\n{CURRENT}\n{above}\n\n{PLANNED}")
    assert found == {"Hosting Ltd": (True, ["IE"]), "Snow Inc.": (False, ["US"])}


def test_words_for_planned_above_one_table_say_nothing_of_the_next(tmp_path):
    found = drafted(tmp_path, f"Planned:\n\n{PLANNED}\nIn use:\n\n{CURRENT}")
    assert found == {"Snow Inc.": (False, ["US"]), "Hosting Ltd": (True, ["IE"])}


@pytest.mark.parametrize("provided", ["internal", "internal only", "intern", "self-hosted"])
def test_who_provides_something_internal_must_be_confirmed(tmp_path, provided):
    text = f"| Sub-processor | Service | Country |\n|---|---|---|\n| Log search | {provided} | |\n"
    text += "| Mail Ltd | mail | IE |\n"
    assert drafted(tmp_path, text) == {"Log search": (False, []), "Mail Ltd": (True, ["IE"])}


def test_the_labels_of_a_form_are_no_recipients(tmp_path):
    form = "| Sub-processor | Elastic Ltd |\n|---|---|\n| Country | Ireland |\n| Service | Search in log files |\n"
    assert drafted(tmp_path, form) == {"Elastic Ltd": (True, ["IE"])}


def test_a_form_about_a_recipient_needs_only_its_country(tmp_path):
    form = "| Recipient | Elastic Ltd |\n|---|---|\n| Country | Ireland |\n| Remark | none |\n"
    assert drafted(tmp_path, form) == {"Elastic Ltd": (True, ["IE"])}


def test_a_label_that_is_taken_for_a_name_must_be_confirmed(tmp_path):
    form = "| Recipient | Elastic Ltd |\n|---|---|\n| Country | Ireland |\n| Elm Ltd | Ireland |\n"
    found = drafted(tmp_path, form)
    assert {name: sure for name, (sure, _) in found.items()} == {"Country": False, "Elm Ltd": True}
    listed = draft.draft(tmp_path / "list.md").drafts[0].reading
    assert any("Elastic Ltd" in e.quote.words for e in listed)


def test_an_institution_that_ends_a_list_stays_in_one_piece(tmp_path):
    text = (
        "| Activity | Recipients |\n|---|---|\n| Payroll | Mail Ltd, Bank AG, Ministry of Labour and Social Affairs |\n"
    )
    path = tmp_path / "list.md"
    path.write_text(text, encoding="utf-8")
    found = draft.draft(path).drafts[0].activities[0].recipients
    named = {r.name.value: r.name.sure for r in found}
    assert named == {"Mail Ltd": True, "Bank AG": True, "Ministry of Labour and Social Affairs": False}


HEADER = "Processing activity,Purpose,Data subjects,Legal basis,Retention"
PAYROLL = "Payroll,to pay salaries,Employees,legal obligation,10 years"
NEWS = "Newsletter,marketing,Customers,consent,until withdrawal"


@pytest.mark.parametrize("blank", ["", ",,,,\n"])
@pytest.mark.parametrize("other", ["", "Basis in national law", "(Legal basis)"])
def test_rows_before_a_header_that_comes_again_are_read(tmp_path, blank, other):
    first = HEADER.replace("Legal basis", other) if other else HEADER
    path = tmp_path / "register.csv"
    path.write_text(f"{blank}{first}\n{PAYROLL}\n{HEADER}\n{NEWS}\n", encoding="utf-8")
    assert [a.name.value for a in draft.draft(path).drafts[0].activities] == ["Payroll", "Newsletter"]


def test_rows_above_the_labels_are_on_the_reading_list(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(f"{PAYROLL}\n{HEADER}\n{NEWS}\n", encoding="utf-8")
    found = draft.draft(path).drafts[0]
    named = [a.name.value for a in found.activities]
    assert "Payroll" in named or [e.quote.words for e in found.reading if e.why.startswith("it is above")] == [
        "Payroll"
    ]
