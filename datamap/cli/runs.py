"""Commands on runs: the quarterly report, and whether a run still holds."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from datamap.cli import outputs
from datamap.cli.base import main
from datamap.cli.options import DPF_LIST, INVENTORIES, KNOWN_ON, WITHOUT
from datamap.cli.progress import Progress
from datamap.errors import CallError, listed
from datamap.labels.counting import NO_TRANSFER, count, counted
from datamap.model.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from datamap.runs.job import Outcome
    from datamap.runs.verify import Verified

FEW = 5
"""Reports whose findings are printed; of more than these only the counts."""


@main.command(short_help="Make the quarterly report for one inventory or for a thousand.")
@INVENTORIES
@click.option(
    "--quarter",
    default="last",
    show_default=True,
    metavar="2026Q3",
    help="The quarter: its last day is the day of the report. 'last' is the one that ended last.",
)
@click.option(
    "-o", "--output", default="reports", show_default=True, type=click.Path(), help="Folder for all quarters."
)
@click.option(
    "--baseline",
    default="",
    type=click.Path(),
    help="Folder of an earlier quarter: each report lists what changed since. "
    "'previous' is the quarter before, if its reports are there.",
)
@click.option("--jobs", default=1, show_default=True, help="Number of reports made at the same time.")
@click.option(
    "--scheduler",
    default="",
    metavar="ADDRESS",
    help="Make the reports on the Dask cluster at this address (tcp://host:8786).",
)
@click.option(
    "--engine",
    type=click.Choice(["fork", "papermill"]),
    help="How notebooks run: 'fork' (the default where the system can) starts no kernel for each report.",
)
@click.option("--resume", is_flag=True, help="Keep reports that are current according to their manifest.")
@click.option(
    "--force", is_flag=True, help="Replace report folders and index files that were edited, or that are not from a run."
)
@click.option(
    "--shared-script", is_flag=True, help="Write one plotly.js for all pages of the quarter, not a copy in each."
)
@click.option("--timeout", default=900.0, show_default=True, help="Seconds after which a notebook is stopped.")
@click.option("--notebook", type=click.Path(), help="Run this notebook, with the same parameters, instead.")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="Pass a further parameter to that notebook, as text.",
)
@KNOWN_ON
@DPF_LIST
@WITHOUT
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="never",
    show_default=True,
    help="Exit with code 1 if a finding of this severity or a worse one is open.",
)
def report(
    inventories: tuple[str, ...],
    quarter: str,
    output: str,
    baseline: str,
    fail_on: str,
    notebook: str | None,
    parameters: tuple[str, ...],
    engine: str | None,
    **options: Any,
) -> None:
    """Make the quarterly report for one inventory or for a thousand.

    Each report is a folder with the executed notebook, a page, the record as a workbook, tables and a manifest. The
    brief for the highest management level (brief.html, brief.docx, mail.txt) is in each folder, and for several
    controllers also beside the folders.
    """
    from datamap.history.quarter import ended
    from datamap.runs import reports

    more = _parameters(parameters)
    quarter = ended(dt.date.today()) if quarter == "last" else quarter
    _warn_of_future(quarter)
    if notebook:
        options["notebook"] = Path(notebook)
    with Progress() as progress:
        done = reports.report(
            inventories,
            quarter,
            output,
            baseline=_baseline(baseline, output, quarter),
            engine=engine or "",
            parameters=more,
            progress=progress.update,
            **options,
        )
    _print_outcomes(done, quarter)
    _print_end(done, Path(output) / quarter)
    failed = [o for o in done if o.state == "failed"]
    if failed:
        total = sum(o.controller != reports.INDEX for o in done)
        _print_failed(failed, sum(o.controller != reports.INDEX for o in failed), total)
        sys.exit(2)
    if fail_on != "never" and any(o.at_least(fail_on) for o in done):
        sys.exit(1)


def _parameters(texts: Sequence[str]) -> dict[str, str]:
    """The parameters of the notebook, by name."""
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise CallError(f"-p: '{text}' is not a parameter. Expected NAME=VALUE")
        found[name] = value
    return found


def _warn_of_future(quarter: str) -> None:
    from datamap.history.quarter import last_day

    day = last_day(quarter)
    if day > dt.date.today():
        click.echo(f"{quarter} ends on {day}, in the future: the report applies the law as known today", err=True)


def _baseline(named: str, output: str, quarter: str) -> str:
    """The folder to compare with; empty where there is none."""
    if named != "previous":
        return named
    from datamap.history import archive

    found = archive.previous(output, quarter)
    if not found:
        click.echo(f"no report of the quarter before {quarter} in {output}: nothing to compare with", err=True)
    return found


def _print_outcomes(done: Sequence[Outcome], quarter: str) -> None:
    """The findings of a few reports, then a line for each report that was made."""
    made = [o for o in done if o.state != "failed"]
    for o in made if len(done) <= FEW else ():
        click.echo(f"{o.controller}, {quarter}")
        _print_findings_of(o)
    for o in done:
        if o in made:
            current = " (current)" if o.state == "current" else ""
            click.echo(f"{o.controller}: {_counts_text(o.counts)} in {o.folder}{current}")
        if o.note:
            click.echo(f"{o.controller}: {o.note}", err=True)


def _print_end(done: Sequence[Outcome], folder: Path) -> None:
    """The sum over several reports, and the one file to open."""
    made = [o for o in done if o.state != "failed" and o.folder]
    if not made:
        return
    if len(made) > 1:
        total: dict[str, dict[str, int]] = {}
        for o in made:
            for name, counts in o.counts.items():
                sums = total.setdefault(name, {})
                for what, n in counts.items():
                    sums[what] = sums.get(what, 0) + n
        click.echo(f"{count(len(made), 'reports')}: {_counts_text(total)}")
    page = folder / "index.html" if len(made) > 1 else Path(made[0].folder or folder) / "report.html"
    if page.is_file():
        click.echo(f"Open {page}")


def _print_failed(failed: Sequence[Outcome], reports: int, total: int) -> None:
    click.echo(f"{reports} of {total} reports failed:", err=True)
    for o in failed:
        kept = f"; the failed notebook is {o.notebook}" if o.notebook else ""
        click.echo(listed(o.problems) or f"{o.controller}: {o.error}{kept}", err=True)


def _counts_text(of: Mapping[str, Mapping[str, int]]) -> str:
    """The counts of a report in words; another notebook may count other things."""
    from datamap.findings.findings import told

    parts = []
    for name, counts in of.items():
        if name == "findings":
            parts.append(told(counts))
        elif name == "transfers" and NO_TRANSFER in counts:
            parts.append(counted(counts))
        else:
            parts.append(", ".join(f"{n:,} {verdict}" for verdict, n in counts.items()))
    return "; ".join(parts)


def _print_findings_of(outcome: Outcome) -> None:
    """The findings in the file of a report; another notebook may leave none."""
    import pandas as pd

    from datamap.findings import Findings

    file = outcome.folder / "findings.csv" if outcome.folder else None
    if file is None or not file.is_file():
        return
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    if len(frame):
        outputs.print_findings(Findings(frame.assign(accepted=frame["accepted"] == "yes")))


@main.command(short_help="Check that a run still holds: its hashes, and the same results from its stored inventory.")
@click.argument("folder", type=click.Path())
@DPF_LIST
def verify(folder: str, dpf_list: tuple[str, ...]) -> None:
    """Check that a run still holds: its hashes, and the same results from its stored inventory.

    FOLDER is that of one report, or of a quarter. The inventory is audited again under the law pack as it was then.
    """
    from datamap.runs import verify as verifying

    found = verifying.verify(folder, dpf_list)
    for one in found:
        if one.error or one.run is None:
            click.echo(one.error, err=True)
            continue
        for line in _verified_lines(one):
            click.echo(f"{one.run.manifest['controller']}: {line}")
    if any(one.error for one in found):
        click.echo(f"{sum(bool(one.error) for one in found)} of {len(found)} runs could not be checked", err=True)
        sys.exit(2)
    if not all(one.holds for one in found):
        sys.exit(1)


def _verified_lines(one: Verified) -> list[str]:
    """What the check of a run found, line by line."""
    if one.holds and one.run is not None:
        files = count(len(one.run.manifest["files"]), "files")
        again = ", ".join(one.again) or "none, because other code or versions made the run"
        return [f"{files} unchanged, and the same results again; made again byte for byte: {again}"]
    changed = [f"{file} differs from the manifest" for file in one.files]
    unknown = [f"{file} is not in the manifest" for file in one.strangers]
    return [*changed, *unknown, *one.answers]
