"""The notebooks, run by nbval with their stored outputs compared."""

from __future__ import annotations

import subprocess
import sys

import nbformat


def test_the_stored_outputs_hold(root):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "nbval.plugin",
            "--nbval",
            "-q",
            "-p",
            "no:xdist",
            "-p",
            "no:cacheprovider",
            "notebooks",
        ],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]


WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(("anywidget", "ipywidgets", "jupyterlab", "itables")))
exec(sys.stdin.read())
print(audit.counts["not-covered"])
"""


def test_the_quarterly_notebook_runs_without_the_extra_lab(root):
    nb = nbformat.read(root / "notebooks" / "4_quarterly.ipynb", as_version=4)
    code = "\n".join(c.source for c in nb.cells if c.cell_type == "code")
    run = [sys.executable, "-c", WITHOUT]
    done = subprocess.run(run, input=code, cwd=root / "notebooks", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == "1"


def test_the_tool_stores_a_widget_as_its_picture(root, tmp_path):
    from tools import notebooks

    source = f"import datamap as dm\ndm.explore(dm.audit({str(root / 'notebooks' / 'group')!r}, '2026-09-30'))"
    path = tmp_path / "n.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), path)
    notebooks.main([str(path)])
    nb = nbformat.read(path, as_version=4)
    (output,) = nb.cells[0].outputs
    assert set(output.data) == {"image/svg+xml", "text/plain"}
    assert nb.metadata == notebooks.METADATA and "execution" not in nb.cells[0].metadata
