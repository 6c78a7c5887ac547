"""The report page: its size, building it beside the diagram's own HTML, and the time to interactive in Chromium."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from benchmarks.results import Row
from datamap import formats
from datamap.pipeline import Audit, audit
from datamap.publish import charts, page

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
        rows.append(
            Row(
                "from load to interactive in Chromium",
                f"{took:.2f} s",
                "under 2",
                took < 2,
                "diagram drawn, filters answer",
            )
        )
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
            view.goto(path.as_uri())
            view.wait_for_selector("#chart-flow .node-rect")
            view.fill("#search", "helpjuice")
            view.wait_for_function("document.querySelectorAll('#transfers tbody tr:not([hidden])').length === 1")
            found.append(time.perf_counter() - start)
            view.close()
        browser.close()
    return sorted(found)[2]
