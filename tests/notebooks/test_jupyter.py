"""What results look like in a notebook: small, escaped, and the notebooks run wherever they are started."""

from __future__ import annotations

import pickle
from pathlib import Path

import nbformat
import pytest

import datamap as dm
from datamap import display
from datamap.formats.yaml import reader

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))


def test_results_render_themselves_small_and_escaped():
    evil = "<img src=x onerror=alert(1)>"
    inv = reader.parse(
        f"meta: {{id: a}}\ncontroller: {{name: '{evil}', country: CZ}}\n"
        f"recipients: [{{id: r, name: '{evil}', sites: [US], safeguards: none}}]\n"
    )
    audit = dm.audit(inv, "2026-09-30")
    for thing in (inv, audit, audit.findings):
        html = thing._repr_html_()
        assert "<table>" in html and "<caption" in html and "<img" not in html
        assert "overflow-x:auto" in html, "a wide table scrolls"
        assert thing is not inv or "&lt;img" in html
        assert len(html) < 20_000


def test_verdicts_show_in_words_and_colour(root):
    from datamap.publish.charts import style

    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), "2026-09-30")
    for html in (audit._repr_html_(), audit.transfers._repr_html_()):
        assert f'<span style="color:{style.COLOURS["not-covered"]}">&#9632;</span>&nbsp;not&nbsp;covered' in html
        assert "not-covered</td>" not in html
    assert html.count("text-align:left") > 20


def test_findings_show_the_message_the_remedy_and_the_fingerprint(root):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), "2026-09-30")
    html, first = audit.findings._repr_html_(), audit.findings.frame.iloc[0]
    for text in (first["message"], first["remedy"], first["fingerprint"]):
        assert display.escape(text) in html
    assert f"{len(audit.findings) - 8} more in .frame" in html and len(html) < 25_000
    assert "worst first" not in audit.findings.where([False] * len(audit.findings))._repr_html_()


def test_transfers_and_reasons_show_small_and_in_full(root):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), "2026-09-30")
    shown = audit.transfers._repr_html_()
    assert len(shown) < 12_000 and "HelpJuice" in shown and "37 more" in shown and "<th scope" in shown
    why = audit.why("HelpJuice")
    assert all(r in why._repr_html_().replace("&#39;", "'") for r in why["reasons"] if "&" not in r and "“" not in r), (
        "no reason is cut"
    )
    assert "<th scope" not in audit.transfers.head(2)._repr_html_(), "what is made from it shows as any frame"
    assert pickle.loads(pickle.dumps(audit.transfers)).shape == audit.transfers.shape
    assert "not recorded" in dm.read(root / "inventory" / "smartsupp.yaml")._repr_html_(), "unknown is not none"


def test_what_changed_shows_in_full_and_says_when_nothing_did(root, tmp_path):
    path = root / "inventory" / "smartsupp.yaml"
    audit = dm.audit(dm.read(path), "2026-09-30")
    assert "to 2026-09-30: nothing" in dm.changes_since(audit, path)._repr_html_()
    long = "Help for customers, " * 6 + "and no end"
    other = tmp_path / "smartsupp.yaml"
    other.write_text(path.read_text(encoding="utf-8").replace("name: HelpJuice", f"name: {long}", 1), encoding="utf-8")
    changed = dm.changes_since(audit, other)
    assert long in changed._repr_html_() and changed.attrs["persisting"] > 0


