"""The texts of the rules on transfers, as they were read through: each severity, message, remedy, task and citation."""

from __future__ import annotations

import pytest
from rule_cases import judging
from rule_texts import GOLDEN, TRANSFERS, texts


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    return judging(tmp_path_factory.mktemp("judged"))


@pytest.fixture(scope="module")
def stored():
    """The stored lines by rule."""
    parts = GOLDEN.read_text(encoding="utf-8").removesuffix("\n").split("\n\n# ")
    return {part.removeprefix("# ").splitlines()[0]: f"# {part.removeprefix('# ')}".splitlines() for part in parts}


@pytest.mark.parametrize("rule", TRANSFERS, ids=lambda r: r.name)
def test_texts(rule, judged, stored):
    """Golden. Read every line that changes, then run ``python tests/rules/rule_texts.py``."""
    assert texts(rule, judged) == stored[f"{rule.code} {rule.name}"]


def test_no_texts_of_a_rule_that_is_gone(stored):
    assert list(stored) == [f"{rule.code} {rule.name}" for rule in TRANSFERS]
