"""The command line: a thin interface to the library. stdout carries the result, everything else goes to stderr.

Exit codes: 0 clean, 1 findings at or above ``--fail-on``, 2 the input or the call is wrong. :mod:`datamap.cli.ending`
describes how else a command can end; it is loaded before the commands, because a signal may come at any moment.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name != "main":
        raise AttributeError(f"module 'datamap.cli' has no attribute '{name}'")
    from datamap.cli.base import main

    return main
