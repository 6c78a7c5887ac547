"""Days, in figures or with the name of a month; where day and month can change places, it is not read as either."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache

from datamap.labels.values.lexicon import LANGUAGES, group
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Value, fold, rest

TWICE = "day and month can be read in two ways"

_FIGURES = re.compile(
    r"(?<![\w/.-])(?:(?P<year>\d{4})(?P<of>[-/.])(?P<month>\d{1,2})(?P=of)(?P<day>\d{1,2})(?:[t ]\d{1,2}:[\d:.+z]*)?"
    r"|(?P<dotted>\d{1,2})\.\s?(?P<of_dotted>\d{1,2})\.\s?(?P<year_dotted>\d{4})"
    r"|(?P<first>\d{1,2})(?P<sign>[/-])\s?(?P<second>\d{1,2})(?P=sign)\s?(?P<year_last>\d{4}))(?![\w/-]|\.\d)"
)
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\s*")


@cache
def _spoken(languages: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, int]]:
    """The pattern of ``30 September 2026``, ``1er janvier 2026``, ``September 30, 2026``; the number of each month."""
    months = {fold(name).flat: int(n) for n, names in group("months", languages).items() for name in names}
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    before = r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|o|º|ª)?\s?(?:(?:of|de|den|di)\s)?"
    behind = r"(?P<day_behind>\d{1,2})(?:st|nd|rd|th)?,?"
    named = rf"(?:{before}(?P<month>{names})\.?,?(?:\s(?:de|del))?|(?P<month_first>{names})\.?\s{behind})"
    return re.compile(rf"(?<![\w/.-]){named}\s(?P<year>\d{{4}})(?![\w/-]|\.\d)"), months


def _day(year: str, month: int, day: int) -> str:
    """A day as YYYY-MM-DD; empty if it does not exist."""
    try:
        return dt.date(int(year), month, day).isoformat()
    except ValueError:
        return ""


def _in_figures(m: re.Match[str]) -> set[str]:
    """Every day that figures can mean. Dots separate a day, a month and a year, in this order."""
    if m["year"]:
        found = {_day(m["year"], int(m["month"]), int(m["day"]))}
    elif m["dotted"]:
        found = {_day(m["year_dotted"], int(m["of_dotted"]), int(m["dotted"]))}
    else:
        one, two = int(m["first"]), int(m["second"])
        found = {_day(m["year_last"], two, one), _day(m["year_last"], one, two)}
    return found - {""}


@lru_cache(maxsize=REMEMBERED)
def find_days(text: Folded, languages: tuple[str, ...] = LANGUAGES) -> tuple[tuple[int, int, set[str]], ...]:
    """Each place of a folded text that names a day: start, end, and the days that it can mean."""
    found = [(*m.span(), days) for m in _FIGURES.finditer(text.flat) if (days := _in_figures(m))]
    if not any(c.isalpha() for c in text.flat):
        return tuple(
            sorted(found, key=lambda of: of[:2])
        )  # figures alone need no names of months, whose lists are long
    pattern, months = _spoken(languages)
    for m in pattern.finditer(text.flat):
        month = months[m["month"] or m["month_first"]]
        if day := _day(m["year"], month, int(m["day"] or m["day_behind"])):
            found.append((*m.span(), {day}))
    return tuple(sorted(found, key=lambda of: of[:2]))


@lru_cache(maxsize=REMEMBERED)
def read_days(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Days, as YYYY-MM-DD; ``unknown`` where day and month can change places.

    Examples
    --------
    >>> [read_days(t).only for t in ("30.9.2026", "30 September 2026", "30/9/2026", "3/9/2026")]
    ['2026-09-30', '2026-09-30', '2026-09-30', '']
    >>> [(v.value, v.why) for v in read_days("3/9/2026").values]
    [('unknown', 'day and month can be read in two ways')]
    """
    if m := _COMPACT.fullmatch(text):
        day = _day(m[1], int(m[2]), int(m[3]))
        return Reading((Value(day, *m.span()),) if day else (), () if day else (m.span(),))
    folded = fold(text)
    found = find_days(folded, languages)
    values = tuple(
        Value(
            min(days) if len(days) == 1 else "unknown", *folded.span(a, b), {}, len(days) == 1, TWICE * (len(days) > 1)
        )
        for a, b, days in found
    )
    return Reading(values, rest(folded, [(a, b) for a, b, _ in found]))
