"""How a draft appears in a notebook: in words, with what is not recorded and what is to be confirmed."""

from __future__ import annotations

import re

import pytest

import datamap as dm
from datamap.questions import drafted

NOTICE = """# Notice

Otter Books s.r.o., Pobrezni 1, Prague, is the controller.

## Orders

Data: name, address. Kept: 3 years after the last order. Legal basis: the contract, Art. 6(1)(b) GDPR.

## Newsletter

Data: e-mail. Legal basis: your consent, Art. 6(1)(a) GDPR. Retention: until you unsubscribe.

## Recipients

- Heron Mail Inc. (USA), newsletter; standard contractual clauses of 2021, module 2
- Otter Parcels Ltd, delivery
"""
CODE = re.compile(r"\b(\d[.-]\d[.-][a-f]|P\d+[YMWD]|US|scc|SCC|unknown)\b")


def cells(draft: drafted.Drafted) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", draft._repr_html_().partition("To read")[0], re.DOTALL)
    return [[re.sub("<[^>]+>", "", c) for c in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in rows]


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    path = tmp_path_factory.mktemp("drafted") / "notice.md"
    path.write_text(NOTICE, encoding="utf-8")
    return {row[0]: row[1:] for row in cells(dm.draft(path)) if row}


def test_places_safeguards_bases_and_periods_are_words(shown):
    assert shown["Heron Mail Inc."] == ["United States", "standard contractual clauses (Art. 46(2)(c)) 2021"]
    assert shown["Orders"] == ["Art. 6(1)(b) contract", "", "3 years after last order"]
    assert shown["Newsletter"][2].startswith("until you unsubscribe")
    assert [c for row in shown.values() for c in row if CODE.search(c)] == []


def test_what_is_not_stated_is_named(shown):
    assert shown["Otter Parcels Ltd"] == ["not recorded", "not recorded"]


@pytest.mark.parametrize("kind", ["idta", "bcr-p", "code", "privacy-shield", "none"])
def test_a_tool_of_any_kind_is_named_and_marked_if_it_is_to_be_confirmed(kind):
    from datamap.drafting.facts import Fact

    sure, open_ = (drafted._words("safeguard", [Fact(kind, sure=x)]) for x in (True, False))
    assert sure != "not recorded" and open_ == f"{sure} (to be confirmed)"


def test_a_period_without_limit_is_not_an_unknown_one():
    from datamap.drafting.facts import Fact

    assert drafted._periods([Fact("none")]) == "no time limit"
    assert drafted._periods([Fact("unknown")]) == "not recorded"
