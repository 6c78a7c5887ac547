"""A rough number of people: ``about 5,000``, ``1-100``, ``more than 1 million``."""

from __future__ import annotations

import re
from functools import lru_cache

from datamap.labels.values.lexicon import LANGUAGES, cache, group
from datamap.labels.values.text import REMEMBERED, Reading, Value

NUMBER_OF_PEOPLE = re.compile(r"(?:0|[1-9]\d{0,9})(?:\+|-[1-9]\d{0,9})?", re.ASCII)
"""A number (``5000``), a range (``1-100``) or a number and more (``1000+``), of at most ten digits."""
_MOST = 10**10 - 1  # more than there are people
_FIGURE = r"\d{1,3}(?:[ .,'\u2019\u00a0\u202f]\d{3})+|\d+(?:[.,]\d{1,2})?"


@cache
def _pattern(languages: tuple[str, ...]) -> re.Pattern[str]:
    """The whole of a text that is a number of people; longer phrases first, so that none hides another."""

    def among(*phrases: str) -> str:
        return "|".join(re.escape(p) for p in sorted(set(phrases), key=lambda p: (-len(p), p)))

    amounts = group("amounts", languages)
    upper, lower = group("maximum", languages)["maximum"], group("minimum", languages)["minimum"]
    scale = "|".join(f"(?P<{{0}}_{key}>{among(*amounts[key])})" for key in ("thousand", "million"))
    figure = rf"(?P<{{0}}>{_FIGURE})\s*(?:(?:{scale})\b\.?)?"
    about = rf"(?:(?:{among(*amounts['about'])})\b\.?|[~≈])"
    more = rf"(?P<more>(?:{among(*lower, 'over')})\b|[>≥])"
    less = rf"(?P<less>(?:{among(*upper, 'fewer than', 'less than')})\b|[<≤])"
    to = rf"(?:[-\u2013\u2014]|(?:{among(*group('range', languages)['range'])})\b)"
    return re.compile(
        rf"\s*(?:{about}\s*|{more}\s*|{less}\s*)?{figure.replace('{0}', 'first')}"
        rf"(?:\s*(?P<plus>\+)|\s*{to}\s*{about}?\s*{figure.replace('{0}', 'last')})?"
        rf"\s*(?:(?:{among(*amounts['people'])})\b)?\s*\.?\s*",
        re.IGNORECASE,
    )


def _number(found: re.Match[str], name: str) -> int | None:
    """A figure with its scale; None where it is not a whole number of people."""
    figure = found[name]
    scale = 10**3 if found[f"{name}_thousand"] else 10**6 if found[f"{name}_million"] else 1
    if scale == 1 and re.search(r"\D\d{3}(?!\d)", figure):  # digits in groups of three
        return int(re.sub(r"\D", "", figure))
    whole, _, part = re.sub(r"[.,]", "_", figure).partition("_")
    if not whole.isdigit() or (part and (scale == 1 or len(part) > 2)):
        return None
    return int(whole) * scale + (int(part) * scale // 10 ** len(part) if part else 0)


@lru_cache(maxsize=REMEMBERED)
def read_people(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """A rough number of people, as one value: a number, a range, or a number and more.

    A text that is not as a whole such a number has no value: half of a sentence may be about another number.

    Examples
    --------
    >>> [read_people(t).only for t in ("about 5,000", "1 - 100", "over 1.5 million people", "up to 50")]
    ['5000', '1-100', '1500000+', '0-50']
    >>> read_people("5,000 orders").only, read_people("100-1").only
    ('', '')
    """
    unread = Reading((), ((0, len(text)),) if text.strip() else ())
    found = _pattern(languages).fullmatch(text[:200])
    if found is None or len(text) > 200:
        return unread
    first, last = _number(found, "first"), _number(found, "last") if found["last"] else None
    scaled = found["last_thousand"] or found["last_million"]
    if first is not None and last is not None and scaled and not (found["first_thousand"] or found["first_million"]):
        first *= 10**3 if found["last_thousand"] else 10**6  # "2 to 3 million"
    more, less = found["more"] or found["plus"], found["less"]
    numbers = [n for n in (first, last) if n is not None]
    if first is None or max(numbers) > _MOST or (more and less):
        return unread
    if found["last"] and (last is None or last < first or more or less):
        return unread
    if last is not None:
        value = f"{first}-{last}" if last > first else f"{first}"
    else:
        value = f"{first}+" if more else f"0-{first}" if less and first else f"{first}"
    return Reading((Value(value, 0, len(text)),))


def most_people(value: str) -> int | None:
    """The largest number that a value of the model admits, as a rough measure; None where it is not known.

    Examples
    --------
    >>> most_people("1-100"), most_people("1000+"), most_people("unknown")
    (100, 1000, None)
    """
    return int(value.rstrip("+").rpartition("-")[2]) if NUMBER_OF_PEOPLE.fullmatch(value) else None
