"""What a notice states in lines of its own: the officer's name, an address, people, remarks, that nobody gets data."""

from __future__ import annotations

import pytest
from drafting.prose.test_activities import drafted


@pytest.mark.parametrize(
    "sentence",
    [
        "Our data protection officer is Mgr. Eva Stone, dpo@acme.example.",
        "Pověřencem pro ochranu osobních údajů je Mgr. Eva Stone, dpo@acme.example.",
        "Unsere Datenschutzbeauftragte ist Eva Stone, dpo@acme.example.",
        "Write to our Data Protection Officer, Ms Eva Stone, at dpo@acme.example.",
    ],
)
def test_an_officer_has_the_name_behind_the_verb(tmp_path, sentence):
    (officer,) = drafted(tmp_path, f"# Notice\n\nAcme GmbH, Road 2, 34117 Kassel\n\n{sentence}\n").parties["dpo"]
    assert officer["name"].value.endswith("Eva Stone") and not officer["name"].sure
    assert officer["email"].value == "dpo@acme.example"


@pytest.mark.parametrize("between", ["", "Owner Paul Reed  \n"])
@pytest.mark.parametrize("behind", ["", "Phone 0761 000 000  \n"])
def test_lines_below_a_name_are_its_address(tmp_path, between, behind):
    lines = f"Crane Pottery  \n{between}Lake Road 8  \n17192 Waren  \n{behind}\nE-mail: post@crane.example\n"
    controller = drafted(tmp_path, f"# Privacy\n\n## Controller\n\n{lines}").controller
    assert (controller["name"].value, controller["address"].value) == ("Crane Pottery", "Lake Road 8, 17192 Waren")
    assert [q.words for q in controller["address"].quotes] == ["Lake Road 8", "17192 Waren"]


def test_people_that_no_activity_has_are_listed(tmp_path):
    text = "# Privacy\n\n## Categories of data subjects\n\n- Customers\n- Visitors (of the website)\n- Guests\n\n"
    text += "## Web analytics\n\n- **Purposes of processing:** statistics\n- **Data subjects:** Visitors\n"
    (entry,) = [e for e in drafted(tmp_path, text).reading if e.what == "data subjects"]
    assert entry.why == "'Customers', 'Guests': listed for the whole document, and no activity has them"


LABELLED = "# Notice\n\n**Purpose:** attendance\n**Legal basis:** contract\n**Recipients:** {}\n**Retention:** {}\n"


@pytest.mark.parametrize(
    "words, none",
    [
        ("none", True),
        ("nobody", True),
        ("no third parties", True),
        ("none outside the EU", False),
        ("no recipients in third countries", False),
        ("no transfers", False),
        ("-", False),
    ],
)
def test_that_nobody_gets_data_is_stated_for_all_recipients_or_not_at_all(tmp_path, words, none):
    (activity,) = drafted(tmp_path, LABELLED.format(words, "1 year")).activities
    assert ("no_recipients" in activity.facts) == none


def test_the_words_beside_a_period_are_kept(tmp_path):
    (activity,) = drafted(tmp_path, LABELLED.format("none", "30 years for payroll records")).activities
    (period,) = activity.retention
    assert (period.value, period.extra["text"]) == ("P30Y", "30 years for payroll records")


@pytest.mark.parametrize(
    "words, interest",
    [
        ("our legitimate interest in direct marketing according to Art. 6(1)(f) GDPR", "direct marketing"),
        ("our legitimate interest, others with their consent", None),
        ("our legitimate interest, namely the safety of the site", "the safety of the site"),
    ],
)
def test_an_interest_ends_before_an_article_and_another_basis(tmp_path, words, interest):
    text = f"# Notice\n\n## Purposes\n\n### Offers\n\nThe legal basis is {words}.\n"
    (activity,) = drafted(tmp_path, text).activities
    assert [b.extra.get("interest") for b in activity.bases if b.value == "6-1-f"] == [interest]


@pytest.mark.parametrize(
    "behind, service",
    [
        (" – payments – Ireland", "payments"),
        (" (United Kingdom), card payments", "card payments"),
        (", Austin, Texas, USA – sending of e-mail (EU SCCs, Module 3)", "sending of e-mail"),
        (" (USA), booking calendar; Standard Contractual Clauses of 2021", "booking calendar"),
        (" – India – standard contractual clauses", None),
        (" (hosting; United States)", None),
        (", Ireland", None),
    ],
)
def test_the_service_is_what_is_neither_a_place_nor_a_tool(tmp_path, behind, service):
    (one, _) = drafted(tmp_path, f"# Vendors\n\nWe use:\n\n- Kite Ltd{behind}\n- Otter GmbH (Germany)\n").recipients
    assert (one.service and one.service.value) == service


@pytest.mark.parametrize("words", ["represented by its mayor, ", "vertreten durch den Vorstand, ", "str. Nova 3, ", ""])
def test_an_address_begins_with_the_street(tmp_path, words):
    text = f"# Privacy\n\nThe controller is Acme GmbH, {words}1 Mill Road, 34117 Kassel.\n"
    street = words if "Nova" in words else ""
    assert drafted(tmp_path, text).controller["address"].value.startswith(f"{street}1 Mill Road")


def test_a_number_in_a_register_may_follow_its_town(tmp_path):
    text = "# Données\n\nLa société Vert SARL, immatriculée au RCS de Nantes sous le numéro 812345678, est responsable"
    controller = drafted(tmp_path, f"{text} du traitement.\n").controller
    assert controller["registration"].value == "812345678"
