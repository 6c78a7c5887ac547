"""The command line's way to a group: Parquet folders, several processes, Dask clusters, and the questions of a group."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click
import pandas as pd

from datamap import group
from datamap.errors import CallError, InputError, Problem
from datamap.group import Group

LISTED = 500
"""Findings up to which a table shows each; above, it counts them by rule."""

Table = Callable[..., None]


def audit(paths: tuple[str, ...], format_: str, fail_on: str, table: Table, styles: dict[str, str], **options: Any) -> None:
    """Audit a group and print what was found; exit 2 where a partition could not be read, 1 on findings."""
    if format_ == "sarif":
        raise CallError("audit: sarif names lines of inventories. Expected YAML files, and neither --jobs, --scheduler nor --output")
    g = run(paths, evidence=format_ == "json", **options)
    say(g)
    if format_ == "json":
        from datamap.publish import records

        about = {"counts": g.severities, "problems": [str(p) for p in g.problems], "findings": g.findings.records()}
        click.echo(records.dumps({**g.stamp(), **about}), nl=False)
    elif format_ == "csv":
        from datamap.publish import records

        click.echo(records.findings_csv(g), nl=False)
    else:
        f = g.findings.frame
        if len(f) > LISTED:
            counted = f.groupby(["rule", "severity", "name"], sort=False).agg(findings=("rule", "size"), controllers=("controller", "nunique")).reset_index()
            table(list(counted.columns), counted.astype(str).to_numpy().tolist(), styles)
            click.echo(f"{len(f):,} findings, counted by rule; each of them: --format csv, --format json, or --output FOLDER", err=True)
        else:
            table(["severity", "rule", "controller", "finding"], f[["severity", "rule", "controller", "message"]].to_numpy().tolist(), styles)
        click.echo(repr(g.findings).strip("<>"), err=True)
    end(g.problems, fail_on != "never" and len(g.findings.at_least(fail_on)) > 0)


def run(paths: tuple[str, ...], as_of: dt.date | None, **options: Any) -> Group:
    """:func:`datamap.group.audit_group`, with the defaults of the command line."""
    return group.audit_group(paths, as_of or dt.date.today(), **{k: v or "" if k in ("scheduler", "output") else v for k, v in options.items()})


def say(g: Group) -> None:
    """Day, law pack, horizon, how many controllers in how many partitions, on stderr."""
    stamp = g.stamp()
    law, inputs = stamp["law"], stamp["inputs"]
    beyond = f"; {stamp['as_of']} is beyond its horizon {law['horizon']}: later changes are unchecked" if law["beyond_horizon"] else ""
    without = f", without {', '.join(law['without'])}" if law["without"] else ""
    dates = sorted({i["date"] for i in inputs})
    of = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    click.echo(f"As of {stamp['as_of']}; law pack {law['version']}{without}{beyond}; {len(inputs):,} controllers in {len(g.judged)} of {len(g.parts)} partitions, of {of}", err=True)


def end(problems: Iterable[Problem], found: bool) -> None:
    """The exit code: 2 where something could not be read, whatever was found in the rest; else 1 on findings."""
    problems = list(problems)
    if problems:
        click.echo(str(InputError(problems)), err=True)
        click.echo(f"{len({p.file.rpartition('/')[0] for p in problems})} partitions could not be read and are not in this result", err=True)
        sys.exit(2)
    if found:
        sys.exit(1)


def check(folders: Iterable[Any]) -> list[Problem]:
    """Read Parquet partitions, say what is in each, and give back every problem."""
    from datamap.tables import parquet

    folders = list(folders)
    problems = [p for found in parquet.clashes(folders).values() for p in found]
    for folder in folders:
        try:
            t = parquet.load(folder)
        except InputError as e:
            problems += e.problems
            continue
        numbers = ", ".join(f"{len(t[name]):,} {name}" for name in ("categories", "purposes", "recipients"))
        click.echo(f"{folder}: {len(t['inventories']):,} controllers, {numbers}" + ("" if any(str(folder) in p.file for p in problems) else "; no problem"))
    return problems


def answer(frame: pd.DataFrame, format_: str, table: Table) -> None:
    """A frame as table, CSV or JSON."""
    from datamap.publish import records

    rows = [[v.item() if hasattr(v, "item") else v for v in row] for row in frame.to_numpy().tolist()]
    if format_ == "json":
        click.echo(records.dumps([dict(zip(frame.columns, r, strict=True)) for r in rows]), nl=False)
    elif format_ == "csv":
        click.echo(records.table(list(frame.columns), rows), nl=False)
    else:
        table(list(frame.columns), [[str(v) for v in r] for r in rows])
