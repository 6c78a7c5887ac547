"""The report page in a real Chromium: what a filter empties says so in a sentence, and is back without the filter."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import pytest
from maps import large
from page_fixture import CUT, DAY, at, browser, opened, page, put_back, report, seen

import datamap as dm
from datamap.formats.yaml import reader
from datamap.publish import page as pages

pytestmark = pytest.mark.browser

BARE = """() => [...document.querySelectorAll('table, ol, ul, .people, .panel > h3')]
  .filter(e => e.checkVisibility() && e.offsetHeight > 4)
  .filter(e => e.matches('h3') ? !(e.parentNode.innerText.length > e.innerText.length + 10)
    : ![...e.querySelectorAll('tbody tr, li, .who')].some(row => row.checkVisibility()))
  .map(e => e.id || e.className || e.textContent)"""
"""Tables, lists and headings that are shown with nothing in them."""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "address",
    [
        "recipient=Stripe",
        "place=CZ",
        "verdict=no-transfer",
        "severity=note",
        "q=nothing%20has%20this",
        "verdict=undetermined&place=US",
    ],
)
def test_no_table_or_list_is_left_bare(browser, report, address, width):
    p = opened(browser, report, f"#{address}")
    p.set_viewport_size({"width": width, "height": 800})
    assert p.evaluate(BARE) == []
    p.evaluate("document.querySelectorAll('#flows details').forEach(d => { d.open = true; })")
    for tab in ("overview", "flows", "countries", "recipients", "transfers", "findings", "law"):
        at(p, tab)
        assert p.evaluate(BARE) == [], tab
    put_back(p)


def test_the_table_of_open_transfers_says_that_a_filter_left_none(page):
    page.select_option("#recipient", "Stripe")
    panel = page.locator("section:has(> #open-title)")
    assert panel.inner_text().split("\n") == ["Open transfers, worst first", "", "No open transfer fits the filters."]
    assert not page.locator("#open").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#open thead").is_visible() and "No open transfer" not in panel.inner_text()


def test_every_sentence_is_seen_where_nothing_fits(page):
    page.fill("#search", "nothing has this name")
    told = {}
    for tab in ("overview", "flows", "countries", "recipients", "transfers", "findings", "law"):
        at(page, tab)
        page.eval_on_selector_all(f"#{tab} details", "all => all.forEach(d => { d.open = true; })")
        told[tab] = page.locator(f"#{tab} .emptied:visible").all_inner_texts()
    assert told == {
        "overview": [
            "None of the places in this list fits the filters. By country has all places.",
            "No open transfer fits the filters.",
            "No action fits the filters.",
            "None of the findings in this list fits the filters. Findings has all.",
        ],
        "flows": ["No link fits the filters."],
        "countries": ["No place fits the filters."],
        "recipients": ["No recipient fits the filters."],
        "transfers": ["No transfer fits the filters."],
        "findings": ["No finding fits the filters."],
        "law": ["No instrument covers a transfer that fits the filters."],
    }
    page.click("#clear")
    for tab in told:
        at(page, tab)
        assert page.locator(".emptied:visible").count() == 0, tab


def test_actions_behind_the_first_ones_are_seen_when_a_filter_leaves_a_few(page):
    fold = page.locator("#more-actions")
    assert fold.locator("summary").inner_text() == "21 more actions" and fold.locator("li:visible").count() == 0
    page.select_option("#purpose", "B.7 Reviews")
    left = fold.locator("li:visible").count()
    assert 0 < left <= 8 and fold.locator("summary").inner_text() == f"{left} of 21 more actions"
    page.click("#clear")
    assert fold.locator("summary").inner_text() == "21 more actions" and fold.locator("li:visible").count() == 0
    page.fill("#search", "nothing has this name")
    assert not fold.is_visible()


def test_an_open_transfer_that_the_overview_does_not_list_is_not_denied(browser, tmp_path):
    p = opened(browser, pages.write_report(dm.audit(reader.parse(large(60)), DAY), tmp_path / "large.html"))
    bad = p.locator("#all-transfers tbody tr[data-verdict=not-covered] a.self").all_text_contents()
    p.select_option("#recipient", bad[-1])
    panel = p.locator("section:has(> #open-title)")
    assert "No open transfer" not in panel.inner_text() and "more transfers not covered" not in panel.inner_text()
    p.get_by_text("The open transfer that fits, in the table of transfers").click()
    assert seen(p) == ["transfers"] and p.input_value("#recipient") == bad[-1], "the filter stays"
    assert p.locator("#all-transfers tbody tr:visible").count() == 1
    put_back(p)


def test_a_phone_says_how_many_filters_are_chosen(page):
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.inner_text("#more") == "Filters"
    page.fill("#search", "stripe")
    assert page.inner_text("#more") == "Filters", "the search is seen"
    page.click("#more")
    page.select_option("#place", "US")
    page.select_option("#verdict", "covered")
    assert page.inner_text("#more") == "Filters (2)"
    page.click("#more")
    more, clear = (page.locator(at_).bounding_box() for at_ in ("#more", "#clear"))
    assert more["y"] == clear["y"], "on one line"
    page.fill("#search", "")
    assert page.evaluate(CUT) == []
    page.click("#clear")
    assert page.inner_text("#more") == "Filters"
