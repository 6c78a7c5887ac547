"""The report page in a real Chromium: no request, no error, filters and diagram together, keyboard, links."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import pytest
from maps import large
from page_fixture import DAY, browser, opened, page, report, visible

import datamap as dm
from datamap.formats.yaml import reader
from datamap.publish import page as pages

pytestmark = pytest.mark.browser


def test_it_asks_for_nothing_and_logs_nothing(page):
    page.mouse.wheel(0, 30_000)
    page.wait_for_timeout(800)
    assert page.logged == [] and page.asked == []


def test_it_starts_no_kind_of_chart_that_it_does_not_draw(page):
    """Fifty kinds of chart, maps among them, take longer to start than all else on the page."""
    assert page.evaluate("Object.keys(Plotly.PlotSchema.get().traces).sort()") == [
        "bar",
        "heatmap",
        "sankey",
        "scatter",
    ]


def test_a_page_that_shares_plotly_with_others_asks_for_nothing_else(browser, root, tmp_path):
    script = pages.write_plotly(tmp_path)
    (tmp_path / "one").mkdir()
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)
    p = opened(browser, pages.write_report(audit, tmp_path / "one" / "report.html", plotly_js=f"../{script.name}"))
    p.wait_for_timeout(300)
    assert p.logged == [] and p.asked == []
    p.context.close()


def test_the_first_screen_says_who_when_what_and_what_to_do(page):
    height = page.viewport_size["height"]
    for text in (
        "Smartsupp.com, s.r.o.",
        "As of 2026-09-30",
        "1 not covered",
        "20 undetermined",
        "HelpJuice (US)",
        "Other findings, most serious first",
        "What to do, most",
    ):
        box = page.get_by_text(text).first.bounding_box()
        assert box and box["y"] < height, f"{text} is not on the first screen"
    assert page.title() == "Data map: Smartsupp.com, s.r.o., 2026-09-30"


def test_the_first_screen_answers_who_is_not_covered_why_and_what_to_do(page):
    """The questions of a reader who has not read the notice, answered before anything is pressed."""
    assert "Of 39 transfers, 1 is not covered and 20 are undetermined." in page.inner_text("header")
    bad, open_, grouped = (row.inner_text() for row in page.locator("#open tbody tr").all())
    assert "not covered" in bad and "HelpJuice, United States" in bad
    assert (
        "only a data processing agreement is recorded, which is not a transfer tool" in bad
        and "Sign the 2021 standard contractual clauses" in bad
    )
    assert (
        "undetermined" in open_
        and "18 recipients" in open_
        and "Recipient country not recorded" in open_
        and "Obtain the location and transfer tool of 18 recipients" in open_
    )
    assert "2 purposes" in grouped and "Locations of categories of recipients not recorded" in grouped
    page.click("#open tbody a >> nth=0")
    assert page.evaluate("document.activeElement.id").startswith("finding-")
    assert page.locator("tr:focus details[open]").count() == 1


def test_the_first_screen_names_a_few_and_counts_the_rest(browser, tmp_path):
    p = opened(browser, pages.write_report(dm.audit(reader.parse(large(60)), DAY), tmp_path / "large.html"))
    assert p.locator("#open tbody tr").count() == 5 and "more transfers not covered" in p.inner_text(
        "section[aria-labelledby=open-title]"
    )
    p.get_by_text("more transfers not covered").click()
    assert p.input_value("#verdict") == "not-covered"
    p.context.close()


def test_a_map_without_open_transfers_says_so(browser, tmp_path):
    text = (
        "meta: {id: a}\ncontroller: {name: A, country: CZ}\ncategories: [{id: c, name: C}]\n"
        "purposes: [{id: p, name: P, categories: [c], recipients: [r]}]\nrecipients: [{id: r, name: R, sites: [DE]}]\n"
    )
    p = opened(browser, pages.write_report(dm.audit(reader.parse(text), DAY), tmp_path / "a.html"))
    assert "No data are transferred to a third country." in p.inner_text("header") and p.locator("#open").count() == 0
    assert "No transfer is covered, so no legal instrument is listed." in p.inner_text("main") and p.logged == []
    p.context.close()


def test_which_are_not_covered_why_and_what_to_do(page):
    """The same from the tables."""
    page.select_option("#verdict", "not-covered")
    rows = page.locator("#transfers tbody tr:visible")
    assert rows.count() == 1 and "HelpJuice" in rows.first.inner_text()
    assert "No transfer tool declared" in rows.first.inner_text()
    found = page.locator("#findings tbody tr:visible").first
    found.locator("summary").click()
    text = found.inner_text()
    assert (
        "only a data processing agreement is recorded" in text and "Sign the 2021 standard contractual clauses" in text
    )
    assert "GDPR Art. 44 to 46" in text and "Concluded DPA" in text


def lit(page):
    return int(page.get_attribute("#chart-flow", "data-lit"))


def test_filters_narrow_tables_and_diagram_together(page):
    before = lit(page)
    assert before > 100 and visible(page, "transfers") == 49 and visible(page, "links") == 151
    page.fill("#search", "helpjuice")
    assert visible(page, "transfers") == 1 and 0 < visible(page, "findings") < 10
    # five categories, one purpose, one recipient, one place
    assert lit(page) == 7 == visible(page, "links")
    assert "1 of 49 verdicts" in page.inner_text("#shown")
    page.click("#clear")
    assert lit(page) == before and visible(page, "transfers") == 49 and visible(page, "links") == 151
    page.select_option("#severity", "error")
    assert visible(page, "findings") == page.locator("#findings tr[data-severity=error]").count()
    page.click("#clear")
    page.fill("#search", "undetermined")  # a search finds words of the files too
    assert visible(page, "transfers") == 20


def test_filters_narrow_matrix_and_exposure_too(page):
    for chart in ("matrix", "exposure"):
        page.locator(f"#chart-{chart}").scroll_into_view_if_needed()
        page.wait_for_selector(f"#chart-{chart}[data-rows]")
        assert int(page.get_attribute(f"#chart-{chart}", "data-rows")) == visible(page, chart)
    page.select_option("#verdict", "not-covered")
    for chart in ("matrix", "exposure"):
        assert page.get_attribute(f"#chart-{chart}", "data-rows") == "1" and visible(page, chart) == 1
        page.locator(f"#chart-{chart} .ytick text").wait_for()
        assert page.text_content(f"#chart-{chart} .ytick text") == "HelpJuice"
    page.fill("#search", "nothing has this name")
    assert (
        page.get_attribute("#chart-matrix", "data-rows") == "0"
        and visible(page, "transfers") == 0
        and page.logged == []
    )


def test_counts_on_the_first_screen_filter(page):
    page.click(".card.undetermined a")
    assert page.input_value("#verdict") == "undetermined" and visible(page, "transfers") == 20
    page.click(".chips a[data-severity=error]")
    assert (page.input_value("#verdict"), page.input_value("#severity")) == ("", "error") and visible(
        page, "findings"
    ) == 20


def test_one_thing_can_be_followed(page):
    before = lit(page)
    page.select_option("#follow", label="HelpJuice")
    assert lit(page) == 7 == visible(page, "links") and page.inner_text("#followed").startswith("5 of ")
    page.select_option("#follow", label="United States")
    some = lit(page)
    assert 7 < some < before
    page.select_option("#follow", value="tool:scc")
    assert 0 < lit(page) < some, "a safeguard can be followed too"
    page.select_option("#follow", value="")
    assert lit(page) == before and visible(page, "links") == 151


def test_the_tail_expands(page):
    page.select_option("#follow", label="HelpJuice")
    assert page.locator("#chart-flow .node-label", has_text="9 more recipients, DPF").count() == 1
    page.click("#expand")
    assert page.get_attribute("#expand", "aria-pressed") == "true"
    assert page.locator("#chart-flow .node-label", has_text="more recipients").count() == 0
    assert page.locator("#chart-flow .node-label", has_text="Fakturoid · no transfer").count() == 1
    assert page.eval_on_selector("#follow", "s => s.selectedOptions[0].text") == "HelpJuice" and lit(page) == 7, (
        "what is followed stays followed"
    )
    page.select_option("#follow", value="")
    assert lit(page) == 151
    page.click("#expand")
    assert page.locator("#chart-flow .node-label", has_text="more recipients").count() == 3


def test_columns_sort(page):
    head = page.locator("#transfers thead th").nth(2)
    assert page.locator("#transfers tbody tr").first.get_attribute("data-verdict") == "not-covered", (
        "what is open stands first"
    )
    head.locator("button").click()
    first = page.locator("#transfers tbody tr").first
    assert head.get_attribute("aria-sort") == "ascending" and first.get_attribute("data-verdict") == "not-covered"
    head.locator("button").click()
    assert (
        head.get_attribute("aria-sort") == "descending"
        and page.locator("#transfers tbody tr").first.get_attribute("data-verdict") == "no-transfer"
    )
    page.locator("#exposure thead button").nth(1).evaluate("b => b.click()")
    counts = page.eval_on_selector_all(
        "#exposure tbody td:nth-child(2)", "cells => cells.map(c => Number(c.textContent))"
    )
    assert counts == sorted(counts), "numbers sort as numbers"


def test_a_link_to_a_finding_opens_it(browser, report):
    p = opened(browser, report)
    name = p.locator("#findings tbody tr").nth(30).get_attribute("id")
    p.context.close()
    p = opened(browser, report, f"#{name}")
    row = p.locator(f"#{name}")
    assert row.locator("details").get_attribute("open") is not None
    assert p.evaluate("document.activeElement.id") == name
    p.context.close()


def test_a_link_to_a_recipient_shows_it(browser, report):
    p = opened(browser, report, "#recipient-smartsupp-helpjuice")
    assert p.evaluate("document.activeElement.id") == "recipient-smartsupp-helpjuice"
    assert p.evaluate("document.activeElement.getBoundingClientRect().top") < 900
    p.select_option("#verdict", "covered")
    p.evaluate("location.hash = '#recipient-smartsupp-fakturoid'")
    p.wait_for_function("document.activeElement.id === 'recipient-smartsupp-fakturoid'")
    assert p.input_value("#verdict") == "", "a filter that would hide it is taken back"
    p.context.close()


def test_nothing_moves_when_a_chart_is_drawn(page):
    height = page.evaluate("document.documentElement.scrollHeight")
    assert page.locator("#chart-matrix .main-svg, #chart-exposure .main-svg").count() == 0, (
        "drawn only when they come near"
    )
    for chart in ("timeline", "matrix", "exposure"):
        page.locator(f"#chart-{chart}").scroll_into_view_if_needed()
        page.wait_for_selector(f"#chart-{chart} .main-svg")
        assert page.evaluate("document.documentElement.scrollHeight") == height


def test_every_finding_opens_to_facts_law_and_words(page):
    """Each of the findings, not a sample: its law, its rule, and the notice's words or why it is known."""
    told = page.eval_on_selector_all(
        "#findings tbody details", "all => all.map(d => [...d.querySelectorAll('dt')].map(t => t.textContent))"
    )
    assert len(told) == page.locator("#findings tbody tr").count() > 150 and all(
        {"Rule", "Law", "Where", "Fingerprint"} <= set(terms) for terms in told
    )
    about = page.eval_on_selector_all(
        "#findings tbody tr[data-recipient]:not([data-recipient=''])", "rows => rows.map(r => r.textContent)"
    )
    assert all("legal entity" in text and "contract under Art. 28" in text and "section" in text for text in about)


