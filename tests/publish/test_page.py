"""The report page in a real Chromium: no request, no error, filters and diagram together, keyboard, axe, print, labels."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import missing
from maps import EVIL, large

import datamap as dm
from datamap.files import writing
from datamap.formats.yaml import reader
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


def opened(browser, path: Path, at: str = "", drawn: bool = True, **context):
    """A page with the network refused; what it logs and asks for is kept."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, **context).new_page()
    page.logged, page.asked = [], []
    page.on("console", lambda m: page.logged.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.logged.append(str(e)))
    page.on(
        "request", lambda r: page.asked.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None
    )
    page.goto(path.as_uri() + at)
    if drawn:
        page.wait_for_selector("#chart-flow .node-rect")
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
    bad, open_ = (row.inner_text() for row in page.locator("#open tbody tr").all())
    assert "not covered" in bad and "HelpJuice, United States" in bad
    assert (
        "only a data processing agreement is named, which is no transfer tool" in bad
        and "Sign the standard clauses of 2021" in bad
    )
    assert (
        "undetermined" in open_
        and "20 recipients" in open_
        and "country is not known" in open_
        and "Ask for location and transfer tool: 20 recipients" in open_
    )
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
    text = "meta: {id: a}\ncontroller: {name: A, country: CZ}\ncategories: [{id: c, name: C}]\npurposes: [{id: p, name: P, categories: [c], recipients: [r]}]\nrecipients: [{id: r, name: R, sites: [DE]}]\n"
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
    assert "only a data processing agreement is named" in text and "Sign the standard clauses of 2021" in text
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
    ) == 22


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
  return [[...document.querySelectorAll('*')].indexOf(e), e.id || e.className || e.textContent.slice(0, 40), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, b.width > 0 && b.bottom > 0 && b.top < innerHeight]; }"""

WANTED = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(e => e.checkVisibility()).length"""


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


@pytest.fixture(scope="module")
def compared(root, tmp_path_factory):
    """Every kind of page: a report with a baseline, the flows alone, the index."""
    import datetime as dt

    from datamap.publish import index
    from datamap.questions import changes

    folder = tmp_path_factory.mktemp("compared")
    inv = dm.read(root / "inventory" / "smartsupp.yaml")
    then, now = (dm.audit(inv, day) for day in ("2020-06-30", DAY))
    since = changes.changes([changes.of_audit(inv, then)], [changes.of_audit(inv, now)])
    row = dict.fromkeys(index.COLUMNS, 1) | {
        "controller": "smartsupp",
        "name": "Smartsupp.com, s.r.o.",
        "horizon": "2026-11-25",
        "sha256": "0" * 64,
    }
    trend = [
        {
            "quarter": q,
            "controllers": 1,
            "not covered": n,
            "undetermined": 2,
            "covered": 3,
            "no transfer": 0,
            "errors": 1,
            "warnings": 4,
        }
        for q, n in (("2026Q2", 9), ("2026Q3", 1))
    ]
    found = pages.render_index("2026Q3", dt.date(2026, 9, 30), list(index.COLUMNS), [row], trend)
    return {
        "report": pages.write_report(now, folder / "report.html", since),
        "flows": pages.write_flows(now, folder / "flows.html"),
        "index": writing.write(folder / "index.html", found),
    }


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["report", "flows", "index"])
def test_axe_finds_nothing(browser, compared, kind, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    p = opened(browser, compared[kind], drawn=kind != "index", color_scheme=scheme)
    p.set_viewport_size({"width": width, "height": 900})
    p.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    for chart in p.locator(".chart").all():
        chart.scroll_into_view_if_needed()
    result = Axe().run(p)
    assert p.evaluate("document.documentElement.scrollWidth") <= width + 1, "wider than the screen"
    assert p.logged == [] and p.asked == []
    p.context.close()
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in result.response["violations"]] == []


def test_every_picture_has_a_summary_a_heading_and_a_table(browser, compared):
    p = opened(browser, compared["report"])
    assert p.evaluate("document.documentElement.lang") == "en"
    for chart in ("flow", "timeline", "matrix", "exposure", "changed"):
        at = p.locator(f"#chart-{chart}")
        assert at.get_attribute("role") == "img" and any(c.isdigit() for c in at.get_attribute("aria-label")), (
            f"{chart}: the summary tells no figure"
        )
        assert p.eval_on_selector(
            f"#chart-{chart}",
            "e => { const s = e.closest('section'); return s.querySelectorAll('h2').length === 1 && s.querySelectorAll('table caption').length > 0; }",
        )
    p.context.close()


