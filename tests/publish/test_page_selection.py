"""The report page in a real Chromium: what a selection leaves has its own colours and counts, and the rest has none."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import re

import pytest
from page_fixture import DAY, at, browser, opened, page, put_back, report

import datamap as dm
from datamap.formats.yaml import reader
from datamap.publish import page as pages

pytestmark = pytest.mark.browser

GREY = "#7f8c8d"
NODES = """all => all.map(g => [g.classList.contains('lit'), g.querySelector('rect').getAttribute('fill'),
  g.querySelector('text').textContent, g.getAttribute('aria-label')])"""


def nodes(page):
    """The names of the diagram: whether each is of the selection, its colour, its label, what it is called."""
    return page.eval_on_selector_all("#chart-flow g.node", NODES)


def test_names_outside_of_the_selection_have_no_colour(page):
    at(page, "flows")
    assert {fill for _, fill, _, _ in nodes(page)} == {GREY, "#D55E00", "#CC79A7", "#009E73", "#56B4E9"}
    page.select_option("#recipient", "Stripe")
    found = nodes(page)
    assert {fill for lit, fill, _, _ in found if not lit} == {GREY}
    assert {fill for lit, fill, _, _ in found if lit} == {GREY, "#009E73"}, "data and purposes have no verdict"
    assert "United States · covered" in [text for lit, _, text, _ in found if lit], "HelpJuice is not selected"
    assert "Place United States, covered" in [name for lit, _, _, name in found if lit]


TWO = """
meta: {id: two}
controller: {name: Two, country: CZ}
categories: [{id: c, name: C}]
purposes: [{id: p, name: P, categories: [c], recipients: [r, s]}]
recipients:
  - {id: r, name: Rivulet, sites: [US, IE], safeguards: [none]}
  - {id: s, name: Sparrow, sites: [US], safeguards: [dpf]}
"""


def test_a_recipient_has_the_verdict_of_the_place_that_is_selected(browser, tmp_path):
    p = opened(browser, pages.write_report(dm.audit(reader.parse(TWO), DAY), tmp_path / "two.html"), "#tab=flows")
    assert "Rivulet · not covered" in [text for _, _, text, _ in nodes(p)]
    p.select_option("#place", "IE")
    assert [text for lit, _, text, _ in nodes(p) if lit][2:] == ["Rivulet · no transfer", "Ireland · no transfer"]
    put_back(p)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_places_outside_of_the_selection_look_like_any_land(browser, report, scheme):
    p = opened(browser, report, "#tab=countries&recipient=Stripe", scheme=scheme)
    looks = "query => getComputedStyle(document.querySelector(query)).fill"
    land = p.evaluate(looks, ".world .land")
    assert {p.evaluate(looks, f".world [data-country={code}]") for code in ("CZ", "AT", "IE", "EU")} == {land}
    assert p.evaluate(looks, ".world [data-country=US]") == "rgb(0, 158, 115)" != land
    put_back(p)


def test_an_instrument_is_as_long_and_as_many_as_the_selection(page):
    at(page, "law")
    row = page.locator("#instruments tbody tr", has_text="Data Privacy Framework")
    bar = row.locator(".meter i")
    whole, long = row.inner_text(), bar.bounding_box()["width"]
    page.select_option("#recipient", "Stripe")
    count, who = row.locator("td").all_inner_texts()[2:]
    assert (count.strip(), who) == ("1 of 14 (1 by a claim not checked)", "Stripe")
    assert bar.bounding_box()["width"] == pytest.approx(long / 14, abs=0.5)
    page.select_option("#recipient", "Slack")
    assert page.locator("#instruments tbody tr:visible").all_inner_texts()[0].startswith("Standard contractual clauses")
    page.click("#clear")
    assert row.inner_text() == whole and bar.bounding_box()["width"] == long


def test_an_instrument_is_left_only_by_its_own_transfers(browser, tmp_path):
    text = TWO.replace("sites: [US, IE], safeguards: [none]", "sites: [US, GB], safeguards: [dpf]")
    p = opened(browser, pages.write_report(dm.audit(reader.parse(text), DAY), tmp_path / "law.html"), "#tab=law")
    assert p.locator("#instruments tbody tr:visible").count() == 2
    p.select_option("#place", "GB")
    rows = p.locator("#instruments tbody tr:visible").all_inner_texts()
    assert len(rows) == 1 and "Data Privacy Framework" not in rows[0] and "1 of 1" in rows[0], "its recipient has both"
    put_back(p)


def test_a_count_of_nothing_has_no_colour(page):
    colour = "e => getComputedStyle(e).borderTopColor"
    card = page.locator("#overview .card.not-covered")
    before = card.evaluate(colour)
    page.select_option("#recipient", "Stripe")
    assert card.inner_text().startswith("0 of 1") and card.evaluate(colour) != before
    page.click("#clear")
    assert card.evaluate(colour) == before


CUT = "all => all.map(t => t.textContent).filter(text => text.includes('…'))"


def test_a_long_name_has_two_lines_in_the_diagram_where_there_is_room(page):
    at(page, "flows")
    names = page.eval_on_selector_all("#chart-flow .name", "all => all.map(t => t.textContent)")
    assert "B.4 Protection of rights and duties and protection against frauds and misuse" in names
    assert "EU (country not named) · covered" in names, "the verdict has the second line"
    for layer, left in ((0, 0), (1, 0), (3, 0), (2, 1)):
        assert len(page.eval_on_selector_all(f"#chart-flow g[data-layer='{layer}'] .name", CUT)) == left, layer
    tall = page.locator("#chart-flow g.node", has_text="B.4 Protection").bounding_box()["height"]
    assert tall >= 30, "both lines can be clicked"


def test_a_phone_says_that_the_diagram_goes_on(page):
    at(page, "flows")
    hint = page.get_by_text("Recipients and places are to the right")
    assert not hint.is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert hint.is_visible()


def test_a_link_shows_the_flows_that_fit_and_the_worst_verdict_on_them(page):
    at(page, "flows")
    page.evaluate("document.querySelectorAll('#flows details').forEach(d => { d.open = true; })")
    before = page.inner_text("#links tbody")
    page.select_option("#verdict", "covered")
    marks = set(page.locator("#links tbody .v").all_inner_texts())
    assert marks == {"covered"}, "what is not selected gives no link its verdict"
    counts = page.locator("#links tbody td.n").all_inner_texts()
    assert counts and any(re.fullmatch(r"\d+ of \d+", c) for c in counts)
    page.keyboard.press("Escape")
    assert page.inner_text("#links tbody") == before
