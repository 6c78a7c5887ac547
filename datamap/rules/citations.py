"""What a finding cites, by the law that applies to its organisation. The rules are written for the GDPR.

- Before 2018-05-25 only the rules on transfers run, under Directive 95/46/EC.
- The UK GDPR keeps the numbers of the articles; its Chapter V was rewritten by the Data (Use and Access) Act 2025.
  Judgments before 2021 are assimilated case law; guidelines adopted by the EDPB since then are not followed there.
- The Swiss FADP (SR 235.1) requires less, in other words. Rules without a counterpart in the FADP do not run for an
  organisation that is recorded as subject to it; RU006 reports this.
"""

from __future__ import annotations

import datetime as dt
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
    ("EDPB Recommendations 01/2020", ""),
    ("EDPB Guidelines 07/2020", ""),
    ("EDPB Guidelines 05/2021", ""),
    ("EDPB Opinion 22/2024", ""),
    ("EDPB DPF FAQ", ""),
)
"""Beginning of a citation -> its UK counterpart; the first that fits. After a space the rest is kept."""

SWISS = {
    "TR": "FADP Art. 16, 17",
    "TR002": "FADP Art. 9, 16",
    "TR003": "FADP Art. 12(2)(g), 16",
    "TR009": "FADP Art. 9(3), 16",
    "TR025": "FADP Art. 16, 19(4)",
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
    if regime == "ch":
        return swiss(code, day) or "; ".join(articles)
    if day < GDPR_APPLIES:
        kept = [a for a in articles if not a.startswith(("GDPR", "EDPB", "Decision (EU) 202", "General Court"))]
        return "; ".join([DIRECTIVE[code[:2]], *kept])
    if regime == "uk" and day >= UK_GDPR_APPLIES:
        return "; ".join(dict.fromkeys(filter(None, map(_british, articles)))) or "UK GDPR Chapter V"
    return "; ".join(articles)


def _british(article: str) -> str:
    for start, instead in UK_INSTEAD:
        if article.startswith(start) and not (start[-1].isdigit() and article[len(start) :][:1].isdigit()):
            return instead + article[len(start) :] if instead.endswith(" ") else instead
    return article
