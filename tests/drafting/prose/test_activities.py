"""Sections, bases and periods: what belongs to which activity, and what is only mentioned in passing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.drafting.facts import Draft
from datamap.drafting.prose import find_prose
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.lines import lines_of
from datamap.drafting.prose.sections import tree_of
from datamap.drafting.prose.spans import Span, sentences
from datamap.drafting.prose.words import words
from datamap.reading import read_document
from datamap.reading.document import Text


def drafted(tmp_path, text: str, suffix: str = ".md") -> Draft:
    path = tmp_path / f"notice{suffix}"
    path.write_text(text, encoding="utf-8")
    draft = Draft()
    find_prose(read_document(path), draft)
    return draft


def bases(draft: Draft) -> dict[str, list[str]]:
    return {a.name.value: [b.value for b in a.bases] for a in draft.activities}


@given(st.text())
def test_folding_keeps_every_position(text):
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We use Basalt Inc. in the USA. It hosts the site.", 2),
        ("Rechtsgrundlage ist Art. 6 Abs. 1 lit. b DSGVO. Die Daten werden gelöscht.", 2),
        ("Dle čl. 6 odst. 1 písm. b) GDPR. Údaje mažeme.", 2),
        ("Certified under the EU-U.S. Data Privacy Framework (DPF). Signed.", 2),
        ("Login information.This includes your name.", 2),
    ],
)
def test_a_full_stop_of_an_abbreviation_does_not_end_a_sentence(text, count):
    cues = words(("en", "de", "cs"))
    assert len(list(sentences(Span(Text.plain(text, ""), fold(text)), cues))) == count


NUMBERED = """I. WHO WE ARE
Oatcast Ltd is the controller.
II. PURPOSES
1. Orders
We send you what you ordered. The legal basis is our contract with you.
2. Newsletter
We send news. The legal basis is your consent.
III. YOUR RIGHTS
You can object.
"""


def test_numbers_of_another_kind_count_inside_a_section(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(NUMBERED, encoding="utf-8")
    cues = words(("en",))
    root = tree_of(lines_of(read_document(path), cues), cues)
    tree = [(s.title.words, [c.title.words for c in s.children]) for s in root.children]
    assert tree == [("WHO WE ARE", []), ("PURPOSES", ["Orders", "Newsletter"]), ("YOUR RIGHTS", [])]


def test_each_numbered_activity_has_its_own_basis(tmp_path):
    assert bases(drafted(tmp_path, NUMBERED, ".txt")) == {"Orders": ["6-1-b"], "Newsletter": ["6-1-a"]}


@pytest.mark.parametrize(
    "passing",
    [
        "You can withdraw your consent at any time.",
        "We do this without your consent.",
        "You have the right to withdraw consent.",
    ],
)
def test_consent_in_passing_is_not_a_basis(tmp_path, passing):
    text = f"# Notice\n\n## Purposes\n\n### Orders\n\nThe legal basis is our contract with you. {passing}\n"
    assert bases(drafted(tmp_path, text)) == {"Orders": ["6-1-b"]}


def test_consent_as_a_condition_is_inferred_and_to_be_confirmed(tmp_path):
    draft = drafted(tmp_path, "# Notice\n\n## Purposes\n\n### Statistics\n\nWe count visits if you consent to it.\n")
    (basis,) = draft.activities[0].bases
    assert (basis.value, basis.how, basis.sure) == ("6-1-a", "inferred", False)


def test_two_bases_are_a_question(tmp_path):
    text = "# Notice\n\n## Purposes\n\n### Orders\n\nThe legal basis is our contract or our legitimate interest.\n"
    found = drafted(tmp_path, text).activities[0].bases
    assert [(b.value, b.sure) for b in found] == [("6-1-b", False), ("6-1-f", False)]


def test_words_that_describe_an_interest_are_not_a_basis(tmp_path):
    text = "# Notice\n\n## Purposes\n\n### Claims\n\nThe legal basis is our legitimate interest in the contract.\n"
    (basis,) = drafted(tmp_path, text).activities[0].bases
    assert (basis.value, basis.extra["interest"]) == ("6-1-f", "the contract")


def test_contract_clauses_are_not_a_legal_basis(tmp_path):
    text = "# Notice\n\n## Purposes\n\n### Orders\n\nWe rely on standard contractual clauses. We keep them 2 years.\n"
    assert bases(drafted(tmp_path, text)) == {"Orders": []}


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("We delete orders after 3 years.", [("P3Y", True)]),
        ("We answer your request within 30 days.", []),
        ("Orders are deleted after 3 years, invoices after 10 years.", [("P3Y", False), ("P10Y", False)]),
        ("Orders are kept while claims may be raised (such as 10 years).", [("P10Y", False)]),
        ("We keep orders for 3 years, unless you object.", [("P3Y", False)]),
    ],
)
def test_periods_are_those_of_storage(tmp_path, sentence, periods):
    text = f"# Notice\n\n## Purposes\n\n### Orders\n\nThe legal basis is our contract with you. {sentence}\n"
    found = [(r.value, r.sure) for r in drafted(tmp_path, text).activities[0].retention if r.value.startswith("P")]
    assert found == periods


def test_a_label_that_occurs_twice_makes_the_activity_doubtful(tmp_path):
    lines = ["**Legal basis:** contract", "**Retention:** 3 years"]
    text = "# Notice\n\n## Purposes\n\n### Orders\n\n" + "\n\n".join([*lines, "**Legal basis:** contract"]) + "\n"
    (activity,) = drafted(tmp_path, text).activities
    assert not any(f.sure for f in (*activity.bases, *activity.retention))


def test_a_period_of_a_separate_section_is_a_proposal_for_the_activity_that_it_names(tmp_path):
    text = (
        "# Notice\n\n## Purposes\n\n- Handling orders (contract)\n- Sending the newsletter (consent)\n\n"
        "## How long we keep data\n\n- Orders: 5 years\n- Newsletter: 2 years\n- Photographs: 1 year\n"
    )
    draft = drafted(tmp_path, text)
    found = {a.name.value: [(r.value, r.sure) for r in a.retention] for a in draft.activities}
    assert found == {"Handling orders": [("P5Y", False)], "Sending the newsletter": [("P2Y", False)]}
    assert [r.quote.words for r in draft.reading if r.what == "period of storage"] == ["Photographs: 1 year"]
