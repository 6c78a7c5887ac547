"""The report page in a real Chromium: what goes to a country, what a claim covers, and what is only assumed."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import pytest
from page_fixture import at, browser, page, report, seen

pytestmark = pytest.mark.browser


def test_one_click_answers_what_goes_to_a_country(page):
    at(page, "countries")
    place, verdict, _, who, data = page.locator("#places tbody tr", has_text="United States").locator("th, td").all()
    assert (place.inner_text(), verdict.inner_text()) == ("United States", "not covered")
    assert (
        who.inner_text().startswith("HelpJuice, Stripe") and "Payment data and invoicing details" in data.inner_text()
    )
    who.locator("summary").click()
    assert "Freshdesk" in who.inner_text() and " more" not in who.locator("details").inner_text().partition("\n")[2]
    page.set_viewport_size({"width": 1280, "height": 900})
    assert place.bounding_box()["y"] < 900, "on the first screen, with the map"


def test_the_overview_leads_to_all_that_goes_to_a_country(page):
    line = page.locator("#overview .whither li").first
    assert line.inner_text() == "United States 18 recipients: 1 not covered, 17 covered (14 by a claim not checked)"
    line.locator("a").click()
    assert seen(page) == ["countries"] and page.evaluate("location.hash") == "#tab=countries&place=US"
    given = page.locator("#given")
    assert page.evaluate("document.activeElement.id") == "given" and page.evaluate(
        "document.getElementById('given').getBoundingClientRect().top < innerHeight / 3"
    )
    assert page.inner_text("#given-title") == "United States: 18 recipients, 18 transfers"
    bar, title = (page.locator(at).bounding_box() for at in (".top", "#given-title"))
    assert title["y"] >= bar["y"] + bar["height"], "the bar that stays in view does not cover the title"
    said = page.locator("#given-who dt, #given-who dd").all_inner_texts()
    by_verdict = dict(zip(said[::2], said[1::2], strict=True))
    assert by_verdict["not covered"] == "HelpJuice"
    assert len(by_verdict["covered, claim not checked"].split(", ")) == 14 + 2, "two names have a comma"
    assert by_verdict["covered"] == "Holistics Software Pte Ltd, Slack, OpenAI"
    assert by_verdict["Data"].startswith("assumed: ") and "Payment data and invoicing details" in by_verdict["Data"]
    rows = given.locator("tbody tr")
    assert rows.count() == 18 and "assumed: Cookies" in rows.filter(has_text="Microsoft Corporation").inner_text()
    page.select_option("#verdict", "not-covered")
    assert rows.count() == 1 and "HelpJuice" in rows.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert not given.is_visible()


@pytest.mark.parametrize("words", ["United States", "usa", "US", "U.S.A."])
def test_enter_on_a_place_shows_what_goes_there(page, words):
    page.fill("#search", words)
    assert page.inner_text("#go") == "What goes there: United States"
    page.press("#search", "Enter")
    assert seen(page) == ["countries"] and page.input_value("#place") == "US" and page.input_value("#search") == ""
    assert page.locator("#given tbody tr").count() == 18


def test_a_place_that_receives_nothing_is_an_ordinary_search(page):
    page.fill("#search", "Japan")
    assert page.inner_text("#go") == "Go to the first match"
    page.press("#search", "Enter")
    assert page.input_value("#search") == "Japan" and page.logged == []


def test_no_transfer_is_counted_where_there_is_none(page):
    page.select_option("#place", "EU")
    at(page, "countries")
    rows = page.locator("#given tbody tr")
    moved = rows.count() - rows.filter(has_text="no transfer").count()
    assert f"{moved} transfer" in page.inner_text("#given-title") and moved < rows.count()


def test_what_a_claim_covers_looks_different_wherever_it_is_shown(page):
    at(page, "transfers")
    stripe = page.locator("#all-transfers tbody tr", has=page.locator("th", has_text="Stripe"))
    slack = page.locator("#all-transfers tbody tr", has=page.locator("th", has_text="Slack"))
    assert "covered, claim not checked" in stripe.inner_text() and "not checked" not in slack.inner_text()
    looks = [row.locator(".v").evaluate("e => getComputedStyle(e).backgroundColor") for row in (stripe, slack)]
    assert looks[0] != looks[1]
    at(page, "recipients")
    assert "covered, claim not checked" in page.text_content("#recipient-smartsupp-stripe h3")
    at(page, "law")
    framework = page.locator("#instruments tbody tr", has_text="Data Privacy Framework").inner_text()
    assert "14 (14 by a claim not checked)" in framework
    at(page, "countries")
    assert "17 covered (14 by a claim not checked)" in page.inner_text("#places")


def test_what_is_assumed_is_not_stated_as_a_fact(page):
    at(page, "recipients")
    assert "assumed: Identification information" in page.text_content("#recipient-smartsupp-helpjuice dl")


def test_the_names_behind_and_more_are_those_and_no_others(page):
    row = page.locator("#open tbody tr", has_text="18 recipients")
    row.locator("summary", has_text="and 10 more").click()
    assert row.locator("details a:visible").count() == 10 and seen(page) == ["overview"]


def test_on_a_phone_the_tabs_stay_in_view(page):
    page.set_viewport_size({"width": 390, "height": 800})
    at(page, "transfers")
    page.evaluate("() => window.scrollTo(0, 3000)")
    assert page.evaluate("scrollY") > 2000
    box = page.locator("nav.tabs").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] < 80


def test_the_overview_follows_the_filters(page):
    before = page.locator("#overview .actions > li:visible").count(), page.inner_text("#overview .cards")
    page.fill("#search", "helpjuice")
    assert page.locator("#open tbody tr:visible").all_inner_texts()[0].count("HelpJuice") >= 1
    assert page.locator("#open tbody tr:visible").count() == 1
    actions = page.locator("#overview .actions > li:visible").all_inner_texts()
    assert "Sign standard contractual clauses with HelpJuice" in actions[0] and 0 < len(actions) < before[0]
    assert page.inner_text("#overview .card.not-covered b") == "1 of 1"
    assert page.inner_text("#overview .card.undetermined b") == "0 of 20"
    assert page.locator("#overview .whither li:visible").all_inner_texts()[0].startswith("United States")
    assert page.locator("#overview .whither li:visible").count() == 1
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.locator("#open tbody tr:visible").count() == 1, "also where rows are cards"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click("#clear")
    assert before == (page.locator("#overview .actions > li:visible").count(), page.inner_text("#overview .cards"))


def test_a_place_shows_the_verdict_recipients_and_data_of_what_fits_the_filter(page):
    at(page, "countries")
    row = page.locator("#places tbody tr", has_text="United States")
    whole = row.inner_text()
    page.select_option("#data-filter", "Cookies")
    _, verdict, recipients, who, data = row.locator("th, td").all_inner_texts()
    assert (verdict, recipients) == ("covered, claim not checked", "5 of 18"), "HelpJuice gets none"
    assert data == "assumed: Cookies", "what is assumed is not stated as a fact, under a filter too"
    assert "HelpJuice" not in who and who.count(",") == 4 + 2, "two names have a comma"
    assert page.locator(".off button").inner_text() == "place unknown: 8 of 20 recipients"
    at(page, "overview")
    line = page.locator("#overview .whither li:visible").first
    assert line.inner_text() == "United States 5 of 18 recipients"
    page.click("#clear")
    at(page, "countries")
    assert row.inner_text() == whole and "not covered" in whole


@pytest.mark.parametrize("typed, found", [("US", False), ("trust", True)])
def test_capitals_are_a_code_and_not_a_part_of_a_word(page, typed, found):
    at(page, "transfers")
    page.fill("#search", typed)
    texts = " ".join(page.locator("#all-transfers tbody tr:visible th").all_inner_texts())
    assert ("trustradius" in texts.lower()) == found


def test_a_finding_is_not_found_by_a_name_that_only_its_source_mentions(page):
    at(page, "findings")
    page.fill("#search", "google")
    page.evaluate("document.querySelectorAll('details.rule').forEach(rule => { rule.open = true; })")
    found = page.locator("article.finding:visible > p:first-child").all_inner_texts()
    assert len(found) > 5 and [text for text in found if "to Amazon" in text or "to Apple" in text] == []
    page.fill("#search", "amazon")
    assert "to Amazon" in " ".join(page.locator("article.finding:visible > p:first-child").all_inner_texts())


def test_a_phone_has_a_button_for_what_the_enter_key_does(page):
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("#go").is_hidden()
    page.fill("#search", "United States")
    page.locator("#go").click()
    assert seen(page) == ["countries"] and page.input_value("#place") == "US" and page.locator("#go").is_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})
