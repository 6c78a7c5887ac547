"""What a caller may pass, checked at the door: days, places, names, kinds of things.

An unknown name is refused with the nearest one as a suggestion: an empty answer to a misspelt question would read as "there is none".
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, TypeVar

from datamap.errors import CallError
from datamap.labels.counting import few
from datamap.model.vocabulary import shown

T = TypeVar("T")

LIKE = 0.6
"""Least likeness, of 1, at which a name is proposed instead of another."""

LISTED = 30
"""Names that a message lists; of more than these only some."""


def nearest(text: str, names: Iterable[str]) -> str:
    """The name that was probably meant, or an empty text."""
    from rapidfuzz import process  # here, because only a mistake needs it
    from rapidfuzz.distance import OSA  # two letters that changed places are one mistake

    best = process.extractOne(
        text[:200],
        [n for n in names if n],
        scorer=OSA.normalized_similarity,
        processor=str.casefold,
        score_cutoff=LIKE,
    )
    return best[0] if best else ""


def expected(text: str, names: Collection[str]) -> str:
    """What was expected instead of a text, with what was probably meant."""
    listed = sorted(dict.fromkeys(names))
    near = nearest(text, listed)
    return f"Expected one of: {few(listed, LISTED) or 'nothing, for there is none'}" + (
        f"; did you mean '{near}'?" if near else ""
    )


def text(value: Any, name: str) -> str:
    """A text that is not empty.

    Raises
    ------
    CallError
    """
    if not isinstance(value, str):
        raise CallError(f"{name}: {shown(value)} is not a text. Expected one name, in quotes")
    if not value.strip():
        raise CallError(f"{name}: the text is empty. Expected a name")
    if re.search("[\ud800-\udfff]", value):
        raise CallError(f"{name}: {shown(value)} is not a text that can be written. Expected a name")
    return value


def one_of(value: Any, names: Collection[str], name: str) -> str:
    """A value that is among some names.

    Raises
    ------
    CallError
        With the nearest name.
    """
    if text(value, name) not in names:
        raise CallError(f"{name}: {shown(value)} is not known. {expected(value, names)}")
    return value


def ids(value: Any, entries: Iterable[tuple[str, str]], name: str) -> frozenset[str]:
    """The ids that a text stands for: an id, or a name in any case.

    Parameters
    ----------
    entries : iterable of (id, name)

    Raises
    ------
    CallError
        With the nearest name.
    """
    listed = list(entries)
    wanted = text(value, name).strip().casefold()
    found = frozenset(i for i, label in listed if wanted in (i.casefold(), label.casefold()))
    if not found:
        raise CallError(f"{name}: {shown(value)} is not known. {expected(value, {x for e in listed for x in e})}")
    return found


def texts(values: Any, name: str) -> tuple[str, ...]:
    """Several texts; one is taken for a list of one.

    Raises
    ------
    CallError
    """
    if isinstance(values, str):
        values = (values,)
    plain = values.tolist() if hasattr(values, "tolist") else values  # a column of a frame
    given = tuple(plain) if isinstance(plain, (list, tuple, set, frozenset)) else (values,)
    if not all(isinstance(v, str) for v in given):
        raise CallError(f"{name}: {shown(values)} is not a list of texts. Expected texts, in quotes")
    return given


def place(value: Any, name: str, also: Collection[str] = ()) -> str:
    """The code of a place as people spell it, or one of some other words.

    Raises
    ------
    CallError
        With the nearest place.
    """
    from datamap.labels.countries import code_of, meant, read

    if text(value, name) in also:
        return value
    code = code_of(value)
    if code is None:
        note, near = read(value).note, meant(value)
        raise CallError(
            f"{name}: {note or shown(value)}. Expected a country (name or ISO 3166-1 code), EPO, EU or EEA"
            + (f"; did you mean {near}?" if near else "")
        )
    return code


def a(value: Any, kind: type[T] | tuple[type[T], ...], name: str, wanted: str) -> T:
    """A value of a kind; ``wanted`` says in words which one, and where it comes from.

    Raises
    ------
    CallError
    """
    if not isinstance(value, kind):
        raise CallError(f"{name}: {type(value).__name__} {shown(value)} cannot be used. Expected {wanted}")
    return value


def path(value: Any, name: str, wanted: str = "a path, as text or pathlib.Path") -> Path:
    """A path.

    Raises
    ------
    CallError
    """
    a(value, (str, os.PathLike), name, wanted)
    made = os.fspath(value)
    try:
        fits = isinstance(made, str) and bool(made.strip()) and b"\0" not in os.fsencode(made)
    except UnicodeEncodeError:
        fits = False
    if not fits:
        raise CallError(f"{name}: {shown(made)} is not a path. Expected {wanted}")
    return Path(made)


def day(value: Any, name: str = "as_of") -> dt.date:
    """A day: a date, a moment (its day counts), or a text that has one reading.

    Raises
    ------
    CallError

    Examples
    --------
    >>> day("2026-09-30") == day("30.9.2026") == day(dt.datetime(2026, 9, 30, 12))
    True
    """
    found = read_day(value)
    if found is None:
        raise CallError(f"{name}: {no_day(value)}")
    return found


def no_day(value: Any) -> str:
    """What is wrong with a value that is not a day."""
    hint = f"; did you mean {near}?" if isinstance(value, str) and (near := date_meant(value)) else ""
    if isinstance(value, str) and (m := re.fullmatch(r"\s*(\d{1,2})[/-](\d{1,2})[/-](\d{4})\s*", value)):
        readings = {date_meant(f"{m[3]}-{month}-{day}") for month, day in ((m[1], m[2]), (m[2], m[1]))} - {""}
        hint = "; did you mean " + " or ".join(sorted(readings)) + "?" if readings else ""
    return f"{shown(value)} is not a day that exists. Expected YYYY-MM-DD{hint}"


def read_day(value: Any) -> dt.date | None:
    """The day that a value stands for; None where it is none, or could be two."""
    if isinstance(value, dt.datetime):  # pandas' Timestamp is one too, and so is its NaT, which differs from itself
        return value.date() if value == value else None
    if isinstance(value, dt.date):
        return value
    if type(value).__name__ == "datetime64":
        value = str(value)  # numpy's
    meant = date_meant(value) if isinstance(value, str) else ""
    return dt.date.fromisoformat(meant) if meant else None


def date_meant(value: Any) -> str:
    """``2026-9-3`` and ``3.9.2026`` -> ``2026-09-03``; empty where day and month could be told apart in two ways."""
    text = str(value).strip()
    if m := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9]{1,2}:.*)?", text):
        year, month, day = map(int, m.groups())
    elif m := re.fullmatch(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", text):
        day, month, year = map(int, m.groups())
    elif m := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text):
        year, month, day = map(int, m.groups())
    else:
        return ""
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""
