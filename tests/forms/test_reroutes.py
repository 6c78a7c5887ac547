"""Questions that were passed on: what the file states is read whole, or refused."""

from __future__ import annotations

import pytest

from datamap.errors import InputError
from datamap.forms import reroutes

ENTRY = "{question: recipients/host/sites, ask: IT, by: Jana, 'on': 2026-03-01}"


def test_a_key_that_is_not_known_is_refused(tmp_path):
    path = tmp_path / "map.questions.yaml"
    path.write_text(f"asked: [{ENTRY}]\n", encoding="utf-8")
    assert [r.ask for r in reroutes.read(path)] == ["IT"]
    path.write_text(f"asked: [{ENTRY}]\nask: [{ENTRY}]\n", encoding="utf-8")
    with pytest.raises(InputError, match="ask: a key that is not known"):
        reroutes.read(path)
