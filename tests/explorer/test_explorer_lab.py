"""The explorer in a real JupyterLab: a click reaches Python, and what Python selects is drawn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from page_fixture import LABELS, browser, overlapping  # noqa: F401  a fixture

pytestmark = pytest.mark.browser
pytest.importorskip("anywidget")
pytest.importorskip("jupyterlab")
TimeoutError = pytest.importorskip("playwright.sync_api").TimeoutError  # noqa: A001

CELLS = (
    "import datamap as dm\naudit = dm.audit(dm.read({inventory!r}), '2026-09-30')\nw = dm.explore(audit)\nw",
    "print('python has', len(w.selection), sorted(set(w.selection['recipient'])))",
    "w.selection = \"verdict == 'covered'\"\nprint('set', len(w.selection))",
    "print('again', len(w.selection), sorted(set(w.selection['verdict'])))",
    "draft = dm.draft([{notice!r}, {vendors!r}])\nd = dm.explore(draft)\nd",
    "print('decided', d.decisions['decision'].tolist())",
    "print('wrote', d.save_decisions('mine.decisions.yaml', by='Jana').name)",
)


@pytest.fixture(scope="module")
def lab(root, tmp_path_factory):
    """A JupyterLab on this machine only, and the folder it shows."""
    folder = tmp_path_factory.mktemp("lab")
    own = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    own["JUPYTERLAB_SETTINGS_DIR"] = own["JUPYTERLAB_WORKSPACES_DIR"] = str(folder / "settings")
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    (folder / "notebooks").mkdir()
    log = open(folder / "server.txt", "wb")  # noqa: SIM115, PTH123  open while the server runs
    options = ("--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0", "--IdentityProvider.token=lab")
    quiet = "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options, quiet, f"--ServerApp.root_dir={folder / 'notebooks'}"],
        env=os.environ | own | {"PYTHONPATH": path},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        yield _address(folder, server), folder / "notebooks"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def _address(folder: Path, server: subprocess.Popen[bytes]) -> str:
    """Where the server listens; it writes that once it does."""
    for _ in range(600):
        for found in (folder / "runtime").glob("jpserver-*.json"):
            if written := found.read_text(encoding="utf-8"):  # the file is there before its content
                return str(json.loads(written)["url"])
        assert server.poll() is None, (folder / "server.txt").read_text()
        time.sleep(0.1)
    raise AssertionError((folder / "server.txt").read_text())


@pytest.fixture(scope="module")
def notebook(lab, browser, root):  # noqa: F811
    """The notebook of CELLS in a window of 970 pixels, its first cell run."""
    address, folder = lab
    documents = root / "notebooks" / "documents"
    names = {
        "inventory": str(root / "inventory" / "smartsupp.yaml"),
        "notice": str(documents / "notice.md"),
        "vendors": str(documents / "vendors.csv"),
    }
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c.format(**names)) for c in CELLS])
    nb.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nb, folder / "x.ipynb")
    page = browser.new_context(viewport={"width": 970, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.asked = []
    page.on("request", lambda r: page.asked.append(r.url))
    # a busy JupyterLab may ask for the kernel, or report a failed request: accept, and it tries again
    page.add_locator_handler(page.locator(".jp-Dialog").first, lambda d: d.locator(".jp-mod-accept").first.click())
    page.goto(f"{address}lab/tree/x.ipynb?token=lab&reset")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.keyboard.press("Control+b")  # as an analyst with a small screen does: without the list of files
    _run(page, 0)
    page.wait_for_selector(".datamap-explorer svg.flowmap")
    yield page
    page.context.close()


def _run(page, cell: int) -> None:
    """Run a cell; JupyterLab ignores the keys while the kernel is not connected yet."""
    at = page.locator(".jp-CodeCell").nth(cell)
    for _ in range(20):
        at.locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        with suppress(TimeoutError):
            at.locator(".jp-InputPrompt").filter(has_not_text="[ ]").wait_for(timeout=3_000)
            return
    raise AssertionError(f"cell {cell} does not run")


def _printed(page, cell: int, words: str) -> str:
    """The text that a cell prints; it runs again until it has these words, because widgets send changes in batches."""
    out = page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea-output pre").filter(has_text=words).first
    for _ in range(10):
        _run(page, cell)
        with suppress(TimeoutError):
            out.wait_for(timeout=5_000)
            return out.inner_text().strip()
    raise AssertionError(f"cell {cell} does not print {words!r}")


def test_the_selection_goes_to_python_and_comes_back(notebook):
    page, explorer = notebook, notebook.locator(".datamap-explorer").first
    assert explorer.get_attribute("data-shown") == "49"
    explorer.locator("g.node", has_text="HelpJuice").first.click()
    page.wait_for_selector(".datamap-explorer[data-shown='1']")
    _printed(page, 1, "python has 1 ['HelpJuice']")
    _run(page, 2)
    page.wait_for_selector(".datamap-explorer[data-shown='18']")
    lit = "all => [...new Set(all.map(e => e.dataset.verdict))]"
    assert explorer.locator("path.link.lit").evaluate_all(lit) == ["covered"], "a selection has its own verdicts"
    assert explorer.locator("[data-facet=recipient]").input_value() == "", "the filter gave other rows"
    explorer.locator("[data-facet=search]").fill("fakturoid")
    page.wait_for_selector(".datamap-explorer[data-shown='1']")
    explorer.locator("[data-facet=search]").fill("no such words")
    explorer.locator("p.none", has_text="No transfer is like this").wait_for()
    explorer.locator("[data-facet=search]").press("Escape")
    page.wait_for_selector(".datamap-explorer[data-shown='49']")
    explorer.locator("[data-facet=verdict]").select_option("not-covered")
    page.wait_for_selector(".datamap-explorer[data-shown='1']")
    _printed(page, 3, "again 1 ['not-covered']")


def test_map_and_table_show_the_selection(notebook):
    page, explorer = notebook, notebook.locator(".datamap-explorer").first
    explorer.locator("button.clear").click()
    page.wait_for_selector(".datamap-explorer[data-shown='49']")
    explorer.locator("[data-view=map]").click()
    explorer.locator("svg.world [data-country=US]").click()
    page.wait_for_selector(".datamap-explorer:not([data-shown='49'])")
    shown = int(explorer.get_attribute("data-shown"))
    explorer.locator("[data-view=table]").click()
    explorer.locator("tbody tr").first.wait_for()
    assert explorer.locator("tbody tr").count() == shown
    assert set(explorer.locator("tbody td:nth-child(2)").all_inner_texts()) == {"United States"}
    assert "not covered" in explorer.locator("tbody tr").first.inner_text(), "worst first"
    explorer.locator("[data-view=flows]").click()
    explorer.locator("button.clear").click()
    page.wait_for_selector(".datamap-explorer[data-shown='49']")


def test_the_keyboard_moves_in_the_diagram_and_not_in_the_notebook(notebook):
    page, explorer = notebook, notebook.locator(".datamap-explorer").first
    explorer.locator("g.node[tabindex='0']").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".datamap-explorer[data-shown='1']")
    assert explorer.locator("[data-facet=recipient]").input_value() == "HelpJuice"
    assert page.evaluate("document.activeElement.closest('g.node') !== null"), "the focus stays"
    assert page.locator(".jp-CodeCell").count() == len(CELLS)
    page.keyboard.press("Escape")
    page.wait_for_selector(".datamap-explorer[data-shown='49']")


def test_no_labels_overlap_and_nothing_is_requested_from_elsewhere(notebook, lab):
    notebook.wait_for_selector(".datamap-explorer svg.flowmap")
    boxes = notebook.evaluate(LABELS % ".datamap-explorer .flowmap text")
    assert len(boxes) > 60 and overlapping(boxes) == []
    assert [url for url in notebook.asked if not url.startswith((lab[0], "blob:", "data:"))] == []


def test_proposals_are_decided_in_it(notebook, lab):
    from datamap.findings import acceptances

    _run(notebook, 4)
    draft = notebook.locator(".datamap-explorer").nth(1)
    draft.locator("[data-proposal='0'] [data-decide=confirm]").click()
    assert not draft.locator("[data-facet=search]").is_visible(), "the filters are about transfers"
    draft.locator("[data-proposal='0'] [data-decide=confirm][aria-pressed=true]").wait_for()
    draft.locator("[data-proposal='1'] [data-decide=reject]").click()
    draft.locator("[data-proposal='1'] [data-decide=reject][aria-pressed=true]").wait_for()
    _printed(notebook, 5, "decided ['confirm', 'reject']")
    assert _printed(notebook, 6, "wrote") == "wrote mine.decisions.yaml"
    (first, _, _), (second, _, _) = acceptances.read(lab[1] / "mine.decisions.yaml").decisions
    assert (first.decision, second.decision, first.owner) == ("confirm", "reject", "Jana")
