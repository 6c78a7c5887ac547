"""Arithmetic on integer codes against the same, told plainly."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from datamap.tables.arrays import Children, gathered, marked, repeats

SIZE = 9
PLACES = st.lists(st.integers(-1, SIZE - 1), max_size=30).map(lambda x: np.array(x, dtype=np.int32))


@given(PLACES, st.data())
def test_marked_is_what_is_pointed_at_where_the_mask_holds(rows, data):
    assert set(np.flatnonzero(marked(SIZE, rows))) == set(rows.tolist()) - {-1}
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), dtype=bool)
    assert set(np.flatnonzero(marked(SIZE, rows, mask))) == {
        r for r, m in zip(rows.tolist(), mask.tolist(), strict=True) if m and r >= 0
    }


@given(PLACES, st.data())
def test_gathered_has_every_bit_of_a_place_and_no_other(at, data):
    bits = np.array(data.draw(st.lists(st.integers(0, 15), min_size=len(at), max_size=len(at))), dtype=np.int8)
    wanted = [0] * SIZE
    for place, b in zip(at.tolist(), bits.tolist(), strict=True):
        if place >= 0:
            wanted[place] |= b
    assert gathered(at, bits, SIZE).tolist() == wanted


@given(st.lists(st.integers(0, 12), max_size=30).map(sorted))
def test_repeats_are_the_values_that_are_there_twice(values):
    assert repeats(np.array(values, dtype=np.int64)).tolist() == [
        i for i, v in enumerate(values) if values.count(v) > 1
    ]


@given(
    st.lists(st.integers(0, SIZE - 1), max_size=30),
    st.booleans(),
    st.lists(st.integers(0, SIZE - 1), max_size=12),
    st.booleans(),
)
def test_children_of_some_parents_whatever_the_order_they_stand_in(parents, ordered, asked, lonely):
    parents = sorted(parents) if ordered else parents
    at, child = Children(np.array(parents, dtype=np.int32), SIZE).of(np.array(asked, dtype=np.int32), lonely)
    wanted = [
        (i, c)
        for i, p in enumerate(asked)
        for c in ([c for c, q in enumerate(parents) if q == p] or ([-1] if lonely else []))
    ]
    assert list(zip(at.tolist(), child.tolist(), strict=True)) == wanted
