"""What a finding cites, by the law that applies to its organisation. The rules are written for the GDPR.

What can be cited from which day, what takes the place of a citation under the UK GDPR, and which provision of the
Directive or of Swiss law belongs to a rule, are facts of the law pack (``citable``, ``counterparts``, ``provisions``).
Before 2018-05-25 only the rules on transfers run. Rules without a provision of the FADP do not run for an organisation
that is recorded as subject to it; RU006 reports this.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache

from datamap.law import load

GDPR_APPLIES = dt.date(2018, 5, 25)
"""First day on which the rules that are not about transfers run."""

NUMBERED = re.compile(r"(?:EDPB|WP29) \w+ \d+/(\d{4})|Decision \(EU\) (\d{4})/")
"""A citation whose number contains a year: nothing is older than its number."""
JUDGMENT = re.compile(r"(?:CJEU|General Court) [CT]-\d+/(\d{2})")
"""A judgment: the year in its number is that of the action, and the judgment comes later."""

OF_SWITZERLAND = ("FADP ", "DPO ")
TRANSFERS = ("TR", "RU")
"""Families of rules that cite the rules on transfers as a whole where nothing else can be cited."""


def swiss(code: str, day: dt.date) -> str:
    """Provision of Swiss law on a day that corresponds to a rule; empty where there is none."""
    return _provision(code, "ch", day)


@cache
def _provision(code: str, regime: str, day: dt.date) -> str:
    """The provision of a law that belongs to a rule on a day, or else to its family; empty where there is none."""
    found = {p.rule: p.text for p in load().regime(regime).provisions if p.applies_on(day)}
    return found.get(code) or found.get(code[:2], "")


@cache
def cited(code: str, articles: tuple[str, ...], regime: str, day: dt.date) -> str:
    """What a finding of a rule cites, separated by ``; ``; empty where nothing of it belongs to that law on that day.

    Parameters
    ----------
    code : str
    articles : tuple of str
        As the rule has them, for the GDPR.
    regime : {'eu', 'uk', 'ch'}
    day : date
        Before 2018-05-25 the directive is cited instead of the regulation; before 2021 the GDPR for the United Kingdom.
    """
    if regime == "ch" and (provision := swiss(code, day)):
        return "; ".join(_of_the_day((a for a in articles if a.startswith(OF_SWITZERLAND)), day)) or provision
    whole = code[:2] in TRANSFERS
    if regime == "uk" and day >= first_day("UK GDPR "):
        return (
            "; ".join(_of_the_day(dict.fromkeys(_british(a, day) for a in articles), day))
            or "UK GDPR Chapter V" * whole
        )
    kept, provision = _of_the_day(articles, day), _provision(code, "eu", day)
    return "; ".join([provision, *kept] if provision else kept) or "GDPR Art. 44" * whole


def _of_the_day(articles: Iterable[str], day: dt.date) -> list[str]:
    """The citations that existed on a day."""
    return [a for a in articles if a and first_day(a) <= day]


@cache
def first_day(article: str) -> dt.date:
    """The first day on which something can be cited.

    One that is not listed counts from the year of its number, a judgment from the year after.
    """
    for start, day in (row for regime in load().regimes.values() for row in regime.citable):
        if article.startswith(start) and not article[len(start) :][:1].isdigit():
            return day
    if judgment := JUDGMENT.match(article):
        return dt.date(2000 + int(judgment[1]) + 1, 1, 1)
    year = next(filter(None, found.groups()), "") if (found := NUMBERED.match(article)) else ""
    return dt.date(int(year), 1, 1) if year else dt.date.min


def _british(article: str, day: dt.date) -> str:
    """What the UK GDPR has instead on a day; of several, the first that can be cited already. Empty if none can."""
    fitting = [
        instead + article[len(start) :] if instead.endswith(" ") else instead
        for start, instead in load().regime("uk").counterparts
        if article.startswith(start) and not (start[-1].isdigit() and article[len(start) :][:1].isdigit())
    ]
    return next((a for a in fitting if first_day(a) <= day), "") if fitting else article
