"""The report page in a real Chromium: no request, no error, filters and diagram together, keyboard, axe, print, labels."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import missing
from test_charts import EVIL, large

import datamap as dm
from datamap.formats import native
from datamap.publish import page as pages

pytestmark = pytest.mark.browser
DAY = "2026-09-30"


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        missing("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        b = p.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield b
        b.close()


@pytest.fixture(scope="module")
def report(root, tmp_path_factory):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)
    return pages.write_report(audit, tmp_path_factory.mktemp("page") / "report.html")


def opened(browser, path: Path, at: str = "", **context):
    """A page with the network refused; what it logs and asks for is kept."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, **context).new_page()
    page.logged, page.asked = [], []
    page.on("console", lambda m: page.logged.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.logged.append(str(e)))
    page.on("request", lambda r: page.asked.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None)
    page.goto(path.as_uri() + at)
    page.wait_for_selector("#chart-flow .sankey-node, #chart-flow .node-rect")
    return page


@pytest.fixture
def page(browser, report):
    p = opened(browser, report)
    yield p
    p.context.close()


def visible(page, table):
    return page.eval_on_selector_all(f"#{table} tbody tr", "rows => rows.filter(r => !r.hidden).length")


def test_it_asks_for_nothing_and_logs_nothing(page):
    page.mouse.wheel(0, 30_000)
    page.wait_for_timeout(800)
    assert page.logged == [] and page.asked == []


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
    for text in ("Smartsupp.com, s.r.o.", "As of 2026-09-30", "1 not-covered", "20 undetermined", "HelpJuice (US)", "What to do"):
        box = page.get_by_text(text).first.bounding_box()
        assert box and box["y"] < height, f"{text} is not on the first screen"
    assert page.title() == "Data map: Smartsupp.com, s.r.o., 2026-09-30"


def test_which_are_not_covered_why_and_what_to_do(page):
    """The questions of a reader who has not read the notice, answered from the page."""
    page.select_option("#verdict", "not-covered")
    rows = page.locator("#transfers tbody tr:visible")
    assert rows.count() == 1 and "HelpJuice" in rows.first.inner_text()
    assert "No transfer tool declared" in rows.first.inner_text()
    found = page.locator("#findings tbody tr:visible").first
    found.locator("summary").click()
    text = found.inner_text()
    assert "only a data processing agreement is named" in text and "Sign the standard clauses of 2021" in text
    assert "GDPR Art. 44 to 46" in text and "Concluded DPA" in text


def test_filters_narrow_tables_and_diagram_together(page):
    before = int(page.get_attribute("#chart-flow", "data-lit"))
    assert before == 151 and visible(page, "transfers") == 49
    page.fill("#search", "helpjuice")
    assert visible(page, "transfers") == 1 and 0 < visible(page, "findings") < 10
    assert 0 < int(page.get_attribute("#chart-flow", "data-lit")) < before
    assert "1 of 49 transfers" in page.inner_text("#shown")
    page.click("#clear")
    assert int(page.get_attribute("#chart-flow", "data-lit")) == before and visible(page, "transfers") == 49
    page.select_option("#severity", "error")
    assert visible(page, "findings") == page.locator("#findings tr[data-severity=error]").count()


def test_one_thing_can_be_followed(page):
    page.select_option("#follow", label="HelpJuice")
    assert 0 < int(page.get_attribute("#chart-flow", "data-lit")) < 151
    assert "flows" in page.inner_text("#followed")


def test_columns_sort(page):
    head = page.locator("#transfers thead th").nth(3)
    head.locator("button").click()
    first = page.locator("#transfers tbody tr").first
    assert head.get_attribute("aria-sort") == "ascending" and first.get_attribute("data-verdict") == "not-covered"
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending" and page.locator("#transfers tbody tr").first.get_attribute("data-verdict") == "no-transfer"


