"""A map against its source: each quote is present, moved, reworded or gone; names are compared in both directions."""

from __future__ import annotations

import pytest

import datamap as dm
from datamap.questions import drift, hosts
from datamap.reading.document import Document, Heading, Paragraph, Text


def document(lines: list[str]) -> Document:
    """Paragraphs; a line that starts with ``#`` is a heading."""
    blocks = []
    for n, line in enumerate(lines, 1):
        text = Text.plain(line.lstrip("# "), f"line {n}")
        blocks.append(Heading(text, 1) if line.startswith("#") else Paragraph(text))
    return Document("notice.txt", "txt", "", tuple(blocks))


LINES = [
    "Letter Shop Ltd, London",
    "# A Orders",
    "We use your address to deliver what you ordered.",
    "We keep it for 3 years.",
    "# B Recipients",
    "Pigeon Ltd carries the parcels from Canada.",
]
MAP = """
meta: {id: shop}
controller: {name: Letter Shop Ltd, evidence: {intro: "Letter Shop Ltd, London"}}
categories: [{id: address, name: Address, evidence: {A: "your address"}}]
purposes:
  - id: delivery
    name: Delivery
    categories: [address]
    recipients: [pigeon]
    retention: [{period: P3Y, evidence: {A: "We keep it for 3 years."}}]
recipients:
  - {id: pigeon, name: Pigeon Ltd, sites: [CA], evidence: {B: "Pigeon Ltd carries the parcels from Canada."}}
  - {id: other, name: Crow Ltd, evidence: {document: contract.pdf, words: "Crow Ltd"}}
"""


@pytest.fixture
def inventory(tmp_path):
    file = tmp_path / "shop.yaml"
    file.write_text(MAP)
    return dm.read(file)


def states(lines, inventory, named=None):
    found = drift.compare(document(lines), inventory, named)
    return {q.entry: q.state for q in found.quotes}, found


def test_nothing_drifted_from_the_document_that_was_read(inventory):
    by_entry, found = states(LINES, inventory)
    assert set(by_entry.values()) == {"present"} and len(by_entry) == 4
    assert found.other_documents == 1  # the contract is another document


@pytest.mark.parametrize(
    "change, entry, state",
    [
        (lambda t: t.replace("3 years", "5 years"), "purposes.delivery.retention[0]", "reworded"),
        (lambda t: t.replace("We keep it for 3 years.", ""), "purposes.delivery.retention[0]", "gone"),
        (lambda t: t.replace("from Canada", "from the United States"), "recipients.pigeon", "reworded"),
    ],
)
def test_an_altered_fact_is_found_and_no_other(inventory, change, entry, state):
    by_entry, _ = states([change(line) for line in LINES], inventory)
    assert {e: s for e, s in by_entry.items() if s != "present"} == {entry: state}


def test_words_under_another_heading_have_moved(inventory):
    lines = [LINES[0], *LINES[4:], *LINES[1:4]]
    lines.insert(3, lines.pop(5))  # "We keep it" now stands under B
    by_entry, found = states(lines, inventory)
    assert by_entry["purposes.delivery.retention[0]"] == "moved"
    assert next(q.now for q in found.quotes if q.state == "moved") == "B Recipients"


def test_names_are_compared_in_both_directions(inventory):
    _, found = states(LINES, inventory, ["Pigeon Ltd", "Raven Inc."])
    assert found.source_only == ("Raven Inc.",) and found.map_only == ("Crow Ltd",)
    assert {r["state"] for r in found.changes} == {"only-in-source", "only-in-map"}


def test_hosts_that_no_recipient_declares_are_listed():
    seen = {
        "uri_ins": "https://shop.example",
        "hosts": {
            "requests": {"thirdParty": ["www.pigeon-post.com", "cdn.raven.co.uk", "localhost"]},
            "links": {"thirdParty": ["linked.example"]},
        },
    }
    assert hosts.is_inspection(seen)
    assert hosts.undeclared(seen, {"Pigeon Post Ltd": ("Pigeon Post Ltd",)}) == [
        "raven.co.uk (requests: cdn.raven.co.uk)"
    ]
    assert hosts.undeclared(seen, {"Pigeon": ("Pigeon",)})[0].startswith("pigeon-post.com")  # another organisation


def test_the_map_of_smartsupp_has_not_drifted_from_its_notice(root, shared):
    lines = (shared / "seed" / "smartsupp-privacy-policy.txt").read_text(encoding="utf-8").split("\n")
    inventory = dm.read(root / "inventory" / "smartsupp.yaml")
    found = drift.compare(document(lines), inventory)
    assert found.counts()["present"] == len(found.quotes) == 250
    altered = [line.replace("3,5 years", "4 years") for line in lines]
    found = drift.compare(document(altered), inventory)
    assert [q.entry for q in found.quotes if q.state != "present"] == ["purposes.customer-support.retention[0]"]
