"""Plain texts, as papermill passes them to a notebook, into an audit: checked, since papermill checks nothing."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from datamap import formats
from datamap import law as lawpack
from datamap.errors import CallError
from datamap.findings import acceptances as accepting
from datamap.model import arguments
from datamap.pipeline import Audit, audit

QUARTER = re.compile(r"(\d{4})Q([1-4])")
DAYS = ("as_of", "known_on")


def last_day(quarter: str) -> dt.date:
    """The last day of a quarter such as ``2026Q3``."""
    found = QUARTER.fullmatch(arguments.text(quarter, "--quarter"))
    if not found or found[1] == "0000" or quarter > "9999Q3":
        raise CallError(f"--quarter: '{quarter}' is no quarter. Expected a year and a quarter, such as 2026Q3")
    year, q = int(found[1]), int(found[2])
    return dt.date(year + (q == 4), q * 3 % 12 + 1, 1) - dt.timedelta(1)


def ended(today: dt.date) -> str:
    """The quarter that ended last before a day."""
    year, q = today.year, (today.month - 1) // 3  # of this year, 0 where it is the fourth of the year before
    return f"{year}Q{q}" if q else f"{year - 1:04}Q4"


def before(quarter: str) -> str:
    """The quarter before a quarter."""
    return ended(last_day(quarter))


def run(
    path: str,
    as_of: str | dt.date = "",
    *,
    quarter: str = "",
    known_on: str | dt.date = "",
    dpf_list: str = "",
    without: str = "",
    acceptances: str = "",
) -> Audit:
    """An audit from plain texts, as papermill passes them to a notebook; several values are separated by ``;``.

    A relative path that is not there from the working directory is taken from the project's ``notebooks`` folder, so that
    a notebook runs wherever it is started.

    Parameters
    ----------
    as_of : str
        The day; without one the last day of the quarter.
    quarter : str
        Such as ``2026Q3``.

    Raises
    ------
    CallError
        With every parameter that is no text, no day, no quarter.
    InputError
    """
    given = {
        "inventory": path,
        "as_of": as_of,
        "quarter": quarter,
        "known_on": known_on,
        "dpf_list": dpf_list,
        "without": without,
        "acceptances": acceptances,
    }
    wrong = [
        f"{name}: {value!r} is no text. Expected it in quotes, from papermill with -r {name} ..."
        for name, value in given.items()
        if not isinstance(value, str) and not (name in DAYS and isinstance(value, dt.date))
    ]
    wrong += [
        f"{name}: {arguments.no_day(given[name])}"
        for name in DAYS
        if isinstance(given[name], (str, dt.date)) and given[name] != "" and arguments.read_day(given[name]) is None
    ]
    if wrong:
        raise CallError("\n".join(wrong))
    last = last_day(quarter) if quarter else None
    day = as_of if as_of != "" else last
    pack = lawpack.load(known_on if known_on != "" else None).without(*_split(without))
    participants = None
    if dpf_list:
        from datamap.law import dpf

        participants = dpf.read(_split(dpf_list))
    accepted = accepting.read(acceptances) if acceptances else None
    return audit(formats.read(_from_anywhere(path)), day, law=pack, participants=participants, acceptances=accepted)


def _split(text: str) -> list[str]:
    return [t for t in text.split(";") if t]


def _from_anywhere(path: str) -> Path:
    at = Path(path)
    beside = Path(__file__).resolve().parents[2] / "notebooks" / at
    return beside if not at.exists() and not at.is_absolute() and beside.exists() else at
