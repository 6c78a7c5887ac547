"""What is worked out from an object is kept with that object, once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from datamap.pipeline import Audit
from datamap.rules.facts import Facts
from datamap.tables import Tables, from_inventories
from datamap.tables.memo import Once


@dataclass(frozen=True)
class Frozen(Once):
    value: int


def test_work_is_done_once_for_each_object():
    asked = []

    def double(x: Frozen) -> int:
        asked.append(x.value)
        return x.value * 2

    one, other = Frozen(1), Frozen(2)
    assert [one.once(double), one.once(double), other.once(double)] == [2, 2, 4] and asked == [1, 2]
    assert replace(one, value=5).once(double) == 10, (
        "a changed copy does not have what was worked out from the original"
    )


def test_all_that_is_asked_often_keeps_its_answers_in_the_same_way():
    assert all(issubclass(c, Once) for c in (Tables, Facts, Audit))


def test_tables_as_read_have_nothing_worked_out():
    asked = []
    tables = from_inventories([])
    tables.once(lambda t: asked.append(1))
    work = lambda t: asked.append(dt.date.today())  # noqa: E731
    tables.once(work), tables.once(work), tables.as_read().once(work)
    assert len(asked) == 3
