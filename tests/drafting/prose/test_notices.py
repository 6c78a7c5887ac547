"""Notices, lists and annexes in running text: what is found, what is correct, and nothing that is wrong though sure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from notice_scores import NOTICES, drafted, expected, facts_of, score

from datamap.drafting.facts import Draft
from datamap.drafting.prose import find_prose
from datamap.reading import read_document

FILES = sorted(p for p in NOTICES.iterdir() if p.suffix in (".md", ".txt"))
HEADING = re.compile(r"^#+ .*\n", re.MULTILINE)
FOUND = {"names": 0.85, "purposes": 0.8, "bases of purposes": 0.8, "periods": 0.65, "places": 0.85, "tools": 0.85}
"""The least share that must be found of each kind in every notice."""


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_notice_is_read_and_nothing_wrong_is_sure(path, capsys):
    scores = score(drafted(path), expected(path.name))
    with capsys.disabled():
        print(f"\n{path.name}", *scores.rows(), sep="\n  ")
    assert scores.wrong_and_sure == []
    for kind, least in FOUND.items():
        one = scores.kinds.get(kind)
        if one is not None and one.expected:
            assert one.found >= int(least * one.expected), (kind, one.missed)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_quote_is_at_its_offsets(path):
    text = read_document(path).text
    quotes = [q for f in facts_of(drafted(path)) for q in f.quotes]
    assert quotes
    assert [q for q in quotes if text[q.start : q.end] != q.words or not q.words] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_fact_that_is_not_sure_has_a_reason(path):
    assert [f for f in facts_of(drafted(path)) if not f.sure and not f.why] == []


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".md"], ids=lambda p: p.stem)
def test_without_one_heading_nothing_wrong_becomes_sure(path, tmp_path):
    text, expect = path.read_text(encoding="utf-8"), expected(path.name)
    wrong = {}
    for n, heading in enumerate(HEADING.finditer(text)):
        copy = tmp_path / f"{n}{path.suffix}"
        copy.write_text(text[: heading.start()] + text[heading.end() :], encoding="utf-8")
        if found := score(drafted(copy), expect).wrong_and_sure:
            wrong[heading[0].strip()] = found
    assert wrong == {}


def test_a_long_notice_repeats_nothing(tmp_path):
    """A notice of 80 kB with the same section many times has each recipient once."""
    path = Path(NOTICES / "en-questions.md")
    copy = tmp_path / "long.md"
    copy.write_text(path.read_text(encoding="utf-8") * 40, encoding="utf-8")
    draft = Draft()
    find_prose(read_document(copy), draft)
    names = [r.name.value for r in draft.recipients]
    assert len(names) == len(set(names))
    assert len(draft.activities) == 80
