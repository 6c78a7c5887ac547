"""Small inventories and notebooks for runs of the report."""

from __future__ import annotations

from pathlib import Path

import nbformat
from click.testing import CliRunner, Result

from datamap.cli import main
from datamap.runs import notebook as execution

MAP = """
meta: {{id: {id}, date: 2026-09-01}}
controller: {{name: "{id} Ltd", country: CZ, role: controller, sector: private}}
categories: [{{id: mail, name: Mail, special: none}}]
purposes:
  - {{id: help, name: Help, categories: [mail], legal_bases: [6-1-b], recipients: [desk]}}
recipients:
  - {{id: desk, name: Desk, role: processor, sites: [US], safeguards: none, dpa: yes}}
"""
SMALL = """\
import pathlib, json
pathlib.Path(output, "findings.json").write_text(json.dumps({
    "law": {"version": "0", "known_on": None, "without": []},
    "dpf_list": None,
    "inputs": [{"controller": "x"}],
    "counts": {"error": 0, "warning": 0, "note": 0, "accepted": 0},
    "findings": [],
}))
pathlib.Path(output, "transfers.json").write_text(json.dumps({
    "counts": {"not-covered": 0, "undetermined": 0, "covered": 0, "no-transfer": 0},
    "transfers": [],
}))
"""


def notebook(path: Path, *cells: str) -> Path:
    """A small notebook with the parameters of the report's."""
    names = list(execution.known_parameters())
    nb = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "\n".join(f'{n} = ""' for n in names) + "\ncount = 1\nflag = False\nword = ''\napi_token = ''",
                metadata={"tags": ["parameters"]},
            ),
            *(nbformat.v4.new_code_cell(c) for c in cells),
        ]
    )
    nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nb, path)
    return path


def state(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def run(*args: object) -> Result:
    """A command, as typed."""
    return CliRunner().invoke(main, [str(a) for a in args])


def named(folder: Path, name: str) -> Path:
    """The file of a small inventory with an id."""
    path = folder / f"{name}.yaml"
    path.write_text(MAP.format(id=name), encoding="utf-8")
    return path
