"""Pages in a real Chromium, for the tests of the page: a browser, an opened page, the report of an inventory."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import missing

import datamap as dm
from datamap.publish import page as pages

DAY = "2026-09-30"


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        missing("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        b = p.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        b.put_back = []
        yield b
        b.close()


@pytest.fixture(scope="session")
def report(root, tmp_path_factory):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)
    return pages.write_report(audit, tmp_path_factory.mktemp("page") / "report.html")


SCREEN = {"width": 1280, "height": 900}


def opened(browser, path: Path, at: str = "", drawn: bool = True, scheme: str = "light"):
    """A page with the network refused; what it logs and asks for is kept.

    It is one that a test has put back, if there is one: a new window takes longer than to load a page.
    """
    page = browser.put_back.pop() if browser.put_back else _window(browser)
    page.emulate_media(color_scheme=scheme)
    page.goto(path.as_uri() + at)
    if drawn:
        # a report takes clicks once its packed rows are there, not before
        page.wait_for_selector("body.ready, body:not(:has(nav.tabs)) #chart-flow .node-rect")
    return page


def _window(browser):
    page = browser.new_context(viewport=SCREEN).new_page()
    page.logged, page.asked = [], []
    page.on("console", lambda m: page.logged.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.logged.append(str(e)))
    page.on(
        "request", lambda r: page.asked.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None
    )
    return page


def put_back(page) -> None:
    """Empty the window for the next test: nothing stored, nothing logged, its first size, light and on a screen."""
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")
    page.mouse.move(0, 0)
    page.set_viewport_size(SCREEN)
    page.emulate_media(media="null")
    page.logged, page.asked = [], []
    page.context.browser.put_back.append(page)


@pytest.fixture
def page(browser, report):
    p = opened(browser, report)
    yield p
    put_back(p)


def card_text(card) -> str:
    """What a card of a recipient shows; the browser lays a card out a frame after it came into view."""
    card.scroll_into_view_if_needed()  # waits for two frames
    return card.inner_text()


def visible(page, query):
    """How many elements the filters leave."""
    return page.eval_on_selector_all(query, "all => all.filter(e => !e.hidden).length")


LABELS = """() => [...document.querySelectorAll('%s')].map(e => { const b = e.getBoundingClientRect();
  return [e.textContent, b.left, b.top, b.right, b.bottom, parseFloat(getComputedStyle(e).fontSize)]; })
  .filter(b => b[0].trim() && b[3] > b[1])"""


CUT = """() => [...document.querySelectorAll('.filter select, .filter input')].filter(s => s.offsetWidth).filter(s => {
  const pen = document.createElement('canvas').getContext('2d'), look = getComputedStyle(s);
  pen.font = look.font;
  const room = s.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight) - 18;
  return pen.measureText(s.options ? s.options[0].textContent : s.placeholder).width > room;
}).map(s => [s.id, s.clientWidth])"""
"""Filters whose first words do not fit beside the arrow or the cross, some 18 pixels."""


def overlapping(boxes):
    out = []
    for i, (a, al, at, ar, ab, _) in enumerate(boxes):
        for b, bl, bt, br, bb, _ in boxes[i + 1 :]:
            if min(ar, br) - max(al, bl) > 1 and min(ab, bb) - max(at, bt) > 1:
                out.append((a, b))
    return out


SEEN = ["color-contrast", "scrollable-region-focusable", "meta-viewport"]
"""The rules of axe whose result depends on colours and widths."""


def violations(page, only=None):
    """What axe finds wrong on a page as it is: the rule, and the element. Its path in the page takes longer to find."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"resultTypes": ["violations"], "selectors": False, **({"runOnly": only} if only else {})}
    result = Axe().run(page, options=options)
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in result.response["violations"]]


def at(page, tab):
    """Open a tab of the report."""
    page.click(f"nav.tabs a[data-tab={tab}]")


def seen(page):
    """The tabs that are shown."""
    return page.eval_on_selector_all("section.tab", "all => all.filter(s => s.checkVisibility()).map(s => s.id)")
