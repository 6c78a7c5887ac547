"""A verdict as of a day cites the law of that day, whatever the tool, the place and the reason."""

from __future__ import annotations

import datetime as dt
import re

import pytest

import datamap.law
from datamap.law.verdict import Case, Tool, judge
from datamap.model.vocabulary import NoTransfer, vocabulary

LAW = datamap.law.load()
ACTS = {  # how an act is cited, and the first day on which it applied
    r"FADP Art\.": dt.date(2023, 9, 1),
    r"DPO ": dt.date(2023, 9, 1),
    r"UK GDPR": dt.date(2020, 12, 31),
    r"(?<!UK )GDPR[ ,]": dt.date(2018, 5, 25),
}
NOT_YET = re.compile(r"\b(?:usable|can be used|could be signed|it starts on) (?:from )?\S+(?: only| on| \()")
IN_TIME = re.compile(r"\b((?:19|20)\d\d)(-\d\d-\d\d)?\b")
KNOWN_AHEAD = re.compile(
    r"This transfer basis ends on|the earlier ones end on|until 2022-12-27, does not name them|"  # set before the day
    r" was set as the end of this|was annulled on|was signed on|Mayotte was an overseas territory"  # told as later
)
DAYS = ("2000-06-01", "2010-06-01", "2018-05-24", "2020-12-30", "2021-10-01", "2022-06-01", "2023-08-31")
CASES = {
    regime: [
        *({"tools": (Tool(i.kind, i.version),)} for i in LAW.regime(regime).instruments if i.kind != "adequacy"),
        {"tools": (Tool("dpa"),)},
        {"tools": (Tool("other"),)},
        {"tools": ()},
        {"tools": None},
        *({"no_transfer": reason, "tools": ()} for reason in vocabulary(NoTransfer) if reason),
    ]
    for regime in ("eu", "uk", "ch")
}


def later(text: str, day: dt.date) -> list[str]:
    """The acts in a text that did not apply yet; a sentence on a tool that can be used later names its act."""
    return [act for act, first in ACTS.items() if day < first and re.search(act, text) and not NOT_YET.search(text)]


def ahead(text: str, day: dt.date, claimed: set[str]) -> list[str]:
    """The years and days in a text that are after its day, except what the map claims and what is told as later."""
    if NOT_YET.search(text) or KNOWN_AHEAD.search(text):
        return []
    return [
        found[0]
        for found in IN_TIME.finditer(text)
        if found[0] > day.isoformat()[: len(found[0])] and found[0] not in claimed
    ]


@pytest.mark.parametrize("regime", CASES)
@pytest.mark.parametrize("day", DAYS)
def test_a_verdict_cites_the_law_of_its_day(regime, day):
    day = dt.date.fromisoformat(day)
    for facts in CASES[regime]:
        claimed = {t.version for t in facts["tools"] or ()}
        for place in ("US", "CA", "EU", "YT", "unknown"):
            case = Case(place, exporter_role="controller", importer_role="processor", regime=regime, **facts)
            verdict = judge(case, day, LAW)
            for text in (verdict.citation, *verdict.reasons):
                assert later(text, day) == ahead(text, day, claimed) == [], f"{regime} {place} {facts}: {text}"


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        ("1998-10-24", "FADP of 1992, Art. 6"),
        ("2023-08-31", "FADP of 1992, Art. 6"),
        ("2023-09-01", "FADP Art. 16 to 18"),
    ],
)
def test_the_swiss_law_of_a_day(day, cited):
    assert LAW.framework(dt.date.fromisoformat(day), "ch")["citation"] == cited


@pytest.mark.parametrize(
    ("tool", "article"),
    [
        (Tool("scc", "2021"), "6(2)(a); FDPIC recognition"),
        (Tool("ad-hoc"), "6(2)(a), (3)"),
        (Tool("bcr-c"), "6(2)(g)"),
        (Tool("derogation", "49-1-a"), "6(2)(b)"),
        (Tool("derogation", "49-1-b"), "6(2)(c)"),
        (Tool("derogation", "49-1-d"), "6(2)(d)"),
        (Tool("derogation", "49-1-e"), "6(2)(d)"),
        (Tool("derogation", "49-1-f"), "6(2)(e)"),
        (Tool("derogation", "17-1-e"), "6(2)(f)"),
    ],
    ids=str,
)
def test_a_tool_under_the_swiss_act_of_1992(tool, article):
    """That act decides without a list, so the verdict stays open; what is recorded is cited as it had it."""
    verdict = judge(Case("IN", tools=(tool,), regime="ch"), dt.date(2023, 8, 31), LAW)
    assert verdict.verdict == "undetermined"
    assert any(f"FADP of 1992, Art. {article}" in reason for reason in verdict.reasons), verdict.reasons
