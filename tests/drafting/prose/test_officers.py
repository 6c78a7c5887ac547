"""A notice that denies an officer proposes that there is none; it names no officer."""

from __future__ import annotations

import pytest

import datamap as dm
from datamap.formats.yaml import reader

DENIED = [
    "Our data protection officer: not appointed.",
    "We have not appointed a data protection officer.",
]


@pytest.mark.parametrize("sentence", DENIED)
def test_a_denied_officer_is_proposed_as_none_with_its_words(tmp_path, sentence):
    path = tmp_path / "notice.md"
    path.write_text(f"# Privacy policy\n\nThe controller is Acme s.r.o., Brno.\n\n{sentence}\n", encoding="utf-8")
    controller = dm.draft(path).inventory.controller
    assert controller.dpo == ()
    (evidence,) = (e for e in controller.evidence if "dpo" in e.facts)
    assert (evidence.how, evidence.words.strip()) == ("proposed", sentence)


def test_a_proposed_none_counts_as_not_recorded():
    text = "meta: {id: a}\ncontroller: {name: A, country: CZ, role: controller, email: a@b.example, dpo: none"
    proposed = ", evidence: [{facts: [dpo], how: proposed, words: not appointed}]}\n"
    frame = dm.audit(reader.parse(text + proposed), "2026-09-30").findings.frame
    assert any("data protection officer" in m for m in frame.loc[frame["rule"] == "RR001", "message"])
