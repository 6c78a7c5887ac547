"""The report page in a real Chromium: a number says what it counts, and the numbers of one thing agree everywhere."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import re

import pytest
from page_fixture import DAY, at, browser, opened, page, put_back, report, seen, visible

import datamap as dm
from datamap.formats.yaml import reader
from datamap.publish import page as pages
from datamap.publish import summary

pytestmark = pytest.mark.browser


def test_the_tab_counts_the_transfers_that_the_headline_counts(page):
    assert page.inner_text("nav.tabs a[data-tab=transfers]") == "Transfers 39"
    assert page.inner_text("h2.headline").startswith("Of 39 transfers,")
    at(page, "transfers")
    lead = page.inner_text("#transfers .lead")
    assert "39 transfers, open ones first, then 10 places without one." in lead
    assert visible(page, "#all-transfers tbody tr") == 39 + 10
    assert visible(page, "#all-transfers tbody tr[data-verdict=no-transfer]") == 10


def test_recipients_purposes_and_transfers_are_told_apart_on_the_overview(page):
    shares = page.locator("#open tbody th .quiet").all_inner_texts()
    assert shares == ["18 of 20 undetermined transfers", "2 of 20 undetermined transfers"]
    assert page.inner_text(".card.undetermined b") == "20"
    action = page.locator(".actions > li", has_text="19 recipients").inner_text()
    assert "resolves 19 findings (18 errors), on 18 open transfers" in action, "the place of one is a region"
    assert "open transfer" not in page.locator(".actions > li").first.inner_text(), "one recipient, one transfer"


def test_places_without_a_transfer_are_named_and_not_counted_as_other_places_are(page):
    assert page.locator(".whither li").last.inner_text() == "Czechia, Austria, Ireland: no transfer"
    at(page, "countries")
    assert (
        page.inner_text("nav.tabs a[data-tab=countries]")
        == "By country 6"
        == f"By country {visible(page, '#places tbody tr')}"
    )
    assert page.inner_text("#countries .lead").startswith("6 places, with who receives which data there")


def test_the_first_screen_names_who_is_not_covered_and_what_to_sign_first(page):
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        at(page, "overview")
        for at_, said in (
            (".card.not-covered", "HelpJuice: no valid transfer tool"),
            (".sign", "To sign first: Sign standard contractual clauses with HelpJuice"),
            (".whither li >> nth=0", "United States"),
        ):
            line = page.locator(at_)
            box = line.bounding_box()
            assert said in line.inner_text() and box["y"] + box["height"] < height, (said, width)
        page.click(".sign a")
        assert seen(page) == ["findings"] and "HelpJuice" in page.inner_text("article.finding:focus")


def audited(recipients):
    text = (
        "meta: {id: a}\ncontroller: {name: A, country: CZ}\ncategories: [{id: c, name: C}]\n"
        "purposes:\n  - {id: p, name: P, categories: [c], recipients: [r, s]}\n"
        f"  - {{id: q, name: Q, categories: [c], recipients: [s]}}\nrecipients:\n{recipients}"
    )
    return dm.audit(reader.parse(text), DAY)


@pytest.mark.parametrize(
    ("recipients", "said"),
    [
        ("  - {id: r, name: R}\n  - {id: s, name: S}\n", ["all 2 undetermined transfers"]),
        (
            "  - {id: r, name: R, sites: [DE]}\n  - {id: s, name: Couriers, kind: category}\n",
            ["the only undetermined transfer"],
        ),
        ("  - {id: r, name: R}\n  - {id: s, name: Couriers, kind: category}\n", ["", "1 of 2 undetermined transfers"]),
        ("  - {id: r, name: R, sites: [US], safeguards: none}\n  - {id: s, name: S, sites: [DE]}\n", [""]),
    ],
)
def test_a_row_about_several_says_how_many_transfers_it_is_about(recipients, said):
    assert [row["transfers"] for row in summary.first_screen(audited(recipients))["open"]] == said


@pytest.mark.parametrize("name", ["ademe", "dfe"])
def test_the_rows_of_a_real_notice_are_about_all_its_open_transfers(root, name):
    audit = dm.audit(dm.read(root / "inventory" / f"{name}.yaml"), DAY)
    rows = summary.first_screen(audit)["open"]
    told = [int(re.search(r"\d+", row["transfers"])[0]) if row["transfers"] else 1 for row in rows]
    assert sum(told) == audit.counts["undetermined"] + audit.counts["not-covered"]


def test_what_to_sign_first_is_a_contract_and_not_the_first_thing_to_do(root):
    first = summary.first_screen(dm.audit(dm.read(root / "inventory" / "dfe.yaml"), DAY))
    assert first["actions"][0]["effort"] == "ask" and first["sign"]["effort"] == "agree"
    assert first["uncovered"] == "" and first["sign"]["title"].startswith(
        "Conclude or record a data processing agreement"
    )
    assert summary.first_screen(audited("  - {id: r, name: R}\n  - {id: s, name: S}\n"))["sign"] is None