def test_why_names_every_reason(root):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), "2026-09-30")
    why = audit.why("HelpJuice")
    assert why["verdict"].unique().tolist() == ["not-covered"] and any("Concluded DPA" in r for r in why["reasons"])
    assert audit.why("helpjuice").equals(why)
    with pytest.raises(dm.DatamapError, match="'nobody' is not known"):
        audit.why("nobody")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_opens_with_its_question_and_has_one_parameters_cell(path):
    nb = nbformat.read(path, as_version=4)
    assert nb.cells[0].cell_type == "markdown" and nb.cells[0].source.startswith("# ")
    assert "?" in nb.cells[0].source and "Reads" in nb.cells[0].source and "rites" in nb.cells[0].source
    tagged = [c for c in nb.cells if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1 and all("#" in line for line in tagged[0].source.splitlines())
    assert not any(c.source.lstrip().startswith("def ") for c in nb.cells if c.cell_type == "code"), (
        "a function belongs into the library"
    )
    assert path.stat().st_size < 100_000


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_from_any_folder(path, tmp_path):
    import papermill

    from datamap.runs import engine

    nb = papermill.execute_notebook(
        str(path),
        str(tmp_path / "out.ipynb"),
        cwd=str(tmp_path),
        progress_bar=False,
        kernel_name="python3",
        engine_name=engine.register(),
    )
    assert not any(o.output_type == "error" for c in nb.cells if c.cell_type == "code" for o in c.outputs)


def test_a_chart_is_kept_by_its_mime_type_and_as_a_picture_for_where_no_script_runs():
    import base64
    import re

    import nbconvert

    for stem, kind, words in (
        ("2_flows", "text/plain", ("HelpJuice · not covered", "United States · 1 not covered")),
        (
            "6_group",
            "application/vnd.plotly.v1+json",
            ("Petrel HR · not covered", "Australia · 1 not covered"),
        ),
    ):
        nb = nbformat.read(next(p for p in NOTEBOOKS if p.stem == stem), as_version=4)
        kinds = {k for c in nb.cells if c.cell_type == "code" for o in c.outputs for k in o.get("data", {})}
        assert {kind, "image/svg+xml"} <= kinds
        html, _ = nbconvert.HTMLExporter().from_notebook_node(nb)
        found = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", html)
        pictures = [base64.b64decode(x).decode() for x in found] or re.findall(r"<svg.*?</svg>", html, re.S)
        assert any(all(w in x for w in words) for x in pictures)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_stored_widget_is_a_picture_and_no_reference_to_a_kernel_that_has_ended(path):
    nb = nbformat.read(path, as_version=4)
    assert "widgets" not in nb.metadata
    for cell in (c for c in nb.cells if c.cell_type == "code"):
        for data in (o["data"] for o in cell.outputs if "data" in o):
            assert "application/vnd.jupyter.widget-view+json" not in data
        if "explorer\n" in cell.source + "\n" and "dm.explore(" in cell.source:
            assert "nbval-ignore-output" in cell.metadata.tags, "the id of a widget is another on each run"


VSCODE = {"image/gif", "image/png", "image/jpeg", "image/svg+xml", "text/html", "text/plain"}
"""What VS Code shows of a notebook without an extension (the list of its built-in renderer in version 1.100)."""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_output_has_a_kind_that_vs_code_shows_by_itself(path):
    bundles = [
        o["data"]
        for c in nbformat.read(path, as_version=4).cells
        if c.cell_type == "code"
        for o in c.outputs
        if "data" in o
    ]
    assert all(VSCODE & set(data) for data in bundles)
    assert [
        d.keys()
        for d in bundles
        if "application/vnd.plotly.v1+json" in d and ("image/svg+xml" not in d or "text/html" in d)
    ] == [], "HTML would go before the picture"


def test_the_picture_is_drawn_from_the_figure_and_harmless(root):
    import xml.etree.ElementTree as ElementTree

    import plotly.io

    from datamap.publish import charts

    evil = "<img src=x onerror=alert(1)>"
    inv = reader.parse(
        f"meta: {{id: a}}\ncontroller: {{name: A, country: CZ}}\ncategories: [{{id: c, name: '{evil}'}}]\n"
        "purposes: [{id: p, name: 'a & b', categories: [c], recipients: [r]}]\n"
        f"recipients: [{{id: r, name: '{evil}', sites: [US], safeguards: none}}]\n"
    )
    figure = charts.flow_chart(dm.audit(inv, "2026-09-30"))
    svg = figure.still()
    assert svg == figure.still() and "<img" not in svg
    told = "".join(ElementTree.fromstring(svg).itertext())
    assert evil in told and "a & b" in told and "United States · 1 not covered" in told
    links = (
        len(
            charts.flow_chart(dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), "2026-09-30"))
            .still()
            .split("<path")
        )
        - 1
    )
    assert links == 124
    kept = plotly.io.renderers.default
    try:
        plotly.io.renderers.default = "plotly_mimetype"
        assert set(figure._repr_mimebundle_()) == {"application/vnd.plotly.v1+json", "image/svg+xml"}
    finally:
        plotly.io.renderers.default = kept


def test_a_sentence_in_a_table_keeps_its_width_and_a_name_does_not():
    name, sentence = "a name", "a sentence that is long enough to fill several lines of a narrow screen"
    html = display.table("x", ["a", "b"], [[name, sentence]])
    assert f'min-width:18em">{sentence}</td>' in html and html.count("min-width") == 1
