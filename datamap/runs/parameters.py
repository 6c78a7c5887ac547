"""From the plain texts that papermill passes to a notebook to an audit; checked here, as papermill checks nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from datamap import formats
from datamap.errors import CallError
from datamap.files import folders
from datamap.findings import acceptances as accepting
from datamap.history.quarter import last_day
from datamap.law.terms import Terms
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

    A relative path that does not exist in the working directory is looked for in the project's ``notebooks`` folder, so
    that a notebook runs wherever it is started.

    Parameters
    ----------
    path : str
        An inventory, or the folder of a group's inventories.
    as_of : str
        The day; without one the last day of the quarter.
    quarter : str
        Such as ``2026Q3``.

    Raises
    ------
    CallError
        With every parameter that is not a text, a day or a quarter.
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
    _check(given)
    terms = Terms(
        _day(as_of, quarter), arguments.parse_day(known_on) if known_on else None, _split(without), _split(dpf_list)
    )
    law, participants = terms.law(), terms.participants()
    accepted = accepting.read(acceptances) if acceptances else None
    at = folders.from_notebooks(path)
    source = formats.read_many(at) if at.is_dir() else formats.read(at)
    return audit(source, terms.day, law=law, participants=participants, acceptances=accepted)


def _check(given: Mapping[str, Any]) -> None:
    """Refuse what is not a text, or not a day."""
    wrong = [
        f"{name}: {value!r} is not a text. Expected it in quotes, from papermill with -r {name} ..."
        for name, value in given.items()
        if not isinstance(value, str) and not (name in DAYS and isinstance(value, dt.date))
    ]
    for name in DAYS:
        value = given[name]
        if isinstance(value, (str, dt.date)) and value != "" and arguments.day_or_none(value) is None:
            wrong.append(f"{name}: {arguments.explain_bad_day(value)}")
    if wrong:
        raise CallError("\n".join(wrong))


def _day(as_of: str | dt.date, quarter: str) -> dt.date:
    """The day; without one the last of the quarter, which is checked in either case; without both today."""
    last = last_day(quarter) if quarter else dt.date.today()
    return arguments.parse_day(as_of) if as_of != "" else last


def _split(text: str) -> tuple[str, ...]:
    return tuple(t for t in text.split(";") if t)
