"""Morava Holding: the brief of a quarter in which a list, a rule and a name changed, and a map did not."""

from __future__ import annotations

import html
import json
import re

import morava_fixture as morava
import pytest

from datamap.history import archive, proof
from datamap.publish.brief import render


@pytest.fixture(scope="module")
def quarter(tmp_path_factory):
    """The folder of the second quarter."""
    with pytest.MonkeyPatch.context() as patch:
        return morava.reports(tmp_path_factory.mktemp("morava"), patch) / morava.QUARTERS[-1]


@pytest.fixture(scope="module")
def shown(quarter):
    """The items of the group's page by heading, as a reader sees them."""
    page = (quarter / render.PAGE).read_text(encoding="utf-8")
    parts = re.findall(r"<section><h2>(.*?)</h2>(.*?)</section>", page, re.DOTALL)
    return {title: [html.unescape(t) for t in re.findall(r"<li[^>]*>(.*?)</li>", items)] for title, items in parts}


def row(quarter, name):
    page = (quarter / render.PAGE).read_text(encoding="utf-8")
    (found,) = re.findall(rf'<tr><th scope="row">{re.escape(morava.title(name))}</th>.*?</tr>', page)
    return found


def test_the_lapse_is_one_item_with_its_cause_and_the_companies(shown):
    (lapse,) = [t for t in shown["What became worse or better, and why"] if "Postbird" in t]
    assert lapse.startswith(
        "Worse: transfers to Postbird Inc. (United States), covered before, are now not covered, because the list of "
        "the Data Privacy Framework changed, at 4 companies (Morava Bank a.s."
    )
    for title, items in shown.items():
        assert sum("Postbird" in t for t in items) <= 1, title


def test_a_decision_has_an_owner_and_a_day(shown):
    decisions = shown["Decisions requested"]
    assert decisions[0].startswith("Sign standard contractual clauses with 2 recipients (Postbird Inc. and Cloudberry")
    assert decisions[0].endswith(
        "No owner is recorded (record one in NAME.decisions.yaml beside the map); decide by 30 October 2026."
    )
    assert sum("NAME.decisions.yaml" in t for t in decisions) == 1 < sum("No owner is recorded" in t for t in decisions)
    (expired,) = [t for t in decisions if "acceptance" in t]
    assert "at Morava Holding a.s." in expired and "31 August 2026" in expired and "Owner: Eva Horakova, by" in expired
    assert "…" not in expired, "it names the finding in whole"


def test_the_map_that_was_not_touched_is_named_and_not_green(quarter, shown):
    stale = row(quarter, morava.ESTATE)
    assert "Not re-confirmed for 3 quarters" in stale and 'class="stale"' in stale and "good" not in stale
    page, mail = ((quarter / name).read_text(encoding="utf-8") for name in (render.PAGE, render.MAIL))
    for text in (page, mail):
        assert "not re-confirmed: morava real estate a.s." in text.lower() and "no change" not in text.lower()
    (own,) = [t for t in shown["Is the map up to date?"] if "Real Estate" in t]
    assert own.startswith(
        "Morava Real Estate a.s.: not re-confirmed for 3 quarters. The last confirmation is of 10 Dec"
    )
    alone = (quarter / morava.ESTATE / render.PAGE).read_text(encoding="utf-8")
    assert '<p class="tone stale">Not re-confirmed for 3 quarters' in alone


def test_a_new_edition_of_a_rule_is_not_a_decline(quarter, shown):
    (program,) = [t for t in shown["What became worse or better, and why"] if "edition" in t]
    assert program.startswith(
        "Not a change of the companies: only a new edition of a check of this program changed 12 "
    )
    assert "Incomplete controller record" in program and program.endswith("at all 6 companies.")
    assert "Worse" not in row(quarter, morava.ESTATE)
    assert not [t for t in shown["What became worse or better, and why"] if "Incomplete" in t and t != program]


def test_a_new_name_is_not_a_decline_and_an_expired_acceptance_has_its_cause(shown):
    changed = shown["What became worse or better, and why"]
    assert "Edits of the map: 1 entry renamed, which alone changes no result, at Morava Foods a.s." in changed
    assert [t for t in changed if t.startswith("Worse, because an acceptance expired: 1 serious finding is new")]


def test_overdue_actions_and_counts(quarter, shown):
    (late,) = shown["Overdue actions"]
    assert late.startswith("Open for 2 quarters: ") and "Eva Horakova, due on 30 April 2026" in late
    assert "Of 5 transfers of personal data, 5 are without a valid transfer basis" in (
        (quarter / render.PAGE).read_text(encoding="utf-8")
    )
    assert len((quarter / render.MAIL).read_text(encoding="utf-8").split()) <= 150


def test_the_manifests_list_the_files_and_the_earlier_quarter_judged_the_list_of_its_day(quarter):
    for name in morava.COMPANIES:
        (run,) = archive.runs(quarter / name)
        assert {"brief.html", "brief.docx", "brief.json", "mail.txt"} <= set(run.manifest["files"])
        assert proof.damaged(run) == []
    before = json.loads((quarter.parent / morava.QUARTERS[0] / morava.BANK / "transfers.json").read_text("utf-8"))
    assert {t["verdict"] for t in before["transfers"] if t["recipient_id"] == "postbird"} == {"covered"}
