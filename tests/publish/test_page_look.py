"""How the page looks in a real Chromium: axe, print, labels that never overlap, narrow screens, hostile names."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import shutil
import subprocess

import pytest
from conftest import missing
from maps import EVIL, large
from page_fixture import DAY, LABELS, PARTS, browser, opened, overlapping, page, report, visible

import datamap as dm
from datamap.files import writing
from datamap.formats.yaml import reader
from datamap.publish import page as pages

pytestmark = pytest.mark.browser


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
            "e => { const all = query => e.closest('section').querySelectorAll(query).length;"
            " return all('h2') === 1 && all('table caption') > 0; }",
        )
    p.context.close()


def test_the_notices_words_are_marked_with_their_language(browser, root, tmp_path):
    audit = dm.audit(dm.read(root / "inventory" / "ademe.yaml"), DAY)
    p = opened(browser, pages.write_report(audit, tmp_path / "ademe.html"))
    assert p.evaluate("document.documentElement.lang") == "en"
    assert p.locator("q").count() and p.locator("q:not([lang=fr])").count() == 0
    p.context.close()


def test_print_has_every_table(browser, report, tmp_path):
    if not shutil.which("pdftotext"):
        missing("no pdftotext on this machine")
    p = opened(browser, report)
    # short cells, which do not wrap: rule and fingerprint of each finding, the categories of each recipient
    tables = p.evaluate("""() => [...document.querySelectorAll('#findings tbody tr')]
      .map(r => [r.children[1].textContent, r.querySelector('code').textContent])
      .concat([...document.querySelectorAll('#exposure tbody tr')].map(r => [r.children[1].textContent]))""")
    assert len(tables) == p.locator("#findings tbody tr").count() + 47 > 200
    p.emulate_media(media="print")
    p.set_viewport_size({"width": 1046, "height": 700})  # a landscape page of A4 within its margins
    p.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    wide = p.evaluate(
        "[...document.querySelectorAll('table')]"
        ".filter(t => t.getBoundingClientRect().right > innerWidth).map(t => t.id)"
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
        "Legal instruments that covered",
        "Recipients by number",
        "Purposes by recipients",
    ):
        assert caption in text, caption
    plain = "".join(text.split())
    for row in tables:
        for cell in row:
            assert "".join(cell.split()) in plain, cell


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
            f"(b => [b.left, b.right])(document.querySelector('#chart-{chart}').getBoundingClientRect())"
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
    drawn = figure.to_html(full_html=False, include_plotlyjs=True, div_id="chart-flow")
    path = writing.write(
        tmp_path / "cell.html",
        f'<meta charset="utf-8"><div style="width: 970px">{drawn}</div>',
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
    ids = ", ".join(f"r{i}" for i in range(len(EVIL)))
    text = (
        f"meta: {{id: evil}}\ncontroller: {{name: {json.dumps(EVIL[0])}, country: CZ}}\n"
        f"categories: [{{id: c, name: {json.dumps(EVIL[2])}}}]\n"
        f"purposes: [{{id: p, name: P, categories: [c], recipients: [{ids}]}}]\nrecipients:\n{recipients}\n"
    )
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
