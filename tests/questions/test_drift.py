"""A map against its source: each quote is present, moved, reworded or gone; names are compared in both directions."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import datamap as dm
from datamap.errors import InputError
from datamap.questions import drift, hosts
from datamap.reading.document import Document, Heading, Paragraph, Text


def document(lines: list[str], path: str = "notice.txt") -> Document:
    """Paragraphs; a line that starts with ``#`` is a heading."""
    blocks = []
    for n, line in enumerate(lines, 1):
        text = Text.plain(line.lstrip("# "), f"line {n}")
        blocks.append(Heading(text, 1) if line.startswith("#") else Paragraph(text))
    return Document(path, "txt", "", tuple(blocks))


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


def states(lines, inventory, named=(), version_of="", path="notice.txt"):
    found = drift.compare(document(lines, path), inventory, named, version_of)
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


@pytest.mark.parametrize(
    "name, is_new",
    [
        ("PIGEON LTD.", False),
        ("Pigeon", False),  # the brand of a legal entity that the map has
        ("Pigeon Inc.", True),  # another legal entity may be in another country
        ("Pigeons Ltd", True),
        ("Pigeon Post Ltd", True),
    ],
)
def test_another_spelling_is_not_a_new_name_and_another_legal_entity_is(inventory, name, is_new):
    assert bool(states(LINES, inventory, [name])[1].source_only) == is_new


def test_the_names_of_a_source_are_those_that_a_draft_of_it_finds(inventory):
    lines = [*LINES, "# C Processors", "We use these processors:", "- Raven Inc., USA", "- Pigeon, Canada"]
    found = drift.compare_source(document(lines), inventory)
    assert found.source_only == ("Raven Inc.",)


@pytest.mark.parametrize(
    "path, version_of, quotes",
    [
        ("contract.pdf", "", 1),
        ("archive/CONTRACT.docx", "", 1),
        ("v2-of-the-notice.txt", "", 4),  # its quotes are there
        ("anything.txt", "contract.pdf", 1),
        ("anything.txt", "contract", 1),
        ("contract.pdf", "notice", 4),
    ],
)
def test_only_the_quotes_of_one_document_are_looked_up(inventory, path, version_of, quotes):
    _, found = states(LINES, inventory, version_of=version_of, path=path)
    assert (len(found.quotes), found.other_documents) == (quotes, 5 - quotes)
    assert found.document == ("contract.pdf" if quotes == 1 else "notice")


@pytest.mark.parametrize("version_of, words", [("", "none of the documents"), ("contrat.pdf", "'contrat.pdf' is not")])
def test_a_source_that_is_none_of_the_documents_is_refused(inventory, version_of, words):
    with pytest.raises(InputError, match=words) as e:
        states(["Another text."], inventory, version_of=version_of, path="else.txt")
    assert "--document" in str(e.value) and "contract.pdf" in str(e.value)


def test_without_any_quote_only_names_are_compared(inventory):
    bare = inventory.model_copy(update={"controller": inventory.controller.model_copy(update={"evidence": ()})})
    bare = bare.model_copy(update={"categories": (), "purposes": (), "recipients": ()})
    _, found = states(LINES, bare, ["Pigeon Ltd"])
    assert (found.quotes, found.document, found.source_only) == ((), "", ("Pigeon Ltd",))


ALIKE = [
    lambda w: w.replace(" ", "\u00a0"),
    lambda w: w.replace(" ", "  "),
    lambda w: w.replace("-", "\u2011"),
    lambda w: w.replace("'", "\u2019").replace('"', "\u201c"),
    lambda w: w.upper(),
    lambda w: "\u00ad".join(w),
]
WORDS = st.sampled_from(
    ("We", "keep", "your", "e-mail's", "'safe'", "for", "3", "years", "not", "10", "days", "Pigeon", "Ltd")
)


