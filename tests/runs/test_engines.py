"""The notebook of a report: both engines give the same, nothing leaks, one that hangs or dies is a failure."""

from __future__ import annotations

import json
import os
import re
import time

import nbformat
import pytest
from run_fixture import MAP, SMALL, notebook, state

from datamap.history import proof
from datamap.runs import engine, reports


@pytest.mark.parametrize("name", ["fork", "papermill"])
def test_no_path_and_no_secret_is_kept(tmp_path, one, name):
    path = notebook(tmp_path / "n.ipynb", "import os; print(os.getcwd()); print(word, len(api_token))", SMALL)
    more = {"word": str(tmp_path / "list.xlsx"), "api_token": "sesame"}
    (done,) = reports.report([one], "2026Q3", tmp_path / "out", notebook=path, parameters=more, engine=name)
    assert done.state == "made", done.error
    left = b"".join(state(done.folder).values()).decode()
    assert "sesame" not in left and "(not kept)" in left and "list.xlsx" in left
    kept = nbformat.read(done.folder / "report.ipynb", as_version=4)
    assert str(tmp_path) not in json.dumps([kept.metadata, [c.source for c in kept.cells]])


def test_both_engines_give_the_same_report(tmp_path, one):
    done, again = (reports.report([one], "2026Q3", tmp_path / n, engine=n)[0] for n in ("fork", "papermill"))
    assert done.state == again.state == "made", (done.error, again.error)
    a, b = done.folder, again.folder
    assert {p.name for p in a.iterdir()} == {p.name for p in b.iterdir()}
    assert [p.name for p in a.iterdir() if p.suffix != ".ipynb" and p.read_bytes() != (b / p.name).read_bytes()] == []
    assert proof.timeless(a / "report.ipynb") == proof.timeless(b / "report.ipynb")
    assert not any(str(tmp_path) in (f / "report.ipynb").read_text(encoding="utf-8") for f in (a, b))


def test_two_notebooks_differ_in_their_timings_alone(tmp_path, one, reported):
    def lines(folder):
        text = (folder / "2026Q3" / "one" / "report.ipynb").read_text(encoding="utf-8")
        return [
            x
            for x in text.splitlines()
            if not re.search(r'"(start_time|end_time|duration|(iopub|shell)[.a-z_]*)": ', x)
        ]

    reports.report([one], "2026Q3", tmp_path / "again")
    assert lines(tmp_path / "again") == lines(reported)


@pytest.mark.parametrize("name", ["fork", "papermill"])
def test_a_notebook_that_hangs_is_stopped_and_kept_until_a_run_succeeds(tmp_path, one, name):
    path = notebook(tmp_path / "n.ipynb", "print('so far')", "import time; time.sleep(600)")
    start = time.monotonic()
    (done,) = reports.report([one], "2026Q3", tmp_path / "out", notebook=path, engine=name, timeout=3)
    assert done.state == "failed" and time.monotonic() - start < 60
    assert "3 seconds" in done.error
    kept = tmp_path / "out" / "2026Q3" / "one.failed.ipynb"
    cells = nbformat.read(kept, as_version=4).cells
    assert cells[0].cell_type == "markdown" and cells[0].metadata.tags == ["papermill-error-cell-tag"]
    assert ["so far\n"] in [
        [o.text for o in c.outputs if o.output_type == "stream"] for c in cells if c.cell_type == "code"
    ]
    (again,) = reports.report([one], "2026Q3", tmp_path / "out", engine=name)
    assert again.state == "made" and not kept.exists()


def test_a_notebook_whose_process_dies_is_a_failure(tmp_path, one):
    path = notebook(tmp_path / "n.ipynb", "import os; os.kill(os.getpid(), 9)")
    (done,) = reports.report([one], "2026Q3", tmp_path / "out", notebook=path)
    assert done.state == "failed" and "DeadNotebook" in done.error and "killed" in done.error


def test_nothing_leaks_from_one_report_to_the_next(tmp_path):
    poison = notebook(
        tmp_path / "a.ipynb",
        SMALL,
        """
import os, sys, builtins, pandas, plotly.io
leaked = [os.getcwd() == "/", "POISON" in os.environ, hasattr(builtins, "poison"),
          pandas.get_option("display.max_rows") == 3, plotly.io.renderers.default == "browser",
          "poison" in sys.modules, "poisoned" in globals()]
print(leaked)
os.environ["POISON"] = builtins.poison = "1"
pandas.set_option("display.max_rows", 3)
plotly.io.renderers.default = "browser"
sys.modules["poison"] = sys
poisoned = True
os.chdir("/")
""",
    )
    texts = []
    for name in ("a", "b", "c"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(MAP.format(id=name), encoding="utf-8")
        (done,) = reports.report([path], "2026Q3", tmp_path / "out", notebook=poison)
        nb = nbformat.read(done.folder / "report.ipynb", as_version=4)
        texts.append("".join(o.get("text", "") for c in nb.cells if c.cell_type == "code" for o in c.outputs))
    assert texts == [f"{[False] * 7}\n"] * 3
    assert "POISON" not in os.environ


def test_outputs_of_every_kind_are_kept(tmp_path):
    import papermill

    cells = [
        "import sys, warnings\nprint('a'); print('b', file=sys.stderr); print('c')",
        "1 + 1",
        "1 + 1;",
        "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))\n'last'",
        "import plotly.graph_objects as go\ngo.Figure(go.Bar(y=[1]))",
        "get_ipython().run_line_magic('pwd', '')\nNone",
    ]
    path = notebook(tmp_path / "n.ipynb", *cells)
    found = {}
    for name in (None, engine.register()):
        nb = papermill.execute_notebook(
            str(path), str(tmp_path / "o.ipynb"), engine_name=name, progress_bar=False, kernel_name="python3"
        )
        found[name] = [
            [(o.output_type, o.get("name"), o.get("text"), sorted(o.get("data", {}))) for o in c.outputs]
            for c in nb.cells
            if c.cell_type == "code"
        ]
    assert found["datamap"][:5] == found[None][:5]


def test_plain_papermill_works_from_any_folder(root, tmp_path):
    import papermill

    nb = papermill.execute_notebook(
        str(root / "notebooks" / "4_quarterly.ipynb"),
        str(tmp_path / "o.ipynb"),
        cwd=str(tmp_path),
        progress_bar=False,
        parameters={"inventory": str(root / "inventory" / "smartsupp.yaml")},
    )
    assert any("not-covered" in str(o) for c in nb.cells if c.cell_type == "code" for o in c.outputs)
