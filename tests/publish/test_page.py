"""The report page in a real Chromium: tabs, one state for all filters, the address, the keyboard, links to entries."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import re

import pytest
from maps import large
from page_fixture import DAY, at, browser, card_text, opened, page, put_back, report, seen, visible

import datamap as dm
from datamap.formats.yaml import reader
from datamap.publish import page as pages

pytestmark = pytest.mark.browser
TABS = ("overview", "flows", "countries", "recipients", "transfers", "findings", "law")


def shown(page):
    """How many transfers, findings, cards, places and links the filters leave."""
    return {
        "transfers": visible(page, "#all-transfers tbody tr"),
        "findings": visible(page, "article.finding"),
        "recipients": visible(page, "article.who"),
        "places": visible(page, "#places tbody tr"),
        "links": visible(page, "#links tbody tr"),
    }


def lit(page):
    return int(page.get_attribute("#chart-flow", "data-lit"))


def test_it_asks_for_nothing_and_logs_nothing(page):
    for tab in TABS:
        at(page, tab)
        assert seen(page) == [tab]
    assert page.logged == [] and page.asked == []


def test_without_a_script_it_reads_as_one_page(browser, report):
    p = browser.new_context(java_script_enabled=False).new_page()
    p.goto(report.as_uri())
    assert [p.locator(f"#{tab}").is_visible() for tab in TABS] == [True] * 7
    assert p.locator("svg.world .place").count() == 5, "the map needs no script"
    p.context.close()


def test_the_overview_fits_two_screens(page):
    assert page.evaluate("document.documentElement.scrollHeight") <= 2 * page.viewport_size["height"]
    assert page.title() == "Data map: Smartsupp.com, s.r.o., 2026-09-30"
    height = page.viewport_size["height"]
    for text in ("As of 2026-09-30", "Of 39 transfers, 1 is not covered and 20 are undetermined.", "HelpJuice"):
        box = page.locator("header, #overview").get_by_text(text).first.bounding_box()
        assert box and box["y"] < height, f"{text} is not on the first screen"
    assert 1 <= page.locator("#overview .actions > li:visible").count() <= 8


def test_the_overview_answers_who_is_not_covered_why_and_what_to_do(page):
    bad, open_, grouped = (row.inner_text() for row in page.locator("#open tbody tr").all())
    assert "not covered" in bad and "HelpJuice, United States" in bad
    assert "only a data processing agreement is recorded, which is not a transfer tool" in bad
    assert "Sign the 2021 standard contractual clauses" in bad
    assert "undetermined" in open_ and "18 recipients" in open_ and "Recipient country not recorded" in open_
    assert "2 purposes" in grouped and "Locations of categories of recipients not recorded" in grouped
    page.click("#open tbody a >> nth=0")
    assert page.evaluate("document.activeElement.id").startswith("finding-") and seen(page) == ["findings"]
    assert page.locator("article.finding:focus > details[open]:not(.typed)").count() == 1


def test_the_overview_names_a_few_and_counts_the_rest(browser, tmp_path):
    p = opened(browser, pages.write_report(dm.audit(reader.parse(large(60)), DAY), tmp_path / "large.html"))
    assert p.locator("#open tbody tr").count() == 5
    p.get_by_text("more transfers not covered").click()
    assert p.input_value("#verdict") == "not-covered" and seen(p) == ["transfers"]
    put_back(p)


def test_a_map_without_open_transfers_states_it(browser, tmp_path):
    text = (
        "meta: {id: a}\ncontroller: {name: A, country: CZ}\ncategories: [{id: c, name: C}]\n"
        "purposes: [{id: p, name: P, categories: [c], recipients: [r]}]\nrecipients: [{id: r, name: R, sites: [DE]}]\n"
    )
    p = opened(browser, pages.write_report(dm.audit(reader.parse(text), DAY), tmp_path / "a.html"))
    assert "No data are transferred to a third country." in p.inner_text("#overview")
    assert p.locator("#open").count() == 0
    at(p, "law")
    assert "No transfer is covered, so no legal instrument is listed." in p.inner_text("main") and p.logged == []
    put_back(p)


def test_one_search_narrows_everything(page):
    at(page, "flows")
    before, everything = lit(page), shown(page)
    assert 60 < before < everything["links"] == 151 and everything["transfers"] == 49, "the tail is grouped"
    page.fill("#search", "helpjuice")
    # five categories, one purpose, one recipient, one place
    assert lit(page) == 7
    assert shown(page) | {"findings": 0} == {
        "transfers": 1, "findings": 0, "recipients": 1, "places": 1, "links": 7,
    }  # fmt: skip
    assert 0 < shown(page)["findings"] < 10
    assert page.inner_text("#shown") == f"1 of 39 transfers, {shown(page)['findings']} of 208 findings"
    page.click("#clear")
    assert shown(page) == everything and lit(page) == before and page.inner_text("#shown") == ""
    page.fill("#search", "nothing has this name")
    assert set(shown(page).values()) == {0} and lit(page) == 0 and page.logged == []


@pytest.mark.parametrize(
    "control, value, transfers",
    [
        ("verdict", "undetermined", 20),
        ("verdict", "not-covered", 1),
        ("place", "US", 18),
        ("recipient", "HelpJuice", 1),
        ("severity", "error", 19),
    ],
)
def test_each_filter_narrows_the_transfers(page, control, value, transfers):
    page.select_option(f"#{control}", value)
    assert shown(page)["transfers"] == transfers


def test_filters_act_together(page):
    page.select_option("#place", "US")
    page.select_option("#verdict", "covered")
    assert shown(page)["transfers"] == 17
    page.select_option("#data-filter", "Cookies")
    some = shown(page)
    assert 0 < some["transfers"] < 17
    cards = page.eval_on_selector_all("article.who:not([hidden])", "all => all.map(a => a.textContent)")
    assert len(cards) == some["recipients"] and all("Cookies" in c and "United States" in c for c in cards)


def test_a_click_on_a_node_link_place_or_count_filters_and_escape_and_back_undo(page):
    at(page, "flows")
    before = lit(page)
    page.locator("#chart-flow g.node", has_text="HelpJuice").first.click()
    assert page.input_value("#recipient") == "HelpJuice" and lit(page) == 7
    page.keyboard.press("Escape")
    assert page.input_value("#recipient") == "" and lit(page) == before
    page.go_back()
    assert page.input_value("#recipient") == "HelpJuice", "Back undoes the Escape"
    page.click("#clear")
    page.locator("#chart-flow path.link[data-verdict=not-covered]").first.dispatch_event("click")
    assert page.input_value("#purpose") == "B.2 Customer support and other requests"
    assert page.input_value("#data-filter") or page.input_value("#recipient")
    page.click("#clear")
    at(page, "countries")
    page.locator("svg.world [data-country=CZ]").click()
    assert page.input_value("#place") == "CZ" and shown(page)["transfers"] == 7
    page.locator("svg.world [data-country=CZ]").click()
    assert page.input_value("#place") == "", "a second click takes it back"
    page.click(".off button")
    assert page.input_value("#place") == "unknown" and shown(page)["transfers"] == 20
    at(page, "overview")
    page.click("#clear")
    page.click(".card.undetermined a")
    assert page.input_value("#verdict") == "undetermined" and seen(page) == ["transfers"]
    at(page, "overview")
    page.click("#overview .chips a[data-severity=error]")
    assert (page.input_value("#severity"), seen(page)) == ("error", ["findings"])


def test_only_the_links_of_a_selection_have_colour_and_their_own_verdict(page):
    at(page, "flows")
    page.select_option("#recipient", "Stripe")
    verdicts = page.eval_on_selector_all("#chart-flow path.link.lit", "all => all.map(a => a.dataset.verdict)")
    assert set(verdicts) == {"covered"}, "links that are worse for another recipient too"
    grey = page.eval_on_selector_all("#chart-flow path.link:not(.lit)", "all => all.map(a => a.getAttribute('stroke'))")
    assert grey and set(grey) == {"#7f8c8d"}


def test_the_address_holds_the_state(browser, report, page):
    at(page, "transfers")
    page.select_option("#place", "US")
    page.fill("#search", "stripe")
    address = page.evaluate("location.hash")
    assert address == "#tab=transfers&place=US&q=stripe"
    p = opened(browser, report, address)
    assert seen(p) == ["transfers"] and shown(p) == shown(page) and p.input_value("#search") == "stripe"
    put_back(p)
    p = opened(browser, report, "#tab=nowhere&place=XX&verdict=good&%E0%A4%A=1&q=%E0%A4%A")
    assert seen(p) == ["overview"] and p.input_value("#place") == "" and shown(p)["transfers"] == 49 and p.logged == []
    put_back(p)


def test_a_search_finds_no_value_that_is_only_offered(page):
    page.fill("#search", "special: none, health")
    assert ", 0 of " in page.inner_text("#shown")


def test_enter_goes_to_the_first_match(page):
    page.fill("#search", "mezmo")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent").startswith("Mezmo") and seen(page) == ["transfers"]
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") < 900


def test_the_map_shows_only_what_the_filters_leave(page):
    at(page, "countries")
    colour = "code => document.querySelector(`svg.world [data-country=${code}]`).getAttribute('fill')"
    assert page.evaluate(colour, "US") == "#D55E00" and page.evaluate(colour, "CZ") == "#56B4E9"
    page.select_option("#verdict", "covered")
    assert page.evaluate(colour, "US") == "#009E73", "the worst of what is left"
    assert page.evaluate(colour, "CZ") == "#d3d9df"
    line = page.locator("p.off")
    page.select_option("#verdict", "undetermined")
    assert line.is_visible() and "place unknown" in line.inner_text()
    page.select_option("#verdict", "not-covered")
    assert not line.is_visible(), "nothing is left that is not on the map"


def test_the_tail_is_grouped_and_a_selection_takes_it_out_of_the_group(browser, tmp_path):
    p = opened(
        browser, pages.write_report(dm.audit(reader.parse(large(300)), DAY), tmp_path / "large.html"), "#tab=flows"
    )
    labels = "[...document.querySelectorAll('#chart-flow .name')].map(t => t.textContent)"
    tail = [t for t in p.evaluate(labels) if "more recipients" in t]
    assert len(tail) == 1
    named = " ".join(p.evaluate(labels))
    hidden = next(
        n for n in p.eval_on_selector_all("#recipient option", "o => o.map(x => x.value)") if n and n not in named
    )
    p.select_option("#recipient", hidden)
    assert any(t.startswith(hidden[:20]) for t in p.evaluate(labels))
    put_back(p)


def test_columns_sort(page):
    at(page, "transfers")
    head, first = page.locator("#all-transfers thead th").nth(2), page.locator("#all-transfers tbody tr").first
    assert first.get_attribute("data-verdict") == "not-covered", "what is open is first"
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending" and first.get_attribute("data-verdict") == "not-covered"
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending" and first.get_attribute("data-verdict") == "no-transfer"


def test_a_link_to_a_finding_opens_it(browser, report, page):
    name = page.locator("article.finding").nth(30).get_attribute("id")
    p = opened(browser, report, f"#{name}")
    assert seen(p) == ["findings"] and p.evaluate("document.activeElement.id") == name
    assert (
        p.locator(f"#{name} > details:not(.typed)").get_attribute("open") is not None
        and p.locator(f"#{name}").is_visible()
    )
    put_back(p)


def test_a_link_to_a_recipient_shows_its_card(browser, report):
    p = opened(browser, report, "#recipient-smartsupp-helpjuice")
    assert p.evaluate("document.activeElement.id") == "recipient-smartsupp-helpjuice" and seen(p) == ["recipients"]
    p.select_option("#verdict", "covered")
    p.evaluate("location.hash = '#recipient-smartsupp-fakturoid'")
    p.wait_for_function("document.activeElement.id === 'recipient-smartsupp-fakturoid'")
    assert p.input_value("#verdict") == "", "a filter that would hide it is taken back"
    put_back(p)


def test_the_law_names_some_recipients_and_counts_the_rest(browser, tmp_path):
    p = opened(
        browser, pages.write_report(dm.audit(reader.parse(large(300)), DAY), tmp_path / "large.html"), "#tab=law"
    )
    who = p.locator("#instruments tbody tr td:last-child").first.inner_text()
    assert who.count("Recipient company") == 20 and who.endswith("and 30 more")
    put_back(p)


def test_a_card_marks_data_of_articles_9_and_10(browser, tmp_path, root):
    path = pages.write_report(dm.audit(dm.read(root / "inventory" / "dfe.yaml"), DAY), tmp_path / "dfe.html")
    p = opened(browser, path, "#tab=recipients")
    card = card_text(p.locator("article.who", has_text="Information about your criminal record").first)
    assert "(Art. 9 or 10)" in card and "special data" not in card, "criminal convictions are not special categories"
    put_back(p)


def test_a_card_has_what_a_recipient_gets_where_and_what_to_ask(page):
    at(page, "recipients")
    card = card_text(page.locator("#recipient-smartsupp-helpjuice"))
    for words in (
        "Helpjuice, Inc.",
        "United States: not covered",
        "Communication data",
        "B.2 Customer support",
        "To do",
    ):
        assert words in card, words
    assert page.locator("article.who").first.get_attribute("id") == "recipient-smartsupp-helpjuice", "worst first"


def test_every_finding_opens_to_facts_law_and_words(page):
    """Each of the findings, not a sample: its law, its rule, and the notice's words or why it is known."""
    terms = page.eval_on_selector_all(
        "article.finding > details:not(.typed)",
        "all => all.map(d => [...d.querySelectorAll('dt')].map(t => t.textContent))",
    )
    assert len(terms) == page.locator("article.finding").count() == 208
    assert all({"Rule", "Law", "Where", "Fingerprint"} <= set(found) for found in terms)
    counted = page.eval_on_selector_all(
        "details.rule",
        "all => all.map(d => [d.querySelector('.k').textContent, d.querySelectorAll('.finding').length])",
    )
    assert all(int(re.match(r"\d+", words)[0]) == n for words, n in counted) and sum(n for _, n in counted) == 208


