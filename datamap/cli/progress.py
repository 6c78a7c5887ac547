"""The progress of many reports: a bar and a line for each on a terminal, only the lines elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from datamap.cli.base import unfiltered
from datamap.errors import visible

if TYPE_CHECKING:
    from datamap.runs.job import Outcome


class Progress:
    """One bar for all reports and a line for each, on stderr."""

    def __enter__(self) -> Progress:
        self.bar: Any = None
        self.task: Any = None
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()

    def update(self, outcome: Outcome, done: int, total: int) -> None:
        """Show a report that is done; nothing where there is only one."""
        if total == 1:
            return
        if self.bar is None:
            self._start(total)
        seconds = f"  {outcome.seconds:.1f} s" if outcome.seconds else ""
        line = f"{outcome.state:<8}{outcome.controller}{seconds}"
        if sys.stderr.isatty():
            self.bar.console.print(visible(line), markup=False, highlight=False, no_wrap=True, overflow="ellipsis")
        else:
            click.echo(line, err=True)
        self.bar.update(self.task, completed=done, refresh=True)

    def _start(self, total: int) -> None:
        from rich import progress
        from rich.console import Console

        # no thread that draws by itself: workers are forked from this process
        self.bar = progress.Progress(
            progress.TextColumn("reports"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeRemainingColumn(),
            console=Console(file=unfiltered(sys.stderr)),
            auto_refresh=False,
            disable=not sys.stderr.isatty(),
        )
        self.task = self.bar.add_task("reports", total=total)
        self.bar.start()
