"""What a command does not load or start, because it does not need it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = """\
import os, sys

from datamap.cli import main

main({args}, standalone_mode=False)
print({shown})
"""
AUDIT = ["audit", "inventory/smartsupp.yaml", "--as-of", "2026-09-30", "--fail-on", "never"]


def shown(root, args: list[str], what: str, **setting: str) -> str:
    """The last line of what a command and then Python print, in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"} | setting
    code = COMMAND.format(args=args, shown=what)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux lists the threads of a process")
def test_an_audit_starts_no_threads_for_matrices(root):
    threads = "len(os.listdir('/proc/self/task'))"
    assert shown(root, AUDIT, threads) == shown(root, AUDIT, threads, OPENBLAS_NUM_THREADS="1")


def test_the_number_of_threads_that_a_user_sets_stays(root):
    assert shown(root, AUDIT, "os.environ['OPENBLAS_NUM_THREADS']", OPENBLAS_NUM_THREADS="2") == "2"


NOT_NEEDED = [
    "datamap.history.archive",
    "datamap.vendors.pack",
    "datamap.law.practices.sheets",
    "datamap.labels.values",
    "datamap.formats.yaml.writer",
    "datamap.cli.publish",
]


@pytest.mark.parametrize("name", NOT_NEEDED)
def test_an_audit_does_not_load_what_it_does_not_need(root, name):
    assert shown(root, AUDIT, f"{name!r} in sys.modules") == "False"


def test_a_look_up_of_the_law_does_not_prepare_the_model(root):
    complete = "sys.modules['datamap.model'].Inventory.__pydantic_complete__"
    assert shown(root, ["law", "US", "--as-of", "2026-09-30"], complete) == "False"
    assert shown(root, AUDIT, complete) == "True"
