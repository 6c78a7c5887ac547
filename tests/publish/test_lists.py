"""The long lists of the report in a real Chromium: packed entries are found, sorted, linked to and printed."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import pytest
from maps import EVIL, large
from page_fixture import DAY, browser, opened, put_back, visible

import datamap as dm
from datamap.formats.yaml import reader
from datamap.publish import lists
from datamap.publish import page as pages

pytestmark = pytest.mark.browser
ROWS = "#all-transfers tbody tr"


@pytest.fixture(scope="module")
def audit():
    return dm.audit(reader.parse(large(620)), DAY)


@pytest.fixture(scope="module")
def packed(audit, tmp_path_factory):
    return pages.write_report(audit, tmp_path_factory.mktemp("packed") / "packed.html")


@pytest.fixture(scope="module")
def whole(audit, tmp_path_factory):
    """The same page with every entry in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists.split, "__defaults__", (lists.FIRST, 10_000))
        patch.setattr(lists, "WHOLE", 10_000)
        return pages.write_report(audit, tmp_path_factory.mktemp("whole") / "whole.html")


def names(p, rows=ROWS):
    return p.eval_on_selector_all(f"{rows}:not([hidden]) th", "all => all.map(t => t.textContent)")


def test_a_packed_page_shows_what_the_whole_page_shows(browser, packed, whole):
    assert packed.stat().st_size < whole.stat().st_size / 2
    seen = []
    for path in (packed, whole):
        p, found = opened(browser, path, "#tab=transfers"), []
        for filters in (
            "",
            "verdict=covered",
            "place=IN&severity=error",
            "q=company 61",
            "recipient=Recipient company 619",
        ):
            p.evaluate("f => { location.hash = '#tab=transfers&' + encodeURI(f); }", filters)
            p.wait_for_function("n => !document.getElementById('shown').textContent === !n", arg=filters)
            found.append(
                (
                    p.inner_text("#shown"),
                    names(p),
                    p.eval_on_selector_all("article.who:not([hidden]) h3 a", "all => all.map(a => a.textContent)"),
                    p.eval_on_selector_all("details.rule:not([hidden]) .k", "all => all.map(k => k.textContent)"),
                    p.eval_on_selector_all("article.finding:not([hidden])", "all => all.map(a => a.id)"),
                    visible(p, "#links tbody tr"),
                )
            )
        assert p.logged == []
        put_back(p)
        seen.append(found)
    assert seen[0] == seen[1]
    assert seen[0][4][1] == ["Recipient company 619"], "it is packed"


def test_a_long_table_shows_its_first_rows_and_the_rest_on_request_and_on_paper(browser, packed):
    p, rest = opened(browser, packed, "#tab=transfers"), "#transfers button.rest"
    assert visible(p, ROWS) == 100 and p.inner_text(rest) == "Show all 620 rows"
    p.select_option("#verdict", "not-covered")
    bad = int(p.inner_text("#shown").split()[0])
    assert 100 < bad < 620 and visible(p, ROWS) == 100 and p.inner_text(rest) == f"Show all {bad} rows"
    for _ in range(2):
        p.click("#all-transfers thead button.sort >> nth=0")
    assert names(p)[0] == "Recipient company 619" and names(p) == sorted(names(p), reverse=True), "all rows are sorted"
    p.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert p.locator(ROWS).count() == bad and p.locator("details:not([open])").count() == 0
    p.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert visible(p, ROWS) == 100 and p.locator(f"{ROWS} details[open]").count() == 0
    p.click(rest)
    assert visible(p, ROWS) == bad and not p.is_visible(rest)
    p.click("#clear")
    assert visible(p, ROWS) == 620, "what was asked for stays"
    put_back(p)


def test_a_link_leads_to_an_entry_that_is_packed(browser, audit, packed):
    p = opened(browser, packed, "#recipient-large-r614")
    assert p.evaluate("document.activeElement.id") == "recipient-large-r614"
    last = audit.findings.frame.iloc[-1]["fingerprint"]
    p.evaluate("name => { location.hash = name; }", f"#finding-{last}")
    p.wait_for_function("name => document.activeElement.id === name", arg=f"finding-{last}")
    assert p.locator(f"#finding-{last} > details[open]:not(.typed)").count() == 1
    p.fill("#search", "company 617")
    p.keyboard.press("Enter")
    assert p.evaluate("document.activeElement.className") == "finding"
    assert "Recipient company 617" in p.evaluate("document.activeElement.textContent")
    put_back(p)


def test_what_a_filter_opened_closes_with_it(browser, packed):
    p = opened(browser, packed, "#tab=findings")
    p.click("details.rule summary >> nth=0")
    p.fill("#search", "company 617")
    assert 1 < p.locator("details.rule[open]:not([hidden])").count() <= 12
    p.click("#clear")
    assert p.locator("details.rule[open]").count() == 1, "the one that a person opened"
    put_back(p)


def test_without_a_script_the_page_states_where_the_rest_is(browser, packed):
    p = browser.new_context(java_script_enabled=False).new_page()
    p.goto(packed.as_uri())
    assert p.locator(ROWS).count() == 100
    assert "Without scripts, this page shows 100 of 620 transfers." in p.text_content("#transfers")
    p.context.close()
    p = opened(browser, packed, "#tab=transfers")
    assert "Without scripts" not in p.text_content("main")
    put_back(p)


def test_a_browser_that_cannot_unpack_says_so(browser, packed):
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    p = context.new_page()
    p.goto(packed.as_uri())
    p.wait_for_selector("body.ready")
    assert "Without scripts" not in p.text_content("main") and "shows only the first entries" in p.inner_text(".top")
    p.select_option("#verdict", "not-covered")
    assert visible(p, ROWS) == 100
    context.close()


def test_packed_names_do_no_harm(browser, tmp_path):
    text = large(620)
    for n, name in enumerate(EVIL):
        text = text.replace(f"name: Recipient company {n:03}", f"name: {name!r}")
    path = pages.write_report(dm.audit(reader.parse(text), DAY), tmp_path / "evil.html")
    p = opened(browser, path, "#tab=transfers")
    p.click("#transfers button.rest")
    assert p.locator(ROWS).count() == 620 and p.locator("main img, main script").count() == 0
    assert p.logged == [] and p.asked == []
    put_back(p)
