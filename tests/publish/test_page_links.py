"""Links of the report page in a real Chromium: what they lead to begins in view, below the bar that stays there."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import pytest
from maps import large
from page_fixture import DAY, at, browser, opened, page, put_back, report, seen

import datamap as dm
from datamap.formats.yaml import reader
from datamap.publish import page as pages

pytestmark = pytest.mark.browser

PLACED = """async () => {
  for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
  const e = document.activeElement, first = e.querySelector('h3, th, p') || e, line = first.getBoundingClientRect();
  const bars = [document.querySelector('.top'), document.querySelector('nav.tabs')].map(b => b.getBoundingClientRect());
  const bar = Math.max(...bars.map(b => b.height && b.top < 100 ? b.bottom : 0));
  const there = document.elementFromPoint(line.left + 3, line.top + 3);
  return [e.id, Math.round(line.top - bar), e.contains(there)];
}"""
"""What has the focus, how far below the bar its first line begins, and whether nothing covers that."""


def landed(page):
    """The id of what a link led to, which begins just below the bar."""
    name, below, uncovered = page.evaluate(PLACED)
    assert uncovered and 0 <= below < 60, (name, below)
    return name


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 500)])
def test_a_link_to_a_finding_lands_on_its_first_line(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    for query in ("#open tbody a", ".actions a", ".worst a"):
        for link in (page.locator(query).first, page.locator(f"{query}:visible").last):
            at(page, "overview")
            link.click()
            assert landed(page).startswith("finding-") and seen(page) == ["findings"], query
    for card in (page.locator("article.who:has(details)").nth(n) for n in (0, 15)):
        at(page, "recipients")
        card.locator("summary").first.click()
        card.locator("details a").last.click()
        assert landed(page).startswith("finding-")
        page.locator("article.finding:focus details:not(.typed) a", has_text="and where").click()
        assert landed(page).startswith("recipient-"), "and back to the card"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_lands_below_the_bar_of_a_filter_too(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.fill("#search", "helpjuice")
    page.click("#open tbody tr:visible a")
    assert landed(page).startswith("finding-")
    page.fill("#search", "mezmo")
    page.press("#search", "Enter")
    assert landed(page).startswith(("finding-", "transfer-"))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_address_of_an_entry_lands_on_its_first_line(browser, report, page, width):
    for query in ("article.finding", "article.who", "#all-transfers tbody tr"):
        name = page.locator(query).nth(30).get_attribute("id")
        p = opened(browser, report)
        p.set_viewport_size({"width": width, "height": 800})
        p.goto("about:blank")
        p.goto(f"{report.as_uri()}#{name}")
        p.wait_for_selector("body.ready")
        assert landed(p) == name
        put_back(p)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_entry_of_a_long_list_is_in_view_when_a_link_leads_to_it(browser, tmp_path, width):
    path = pages.write_report(dm.audit(reader.parse(large(300)), DAY), tmp_path / "large.html")
    p = opened(browser, path)
    p.set_viewport_size({"width": width, "height": 800})
    names = p.eval_on_selector_all("article.who", "all => all.map(a => a.id)")
    for name in (names[70], names[5], names[99]):
        p.evaluate("name => { location.hash = name; }", name)
        p.wait_for_function("name => document.activeElement.id === name", arg=name)
        assert landed(p) == name
    put_back(p)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_to_a_tab_shows_its_beginning(page, width):
    page.set_viewport_size({"width": width, "height": 500})
    for query, tab in ((".whither li:not([data-place]) a", "countries"), (".chips a >> nth=0", "findings")):
        at(page, "overview")
        page.evaluate("window.scrollTo(0, 300)")
        page.locator("#overview").locator(query).click()
        assert seen(page) == [tab]
        assert page.locator(f"#{tab} h2").bounding_box()["y"] > 0 == page.evaluate("scrollY"), tab
        page.click("#clear")


def test_back_from_a_finding_returns_to_where_the_reader_was(page):
    page.evaluate("window.scrollTo(0, 600)")
    before = page.evaluate("scrollY")
    page.locator(".actions a").nth(4).click()
    assert landed(page)
    page.go_back()
    page.wait_for_timeout(200)
    assert seen(page) == ["overview"] and abs(page.evaluate("scrollY") - before) < 60


def test_the_link_past_the_header_keeps_the_filters(page):
    at(page, "transfers")
    page.select_option("#place", "US")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert seen(page) == ["transfers"] and page.input_value("#place") == "US"
