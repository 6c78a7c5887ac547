"""`datamap law` answers for people: the worked examples, history, another law, another day."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from datamap.cli import main

NOTION = ("--safeguard", "dpf", "--importer", "Notion Labs, Inc.", "--data", "non-hr")
PRODUCTBOARD = ("--safeguard", "dpf", "--importer", "Productboard, Inc.", "--data", "non-hr")


def law(*args, code=0):
    done = CliRunner().invoke(main, ["law", *map(str, args)])
    assert done.exit_code == code, done.output
    return done


def answer(*args):
    return json.loads(law(*args, "--format", "json").stdout)


@pytest.mark.parametrize(
    ("country", "day", "more", "status", "verdict"),
    [
        ("GB", "2020-06-30", (), "transition", "no-transfer"),
        ("GB", "2021-06-28", (), "adequate-in-part", "covered"),
        ("GB", "2026-11-23", (), "adequate", "covered"),
        ("HR", "2013-06-30", (), "no-decision", "not-covered"),
        ("US", "2020-07-16", ("--safeguard", "privacy-shield"), "no-decision", "not-covered"),
        ("US", "2022-12-28", ("--safeguard", "scc:2010"), "no-decision", "not-covered"),
        ("BR", "2026-01-25", (), "no-decision", "not-covered"),
        ("GI", "2020-12-31", (), "transition", "no-transfer"),
        ("GL", "2026-01-01", (), "no-decision", "not-covered"),
        ("AX", "2026-01-01", (), "eea", "no-transfer"),
        ("MC", "2026-01-01", (), "no-decision", "not-covered"),
        ("Jersey", "2026-01-01", (), "adequate", "covered"),
        ("Singapore", "2026-01-01", (), "no-decision", "not-covered"),
        ("GB", "2021-02-01", (), "bridge", "no-transfer"),
        ("PF", "2026-01-01", (), "national-extension", "undetermined"),
    ],
)
def test_worked_examples(country, day, more, status, verdict):
    a = answer(country, "--as-of", day, *more)
    assert (a["status"], a["verdict"]) == (status, verdict)
    assert {"country", "regime", "as_of", "status", "verdict", "ground", "instrument", "citation", "valid_until", "reasons"} <= set(a)
    assert a["reasons"] and a["as_of"] == day


@pytest.mark.parametrize(
    ("more", "day", "verdict", "evidence", "said"),
    [
        (NOTION, "2026-03-24", "covered", "verified", "re-certification under review"),
        (PRODUCTBOARD, "2024-12-13", "not-covered", "contradicted", "for HR data only"),
        (PRODUCTBOARD, "2026-03-24", "covered", "verified", "row"),
    ],
)
def test_worked_examples_against_the_official_lists(shared, more, day, verdict, evidence, said):
    lists = [x for p in sorted((shared / "dpf").glob("*.xlsx")) for x in ("--dpf-list", p)]
    a = answer("US", "--as-of", day, *more, *lists)
    assert (a["verdict"], a["evidence"]) == (verdict, evidence)
    assert said in a["reasons"][0]


def test_what_people_read():
    text = law("US", "--as-of", "2026-09-30", "--safeguard", "dpf").stdout
    for part in ("adequate-in-part", "only if", "not for", "contested", "appeal C-703/25 P", "link      https://", "law pack  2026.11.1, horizon 2026-10-08"):
        assert part in text


def test_history_and_other_regimes():
    text = law("US", "--history").stdout
    assert [line.split()[0] for line in text.splitlines()] == ["1998-10-24", "2000-11-01", "2015-10-06", "2016-08-01", "2020-07-16", "2023-07-10"]
    assert answer("KR", "--as-of", "2026-01-01", "--regime", "ch")["status"] == "no-decision"
    assert answer("KR", "--as-of", "2026-01-01", "--regime", "uk")["verdict"] == "covered"


def test_another_law_and_days_beyond_the_pack():
    assert answer("US", "--as-of", "2026-09-30", "--safeguard", "dpf", "--without", "eu-us-dpf")["verdict"] == "not-covered"
    assert answer("DE", "--as-of", "1990-01-01")["law"]["beyond"] == "before-pack"
    late = answer("JP", "--as-of", "2030-01-01", "--sector", "private")
    assert late["law"]["beyond"] == "beyond-horizon" and any("beyond the law pack's horizon" in r for r in late["reasons"])


@pytest.mark.parametrize(
    "args",
    [("Atlantis",), ("Europe",), ("US", "--as-of", "2026-02-30"), ("US", "--safeguard", "scc:1999"), ("US", "--safeguard", "magic"), ("US", "--without", "gdpr"),
     ("US", "--safeguard", "scc:2010@2020-13-01"), ("US", "--dpf-list", "missing.xlsx", "--safeguard", "dpf"), ("US", "--known-on", "2000-01-01")],
)  # fmt: skip
def test_calls_that_make_no_sense(args):
    done = law(*args, code=2)
    assert "Expected" in done.stderr or "expected" in done.stderr and "Traceback" not in done.stderr
