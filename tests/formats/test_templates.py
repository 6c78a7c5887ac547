"""Templates: all of it is proposed, the file passes check, and its errors end when the proposals are confirmed."""

from __future__ import annotations

import datetime as dt

import pytest

from datamap.formats.yaml import reader, templates
from datamap.model.vocabulary import UNKNOWN
from datamap.pipeline import audit

DAY = dt.date(2026, 11, 28)
NAMES = list(templates.names())


def _errors(text: str) -> list[str]:
    frame = audit(reader.parse(text), as_of=DAY).findings.frame
    return [m for s, m in zip(frame["severity"], frame["message"], strict=True) if s == "error"]


@pytest.mark.parametrize("chosen", [*([n] for n in NAMES), NAMES], ids=lambda c: c[0] if len(c) == 1 else "all")
def test_a_template_is_a_proposal_whose_errors_end_when_it_is_confirmed(chosen):
    text = templates.text(chosen, DAY)
    inventory = reader.parse(text)
    assert [p.id for p in inventory.purposes] == chosen
    entries = (*inventory.subjects, *inventory.categories, *inventory.purposes, *inventory.recipients)
    assert {e.how for e in entries} == {"proposed"} and all(e.why for e in entries)
    assert all(b.how == "proposed" for p in inventory.purposes for b in p.legal_bases)
    assert inventory.origin.understood == (), "written in exact values"
    confirmed = "".join(line for line in text.splitlines(True) if line.strip() != "how: proposed")
    assert len(_errors(text)) > 1
    assert _errors(confirmed) == []


@pytest.mark.parametrize("chosen", [["payroll"], NAMES], ids=["one", "all"])
def test_a_proposal_gives_no_transfer_a_better_verdict(chosen):
    verdicts = set(audit(reader.parse(templates.text(chosen, DAY)), as_of=DAY).transfers["verdict"])
    assert verdicts <= {"undetermined", "not-covered"}


def test_without_an_activity_nothing_is_stated_to_be_absent():
    inventory = reader.parse(templates.text([], DAY))
    assert {inventory.subjects, inventory.categories, inventory.purposes, inventory.recipients} == {UNKNOWN}


def test_every_reference_of_the_data_file_exists_and_is_used():
    known = templates._data()
    for list_ in ("subjects", "categories", "recipients"):
        used = {i for a in known["activities"].values() for i in a.get(list_, ())}
        assert used == set(known[list_]), list_


@pytest.mark.parametrize(
    ("given", "dpo"),
    [
        ("Jana Malá, jana@firma.example", [("Jana Malá", "jana@firma.example")]),
        ("Jana Malá", [("Jana Malá", "unknown")]),
        ("dpo@firma.example", [("dpo@firma.example", "dpo@firma.example")]),
        ("none", []),
        ("keiner", []),
    ],
)
def test_the_officer_is_what_was_answered(given, dpo):
    controller = reader.parse(templates.text(["payroll"], DAY, dpo=given)).controller
    assert [(p.name, p.email) for p in controller.dpo] == dpo and not controller.evidence


@pytest.mark.parametrize("given", ["", "?", "not known"])
def test_an_officer_who_is_not_known_is_a_proposal(given):
    controller = reader.parse(templates.text(["payroll"], DAY, dpo=given)).controller
    assert [(e.facts, e.how) for e in controller.evidence] == [(("dpo",), "proposed")]
