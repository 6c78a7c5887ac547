"""The command line's runs: the quarterly report, what changed, and whether a run still holds."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from datamap.cli import base
from datamap.errors import CallError, listed, visible
from datamap.findings.findings import told
from datamap.labels.counting import NO_TRANSFER, count, counted
from datamap.model.vocabulary import SEVERITIES

FEW = 5
"""Reports whose findings are shown on the screen; of more than these only the counts."""


@base.main.command()
@base.INVENTORIES
@click.option(
    "--quarter",
    required=True,
    metavar="2026Q3",
    help="the quarter; the day is its last one. 'last': the one that ended last",
)
@click.option("-o", "--output", default="reports", show_default=True, type=click.Path())
@click.option(
    "--baseline",
    default="",
    type=click.Path(),
    help="an earlier quarter's folder: each report says what changed since. 'previous': the quarter before, if it is there",
)
@click.option("--jobs", default=1, show_default=True, help="reports made at once")
@click.option("--scheduler", default="", metavar="ADDRESS", help="make the reports on a Dask cluster, tcp://host:port")
@click.option(
    "--engine",
    type=click.Choice(["fork", "papermill"]),
    help="fork (default where it can be had): no kernel process per report",
)
@click.option("--resume", is_flag=True, help="leave reports alone that their manifest proves current")
@click.option(
    "--force", is_flag=True, help="replace report folders and index files that were edited, or that are not from a run"
)
@click.option("--shared-script", is_flag=True, help="one plotly.js for all pages of the quarter, not a copy in each")
@click.option("--timeout", default=900.0, show_default=True, help="seconds for one notebook")
@click.option("--notebook", type=click.Path(), help="another notebook with the same parameters")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="a further parameter of that notebook, as text",
)
@click.option("--known-on", type=base.Day(), help="read the law pack as it stood on a day")
@click.option(
    "--dpf-list", "dpf_list", type=click.Path(), multiple=True, help="Data Privacy Framework participants workbook"
)
@click.option("--without", multiple=True, metavar="ID", help="leave out an instrument")
@click.option("--fail-on", type=click.Choice([*SEVERITIES, "never"]), default="never", show_default=True)
def report(
    inventories: tuple[str, ...],
    quarter: str,
    output: str,
    fail_on: str,
    notebook: str | None,
    parameters: tuple[str, ...],
    engine: str | None,
    **options: Any,
) -> None:
    """The quarterly report: executed notebook, page, workbook, tables and manifest, for one inventory or a thousand."""
    from datamap.history import archive
    from datamap.history.quarter import ended, last_day
    from datamap.runs import reports as runs

    more = {}
    for text in parameters:
        name, sign, value = text.partition("=")
        if not sign:
            raise CallError(f"-p: '{text}' is no parameter. Expected NAME=VALUE")
        more[name] = value
    quarter = ended(dt.date.today()) if quarter == "last" else quarter
    day = last_day(quarter)
    if options["baseline"] == "previous":
        options["baseline"] = archive.previous(output, quarter)
        if not options["baseline"]:
            click.echo(f"no report of the quarter before {quarter} in {output}: nothing to compare with", err=True)
    if day > dt.date.today():
        click.echo(
            f"{quarter} ends on {day}, which is still to come: the report applies the law as known today", err=True
        )
    if notebook:
        options["notebook"] = Path(notebook)
    with _Progress() as progress:
        done = runs.report(
            inventories, quarter, output, engine=engine or "", parameters=more, told=progress.told, **options
        )
    failed = [o for o in done if o.state == "failed"]
    reports = [o for o in done if o.controller != runs.INDEX]
    for o in done if len(done) <= FEW else ():
        if o.state != "failed":
            click.echo(f"{o.controller}, {quarter}")
            _findings_of(o)
    for o in done:
        if o.state != "failed":
            words = _counted(o.counts)
            click.echo(f"{o.controller}: {words} in {o.folder}" + (" (current)" if o.state == "current" else ""))
        if o.note:
            click.echo(f"{o.controller}: {o.note}", err=True)
    if failed:
        click.echo(f"{sum(o in failed for o in reports)} of {len(reports)} reports failed:", err=True)
        for o in failed:
            kept = f"; the failed notebook is {o.notebook}" if o.notebook else ""
            click.echo(listed(o.problems) or f"{o.controller}: {o.error}{kept}", err=True)
        sys.exit(2)
    if fail_on != "never" and any(o.at_least(fail_on) for o in done):
        sys.exit(1)


def _counted(counts: dict[str, dict[str, int]]) -> str:
    """What a report counts, in words; a notebook of one's own may count other things."""
    parts = []
    for name, part in counts.items():
        if name == "findings":
            parts.append(told(part))
        elif name == "transfers" and NO_TRANSFER in part:
            parts.append(counted(part))
        else:
            parts.append(", ".join(f"{n:,} {verdict}" for verdict, n in part.items()))
    return "; ".join(parts)


