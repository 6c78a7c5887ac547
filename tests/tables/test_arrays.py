"""Arithmetic on integer codes against the same in plain loops."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.tables import arrays
from datamap.tables.arrays import among, gathered, is_first, marked, passing, records, repeats, take_or
from datamap.tables.children import Children

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


@given(
    PLACES, st.lists(st.integers(0, 99), min_size=SIZE, max_size=SIZE), st.sampled_from([np.int8, np.int32, np.int64])
)
def test_a_row_that_is_not_there_has_the_default(rows, values, dtype):
    found = take_or(np.array(values, dtype=dtype), rows, -7)
    assert found.tolist() == [values[r] if r >= 0 else -7 for r in rows.tolist()] and found.dtype == dtype


def test_the_default_is_found_in_a_table_without_rows():
    assert take_or(np.zeros(0, dtype=bool), np.array([-1, -1]), True).tolist() == [True, True]


@given(st.lists(st.tuples(st.integers(), st.text(max_size=3), st.sampled_from(["yes", "no"])), max_size=20))
def test_records_are_the_rows_as_plain_values(rows):
    frame = pd.DataFrame(rows, columns=["number", "text", "word"]).astype({"word": "category"})
    assert list(records(frame, "word", "number")) == [(w, n) for n, _, w in rows]


@given(st.lists(st.integers(0, 4), max_size=30).map(sorted))
def test_the_first_of_each_value_is_told_from_its_repeats(values):
    assert np.array(values, dtype=np.int64)[is_first(np.array(values, dtype=np.int64))].tolist() == sorted(set(values))


@given(st.lists(st.sampled_from([0, 1, 2]), max_size=20))
def test_a_test_of_words_runs_once_for_each_word(codes):
    asked = []
    found = passing(lambda w: asked.append(w) or w == "b", ["a", "b", "c"], np.array(codes, dtype=np.int64))
    assert found.tolist() == [c == 1 for c in codes] and asked == ["a", "b", "c"]


def test_a_key_is_renumbered_before_it_overflows():
    key = arrays.Key(3)
    for _ in range(4):
        key.add(np.array([0, (1 << 40) - 1, 0]), 1 << 40)
    assert key.distinct()[0].tolist() == [0, 1, 0] and (key.code >= 0).all()


@pytest.mark.parametrize("dtype", ["str", object, "category"])
@pytest.mark.parametrize("words", [[], ["a"], ["", "b"], {"a", "x"}, ("a", "a")])
def test_the_words_of_a_column_are_found_in_any_kind_of_column(dtype, words):
    column = pd.Series(["a", "", "b", "a", "A"], dtype=dtype)
    for part in (column, column[1:], column[:0], pd.concat([column, column]).astype(dtype)):
        assert among(part, words).tolist() == [value in words for value in part]
        assert among(part, words).dtype == bool
