"""The notice behind ``inventory/smartsupp.yaml``: what its text outside the table of recipients must give."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from notice_scores import facts_of
from yaml_fixture import content

from datamap.drafting.facts import Draft
from datamap.drafting.prose import find_prose
from datamap.reading import read_document

ROOT = Path(__file__).resolve().parents[3]
NOTICE = Path(os.environ.get("DATAMAP_SHARED", "")) / "seed" / "smartsupp-privacy-policy.txt"
pytestmark = pytest.mark.skipif(not NOTICE.is_file(), reason="needs the notice in the folder DATAMAP_SHARED")

NAMES = (
    "Facebook X Youtube LinkedIn Google_Ads Google G2Crowd Konektime"
    " Amazon Shoptet Shopify trustradius.com Capterra G2 WordPress Satismeter Apple Google"
)
"""The names of the two sentences with examples; one is in both."""


@pytest.fixture(scope="module")
def draft():
    found = Draft()
    find_prose(read_document(NOTICE), found)
    return found


@pytest.fixture(scope="module")
def inventory():
    return content(ROOT / "inventory" / "smartsupp.yaml")


def by_ref(draft):
    return {a.facts["ref"].value: a for a in draft.activities}


def test_the_activities_are_those_of_the_map(draft, inventory):
    assert {a.name.value for a in draft.activities} == {p["name"] for p in inventory["purposes"]}


def test_the_bases_are_those_of_the_map(draft, inventory):
    found = by_ref(draft)
    for purpose in inventory["purposes"]:
        have = {b.value: b for b in found[purpose["ref"]].bases}
        assert have.keys() == {b["basis"] for b in purpose["legal_bases"]}, purpose["ref"]
        for basis in purpose["legal_bases"]:
            assert (have[basis["basis"]].how == "inferred") >= (basis.get("how") == "inferred")
    assert not any(b.sure for a in draft.activities for b in a.bases if len(a.bases) > 1)


def test_the_periods_are_those_of_the_map_and_an_example_is_not_sure(draft, inventory):
    found = by_ref(draft)
    for purpose in inventory["purposes"]:
        wanted = {r["period"] for r in purpose["retention"]} - {"none"}
        have = {r.value: r for r in found[purpose["ref"]].retention if r.value.startswith("P")}
        assert wanted <= have.keys(), purpose["ref"]
        assert not any(have[v].sure for v in have.keys() - wanted), purpose["ref"]
    assert [r.extra.get("example") for r in found["B.4"].retention if r.value == "P10Y"] == ["yes"]


def test_the_categories_are_those_of_the_map(draft, inventory):
    announced = {c["name"] for c in inventory["categories"] if c.get("declared") is not False}
    assert {f.value for f, _ in draft.categories} == announced


def test_the_categories_of_each_activity_are_those_of_the_map(draft, inventory):
    names = {c["id"]: c["name"] for c in inventory["categories"]}
    found, links, right = by_ref(draft), 0, 0
    for purpose in inventory["purposes"]:
        wanted = {names[c["category"] if isinstance(c, dict) else c] for c in purpose["categories"]}
        have = {c.value for c in found[purpose["ref"]].categories}
        links, right = links + len(wanted), right + len(wanted & have)
        assert have <= wanted, purpose["ref"]
    assert (links, right >= 42) == (45, True)


def test_the_names_of_the_examples_are_recipients_once_each(draft):
    wanted = [n.replace("_", " ") for n in NAMES.split()]
    assert len(wanted) == 18
    found = {r.name.value: r for r in draft.recipients}
    assert set(wanted) <= found.keys()
    sentences = {q.start for q in found["Google"].name.quotes if q.words != "Google"}
    assert len(sentences) == 2


def test_the_parties(draft):
    assert draft.controller["name"].value.startswith("Smartsupp.com, s.r.o")
    assert [o["email"].value for o in draft.parties["dpo"]] == ["dpo@smartsupp.com"]


def test_every_quote_is_at_its_offsets(draft):
    text = read_document(NOTICE).text
    assert [q for f in facts_of(draft) for q in f.quotes if text[q.start : q.end] != q.words] == []
