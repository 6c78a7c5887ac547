"""A proposal never improves a verdict and never hides a worse one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proposals_fixture import marks, proposed, rejected, situations
from strategies import inventories

from datamap import audit
from datamap.formats.yaml import reader
from datamap.model.vocabulary import VERDICTS

DAY = dt.date(2026, 9, 30)


def worst(judged) -> dict[str, int]:
    """The worst verdict on each recipient."""
    out: dict[str, int] = {}
    for who, verdict in zip(judged.transfers["recipient_id"], judged.transfers["verdict"], strict=True):
        out[who] = min(out.get(who, len(VERDICTS)), VERDICTS.index(verdict))
    return out


def errors(judged) -> dict[str, str]:
    frame = judged.findings.at_least("error").frame
    return dict(zip(frame["fingerprint"], frame["message"], strict=True))


def never_better(mine: dict[str, int], other: dict[str, int]) -> list[str]:
    """Recipients whose verdict is better than in another map that has them too."""
    return [who for who, rank in other.items() if mine.get(who, len(VERDICTS)) > rank]


@given(data=st.data())
def test_a_proposal_gives_no_better_verdict_than_the_worse_of_without_and_accepted(data):
    inventory = data.draw(st.one_of(situations(), inventories()))
    chosen = data.draw(marks(inventory))
    # what the generator drew as proposed counts as stated here, so that the marks are the only proposals
    stated = audit(inventory, DAY).if_confirmed.inventories[0]
    mine = audit(proposed(stated, chosen), DAY)
    for other in (audit(rejected(stated, chosen), DAY), audit(stated, DAY)):
        assert not never_better(worst(mine), worst(other))
        assert not errors(other).keys() - errors(mine).keys(), [
            errors(other)[f] for f in errors(other).keys() - errors(mine).keys()
        ]


@given(data=st.data())
def test_confirming_or_rejecting_one_of_several_proposals_reveals_no_worse_verdict(data):
    inventory = data.draw(situations())
    chosen = data.draw(marks(inventory, 4))
    if not chosen:
        return
    one, rest = chosen[:1], chosen[1:]
    mine = audit(proposed(inventory, chosen), DAY)
    assert not never_better(worst(mine), worst(audit(proposed(inventory, rest), DAY)))
