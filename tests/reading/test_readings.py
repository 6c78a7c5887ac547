"""All that is read of small documents of every format: each block, cell, place, position, and what was not read."""

from __future__ import annotations

import pytest
from reading.readings import cases, given

CASES = cases()


@pytest.mark.parametrize("name", CASES)
def test_the_whole_document_is_as_stored(tmp_path, name):
    assert given(CASES[name], tmp_path) == CASES[name]["gives"], "python tests/reading/readings.py"
