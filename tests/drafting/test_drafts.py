"""All that is drafted from the small documents is as stored: a change of any fact, position or question is seen."""

from __future__ import annotations

import pytest
from drafting.drafts import DOCUMENTS, GOLDEN, NEXT, alone, drafted, golden, texts

SHORT = [p for p in DOCUMENTS if p.parent.name == "short"]


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p not in SHORT], ids=lambda p: p.stem)
def test_a_draft_is_as_stored(path):
    assert drafted(path) == golden(path).read_text(encoding="utf-8"), "python tests/drafting/drafts.py"


@pytest.mark.parametrize(
    "path, n", [(p, n) for p in SHORT for n in range(len(texts(p)))], ids=lambda x: getattr(x, "stem", x)
)
def test_a_draft_of_a_short_text_is_as_stored(path, n):
    stored = golden(path).read_text(encoding="utf-8").split(NEXT)
    assert len(stored) == len(texts(path)), "python tests/drafting/drafts.py"
    assert alone(texts(path)[n], path.name) == stored[n], "python tests/drafting/drafts.py"


def test_what_is_stored_is_of_a_document():
    assert sorted(GOLDEN.iterdir()) == sorted(map(golden, DOCUMENTS))
