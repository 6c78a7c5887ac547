"""Classes of data as flags, against sets of words."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from datamap.transfers.classes import DATA, DataClass, flags_of, narrow_to_special, split_by_class

FLAGS = st.lists(st.integers(0, 15), max_size=20).map(lambda x: np.array(x, dtype=np.int8))


def words(flags: int) -> set[str]:
    return {c.name.lower() for c in DataClass if c in DataClass(flags) and c is not DataClass.ALL}


@given(FLAGS)
def test_each_class_in_the_flags_has_a_row(flags):
    row, data = split_by_class(flags)
    expected = [(n, word) for n, f in enumerate(flags.tolist()) for word in DATA[1:] if word in words(f)]
    assert [(r, DATA[d]) for r, d in zip(row.tolist(), data.tolist(), strict=True)] == expected


@given(FLAGS, st.data())
def test_special_data_of_others_are_special_alone_and_those_of_staff_are_both(flags, data):
    special = np.array(data.draw(st.lists(st.booleans(), min_size=len(flags), max_size=len(flags))), dtype=bool)
    found = narrow_to_special(flags, special)
    assert found.dtype == np.int8
    for before, after, is_special in zip(flags.tolist(), found.tolist(), special.tolist(), strict=True):
        assert words(after) == ((words(before) - {"other"}) | {"special"} if is_special else words(before))


def test_every_word_of_a_row_has_flags_and_all_has_them_all():
    flags = dict(zip(DATA, flags_of(pd.Series(DATA)).tolist(), strict=True))
    assert flags.pop("all") == DataClass.ALL and {k: words(v) for k, v in flags.items()} == {k: {k} for k in flags}