@given(st.lists(WORDS, min_size=4, max_size=12), st.sampled_from(ALIKE), st.data())
def test_typography_is_no_difference_and_a_word_or_figure_is(words, change, data):
    quote = " ".join(words)
    inventory = dm.model.Inventory.model_validate(
        {"meta": {"id": "x"}, "controller": {"name": "X", "evidence": [{"section": "1", "words": quote}]}}
    )
    at = data.draw(st.integers(0, len(words) - 1))
    other = [*words[:at], "ZEBRA" if words[at] not in ("3", "10") else "77", *words[at + 1 :]]
    assert drift.compare(document(["Before.", change(quote)]), inventory).counts()["present"] == 1
    assert drift.compare(document(["Before.", change(" ".join(other))]), inventory).counts()["present"] == 0
    if len(words) > 5 and at not in (0, len(words) - 1):
        left = [*words[:at], *words[at + 1 :]]
        if left != words and f" {quote} " not in f" {' '.join(left)} ":
            assert drift.compare(document([" ".join(left)]), inventory).counts()["present"] == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.sampled_from(["thirdParty", "firstParty"]), x, max_size=2),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*hosts.KINDS, "links"]), JSON, max_size=4))
def test_an_inspection_is_read_or_refused_and_never_more(tmp_path_factory, found):
    file = tmp_path_factory.getbasetemp() / "inspection.json"
    file.write_text(json.dumps({"uri_ins": "https://shop.example", "hosts": found}))
    try:
        data = drift.load(file)
    except InputError as e:
        assert "hosts." in str(e)
    else:
        assert isinstance(hosts.undeclared(data, {}), list)


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


NOTICE = """# Privacy notice

Tidewater Ltd, 1 Mill Lane, Leeds is the controller.

## Orders

We process your address to perform the contract. We keep it for 7 years.

## Who receives your data

We share your data with Oakmail Inc. (USA, SCC) and Elm GmbH (Germany).
"""


def drifted(tmp_path, text, name="new.md"):
    """The quotes of a draft of the notice that are not present in another version of it."""
    old, new = tmp_path / "old.md", tmp_path / name
    old.write_text(NOTICE, encoding="utf-8")
    new.write_text(text, encoding="utf-8")
    found = drift.compare_source(drift.load(new), dm.draft(old).inventory, "old.md")
    assert found.quotes
    return {(q.state, q.words) for q in found.quotes if q.state != "present"}, found


@pytest.mark.parametrize(
    "changed",
    [
        NOTICE,
        NOTICE.replace("# Privacy notice\n", "# Privacy notice\n\nLast updated in May.\n"),
        NOTICE.replace("address to", "address\nto").replace("data with", "data\nwith"),
        NOTICE.replace(" years", "\u00a0years"),
        NOTICE.replace("\n\n", "\n\n\n"),
    ],
    ids=["same", "a line more", "wrapped", "spaces", "empty lines"],
)
def test_a_draft_has_not_drifted_from_its_own_notice_however_it_is_laid_out(tmp_path, changed):
    quotes, found = drifted(tmp_path, changed)
    assert quotes == set() and found.changes == []


def test_the_notice_as_a_page_has_not_drifted(tmp_path):
    paragraphs = [p.strip() for p in NOTICE.split("\n\n")]
    tags = [
        (f"<h{p.index(' ')}>{p.lstrip('# ')}</h{p.index(' ')}>" if p[0] == "#" else f"<p>{p}</p>") for p in paragraphs
    ]
    quotes, _ = drifted(tmp_path, f"<html><body>{''.join(tags)}</body></html>", "new.html")
    assert quotes == set()


def test_a_changed_period_and_a_recipient_that_left_are_gone_and_nothing_else(tmp_path):
    quotes, _ = drifted(tmp_path, NOTICE.replace("7 years", "10 years").replace(" and Elm GmbH (Germany)", ""))
    assert {words for state, words in quotes if state == "gone"} == {"7 years", "Elm GmbH", "Germany"}
    assert {state for state, _ in quotes} <= {"gone", "reworded"}