def test_the_notices_words_are_marked_with_their_language(browser, root, tmp_path):
    audit = dm.audit(dm.read(root / "inventory" / "ademe.yaml"), DAY)
    p = opened(browser, pages.write_report(audit, tmp_path / "ademe.html"))
    assert p.evaluate("document.documentElement.lang") == "en"
    assert p.locator("q").count() and p.locator("q:not([lang=fr])").count() == 0
    p.context.close()


def test_print_has_every_table(browser, report, tmp_path):
    import subprocess

    if not shutil.which("pdftotext"):
        missing("no pdftotext on this machine")
    p = opened(browser, report)
    # short cells, which do not wrap: a fingerprint and a rule of each finding, ends of each link, each recipient of the exposure
    tables = p.evaluate("""() => [...document.querySelectorAll('#findings tbody tr')].map(r => [r.children[1].textContent, r.querySelector('code').textContent])
      .concat([...document.querySelectorAll('#exposure tbody tr')].map(r => [r.children[1].textContent]))""")
    assert len(tables) == p.locator("#findings tbody tr").count() + 47 > 200
    p.emulate_media(media="print")
    p.set_viewport_size({"width": 1046, "height": 700})  # a landscape page of A4 within its margins
    p.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    wide = p.evaluate(
        "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > innerWidth).map(t => t.id)"
    )
    assert wide == [], "cut at the edge of the paper"
    p.pdf(path=str(tmp_path / "r.pdf"), format="A4", landscape=True)
    p.context.close()
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "r.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count("\f") <= 45, "more sides than a person prints"
    assert "On paper, a note shows only its line" in text
    for caption in (
        "The verdict on every recipient",
        "Every finding",
        "Links of the flow diagram",
        "Instruments that covered",
        "Recipients by number",
        "Purposes by recipients",
    ):
        assert caption in text, caption
    plain = "".join(text.split())
    for row in tables:
        for cell in row:
            assert "".join(cell.split()) in plain, cell


def test_one_thing_after_another_is_bright_and_then_everything_again(page):
    bright = "[...document.querySelectorAll('#chart-flow .sankey-link')].filter(e => +e.style.fillOpacity > 0.1).length"
    everything = page.evaluate(bright)
    for thing in ("Cookies", "B.7 Reviews", "United States"):
        page.select_option("#follow", label=thing)
        lit = int(page.get_attribute("#chart-flow", "data-lit"))
        assert 0 < page.evaluate(bright) == lit < everything, thing
    page.select_option("#follow", value="")
    assert page.evaluate(bright) == everything


LABELS = """() => [...document.querySelectorAll('%s')].map(e => { const b = e.getBoundingClientRect();
  return [e.textContent, b.left, b.top, b.right, b.bottom, parseFloat(getComputedStyle(e).fontSize)]; }).filter(b => b[0].trim() && b[3] > b[1])"""


def overlapping(boxes):
    out = []
    for i, (a, al, at, ar, ab, _) in enumerate(boxes):
        for b, bl, bt, br, bb, _ in boxes[i + 1 :]:
            if min(ar, br) - max(al, bl) > 1 and min(ab, bb) - max(at, bt) > 1:
                out.append((a, b))
    return out


PARTS = (
    ("flow", ".node-label, .annotation-text"),
    ("matrix", ".ytick text"),
    ("exposure", ".ytick text, .xtick text"),
    ("timeline", ".ytick text, .xtick text"),
    ("exposure", ".bartext"),
    ("timeline", ".bartext"),
    ("matrix", ".heatmap-label text"),
)


@pytest.mark.parametrize("size", [0, 300])
def test_no_label_overlaps_another(browser, report, tmp_path, size):
    path = report
    if size:
        path = pages.write_report(dm.audit(reader.parse(large(size)), DAY), tmp_path / "large.html")
    p = opened(browser, path)
    for chart, query in PARTS:
        p.locator(f"#chart-{chart}").scroll_into_view_if_needed()
        p.wait_for_selector(f"#chart-{chart} {query.split(',')[0]}")
        boxes = p.evaluate(LABELS % ", ".join(f"#chart-{chart} {q.strip()}" for q in query.split(",")))
        assert boxes and overlapping(boxes) == []
        assert all(b[5] >= 10 for b in boxes)
        left, right = p.evaluate(
            f"(() => {{ const b = document.querySelector('#chart-{chart}').getBoundingClientRect(); return [b.left, b.right]; }})()"
        )
        assert [b[0] for b in boxes if b[1] < left - 1 or b[3] > right + 1] == [], "cut at the edge of the chart"
    p.context.close()


