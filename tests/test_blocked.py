"""What works where a package is missing: in a browser's Python there is no rapidfuzz, papermill or kernel."""

from __future__ import annotations

import subprocess
import sys

import pytest

START = "import sys\nsys.modules.update(dict.fromkeys({blocked}))  # importing one of these fails\n"
AUDIT = """\
import datamap as dm

for name in dm.__all__:
    getattr(dm, name)
audit = dm.audit(dm.read("inventory/smartsupp.yaml"), as_of="2026-09-30")
print(audit.counts["not-covered"], len(audit.transfers), len(dm.plan(audit)) > 0, len(audit.graph) > 0)
"""
COMMAND = """\
from datamap.cli import main

main({args}, standalone_mode=False)
"""


def run(root, code: str, blocked: tuple[str, ...]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", START.format(blocked=blocked) + code],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_audit_needs_neither_rapidfuzz_nor_papermill_nor_a_kernel(root):
    assert run(root, AUDIT, ("rapidfuzz", "papermill", "ipykernel")) == "1 49 True True\n"


@pytest.mark.parametrize(
    "args",
    [
        ["check", "inventory/smartsupp.yaml"],
        ["law", "US", "--as-of", "2026-09-30"],
        ["law", "US", "--as-of", "2026-09-30", "--format", "json"],
        ["law", "US", "--as-of", "2026-09-30", "--format", "csv"],
        ["known", "mailchimp"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_a_look_up_needs_no_pandas(root, args):
    assert run(root, COMMAND.format(args=args), ("pandas", "pyarrow", "networkx", "plotly", "openpyxl"))
