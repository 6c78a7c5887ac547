"""A few mutated inputs of every kind, always the same; ``make fuzz`` tries as many as you like."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.fuzz.harness import tried
from tests.fuzz.kinds import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_no_traceback_no_hang_no_silent_change_and_nothing_live(kind):
    outcomes = list(tried(kind, KINDS[kind], range(round(settings().max_examples * 0.6))))
    assert not [f"{o.case}: {o.state}: {o.detail}" for o in outcomes if o.is_fault]
    assert {o.state for o in outcomes} & {"read"}, "no case is read: the mutations break every input"
