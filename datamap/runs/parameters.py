"""Plain texts, as papermill passes them to a notebook, into an audit: checked, since papermill checks nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from datamap import formats
from datamap import law as lawpack
from datamap.errors import CallError
from datamap.findings import acceptances as accepting
from datamap.history.quarter import last_day
from datamap.model import arguments
from datamap.pipeline import Audit, audit

DAYS = ("as_of", "known_on")


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
        f"{name}: {arguments.explain_bad_day(given[name])}"
        for name in DAYS
        if isinstance(given[name], (str, dt.date)) and given[name] != "" and arguments.day_or_none(given[name]) is None
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