def test_a_link_to_a_finding_opens_it(browser, report):
    p = opened(browser, report)
    name = p.locator("#findings tbody tr").nth(30).get_attribute("id")
    p.context.close()
    p = opened(browser, report, f"#{name}")
    row = p.locator(f"#{name}")
    assert row.locator("details").get_attribute("open") is not None
    assert p.evaluate("document.activeElement.id") == name
    p.context.close()


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, report, scheme):
    from axe_playwright_python.sync_playwright import Axe

    p = opened(browser, report, color_scheme=scheme)
    p.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    result = Axe().run(p)
    p.context.close()
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in result.response["violations"]] == []


def test_print_has_every_table(browser, report, tmp_path):
    import subprocess

    if not shutil.which("pdftotext"):
        missing("no pdftotext on this machine")
    p = opened(browser, report)
    p.pdf(path=str(tmp_path / "r.pdf"))
    p.context.close()
    text = subprocess.run(["pdftotext", "-layout", str(tmp_path / "r.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    for caption in ("The verdict on every recipient", "Every finding", "Links of the flow diagram", "Instruments that covered", "Recipients by number", "Purposes by recipients"):
        assert caption in text, caption


LABELS = """() => [...document.querySelectorAll('%s')].map(e => { const b = e.getBoundingClientRect();
  return [e.textContent, b.left, b.top, b.right, b.bottom, parseFloat(getComputedStyle(e).fontSize)]; }).filter(b => b[0].trim() && b[3] > b[1])"""


def overlapping(boxes):
    out = []
    for i, (a, al, at, ar, ab, _) in enumerate(boxes):
        for b, bl, bt, br, bb, _ in boxes[i + 1 :]:
            if min(ar, br) - max(al, bl) > 1 and min(ab, bb) - max(at, bt) > 1:
                out.append((a, b))
    return out


@pytest.mark.parametrize("size", [0, 300])
def test_no_label_overlaps_another(browser, report, tmp_path, size):
    path = report
    if size:
        path = pages.write_report(dm.audit(native.parse(large(size)), DAY), tmp_path / "large.html")
    p = opened(browser, path)
    for chart, query in (("flow", ".node-label"), ("matrix", ".ytick text"), ("exposure", ".ytick text"), ("timeline", ".ytick text")):
        p.locator(f"#chart-{chart}").scroll_into_view_if_needed()
        p.wait_for_selector(f"#chart-{chart} {query}")
        boxes = p.evaluate(LABELS % f"#chart-{chart} {query}")
        assert boxes and overlapping(boxes) == []
        assert all(b[5] >= 10 for b in boxes)
    p.context.close()


def test_names_do_no_harm(browser, tmp_path):
    import json

    recipients = "\n".join(f"  - {{id: r{i}, name: {json.dumps(n)}, sites: [US], safeguards: [dpf]}}" for i, n in enumerate(EVIL))
    text = f"meta: {{id: evil}}\ncontroller: {{name: {json.dumps(EVIL[0])}, country: CZ}}\ncategories: [{{id: c, name: {json.dumps(EVIL[2])}}}]\npurposes: [{{id: p, name: P, categories: [c], recipients: [{', '.join(f'r{i}' for i in range(len(EVIL)))}]}}]\nrecipients:\n{recipients}\n"
    p = opened(browser, pages.write_report(dm.audit(native.parse(text), DAY), tmp_path / "evil.html"))
    assert p.logged == [] and p.asked == []
    assert p.locator("img").count() == 0 and p.get_by_text("{{7*7}}").count() > 0
    assert p.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "a long name widens the page"
    p.context.close()


def test_a_narrow_screen_scrolls_tables_and_not_the_page(browser, report):
    p = opened(browser, report)
    p.set_viewport_size({"width": 390, "height": 800})
    p.wait_for_timeout(300)
    assert p.evaluate("document.documentElement.scrollWidth") <= 391
    p.context.close()


def test_the_same_audit_gives_the_same_page(root, tmp_path, report):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)
    again = pages.write_report(audit, tmp_path / "again.html")
    assert again.read_bytes() == report.read_bytes()
    assert again.stat().st_size < 6 * 1024 * 1024
    assert "http://" not in again.read_text(encoding="utf-8").split('id="data"')[0].replace("http://www.w3.org", "")