# two frames later: the browser scrolls to what has the focus when it next lays the page out
FOCUS = """async () => { for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame);
  const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);
  return [[...document.querySelectorAll('*')].indexOf(e), e.id || e.className || e.textContent.slice(0, 40),
    s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    b.width > 0 && b.bottom > 0 && b.top < innerHeight]; }"""

WANTED = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility()).length"""


def test_tab_passes_everything_once_in_order_and_focus_is_seen(page):
    wanted = page.evaluate(WANTED)
    passed = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUS))
    places = [p[0] for p in passed]
    assert places == sorted(set(places)), "in the order of the document, each once"
    assert [p[1] for p in passed if not p[2]] == [], "without a ring"
    assert [p[1] for p in passed if not p[3]] == [], "focused out of sight"
    last = page.eval_on_selector_all(
        'a[href], button, input, select, summary, [tabindex="0"]',
        "all => all.filter(e => e.checkVisibility()).at(-1).textContent",
    )
    assert passed[-1][1] in last


def test_keyboard_alone_reaches_every_control(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"search", "verdict", "severity", "clear", "follow"} <= reached
    page.focus("#verdict")
    page.keyboard.type("not-c")
    assert visible(page, "transfers") == 1
    page.focus("#transfers thead button")
    page.keyboard.press("Enter")
    assert page.locator("#transfers thead th").first.get_attribute("aria-sort") == "ascending"


def test_one_thing_after_another_is_bright_and_then_everything_again(page):
    bright = "[...document.querySelectorAll('#chart-flow .sankey-link')].filter(e => +e.style.fillOpacity > 0.1).length"
    everything = page.evaluate(bright)
    for thing in ("Cookies", "B.7 Reviews", "United States"):
        page.select_option("#follow", label=thing)
        lit = int(page.get_attribute("#chart-flow", "data-lit"))
        assert 0 < page.evaluate(bright) == lit < everything, thing
    page.select_option("#follow", value="")
    assert page.evaluate(bright) == everything
