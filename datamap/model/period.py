"""Periods of storage as people read them."""

from __future__ import annotations

from datamap.labels.counting import noun
from datamap.model.vocabulary import PERIOD

UNITS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")


def spelt(period: str) -> str:
    """A period in words; ``unknown`` and ``none`` as they are.

    Examples
    --------
    >>> spelt("P3Y6M"), spelt("P1Y"), spelt("P1.5Y"), spelt("unknown")
    ('3 years 6 months', '1 year', '1.5 years', 'unknown')
    """
    if not (match := PERIOD.fullmatch(period)):
        return period
    years, months, weeks, days, _, hours, minutes, seconds = match.groups()
    found = zip((years, months, weeks, days, hours, minutes, seconds), UNITS, strict=True)
    # "1.5 years" and "1,5 years" are not "1 year"
    return " ".join(f"{n[:-1]} {noun(1 if n[:-1] == '1' else 2, unit)}" for n, unit in found if n)
