"""Quarters: ``2026Q3`` and its days."""

from __future__ import annotations

import datetime as dt
import re

from datamap.errors import CallError
from datamap.model import arguments

QUARTER = re.compile(r"(\d{4})Q([1-4])")


def last_day(quarter: str) -> dt.date:
    """The last day of a quarter such as ``2026Q3``."""
    found = QUARTER.fullmatch(arguments.check_text(quarter, "--quarter"))
    if not found or found[1] == "0000" or quarter > "9999Q3":
        raise CallError(f"--quarter: '{quarter}' is not a quarter. Expected a year and a quarter, such as 2026Q3")
    year, q = int(found[1]), int(found[2])
    return dt.date(year + (q == 4), q * 3 % 12 + 1, 1) - dt.timedelta(1)


def ended(today: dt.date) -> str:
    """The quarter that ended last before a day."""
    year, q = today.year, (today.month - 1) // 3  # of this year, 0 where it is the fourth of the year before
    return f"{year}Q{q}" if q else f"{year - 1:04}Q4"


def next_end(day: dt.date) -> dt.date:
    """The last day of the quarter after that of a day.

    Examples
    --------
    >>> next_end(dt.date(2026, 9, 30))
    datetime.date(2026, 12, 31)
    """
    year, quarter = divmod(day.year * 4 + (day.month - 1) // 3 + 1, 4)
    return last_day(f"{year:04}Q{quarter + 1}")


def before(quarter: str) -> str:
    """The quarter before a quarter."""
    return ended(last_day(quarter))
