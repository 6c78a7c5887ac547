"""A fact of law that nobody has checked for more than a year is named where an answer rests on it, and only there."""

import datetime as dt
import json
from dataclasses import replace

import openpyxl
import pytest
from click.testing import CliRunner

import datamap as dm
from datamap import publish
from datamap.cli import main
from datamap.law import answer, checks, load
from datamap.questions import records

DAY = dt.date(2026, 9, 30)


def law_checked(day, *ids):
    """The pack, with some instruments last checked on a day."""
    law = load()
    old = {
        k: replace(
            r, instruments=tuple(replace(i, verified_on=day) if i.id in ids else i for i in r.instruments)
        ).indexed()
        for k, r in law.regimes.items()
    }
    return replace(law, regimes=old)


@pytest.fixture(scope="module")
def smartsupp(root):
    return dm.read(root / "inventory" / "smartsupp.yaml")


def test_what_was_checked_within_the_year_is_not_named(smartsupp):
    for day in (dt.date(2025, 9, 30), dt.date(2026, 1, 1)):
        audit = dm.audit(smartsupp, DAY, law=law_checked(day, "eu-us-dpf"))
        assert audit.old_checks == {} and audit.stamp()["law"]["old_checks"] == {}


def test_an_old_check_is_named_where_a_verdict_rests_on_the_fact(smartsupp):
    audit = dm.audit(smartsupp, DAY, law=law_checked(dt.date(2025, 9, 29), "eu-us-dpf", "adequacy-uy"))
    assert audit.old_checks == {"eu-us-dpf": "2025-09-29"}, "no data go to Uruguay"
    assert json.loads(records.dumps(records.findings(audit)))["law"]["old_checks"] == {"eu-us-dpf": "2025-09-29"}


def test_a_place_is_a_fact_too_and_so_is_the_place_that_runs_a_site(smartsupp):
    late = dm.audit(smartsupp, "2027-12-01").old_checks
    assert late["CZ eea from 2004-05-01"] == "2026-11-23" and "eu-us-dpf" in late and "adequacy-uy" not in late
    assert dm.audit(smartsupp, "2027-11-23").old_checks == {}


def test_every_face_of_a_report_says_it(smartsupp, tmp_path):
    said = "1 fact of law used here was last checked more than a year before that day: eu-us-dpf (2025-01-01)"
    for law, expected in ((law_checked(dt.date(2025, 1, 1), "eu-us-dpf"), True), (load(), False)):
        audit = dm.audit(smartsupp, DAY, law=law)
        page, flows, book = (tmp_path / n for n in ("report.html", "flows.html", "ropa.xlsx"))
        publish.write_report(audit, page)
        publish.write_flows(audit, flows)
        dm.write_ropa(audit, book, edition="internal", force=True)
        assert (f"<strong>Old checks.</strong> {said}." in page.read_text("utf-8")) is expected
        assert (said in flows.read_text("utf-8")) is expected
        told = {row[0]: row[1] for row in openpyxl.load_workbook(book)["Summary"].iter_rows(values_only=True)}
        assert told.get("Old checks of the law", "") == (said if expected else "")


def test_the_command_says_it_beside_the_law_pack():
    run = CliRunner().invoke(main, ["audit", "inventory/smartsupp.yaml", "--as-of", "2027-12-01", "--fail-on", "never"])
    assert "last checked more than a year before that day: AT eea from 1995-01-01 (2026-11-23), " in run.stderr
    run = CliRunner().invoke(main, ["audit", "inventory/smartsupp.yaml", "--as-of", "2027-11-01", "--fail-on", "never"])
    assert "more than a year before that day" not in run.stderr


def test_an_answer_on_a_country_says_it():
    law = law_checked(dt.date(2025, 1, 1), "scc-2010")
    old = answer.answer("IN", DAY, ["scc:2010@2020-01-01"], law=law)
    assert old["old_checks"] == {"scc-2010": "2025-01-01"}
    assert "last checked more than a year before that day: scc-2010 (2025-01-01)" in answer.text(old)
    assert answer.flat(old)["old_checks"] == "scc-2010 2025-01-01"
    new = answer.answer("IN", DAY, ["scc:2021"], law=law)
    assert new["old_checks"] == {} and "more than a year" not in answer.text(new)


def test_a_year_before_the_29th_of_february_is_the_28th():
    assert checks.year_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)
    assert checks.old({"a": dt.date(2027, 2, 28)}, dt.date(2028, 2, 29)) == {}


def test_there_is_a_year_before_the_first_one():
    assert checks.year_before(dt.date(1, 1, 1)) == dt.date(1, 1, 1)
