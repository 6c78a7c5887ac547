"""Periods in words."""

import pytest

from datamap.model.period import spelt


@pytest.mark.parametrize(("period", "text"), [("P1Y", "1 year"), ("P3Y6M", "3 years 6 months"), ("unknown", "unknown")])
def test_a_period_in_words(period, text):
    assert spelt(period) == text
