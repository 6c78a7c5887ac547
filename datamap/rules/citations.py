"""What a finding cites, by the law that applies to its organisation. The rules are written for the GDPR.

- Before 2018-05-25 only the rules on transfers run, under Directive 95/46/EC.
- Nothing is cited before its first day: no judgment before it was given, no decision before it applied.
- The UK GDPR keeps the numbers of the articles; its Chapter V was rewritten by the Data (Use and Access) Act 2025.
  Judgments before 2021 are assimilated case law; guidelines of the EDPB and of its predecessor do not apply there.
- The Swiss FADP (SR 235.1) requires less, in other words. Rules without a counterpart in the FADP do not run for an
  organisation that is recorded as subject to it; RU006 reports this.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache

GDPR_APPLIES = dt.date(2018, 5, 25)
UK_GDPR_APPLIES = dt.date(2021, 1, 1)
FADP_APPLIES = dt.date(2023, 9, 1)

DIRECTIVE = {"TR": "Directive 95/46/EC Art. 25, 26", "RU": "Directive 95/46/EC Art. 6(2)"}
OLD_FADP = {"TR": "FADP of 1992, Art. 6", "RU": "FADP of 1992, Art. 4"}

UK_INSTEAD = (
    ("GDPR Art. 44", "UK GDPR Chapter V"),
    ("GDPR Art. 45", "UK GDPR Chapter V"),
    ("GDPR Art. 46", "UK GDPR Chapter V"),
    ("GDPR Art. 10", "UK GDPR Art. 10; DPA 2018 s. 10(5), Sch. 1"),
    ("GDPR Art. 9(", "UK GDPR Art. 9; DPA 2018 s. 10, 11, Sch. 1"),
    ("GDPR ", "UK GDPR "),
    ("Decision (EU) 2023/1795", "SI 2023/1028"),
    ("Decision (EU) 2021/914", "UK Addendum B.1.0 (DPA 2018 s. 119A)"),
    ("Decision (EU) 2021/915", ""),
    ("General Court T-553/23", ""),
    ("EDPB ", ""),
    ("WP", ""),
)
"""Beginning of a citation -> its UK counterpart; the first that fits. After a space the rest is kept, unless there is
no counterpart."""

FIRST_DAYS = (
    ("GDPR ", GDPR_APPLIES),
    ("UK GDPR ", UK_GDPR_APPLIES),
    ("CJEU C-101/01", dt.date(2003, 11, 6)),
    ("CJEU C-362/14", dt.date(2015, 10, 6)),
    ("CJEU C-40/17", dt.date(2019, 7, 29)),
    ("CJEU C-311/18", dt.date(2020, 7, 16)),
    ("General Court T-553/23", dt.date(2025, 9, 3)),
    ("Decision (EU) 2021/914", dt.date(2021, 6, 27)),
    ("Decision (EU) 2021/915", dt.date(2021, 6, 27)),
    ("Decision (EU) 2023/1795", dt.date(2023, 7, 10)),
    ("UK Addendum", dt.date(2022, 3, 21)),
    ("SI 2023/1028", dt.date(2023, 10, 12)),
    ("EDPB Guidelines 2/2018", dt.date(2018, 5, 25)),
    ("EDPB Guidelines 05/2020", dt.date(2020, 5, 4)),
    ("EDPB Guidelines 07/2020", dt.date(2021, 7, 7)),
    ("EDPB Recommendations 01/2020", dt.date(2021, 6, 18)),
    ("EDPB Guidelines 05/2021", dt.date(2023, 2, 14)),
    ("EDPB Opinion 22/2024", dt.date(2024, 10, 7)),
    ("EDPB DPF FAQ v2.0", dt.date(2026, 1, 15)),
    ("WP260 rev.01", dt.date(2018, 4, 11)),
)
"""Beginning of a citation -> its first day: given, in force, or (guidelines) adopted in the version cited."""
NUMBERED = re.compile(r"(?:EDPB|WP29) \w+ \d+/(\d{4})|(?:CJEU|General Court) [CT]-\d+/(\d{2})|Decision \(EU\) (\d{4})/")
"""A citation whose number contains a year: nothing is older than its number."""

SWISS = {
    "TR": "FADP Art. 16, 17",
    "TR002": "FADP Art. 9, 16",
    "TR003": "FADP Art. 12(2)(g), 16",
    "TR009": "FADP Art. 9(3), 16",
    "TR020": "FADP Art. 17",
    "TR025": "FADP Art. 16, 19(4)",
    "TR031": "FADP Art. 12(2)(g), 16, 19(4)",
    "NO003": "FADP Art. 6(2), (3), 19",
    "PD001": "FADP Art. 6(2), (3)",
    "PD003": "FADP Art. 12(2)(c)",
    "PD004": "FADP Art. 12(2)(c)",
    "PD005": "FADP Art. 12(2)(d), 19(2)(c)",
    "PD006": "FADP Art. 5(c)",
    "PD008": "FADP Art. 12",
    "PD009": "FADP Art. 21",
    "PD010": "FADP Art. 22",
    "PD011": "FADP Art. 7",
    "PD012": "FADP Art. 21, 22",
    "RE001": "FADP Art. 6(4), 12(2)(e)",
    "RE002": "FADP Art. 6(4), 12(2)(e)",
    "RE003": "FADP Art. 6(4), 12(2)(e)",
    "RE004": "FADP Art. 6(4)",
    "RE005": "FADP Art. 6(4), 12(2)(e)",
    "RC001": "FADP Art. 9",
    "RC002": "FADP Art. 6(3), 12(2)(d)",
    "RC003": "FADP Art. 5(j), (k)",
    "RC004": "FADP Art. 12(2)(d)",
    "RC005": "FADP Art. 6(5), 12(2)(d)",
    "RC008": "FADP Art. 9(3)",
    "RR003": "FADP Art. 8, 12(2)(f)",
    "RU": "FADP Art. 7",
}
"""Rule or family -> the provision of the FADP. A rule without one does not run under it: the FADP does not require a
legal basis or an arrangement between joint controllers, and requires less in a notice (Art. 19)."""


def swiss(code: str, day: dt.date) -> str:
    """Provision of Swiss law on a day that corresponds to a rule; empty where there is none."""
    if day < FADP_APPLIES:
        return OLD_FADP.get(code[:2], "")
    return SWISS.get(code) or SWISS.get(code[:2], "")


@cache
def cited(code: str, articles: tuple[str, ...], regime: str, day: dt.date) -> str:
    """What a finding of a rule cites, separated by ``; ``.

    Parameters
    ----------
    code : str
    articles : tuple of str
        As the rule has them, for the GDPR.
    regime : {'eu', 'uk', 'ch'}
    day : date
        Before 2018-05-25 the directive is cited instead of the regulation; before 2021 the GDPR for the United Kingdom.
    """
    if regime == "ch" and swiss(code, day):
        return swiss(code, day)
    if regime == "uk" and day >= UK_GDPR_APPLIES:
        return "; ".join(_of_the_day(dict.fromkeys(map(_british, articles)), day)) or "UK GDPR Chapter V"
    kept = _of_the_day(articles, day)
    return "; ".join([DIRECTIVE[code[:2]], *kept] if day < GDPR_APPLIES else kept) or "GDPR Art. 44"


def _of_the_day(articles: Iterable[str], day: dt.date) -> list[str]:
    """The citations that existed on a day."""
    return [a for a in articles if a and first_day(a) <= day]


def first_day(article: str) -> dt.date:
    """The first day on which something can be cited; one that is not listed counts from the year of its number."""
    for start, day in FIRST_DAYS:
        if article.startswith(start) and not article[len(start) :][:1].isdigit():
            return day
    year = next(filter(None, found.groups()), "") if (found := NUMBERED.match(article)) else ""
    return dt.date(int(year) + (2000 if len(year) == 2 else 0), 1, 1) if year else dt.date.min


def _british(article: str) -> str:
    for start, instead in UK_INSTEAD:
        if article.startswith(start) and not (start[-1].isdigit() and article[len(start) :][:1].isdigit()):
            return instead + article[len(start) :] if instead.endswith(" ") else instead
    return article