def test_the_expanded_diagram_has_no_overlap_either(browser, tmp_path):
    p = opened(browser, pages.write_report(dm.audit(reader.parse(large(300)), DAY), tmp_path / "large.html"))
    p.click("#expand")
    p.wait_for_timeout(1200)  # nodes glide to their places
    boxes = p.evaluate(LABELS % "#chart-flow .node-label, #chart-flow .annotation-text")
    assert len(boxes) >= 300 + 12 + 8 + 6 + 4 and overlapping(boxes) == []
    p.context.close()


def test_in_a_notebook_on_a_small_screen_no_label_overlaps_another(browser, root, tmp_path):
    """JupyterLab gives a chart some 970 pixels; a figure is then drawn as it is, without a page around it."""
    figure = dm.flow_chart(dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY))
    path = writing.write(
        tmp_path / "cell.html",
        f'<meta charset="utf-8"><div style="width: 970px">{figure.to_html(full_html=False, include_plotlyjs=True, div_id="chart-flow")}</div>',
    )
    p = opened(browser, path)
    p.set_viewport_size({"width": 1000, "height": 900})
    p.wait_for_timeout(500)
    boxes = p.evaluate(LABELS % "#chart-flow .node-label, #chart-flow .annotation-text")
    assert len(boxes) > 50 and overlapping(boxes) == [] and max(b[3] for b in boxes) < 980
    p.context.close()


def test_five_thousand_links_draw_grouped(browser, tmp_path):
    audit = dm.audit(reader.parse(large(2400, 40, 30)), DAY)
    p = opened(browser, pages.write_flows(audit, tmp_path / "flows.html"))
    assert p.locator("#links tbody tr").count() > 5_000
    boxes = p.evaluate(LABELS % "#chart-flow .node-label, #chart-flow .annotation-text")
    assert boxes and overlapping(boxes) == [] and p.logged == []
    p.context.close()


def test_names_do_no_harm(browser, tmp_path):
    import json

    recipients = "\n".join(
        f"  - {{id: r{i}, name: {json.dumps(n)}, sites: [US], safeguards: [dpf]}}" for i, n in enumerate(EVIL)
    )
    text = f"meta: {{id: evil}}\ncontroller: {{name: {json.dumps(EVIL[0])}, country: CZ}}\ncategories: [{{id: c, name: {json.dumps(EVIL[2])}}}]\npurposes: [{{id: p, name: P, categories: [c], recipients: [{', '.join(f'r{i}' for i in range(len(EVIL)))}]}}]\nrecipients:\n{recipients}\n"
    p = opened(browser, pages.write_report(dm.audit(reader.parse(text), DAY), tmp_path / "evil.html"))
    assert p.logged == [] and p.asked == []
    assert p.locator("img").count() == 0 and p.get_by_text("{{7*7}}").count() > 0
    assert p.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "a long name widens the page"
    assert (
        p.evaluate("JSON.parse(document.getElementById('data').textContent).flow.names")
        and p.locator("script").count() == 4
    ), "no text ends the data block"
    for name in EVIL:
        p.fill("#search", name)
        assert visible(p, "transfers") >= 1
    boxes = p.evaluate(LABELS % "#chart-flow .node-label, #chart-flow .annotation-text")
    assert boxes and overlapping(boxes) == [] and p.logged == []
    p.context.close()


def test_a_narrow_screen_scrolls_tables_and_not_the_page(browser, report):
    p = opened(browser, report)
    p.set_viewport_size({"width": 390, "height": 800})
    p.wait_for_timeout(300)
    assert p.evaluate("document.documentElement.scrollWidth") <= 391
    p.locator("#chart-timeline").scroll_into_view_if_needed()
    p.wait_for_selector("#chart-timeline .bartext")
    right = p.evaluate("document.querySelector('#chart-timeline').getBoundingClientRect().right")
    assert [b[0] for b in p.evaluate(LABELS % "#chart-timeline .bartext") if b[3] > right] == [], (
        "cut where it cannot be scrolled to"
    )
    p.context.close()


def test_the_same_audit_gives_the_same_page(root, tmp_path, report):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)
    again = pages.write_report(audit, tmp_path / "again.html")
    assert again.read_bytes() == report.read_bytes()
    assert again.stat().st_size < 6 * 1024 * 1024
    assert "http://" not in again.read_text(encoding="utf-8").split('id="data"')[0].replace("http://www.w3.org", "")
