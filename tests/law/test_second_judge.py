"""The verdict beside a second judge that shares no code with it: both agree on random cases and days."""

from __future__ import annotations

import ast
import collections
import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path
from random import Random

import naive
import pytest
import random_cases
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

import datamap.law
from datamap.law.verdict import Case, Tool, judge

LAW = datamap.law.load()
DECIDED = ("covered", "not-covered", "no-transfer")
DAY = dt.date(2025, 2, 3)

# Not compared: the ground of "undetermined" (the verdict names the first open tool or decision, in the inventory's
# order, and no law decides which of several open ones comes first). How a participant list is read has its own tests.
# Before the first day of the pack both judges read "no decision", as for a day without a row.


def both(case: Case, day: dt.date) -> tuple[tuple[str, str], tuple[str, str]]:
    """Verdict and ground of the two judges; without the ground where it is open."""
    first = judge(case, day, LAW, random_cases.participants(case))
    one, other = (first.verdict, first.ground), naive.second_judge(case, day)
    return tuple((v, g if v in DECIDED else "") for v, g in (one, other))


def test_the_second_judge_agrees_on_random_cases_and_days():
    random, seen = Random(20261128), collections.Counter()
    for _ in range(3000):
        day = random_cases.a_day(random)
        case = random_cases.a_case(random, day)
        one, other = both(case, day)
        seen[one[0]] += 1
        assert one == other, f"{day} {case}"
    assert min(seen[v] for v in (*DECIDED, "undetermined")) > 200, seen


@pytest.mark.parametrize("regime", random_cases.REGIMES)
def test_the_second_judge_agrees_around_the_first_and_last_day_of_each_instrument(regime):
    verdicts = set()
    for row in naive.pack(regime)["instruments"]:
        tool = Tool(row["kind"], row.get("version", "unknown"), **BEST)
        role = "processor" if row["kind"] == "bcr-p" else ""
        sector = "public" if "exporter_sector" in row else "private"
        place = row.get("places", ["IN"])[0]
        case = Case(place, tools=(tool,), exporter_role=role, exporter_sector=sector, regime=regime, data="other")
        case = replace(case, importer_sector=sector)
        for name in ("from", "until", "signable_until", "contested_from", "occasional_only", "not_for_public"):
            for n in (-1, 0, 1) if name in row else ():
                one, other = both(case, row[name] + n * dt.timedelta(1))
                verdicts.add(one[0])
                assert one == other, f"{row[name]} {n} {case}"
    assert "covered" in verdicts


@examples(10)
@given(st.randoms(use_true_random=False))
def test_the_second_judge_agrees_on_cases_that_shrink(random):
    day = random_cases.a_day(random)
    case = random_cases.a_case(random, day)
    one, other = both(case, day)
    assert one == other, f"{day} {case}"


BEST = {"authorised": "yes", "within_group": "yes", "occasional": "yes", "tia": "positive"}
OTHERWISE = (
    *({field: answer} for field in ("authorised", "within_group", "occasional") for answer in ("no", "unknown")),
    *({"tia": answer} for answer in ("negative", "none", "unknown")),
    *({"module": module} for module in "1234"),
    *({field: DAY + n * dt.timedelta(1)} for field in ("signed", "suspended_on", "from_") for n in (0, 1)),
    *({"until": DAY + n * dt.timedelta(1)} for n in (-1, 0)),
)
ENDS = (("controller", "controller"), ("controller", "processor"), ("processor", "processor"), ("unknown", "joint"))