# two frames later: the browser scrolls to what has the focus when it next lays the page out
FOCUS = """async () => { for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame);
  const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);
  return [[...document.querySelectorAll('*')].indexOf(e), e.id || e.outerHTML.slice(0, 60),
    (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || parseFloat(s.strokeWidth) > 5,
    b.width > 0 && b.bottom > 0 && b.top < innerHeight]; }"""

WANTED = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility() && e.tabIndex >= 0).length"""


@pytest.mark.parametrize("tab", TABS)
def test_tab_passes_everything_once_in_order_and_focus_is_seen(browser, report, tab):
    p = opened(browser, report, f"#tab={tab}&q=stripe")
    passed = []
    for _ in range(p.evaluate(WANTED)):
        p.keyboard.press("Tab")
        passed.append(p.evaluate(FOCUS))
    places = [x[0] for x in passed]
    assert places == sorted(set(places)), "in the order of the document, each once"
    assert [x[1] for x in passed if not x[2]] == [], "without a ring"
    assert [x[1] for x in passed if not x[3]] == [], "focused out of sight"
    put_back(p)


def test_keyboard_alone_works_the_diagram_and_the_map(page):
    at(page, "flows")
    page.locator('#chart-flow g.node[tabindex="0"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    layer = page.evaluate("document.activeElement.dataset.layer")
    page.keyboard.press("Enter")
    assert (
        layer == "1" and page.input_value("#purpose") and page.evaluate("document.activeElement.dataset.layer") == "1"
    )
    page.keyboard.press("Escape")
    at(page, "countries")
    page.locator("svg.world [data-country=AT]").focus()
    page.keyboard.press("Enter")
    assert page.input_value("#place") == "AT" and shown(page)["transfers"] == 1
