"""Checks of the arguments that a caller passes: types, texts, names, places, paths and days.

Each function returns the value in the form that the library uses, or raises a CallError that names the argument, what
was passed and what was expected. An unknown name is refused with the nearest known one as a suggestion: an empty answer
to a misspelt question would read as "there is none".
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

LEAST_LIKENESS = 0.6
"""Least likeness, between 0 and 1, at which a known name is suggested."""

LISTED = 30
"""Number of names that a message lists at most."""


# --- known names ---------------------------------------------------------------------------------------------------


def find_nearest(text: str, names: Iterable[str]) -> str:
    """The name that was probably meant, or an empty text.

    Examples
    --------
    >>> find_nearest("slakc", ["hubspot", "slack"])
    'slack'
    """
    from rapidfuzz import process  # here, because only a mistake needs it
    from rapidfuzz.distance import OSA  # counts two letters that changed places as one mistake

    best = process.extractOne(
        text[:200],
        [n for n in names if n],
        scorer=OSA.normalized_similarity,
        processor=str.casefold,
        score_cutoff=LEAST_LIKENESS,
    )
    return str(best[0]) if best else ""


def list_expected(text: str, names: Collection[str]) -> str:
    """The end of a message on an unknown name: the known names, and the one that was probably meant.

    Examples
    --------
    >>> list_expected("slakc", ["hubspot", "slack"])
    "Expected one of: hubspot, slack; did you mean 'slack'?"
    """
    listed = sorted(dict.fromkeys(names))
    if not listed:
        return "Expected nothing here: there are no entries"
    near = find_nearest(text, listed)
    return f"Expected one of: {few(listed, LISTED)}" + (f"; did you mean '{near}'?" if near else "")


def check_one_of(value: Any, names: Collection[str], name: str) -> str:
    """A text that is one of the known names.

    Raises
    ------
    CallError
        With the nearest known name.
    """
    given = check_text(value, name)
    if given not in names:
        raise CallError(f"{name}: {shown(given)} is not known. {list_expected(given, names)}")
    return given


def find_ids(value: Any, entries: Iterable[tuple[str, str]], name: str) -> frozenset[str]:
    """The ids of the entries with this id or name, in upper or lower case.

    Parameters
    ----------
    entries : iterable of (id, name)

    Raises
    ------
    CallError
        With the nearest known id or name.
    """
    listed = list(entries)
    wanted = check_text(value, name).strip().casefold()
    found = frozenset(i for i, label in listed if wanted in (i.casefold(), label.casefold()))
    if not found:
        raise CallError(f"{name}: {shown(value)} is not known. {list_expected(value, {x for e in listed for x in e})}")
    return found


# --- texts and types -----------------------------------------------------------------------------------------------


def check_text(value: Any, name: str) -> str:
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


def check_texts(values: Any, name: str) -> tuple[str, ...]:
    """Several texts; a single text counts as a list of one.

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


def check_type(value: Any, types: type[T] | tuple[type[T], ...], name: str, wanted: str) -> T:
    """A value of one of some types; ``wanted`` describes for the message what was expected, and where to get it.

    Raises
    ------
    CallError
    """
    if not isinstance(value, types):
        raise CallError(f"{name}: {type(value).__name__} {shown(value)} cannot be used. Expected {wanted}")
    return value


# --- places and paths ----------------------------------------------------------------------------------------------


def parse_place(value: Any, name: str, also: Collection[str] = ()) -> str:
    """The code of a place as people spell it; ``also`` lists other words that are returned as they are.

    Raises
    ------
    CallError
        With the nearest place.
    """
    from datamap.labels.countries import code_of, meant, read

    given = check_text(value, name)
    if given in also:
        return given
    code = code_of(given) or _place_in_words(given)
    if code is None:
        note, near = read(given).note, meant(given)
        raise CallError(
            f"{name}: {note or shown(given)}. Expected a country (name or ISO 3166-1 code), EPO, EU or EEA"
            + (f"; did you mean {near}?" if near else "")
        )
    return code


def _place_in_words(text: str) -> str | None:
    """The place that several words name together, as a cell of the workbook reads them: ``Georgia, USA``."""
    from datamap.labels.values import read_places  # here, because it reads the words of all languages

    return (read_places(text).only or None) if len(text) <= LONGEST_PLACE else None


LONGEST_PLACE = 200
"""Characters of a text that can be a place."""


def parse_path(value: Any, name: str, wanted: str = "a path, as text or pathlib.Path") -> Path:
    """A path that the system can use; the file need not exist.

    Raises
    ------
    CallError
    """
    if not isinstance(value, (str, os.PathLike)):
        raise CallError(f"{name}: {type(value).__name__} {shown(value)} cannot be used. Expected {wanted}")
    made = os.fspath(value)
    try:
        usable = isinstance(made, str) and bool(made.strip()) and b"\0" not in os.fsencode(made)
    except UnicodeEncodeError:
        usable = False
    if not usable:
        raise CallError(f"{name}: {shown(made)} is not a path. Expected {wanted}")
    return Path(made)


# --- days ----------------------------------------------------------------------------------------------------------


def parse_day(value: Any, name: str = "as_of") -> dt.date:
    """A day: a date, a moment (its day counts), or a text that can be read in only one way.

    Raises
    ------
    CallError

    Examples
    --------
    >>> parse_day("2026-09-30") == parse_day("30.9.2026") == parse_day(dt.datetime(2026, 9, 30, 12))
    True
    """
    found = day_or_none(value)
    if found is None:
        raise CallError(f"{name}: {explain_bad_day(value)}")
    return found


def explain_bad_day(value: Any) -> str:
    """Why a value is not a day, and what was expected.

    Examples
    --------
    >>> explain_bad_day("3/4/2026")
    "'3/4/2026' is not a day that exists. Expected YYYY-MM-DD; did you mean 2026-03-04 or 2026-04-03?"
    """
    hint = f"; did you mean {near}?" if isinstance(value, str) and (near := guess_date(value)) else ""
    if isinstance(value, str) and (m := re.fullmatch(r"\s*(\d{1,2})[/-](\d{1,2})[/-](\d{4})\s*", value)):
        readings = {guess_date(f"{m[3]}-{month}-{day}") for month, day in ((m[1], m[2]), (m[2], m[1]))} - {""}
        hint = "; did you mean " + " or ".join(sorted(readings)) + "?" if readings else ""
    return f"{shown(value)} is not a day that exists. Expected YYYY-MM-DD{hint}"


def day_or_none(value: Any) -> dt.date | None:
    """The day that a value means; None where it is not a day, or could be two."""
    if isinstance(value, dt.datetime):  # pandas' Timestamp is one too, and so is its NaT, which differs from itself
        return value.date() if value == value else None
    if isinstance(value, dt.date):
        return value
    if type(value).__name__ == "datetime64":
        value = str(value)  # numpy's
    meant = guess_date(value) if isinstance(value, str) else ""
    return dt.date.fromisoformat(meant) if meant else None


LONGEST_DAY = 60
"""Characters of a text that can be a day."""


def guess_date(value: Any) -> str:
    """The date that a text means, as YYYY-MM-DD; empty where day and month could be read in two ways.

    Examples
    --------
    >>> guess_date("2026-9-3"), guess_date("3.9.2026"), guess_date("3/9/2026")
    ('2026-09-03', '2026-09-03', '')
    """
    text = str(value)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return dt.date.fromisoformat(text).isoformat()
        except ValueError:
            return ""
    from datamap.labels.values import read_days  # here, because it reads the words of all languages

    return read_days(text).only if len(text) <= LONGEST_DAY else ""
