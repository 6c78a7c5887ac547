"""Both directions agree: what a notice states, a draft of the notice reads back."""

from __future__ import annotations

from functools import cache

import pytest
from conftest import ROOT

import datamap as dm
from benchmarks.estate.company import companies
from datamap.labels import LANGUAGES
from datamap.model import Inventory
from datamap.publish.notice import notice
from datamap.publish.notice.agreement import differences, of_draft, of_map
from datamap.publish.notice.facts import Scope
from datamap.publish.notice.files import WRITERS, write

DAY = "2026-11-28"
AUDIENCES = {
    "smartsupp": ("users", "subscribers"),
    "ademe": ("abonnes", "visiteurs"),
    "dfe": ("candidates", "referees"),
}
QUICK = {
    ("smartsupp", "subscribers", "en", ".md"),
    ("smartsupp", "subscribers", "cs", ".docx"),
    ("ademe", "abonnes", "fr", ".html"),
    ("ademe", "visiteurs", "de", ".docx"),
    ("dfe", "referees", "cs", ".md"),
}
CASES = [
    pytest.param(*case, marks=() if case in QUICK else pytest.mark.slow)
    for name, audiences in AUDIENCES.items()
    for audience in audiences
    for language in LANGUAGES
    for suffix in WRITERS
    for case in [(name, audience, language, suffix)]
]


@cache
def audit_of(name: str) -> dm.Audit:
    return dm.audit(dm.read(ROOT / "inventory" / f"{name}.yaml"), as_of=DAY)


@pytest.mark.parametrize(("name", "audience", "language", "suffix"), CASES)
def test_a_notice_is_read_back_to_the_same_facts(tmp_path, name, audience, language, suffix):
    audit = audit_of(name)
    path = write(notice(audit, audience, language), tmp_path / f"notice{suffix}")
    want, got = of_map(Scope.of(audit, audience)), of_draft(dm.draft(path).inventory)
    assert len(want) > 9
    assert not differences(want, got)


GENERATED = [pytest.param(n, marks=() if n < 2 else pytest.mark.slow) for n in range(50)]


@pytest.mark.parametrize("number", GENERATED)
def test_the_notice_of_a_generated_map_is_read_back(tmp_path, number):
    (company,) = companies(11, number, number + 1)
    audit = dm.audit(Inventory.model_validate(company.data), as_of=DAY)
    languages, suffixes = list(LANGUAGES), list(WRITERS)
    paper = notice(audit, "customers", languages[number % len(languages)])
    path = write(paper, tmp_path / f"notice{suffixes[number % len(suffixes)]}")
    want = of_map(Scope.of(audit, "customers"))
    assert len(want) > 100
    assert not differences(want, of_draft(dm.draft(path).inventory))
