"""Four documents of one organisation that contradict each other: what is read, asked and left out."""

from __future__ import annotations

import pytest
from lipa import IRRELEVANT, write_all

import datamap as dm
from datamap.drafting import output


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return dm.draft(write_all(tmp_path_factory.mktemp("lipa")))


def test_suppliers_without_data_are_one_decision_and_no_recipients(found):
    names = {r.name for r in found.inventory.recipients}
    assert not names & set(IRRELEVANT)
    (entry,) = [e for e in found.merged.reading if e.what == "not recipients"]
    assert all(name in entry.quote.words for name in IRRELEVANT)
    assert "in the rooms: Úklid Svatoš s.r.o.?" in entry.why
    assert {"Účetní kancelář Malá s.r.o.", "Skartace Plus s.r.o.", "Securitas ČR s.r.o.", "Stripe"} <= names


def test_contradictions_are_questions_that_name_both_sources(found):
    asked = [e.why for e in found.merged.reading]
    (newsletter,) = [a for a in asked if "names Mailchimp" in a]
    assert "zasady.docx (paragraph 19) names ECOMAIL.CZ, s.r.o.; dodavatele.xlsx (" in newsletter
    (period,) = [a for a in asked if "states 5 years" in a]
    assert "zasady.docx (paragraph 16) states 3 years" in period
    (tool,) = [a for a in asked if a.startswith("Twilio")]
    assert "states standard contractual clauses" in tool
    assert "dpa.docx (table 1, row 3, column 4) states EU-US Data Privacy Framework" in tool
    assert len([a for a in asked if "'AWS'" in a]) == 1


def test_what_is_asked_improves_no_verdict(found):
    audit = dm.audit(found.inventory, "2026-11-28")
    verdicts = {r: set() for r in audit.transfers["recipient"]}
    for recipient, verdict in zip(audit.transfers["recipient"], audit.transfers["verdict"], strict=True):
        verdicts[recipient].add(verdict)
    for name in ("Twilio Inc.", "Mailchimp", "Zoom Video Communications, Inc."):
        assert verdicts[name] <= {"undetermined", "not-covered"}, (name, verdicts[name])


def test_a_person_has_few_decisions(found):
    assert len(output.reading_list(found.merged)) + len(dm.audit(found.inventory, "2026-11-28").proposals) <= 40


def test_a_list_of_data_in_the_section_of_an_activity_is_its_data_with_the_special_kinds(found):
    (care,) = [p for p in found.inventory.purposes if p.ref == "1"]
    names = {c.id: (c.name, c.special) for c in found.inventory.categories}
    assert [names[u.category] for u in care.categories] == [
        ("identifikační a kontaktní údaje", "unknown"),
        ("údaje o zdravotním stavu", "health"),
        ("údaje o zdravotním pojištění", "unknown"),
    ]
