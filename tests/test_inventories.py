"""Every inventory in ``inventory/``: it reads, its quotations are filled in, its verdicts are the ones last checked."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import ROOT
from pydantic import BaseModel

import datamap as dm
from datamap.model.entry import Evidence

FILES = {f.stem: f for f in sorted((ROOT / "inventory").glob("*.yaml"))}
AS_OF = "2026-09-30"

VERDICTS = {
    "ademe": {"no-transfer": 3, "undetermined": 1},
    "dfe": {"no-transfer": 2, "undetermined": 5},
    "smartsupp": {"no-transfer": 10, "covered": 18, "not-covered": 1, "undetermined": 20},
}
"""Transfers by verdict on the day. A new inventory adds its line here once somebody has read its verdicts."""


@pytest.fixture(scope="module", params=FILES)
def inventory(request):
    return dm.read(FILES[request.param])


@pytest.fixture(scope="module")
def audit(inventory):
    return dm.audit(inventory, as_of=AS_OF)


def _evidence(entry, path=""):
    if isinstance(entry, Evidence):
        yield path, entry
    elif isinstance(entry, BaseModel):
        for name in type(entry).model_fields:
            yield from _evidence(getattr(entry, name), f"{path}.{name}")
    elif isinstance(entry, tuple):
        for i, item in enumerate(entry):
            yield from _evidence(item, f"{path}[{i}]")


def test_the_file_is_named_after_its_id(inventory):
    assert FILES[inventory.meta.id].exists()


def test_what_is_stated_is_quoted_and_what_is_inferred_says_why(inventory):
    found = list(_evidence(inventory))
    assert len(found) > 50
    assert [p for p, e in found if e.how == "stated" and not (e.words.strip() and e.section.strip())] == []
    assert [p for p, e in found if e.how != "stated" and not e.why.strip()] == []


def test_quotations_carry_no_stray_spaces(inventory):
    assert [e.words for _, e in _evidence(inventory) if e.words != " ".join(e.words.split())] == []


def test_the_notice_has_an_address_and_somebody_read_it_letter_by_letter(inventory):
    assert inventory.notice.document.startswith("https://")
    assert len(inventory.notice.informs) > 10


def test_the_verdicts_of_the_day(inventory, audit):
    assert Counter(audit.transfers["verdict"]) == VERDICTS[inventory.meta.id]


def test_the_audit_words_every_finding_and_points_into_the_file(inventory, audit):
    lines = len(FILES[inventory.meta.id].read_text(encoding="utf-8").splitlines())
    found = audit.findings.frame
    assert len(found) > 10
    assert (found[["message", "remedy", "articles"]] != "").all(axis=None)
    assert found["line"].between(1, lines).all()


@pytest.mark.parametrize("name", ["ademe", "dfe"])
def test_public_bodies_are_judged_as_such(name):
    assert dm.read(FILES[name]).controller.sector == "public"


def test_a_link_under_guarantees_is_no_transfer_tool():
    """ADEME's notice sends data to the United States and gives a link where the safeguard should stand."""
    t = dm.audit(dm.read(FILES["ademe"]), as_of=AS_OF).transfers
    assert list(t.loc[t["country"] == "US", ["recipient_id", "verdict"]].itertuples(index=False, name=None)) == [
        ("brevo", "undetermined")
    ]


def test_a_british_controller_exports_from_the_united_kingdom():
    """For the Department for Education a recipient in the United Kingdom is at home; for ADEME it would be abroad."""
    t = dm.audit(dm.read(FILES["dfe"]), as_of=AS_OF).transfers.set_index("recipient_id")
    assert (t.loc["ucas", "verdict"], t.loc["ucas", "ground"]) == ("no-transfer", "own-area")


def test_a_public_authority_that_names_its_legitimate_interest_is_asked():
    rules = set(dm.audit(dm.read(FILES["dfe"]), as_of=AS_OF).findings.frame["rule"])
    assert {"LB007", "LB008", "LB009"} <= rules
