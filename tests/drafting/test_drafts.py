"""All that is drafted from the small documents is as stored: a change of any fact, position or question is seen."""

from __future__ import annotations

import pytest
from drafting.drafts import DOCUMENTS, GOLDEN, drafted, golden


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_a_draft_is_as_stored(path):
    assert drafted(path) == golden(path).read_text(encoding="utf-8"), "python tests/drafting/drafts.py"


def test_what_is_stored_is_of_a_document():
    assert sorted(GOLDEN.iterdir()) == sorted(map(golden, DOCUMENTS))
