"""What a finding on a leg cites: the law of whoever exports on it, not always that of the organisation."""

from __future__ import annotations

import pytest

import datamap as dm

DAYS = ("2023-09-15", "2026-09-30")
PLACES = {"eu": "DE", "uk": "GB", "ch": "CH"}
ACTS = {"eu": "GDPR ", "uk": "UK ", "ch": "FADP "}
CLAUSES = {"kind": "scc", "version": "2021", "module": "3", "tia": "none", "annexes": "no"}


def leg(of_organisation, of_processor):
    """A map under one law whose processor, under another, hands data on to India."""
    return {
        "meta": {"id": "legs", "date": "2026-06-01"},
        "controller": {
            "name": "Demo",
            "country": PLACES[of_organisation],
            "sector": "private",
            "regime": of_organisation,
        },
        "purposes": [{"id": "orders", "name": "Orders", "legal_bases": ["6-1-b"], "recipients": ["host"]}],
        "recipients": [
            {
                "id": "host",
                "name": "Host",
                "role": "processor",
                "sites": [{"country": PLACES[of_processor]}],
                "sub_processors": ["desk"],
            },
            {"id": "desk", "name": "Desk", "role": "processor", "sites": [{"country": "IN"}], "safeguards": [CLAUSES]},
        ],
    }


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("of_processor", PLACES)
@pytest.mark.parametrize("of_organisation", PLACES)
def test_findings_on_a_leg_cite_the_law_of_its_exporter(of_organisation, of_processor, day):
    audit = dm.audit(dm.Inventory.model_validate(leg(of_organisation, of_processor)), day)
    frame = audit.findings.frame
    cited = frame.loc[frame["rule"].str.startswith("TR") & (frame["subject"] == "Desk"), "articles"]
    named = [a for articles in cited for a in articles.split("; ")]
    assert any(a.startswith(ACTS[of_processor]) for a in named)
    wrong = tuple(act for regime, act in ACTS.items() if regime != of_processor)
    assert [a for a in named if a.startswith(wrong)] == []