def _findings_of(outcome: Any) -> None:
    """The findings of one report on the screen, as they stand in its file; a notebook of one's own may leave none."""
    import pandas as pd

    from datamap.findings import Findings

    file = outcome.folder / "findings.csv"
    if not file.is_file():
        return
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    if len(frame):
        base.print_findings(Findings(frame.assign(accepted=frame["accepted"] == "yes")), False)


class _Progress:
    """One bar for all reports and a line for each, on stderr; only lines where that is no terminal."""

    def __enter__(self) -> _Progress:
        self.bar: Any = None
        self.task: Any = None
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()

    def told(self, outcome: Any, done: int, total: int) -> None:
        """After each report."""
        if total == 1:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        if self.bar is None:
            # no thread that draws by itself: workers are forked from this process
            self.bar = Progress(
                TextColumn("reports"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(file=base.bare(sys.stderr)),
                auto_refresh=False,
                disable=not sys.stderr.isatty(),
            )
            self.task = self.bar.add_task("reports", total=total)
            self.bar.start()
        line = f"{outcome.state:<8}{outcome.controller}" + (f"  {outcome.seconds:.1f} s" if outcome.seconds else "")
        if sys.stderr.isatty():
            self.bar.console.print(visible(line), markup=False, highlight=False, no_wrap=True, overflow="ellipsis")
        else:
            click.echo(line, err=True)
        self.bar.update(self.task, completed=done, refresh=True)


@base.main.command()
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@base.judging(("table", "json", "csv", "markdown"))
def diff(
    old: str,
    new: str,
    format_: str,
    as_of: dt.date | None,
    known_on: dt.date | None,
    dpf_list: tuple[str, ...],
    without: tuple[str, ...],
) -> None:
    """What changed between two inventories, workbooks or report folders, and what that did to transfers and findings."""
    from datamap.questions import changes, records

    law, day = base.read_law(known_on, without), as_of or dt.date.today()
    found = changes.diff(old, new, day, law, base.read_participants(dpf_list))
    if format_ == "json":
        stamp = {
            "as_of": day.isoformat(),
            "law": {"version": law.version, "horizon": law.horizon.isoformat(), "digest": law.digest},
        }
        click.echo(
            records.dumps({**stamp, "counts": changes.counts(found), "changes": found.to_dict("records")}), nl=False
        )
    elif format_ == "csv":
        base.give_csv(records.table(list(found.columns), found.to_numpy().tolist()))
    elif format_ == "markdown":
        click.echo(changes.markdown(found), nl=False)
    elif not len(found):
        click.echo("no change", err=True)
    else:
        base.print_table(["change", "what", "before -> after", "cause"], changes.lines(found))
        click.echo(
            f"{changes.headline(found)} {', '.join(f'{n} {k}' for k, n in changes.counts(found).items())}".strip(),
            err=True,
        )


@base.main.command()
@click.argument("folder", type=click.Path())
@click.option(
    "--dpf-list", "dpf_list", type=click.Path(), multiple=True, help="the participants lists that the run used"
)
def verify(folder: str, dpf_list: tuple[str, ...]) -> None:
    """Check the hashes of a run, judge its inventory again under the law pack as it stood, and compare."""
    from datamap.runs import verify as verifying

    found = verifying.verify(folder, dpf_list)
    for v in found:
        if v.error or v.run is None:
            click.echo(v.error, err=True)
            continue
        name = v.run.manifest["controller"]
        told = (
            [f"{file} is not what the manifest says" for file in v.files]
            + [f"{file} is not in the manifest" for file in v.strangers]
            + list(v.answers)
        )
        if v.holds:
            told = [
                f"{count(len(v.run.manifest['files']), 'files')} as before, and the same answers again; made again byte for byte: {', '.join(v.again) or 'none, for other code or versions made the run'}"
            ]
        for line in told:
            click.echo(f"{name}: {line}")
    if any(v.error for v in found):
        click.echo(f"{sum(bool(v.error) for v in found)} of {len(found)} runs could not be checked", err=True)
        sys.exit(2)
    if not all(v.holds for v in found):
        sys.exit(1)
