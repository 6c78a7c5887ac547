"""How the pages look in a real Chromium: axe, print, labels that never overlap, narrow screens, hostile names."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from conftest import missing
from maps import EVIL, large
from page_fixture import (
    CUT,
    DAY,
    LABELS,
    SEEN,
    browser,
    opened,
    overlapping,
    page,
    put_back,
    report,
    violations,
    visible,
)

import datamap as dm
from datamap.files import writing
from datamap.formats.yaml import reader
from datamap.publish import charts
from datamap.publish import page as pages

pytestmark = pytest.mark.browser
PLOTLY = "#chart-flow .node-label, #chart-flow .annotation-text"
OURS = "#chart-flow .flowmap text"


@pytest.fixture(scope="module")
def compared(root, tmp_path_factory):
    """Every kind of page: a report with a baseline, the flows alone, the index."""
    import datetime as dt

    from datamap.publish import index
    from datamap.questions import changes

    folder = tmp_path_factory.mktemp("compared")
    inv = dm.read(root / "inventory" / "smartsupp.yaml")
    # a quarter in which the law changed: to find the causes, the map is judged on each day between that the law names
    before, after = (changes.of_audit(inv, dm.audit(inv, day)) for day in ("2023-06-30", "2023-09-30"))
    now, since = dm.audit(inv, DAY), changes.changes([before], [after])
    row = dict.fromkeys(index.COLUMNS, 1) | {
        "controller": "smartsupp",
        "name": "Smartsupp.com, s.r.o.",
        "horizon": "2026-11-25",
        "sha256": "0" * 64,
        "folder": "smartsupp",
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


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """The pages of a map with three hundred recipients."""
    folder, audit = tmp_path_factory.mktemp("many"), dm.audit(reader.parse(large(300)), DAY)
    return {
        "report": pages.write_report(audit, folder / "report.html"),
        "flows": pages.write_flows(audit, folder / "flows.html"),
    }


# axe looks at every element, those of closed tabs too, in which it finds nothing: once for a page is enough
EMPTY = """() => { window.out = [...document.querySelectorAll('section.tab')].filter(s => !s.checkVisibility())
  .map(s => { const place = s.cloneNode(false); s.replaceWith(place); return [s, place]; }); }"""
FILL = "() => { for (const [section, place] of window.out) place.replaceWith(section); }"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("kind", ["report", "flows", "index"])
def test_axe_finds_nothing(browser, compared, kind, scheme, width):
    p = opened(browser, compared[kind], drawn=kind == "flows", scheme=scheme)
    p.set_viewport_size({"width": width, "height": 900})
    # every kind of detail is open; all two hundred findings at once would take minutes
    p.evaluate("[...document.querySelectorAll('details')].slice(0, 40).forEach(d => { d.open = true; })")
    tabs = p.locator("nav.tabs a").all()
    assert len(tabs) == (8 if kind == "report" else 0)
    for n, tab in enumerate(tabs or [None]):
        if tab:
            tab.click()
        if n:
            p.evaluate(EMPTY)
        found = violations(p, SEEN if scheme == "dark" else None)  # the elements are those of the light page
        if n:
            p.evaluate(FILL)
        where = tab.inner_text() if tab else kind
        assert p.evaluate("document.documentElement.scrollWidth") <= width + 1, f"{where}: wider than the screen"
        assert found == [], where
    assert p.logged == [] and p.asked == []
    put_back(p)


def test_what_axe_finds_is_named_with_its_element(browser, tmp_path):
    text = '<!doctype html><html lang="en"><title>t</title><main><h1>a</h1><img src="data:," width="9"></main></html>'
    p = opened(browser, writing.write(tmp_path / "bad.html", text), drawn=False)
    assert violations(p) == [("image-alt", '<img src="data:," width="9">')]
    put_back(p)


def test_every_picture_has_a_summary_and_a_table(browser, compared):
    p = opened(browser, compared["report"])
    assert p.evaluate("document.documentElement.lang") == "en"
    for tab, picture in (("flows", "#chart-flow svg"), ("countries", "svg.world")):
        p.click(f"nav.tabs a[data-tab={tab}]")
        assert any(c.isdigit() for c in p.get_attribute(picture, "aria-label")), "the summary gives no figure"
        assert p.locator(f"#{tab} table[id] caption").count() == 1 == p.locator(f"#{tab} h2").count()
    put_back(p)


def test_the_notices_words_are_marked_with_their_language(browser, root, tmp_path):
    audit = dm.audit(dm.read(root / "inventory" / "ademe.yaml"), DAY)
    p = opened(browser, pages.write_report(audit, tmp_path / "ademe.html"))
    assert p.evaluate("document.documentElement.lang") == "en"
    assert p.locator("q").count() and p.locator("q:not([lang=fr])").count() == 0
    put_back(p)


def test_print_has_every_tab_and_every_finding(browser, report, tmp_path):
    if not shutil.which("pdftotext"):
        missing("no pdftotext on this machine")
    p = opened(browser, report)
    # short texts, which do not wrap: the fingerprint of each finding, the name of each recipient
    wanted = p.eval_on_selector_all("article.finding code, article.who h3 a", "all => all.map(a => a.textContent)")
    assert len(wanted) == 208 + 47
    p.set_viewport_size({"width": 1046, "height": 700})  # a landscape page of A4 within its margins
    p.emulate_media(media="print")
    p.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    wide = p.evaluate(
        "[...document.querySelectorAll('table')]"
        ".filter(t => t.getBoundingClientRect().right > innerWidth).map(t => t.id)"
    )
    assert wide == [], "cut at the edge of the paper"
    p.pdf(path=str(tmp_path / "r.pdf"), format="A4", landscape=True)
    put_back(p)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "r.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count("\f") <= 45, "more sides than a person prints"
    assert "On paper, a note shows only its line" in text
    for heading in ("Flows", "By country", "By recipient", "Transfers", "Findings", "Law: what the covered"):
        assert heading in text, heading
    heads = [line for line in text.splitlines() if "Recipient" in line and "Transfer tool" in line]
    assert len(heads) > 3, "the head of a table is repeated on each page"
    plain = "".join(text.split())
    assert [w for w in wanted if "".join(w.split()) not in plain] == []


@pytest.mark.parametrize("width", [390, 970, 1280])
@pytest.mark.parametrize("size", [0, 300])
def test_no_label_overlaps_another(browser, report, many, size, width):
    p = opened(browser, many["report"] if size else report, "#tab=flows")
    p.set_viewport_size({"width": width, "height": 900})
    p.wait_for_timeout(200)
    for recipient in ("", p.eval_on_selector("#recipient", "s => s.options[3].value")):
        p.evaluate(
            "value => { location.hash = '#tab=flows' + (value ? '&recipient=' + encodeURIComponent(value) : ''); }",
            recipient,
        )
        p.wait_for_function("value => document.getElementById('recipient').value === value", arg=recipient)
        boxes = p.evaluate(LABELS % OURS)
        assert len(boxes) > 40 and overlapping(boxes) == [] and all(b[5] >= 10 for b in boxes)
        right = p.evaluate("document.querySelector('#chart-flow svg').getBoundingClientRect().right")
        assert [b[0] for b in boxes if b[3] > right + 1] == [], "cut at the edge of the diagram"
    put_back(p)


@pytest.mark.parametrize("size", [0, 300])
def test_no_label_of_the_flow_page_overlaps_another(browser, compared, many, size):
    p = opened(browser, (many if size else compared)["flows"])
    boxes = p.evaluate(LABELS % PLOTLY)
    assert len(boxes) > 40 and overlapping(boxes) == []
    p.click("#expand")
    p.wait_for_timeout(1200)  # nodes glide to their places
    more = p.evaluate(LABELS % PLOTLY)
    assert len(more) > len(boxes) and overlapping(more) == [] and p.logged == [] and p.asked == []
    put_back(p)


def test_on_the_flow_page_one_thing_can_be_followed(browser, compared):
    p = opened(browser, compared["flows"])

    def lit():
        return int(p.get_attribute("#chart-flow", "data-lit"))

    before = lit()
    p.select_option("#follow", label="HelpJuice")
    assert lit() == 7 == visible(p, "#links tbody tr") and p.inner_text("#followed").startswith("5 of ")
    p.select_option("#follow", value="tool:scc")
    assert 0 < lit() < before, "a safeguard can be followed too"
    p.select_option("#follow", value="")
    assert lit() == before and visible(p, "#links tbody tr") == 151
    put_back(p)


def test_flow_pages_that_share_plotly_ask_for_nothing_else(browser, root, tmp_path):
    script = pages.write_plotly(tmp_path)
    (tmp_path / "one").mkdir()
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)
    p = opened(browser, pages.write_flows(audit, tmp_path / "one" / "flows.html", plotly_js=f"../{script.name}"))
    assert p.logged == [] and p.asked == []
    assert p.evaluate("Object.keys(Plotly.PlotSchema.get().traces).sort()") == ["sankey", "scatter"]
    put_back(p)


WORDS = "Maintenance and administration of accounts of customers"
LONG = f"""
meta: {{id: long}}
controller: {{name: Long, country: CZ}}
categories: [{", ".join(f"{{id: c{n}, name: {WORDS} {n}}}" for n in range(4))}]
purposes: [{", ".join(f"{{id: p{n}, name: {WORDS} {n}, categories: [c{n}], recipients: [r{n}]}}" for n in range(4))}]
recipients: [{", ".join(f"{{id: r{n}, name: Recipient {n} {WORDS}, sites: [VC]}}" for n in range(4))}]
"""
"""A map in which every name is long, and every label is as low as one in the next layer."""


def test_in_a_notebook_no_label_overlaps_another_whatever_the_width(browser, root, tmp_path):
    """A cell is drawn without a page around it; JupyterLab leaves it 790 pixels beside the list of files."""
    maps = [dm.read(p) for p in sorted((root / "inventory").glob("*.yaml"))]
    maps += [reader.parse(large(300)), reader.parse(LONG)]
    figures = [dm.flow_chart(dm.audit(inv, DAY)) for inv in maps]
    drawn = [f.to_html(full_html=False, include_plotlyjs=n == 0, div_id=f"n{n}") for n, f in enumerate(figures)]
    cells = "".join(f'<div class="cell" style="overflow-x: auto">{html}</div>' for html in drawn)
    p = opened(browser, writing.write(tmp_path / "cells.html", f'<meta charset="utf-8">{cells}'), drawn=False)
    for width in (390, 790, 970, 1280):
        p.set_viewport_size({"width": width, "height": 900})
        p.wait_for_function("n => document.querySelectorAll('.sankey .node-rect').length > n", arg=len(figures))
        for n in range(len(figures)):
            boxes = p.evaluate(LABELS % f"#n{n} .node-label, #n{n} .annotation-text")
            right = p.evaluate(f"document.querySelector('#n{n} svg').getBoundingClientRect().right")
            assert len(boxes) > 15 and overlapping(boxes) == [], (width, maps[n].meta.id)
            assert [b[0] for b in boxes if b[3] > right + 1] == [], "cut at the edge of the figure"
        assert p.evaluate("document.documentElement.scrollWidth") <= width, "a figure scrolls in its frame"
    put_back(p)


def test_a_stored_picture_scrolls_on_a_phone_and_keeps_the_size_of_its_words(browser, root, tmp_path):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)
    pictures = dm.flow_chart(audit).still(), charts.verdicts_chart(audit).svg
    # the two ways in which viewers of notebooks show a picture
    files = [writing.write(tmp_path / f"{n}.svg", svg) for n, svg in enumerate(pictures)]
    shown = "".join(f'<div style="overflow-x: auto">{x}</div>' for x in pictures) + "".join(
        f'<div style="overflow-x: auto"><img src="{x.name}"></div>' for x in files
    )
    looks = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>svg { max-width: 100% }'
    p = opened(browser, writing.write(tmp_path / "stored.html", f"{looks}</style>{shown}"), drawn=False)
    p.set_viewport_size({"width": 390, "height": 800})
    widths = p.eval_on_selector_all("div > svg, img", "all => all.map(e => e.getBoundingClientRect().width)")
    assert len(widths) == 4 and min(widths) >= 900 and p.evaluate("document.documentElement.scrollWidth") <= 390
    put_back(p)


def test_five_thousand_links_draw_grouped_on_a_page_of_six_megabytes(browser, tmp_path):
    audit = dm.audit(reader.parse(large(2400, 40, 30)), DAY)
    path = pages.write_report(audit, tmp_path / "report.html")
    assert path.stat().st_size < 6_000_000
    p = opened(browser, path, "#tab=flows", drawn=False)
    p.wait_for_selector("#chart-flow .name")
    assert int(p.inner_text("#flows details summary").split()[2].replace(",", "")) > 5_000
    boxes = p.evaluate(LABELS % OURS)
    assert 40 < len(boxes) < 110 and overlapping(boxes) == [] and p.logged == []
    put_back(p)


def test_a_map_without_a_date_reads_so(root, tmp_path):
    audit = dm.audit(dm.read(root / "inventory" / "ademe.yaml"), DAY)
    text = pages.write_report(audit, tmp_path / "ademe.html").read_text(encoding="utf-8")
    assert "of unknown" not in text and "Date of the facts not recorded" in text and "ademe without a date" in text


def test_names_do_no_harm(browser, tmp_path):
    recipients = "\n".join(
        f"  - {{id: r{i}, name: {json.dumps(n)}, sites: [US], safeguards: [dpf]}}" for i, n in enumerate(EVIL)
    )
    ids = ", ".join(f"r{i}" for i in range(len(EVIL)))
    text = (
        f"meta: {{id: evil}}\ncontroller: {{name: {json.dumps(EVIL[0])}, country: CZ}}\n"
        f"categories: [{{id: c, name: {json.dumps(EVIL[2])}}}]\n"
        f"purposes: [{{id: p, name: P, categories: [c], recipients: [{ids}]}}]\nrecipients:\n{recipients}\n"
    )
    p = opened(browser, pages.write_report(dm.audit(reader.parse(text), DAY), tmp_path / "evil.html"))
    assert p.locator("script").count() == 7, "no text ends the data block"
    for tab in ("overview", "flows", "countries", "recipients", "transfers", "findings", "law"):
        p.click(f"nav.tabs a[data-tab={tab}]")
        assert p.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), f"{tab}: too wide"
    for name in EVIL:
        p.fill("#search", name)
        assert visible(p, "#all-transfers tbody tr") >= 1
        p.click("#clear")
    p.click("nav.tabs a[data-tab=flows]")
    boxes = p.evaluate(LABELS % OURS)
    assert boxes and overlapping(boxes) == [] and p.logged == [] and p.asked == []
    assert p.locator("img").count() == 0 and p.get_by_text("{{7*7}}").count() > 0
    put_back(p)


def test_a_phone_shows_a_card_for_each_row_with_verdict_and_reason_first(browser, report):
    p = opened(browser, report)
    p.set_viewport_size({"width": 390, "height": 800})
    for tab in p.locator("nav.tabs a").all():
        tab.click()
        assert p.evaluate("document.documentElement.scrollWidth") <= 391
    p.evaluate("location.hash = '#tab=law'")
    box = p.locator("nav.tabs a[aria-current]").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390, "the tab that is open is in view"
    p.click("nav.tabs a[data-tab=transfers]")
    top = p.eval_on_selector(
        "#all-transfers tbody tr",
        "row => [...row.children].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)"
        ".map(c => c.dataset.label || 'Recipient')",
    )
    assert top[:3] == ["Recipient", "Verdict", "Reason"]
    assert not p.is_visible("#place")
    p.click("#more")
    p.select_option("#place", "US")
    assert visible(p, "#all-transfers tbody tr") == 18
    p.click("#clear")
    p.click("nav.tabs a[data-tab=findings]")
    p.evaluate(
        "document.querySelectorAll('details.rule')[1].querySelectorAll('details').forEach(d => { d.open = true; })"
    )
    p.evaluate("document.querySelectorAll('details.rule')[1].open = true")
    addresses = p.locator("details.rule >> nth=1").locator(".typed li", has_text="https://")
    assert addresses.count() > 3, "long words"
    assert p.evaluate("document.documentElement.scrollWidth") <= 391
    put_back(p)


def test_the_index_fits_its_columns_and_is_cards_on_a_phone(browser, compared):
    p = opened(browser, compared["index"], drawn=False)
    wide = "[...document.querySelectorAll('.scroll')].filter(s => s.scrollWidth > s.clientWidth + 1).length"
    assert p.evaluate(wide) == 0
    p.set_viewport_size({"width": 390, "height": 800})
    assert p.evaluate(wide) == 0
    cells = p.locator(".counts tbody tr >> nth=0").locator("th, td").all()
    lefts = {round(cell.evaluate("c => c.getBoundingClientRect().left")) for cell in cells}
    tops = [cell.bounding_box()["y"] for cell in cells]
    assert len(cells) > 10 and len(lefts) == 1 and tops == sorted(set(tops)), "one below the other"
    assert p.locator(".counts td.n").first.evaluate("c => getComputedStyle(c).textAlign") == "left"
    put_back(p)


def test_no_filter_cuts_its_words(browser, report):
    p = opened(browser, report)
    for width in (1600, 1280, 1200, 1100, 1024, 800, 620, 390):
        p.set_viewport_size({"width": width, "height": 900})
        if p.is_visible("#more[aria-expanded=false]"):
            p.click("#more")
        assert p.locator(".filter select:visible").count() == 6, width
        assert p.evaluate(CUT) == [], width
    put_back(p)


def test_the_same_audit_gives_the_same_page(root, tmp_path, report):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)
    again = pages.write_report(audit, tmp_path / "again.html")
    assert again.read_bytes() == report.read_bytes()
    assert again.stat().st_size < 1024 * 1024
    assert "http://" not in again.read_text(encoding="utf-8").split('id="data"')[0].replace("http://www.w3.org", "")
