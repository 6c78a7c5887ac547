"""The report page: its size, building it beside the diagram's own HTML, and the time to interactive in Chromium."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.results import Row
from datamap import formats
from datamap.formats.yaml import reader
from datamap.pipeline import Audit, audit
from datamap.publish import charts, page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession

INVENTORY = Path(__file__).resolve().parent.parent / "inventory" / "smartsupp.yaml"


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements."""
    inventory = formats.read(INVENTORY)
    path = folder / "report.html"
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(
        6
    ):  # the first warms up; each works on an audit of its own, because an audit keeps what it was asked for
        for seconds, work in zip(
            took, (lambda a: page.write_report(a, path), lambda a: _plain(a, folder / "plain.html")), strict=True
        ):
            a = audit(inventory, "2026-09-30")
            assert len(a.findings)  # the rules have run: the page alone is measured
            start = time.perf_counter()
            work(a)
            seconds.append(time.perf_counter() - start)
    ours, plain = (sorted(seconds[1:])[2] for seconds in took)
    size = path.stat().st_size / 2**20
    rows = [
        Row("the page of Smartsupp", f"{size:.1f} MiB", "under 6", size < 6, ""),
        Row(
            "building it / `to_html` of the diagram alone",
            f"{ours / plain:.1f}",
            "at most 3",
            ours / plain <= 3,
            f"{ours:.2f} s and {plain:.2f} s, written to a file",
        ),
    ]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium:
        took = _interactive(chromium, path)
        note = "a search answers; the diagram is drawn"
        rows.append(Row("from load to interactive in Chromium", f"{took:.2f} s", "under 1.5", took < 1.5, note))
        rows += _many_links(chromium, folder / "large.html", 60 if quick else 2_400)
    return rows


def _plain(a: Audit, path: Path) -> None:
    path.write_text(charts.flow_chart(a).to_html(full_html=True, include_plotlyjs=True, div_id="x"), encoding="utf-8")


def _interactive(chromium: str, path: Path) -> float:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = []
        for _ in range(5):
            view = browser.new_page(viewport={"width": 1280, "height": 900})
            start = time.perf_counter()
            view.goto(path.as_uri() + "#tab=flows")
            view.wait_for_selector("#chart-flow svg .node")
            view.fill("#search", "helpjuice")
            view.wait_for_function("document.querySelectorAll('#all-transfers tbody tr:not([hidden])').length === 1")
            found.append(time.perf_counter() - start)
            view.close()
        browser.close()
    return sorted(found)[2]


_ANSWER = """([id, value]) => {
    const start = performance.now(), control = document.getElementById(id);
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.offsetHeight;  // the time to lay out what is shown counts too
    return performance.now() - start;
}"""
_FILTERS = (("verdict", "not-covered"), ("verdict", ""), ("search", "company 12"), ("search", ""), ("place", "IN"))


def _many_links(chromium: str, path: Path, recipients: int) -> list[Row]:
    """How long a page with thousands of links takes to answer a filter, with its table and with its diagram shown."""
    from playwright.sync_api import sync_playwright

    found = audit(reader.parse(_large(recipients)), "2026-09-30")
    page.write_report(found, path)
    links, size = len(charts.flow_table(found)), path.stat().st_size / 2**20
    rows = [Row(f"the page of {links:,} links", f"{size:.1f} MiB", "under 6", size < 6, "")]
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for tab, what, target in (("transfers", "counts and table", 100), ("flows", "diagram, tail grouped", 1_000)):
            view = browser.new_page(viewport={"width": 1280, "height": 900})
            view.goto(f"{path.as_uri()}#tab={tab}")
            view.wait_for_function("document.body.classList.contains('ready')")
            took = sorted(view.evaluate(_ANSWER, list(f)) for f in _FILTERS * 3)
            middle, worst = took[len(took) // 2], took[-1]
            name = f"{links:,} links: a filter answers, with {what}"
            rows.append(Row(name, f"{middle:.0f} ms", f"under {target}", middle < target, f"slowest {worst:.0f} ms"))
            view.close()
        first = [_first_search(browser, path) for _ in range(5)]
        middle, worst = sorted(first)[2], max(first)
        name, note = f"{links:,} links: the first search answers", f"a second after it is ready; slowest {worst:.0f} ms"
        rows.append(Row(name, f"{middle:.0f} ms", "under 100", middle < 100, note))
        browser.close()
    return rows


def _first_search(browser: Browser, path: Path) -> float:
    """The time of the page's own thread from a key in the search to counts and table; other programs do not count."""
    view = browser.new_page(viewport={"width": 1280, "height": 900})
    session = view.context.new_cdp_session(view)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    view.goto(f"{path.as_uri()}#tab=transfers")
    view.wait_for_function("document.body.classList.contains('ready')")
    view.wait_for_timeout(1_000)  # a person looks before typing
    before = _thread(session)
    view.evaluate(_ANSWER, ["search", "c"])
    took = _thread(session) - before
    view.close()
    return 1_000 * took


def _thread(session: CDPSession) -> float:
    found = session.send("Performance.getMetrics")["metrics"]
    return next(float(m["value"]) for m in found if m["name"] == "TaskDuration")


def _large(recipients: int) -> str:
    """A map of forty activities that each use thirty categories and share the recipients among them."""
    lines = ["meta: {id: large}", "controller: {name: Large, country: CZ, role: controller}", "categories:"]
    lines += [f"  - {{id: c{i}, name: Category {i}, special: none}}" for i in range(30)]
    used = ", ".join(f"c{i}" for i in range(30))
    lines.append("purposes:")
    for i in range(40):
        got = ", ".join(f"r{r}" for r in range(i, recipients, 40))
        lines.append(f"  - {{id: p{i}, name: Purpose {i}, categories: [{used}], recipients: [{got}]}}")
    lines.append("recipients:")
    for i in range(recipients):
        country, safeguards = ("US", "IN", "JE", "IE", "CZ", "SG")[i % 6], "none" if i % 3 else "[dpf]"
        lines.append(
            f"  - {{id: r{i}, name: Recipient company {i:03}, role: processor, sites: [{country}], "
            f"safeguards: {safeguards}}}"
        )
    return "\n".join(lines)