@pytest.mark.parametrize("regime", random_cases.REGIMES)
def test_the_second_judge_agrees_on_every_tool_with_every_answer(regime):
    """Alone, and beside clauses that fit: what random cases meet once in ten thousand is met here each time."""
    named = [(k, v) for k in dict.fromkeys(random_cases.KINDS) for v in random_cases.VERSIONS.get(k, ("unknown",))]
    beside, seen = Tool("scc", "2021", tia="none"), collections.Counter()
    for (kind, version), answers, (exporter, importer) in itertools.product(dict.fromkeys(named), OTHERWISE, ENDS):
        tool = Tool(kind, version, **{**BEST, **answers})
        sector = "public" if kind in ("public-instrument", "admin-arrangement") else "private"
        for tools in ((tool,), (tool, beside)):
            case = Case("IN", tools=tools, exporter_role=exporter, importer_role=importer, regime=regime)
            case = replace(case, exporter_sector=sector, importer_sector=sector, affiliate="yes")
            one, other = both(case, DAY)
            seen[one[0]] += 1
            assert one == other, case
    assert min(seen[v] for v in ("covered", "not-covered", "undetermined")) > 200, seen


def test_the_second_judge_shares_no_code():
    tree = ast.parse(Path(naive.__file__).read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert not [n for n in names if n.startswith("datamap")]


# --- what the two judges first disagreed on ---------------------------------------------------------------------------

PUBLIC_ELEMENTS = [
    ("US", (Tool("dpf"),), "outside-ftc-dot", "eu", dt.date(2024, 1, 1)),
    ("US", (Tool("dpf"),), "outside-ftc-dot", "uk", dt.date(2024, 1, 1)),
    ("US", (Tool("privacy-shield"),), "outside-ftc-dot", "eu", dt.date(2018, 1, 1)),
    ("JP", (), "appi", "eu", dt.date(2024, 1, 1)),
    ("CA", (), "pipeda", "uk", dt.date(2024, 1, 1)),
    ("CA", (), "pipeda-or-provincial-act", "ch", dt.date(2024, 1, 1)),
]


@pytest.mark.parametrize(("place", "tools", "element", "regime", "day"), PUBLIC_ELEMENTS)
def test_an_unknown_answer_does_not_undo_that_a_public_body_is_out_of_scope(place, tools, element, regime, day):
    case = Case(place, tools=tools, importer_sector="public", facts=((element, "unknown"),), regime=regime)
    assert judge(case, day, LAW).verdict == "not-covered"
    told = Case(place, tools=tools, importer_sector="public", facts=((element, "unknown"), ("x", "yes")), regime=regime)
    assert both(told, day)[0] == both(told, day)[1]


def test_an_assessment_under_a_tool_that_is_signed_later_does_not_reach_back():
    later = Tool("scc", "2021", signed=dt.date(2024, 1, 1), tia="negative")
    case = Case("IN", tools=(Tool("ad-hoc", authorised="yes"), later))
    assert judge(case, dt.date(2023, 12, 31), LAW).verdict == "covered"
    assert judge(case, dt.date(2024, 1, 1), LAW).verdict == "undetermined"


@pytest.mark.parametrize("facts", [(("page-element", "yes"),), (("own-initiative", "no"), ("page-element", "yes"))])
def test_an_element_on_the_page_leaves_the_receiver_open_whatever_else_is_recorded(facts):
    case = Case("DE", tools=(), no_transfer="from-the-person", facts=facts)
    verdict = judge(case, dt.date(2024, 1, 1), LAW)
    assert (verdict.verdict, verdict.contested) == ("undetermined", True)


def test_the_law_of_the_processor_decides_also_where_only_the_server_is_known():
    behind = {"site_kind": "hosting", "onward": True, "exporter_places": ("GB",)}
    covered = Case("DE", tools=(Tool("idta"),), **behind)
    assert judge(covered, dt.date(2024, 1, 1), LAW).verdict == "covered"
    assert judge(Case("DE", tools=(), **behind), dt.date(2024, 1, 1), LAW).verdict == "undetermined"
    met = (("onward-requirements", "yes"),)
    japan = Case("CA", tools=(), site_kind="hosting", onward=True, exporter_places=("JP",), facts=met, data="other")
    assert judge(japan, dt.date(2024, 1, 1), LAW).ground == "place-unknown"
