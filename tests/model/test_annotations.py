"""The annotations of entries are types: as texts, each would be compiled again whenever a command starts."""

from __future__ import annotations

from inspect import get_annotations

import pytest

from datamap import model
from datamap.model.naming import Offering

ENTRIES = [c for c in vars(model).values() if isinstance(c, type) and issubclass(c, Offering)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda c: c.__name__)
def test_no_annotation_of_an_entry_is_a_text(entry):
    own = [c for c in entry.__mro__ if c.__module__.startswith("datamap.")]
    assert [name for c in own for name, hint in get_annotations(c).items() if isinstance(hint, str)] == []
