"""The command line: a thin face over the library. stdout carries the result, everything else goes to stderr.

Exit codes: 0 clean, 1 findings at or above ``--fail-on``, 2 the input or the call is wrong; how else a command can end is in
:mod:`datamap.ending`.
"""

from datamap.cli import commands, runs
from datamap.cli.base import main

__all__ = ["commands", "main", "runs"]
