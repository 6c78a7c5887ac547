"""An organisation or an officer that a text states is recorded, or on the reading list."""

from __future__ import annotations

import pytest

import datamap as dm


def drafted(tmp_path, text):
    (tmp_path / "a.md").write_text(f"# Register\n\n{text}\n\n## 1. Parking\nLegal basis: consent\n", encoding="utf-8")
    merged = dm.draft(tmp_path / "a.md").merged
    officers = [f["name"] for f in merged.drafts[0].parties.get("dpo", ()) if "name" in f]
    return officers, [(e.what, e.why) for e in merged.reading]


@pytest.mark.parametrize(
    "text",
    [
        "Controller: the council of the municipality of Riverton.",
        "Verwerkingsverantwoordelijke: college van burgemeester en wethouders van de gemeente Oeverstad.",
    ],
)
def test_an_organisation_without_a_name_that_is_recognised_is_listed(tmp_path, text):
    assert "organisation" in [what for what, _ in drafted(tmp_path, text)[1]]


@pytest.mark.parametrize(
    "text",
    [
        "Vaše údaje zpracováváme my. Pověřencem pro ochranu osobních údajů je Mgr. Jana Dubová, p@elm.example.",
        "The data protection officer of the municipality is Jane Elm, p@elm.example.",
    ],
)
def test_words_between_the_office_and_the_name_of_the_officer(tmp_path, text):
    ((name,), _) = drafted(tmp_path, text)
    assert name.value in ("Mgr. Jana Dubová", "Jane Elm") and not name.sure


def test_an_officer_whose_name_is_not_read_is_listed(tmp_path):
    text = "For our data protection officer, write to p@elm.example; Jane Elm answers."
    officers, listed = drafted(tmp_path, text)
    assert officers == [] and ("officer", "'Jane Elm' may be the data protection officer") in listed
    assert drafted(tmp_path, "For our data protection officer, write to p@elm.example.") == ([], [])
