"""Both directions agree: what a notice states, a draft of the notice reads back."""

from __future__ import annotations

from functools import cache

import pytest
from conftest import ROOT

import datamap as dm
from datamap.labels import LANGUAGES
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
