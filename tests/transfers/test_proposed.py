"""A proposal never improves a verdict and never hides a worse one."""

from __future__ import annotations

import datetime as dt

from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from proposals_fixture import marks, proposed, rejected, situations, stated
from strategies import inventories

from datamap import audit
from datamap.model.vocabulary import VERDICTS

DAY = dt.date(2026, 9, 30)


BATCH = 6
"""Inventories that one audit judges together: most of the time of an audit does not depend on their number."""


def worst(judged) -> dict[tuple[str, str], int]:
    """The worst verdict on each recipient of each controller."""
    out: dict[tuple[str, str], int] = {}
    for *who, verdict in zip(*(judged.transfers[c] for c in ("controller", "recipient_id", "verdict")), strict=True):
        out[tuple(who)] = min(out.get(tuple(who), len(VERDICTS)), VERDICTS.index(verdict))
    return out


def errors(judged) -> dict[str, str]:
    frame = judged.findings.at_least("error").frame
    return dict(zip(frame["fingerprint"], frame["message"], strict=True))


def never_better(mine, other) -> list[tuple[str, str]]:
    """Recipients whose verdict is better than in another map that has them too."""
    return [who for who, rank in other.items() if mine.get(who, len(VERDICTS)) > rank]


def drawn(data, kind, most):
    """Some inventories, in which nothing is proposed, with the marks that make some of their facts proposals."""
    out = []
    for n in range(BATCH):
        inventory = stated(data.draw(kind), f"no{n}")
        out.append((inventory, data.draw(marks(inventory, most))))
    return out


@examples(0.16)
@given(data=st.data())
def test_a_proposal_gives_no_better_verdict_than_the_worse_of_without_and_accepted(data):
    chosen = drawn(data, st.one_of(situations(), situations(), inventories()), 6)
    mine = audit([proposed(*c) for c in chosen], DAY)
    for other in (audit([rejected(*c) for c in chosen], DAY), audit([inventory for inventory, _ in chosen], DAY)):
        assert not never_better(worst(mine), worst(other))
        hidden = errors(other).keys() - errors(mine).keys()
        assert not hidden, [errors(other)[f] for f in hidden]


def single(marked):
    """The marks without those inside a fact that is marked as a whole: two answers to one question."""
    whole = {(*path, field) if field else path for path, field in marked}

    def above(path, field):
        at = (*path, field) if field else path
        return any(at[:n] in whole for n in range(1, len(at)))

    return tuple(m for m in marked if not above(*m))


@examples(0.16)
@given(data=st.data())
def test_confirming_one_of_several_proposals_reveals_no_worse_verdict(data):
    chosen = [(inventory, single(marked)) for inventory, marked in drawn(data, situations(), 4)]
    mine = audit([proposed(*c) for c in chosen], DAY)
    then = audit([proposed(inventory, marked[1:]) for inventory, marked in chosen], DAY)
    assert not never_better(worst(mine), worst(then))
