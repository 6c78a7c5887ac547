"""The notebooks, run by nbval with their stored outputs compared."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
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
