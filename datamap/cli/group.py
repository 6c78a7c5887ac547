"""The command line's way to a group: Parquet folders, several processes, Dask clusters, and the questions of a group."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click
import pandas as pd

from datamap.cli import base
from datamap.errors import InputError, Problem
from datamap.group import group
from datamap.group.group import Group
from datamap.labels.counting import count

Table = Callable[..., None]


def run(paths: tuple[str, ...], as_of: dt.date | None, **options: Any) -> Group:
    """:func:`datamap.group.group.audit_group`, with the defaults of the command line."""
    return group.audit_group(
        paths,
        as_of or dt.date.today(),
        **{k: v or "" if k in ("scheduler", "output") else v for k, v in options.items()},
    )


def say(g: Group) -> None:
    """What every output states, on stderr, with how many controllers in how many partitions."""
    stamp = g.stamp()
    inputs = stamp["inputs"]
    dates = sorted({i["date"] for i in inputs})
    of = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    click.echo(
        base.stated(
            stamp,
            f"{count(len(inputs), 'controllers')} in {len(g.judged)} of {count(len(g.parts), 'partitions')}, of {of}",
        ),
        err=True,
    )


def end(problems: Iterable[Problem], found: bool) -> None:
    """The exit code: 2 where something could not be read, whatever was found in the rest; else 1 on findings."""
    problems = list(problems)
    if problems:
        click.echo(str(InputError(problems)), err=True)
        lost = len({p.file.rpartition("/")[0] if p.file.endswith(".parquet") else p.file for p in problems})
        click.echo(
            f"{count(lost, 'partitions')} could not be judged and {'is' if lost == 1 else 'are'} not in this result",
            err=True,
        )
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
        numbers = ", ".join(
            count(len(t[table]), noun)
            for table, noun in (
                ("inventories", "controllers"),
                *((n, n) for n in ("categories", "purposes", "recipients")),
            )
        )
        click.echo(f"{folder}: {numbers}" + ("" if any(str(folder) in p.file for p in problems) else "; no problem"))
    return problems


def answer(frame: pd.DataFrame, format_: str, table: Table) -> None:
    """A frame as table, CSV or JSON."""
    from datamap.questions import records

    rows = [[v.item() if hasattr(v, "item") else v for v in row] for row in frame.to_numpy().tolist()]
    if format_ == "json":
        click.echo(records.dumps([dict(zip(frame.columns, r, strict=True)) for r in rows]), nl=False)
    elif format_ == "csv":
        base.give_csv(records.table(list(frame.columns), rows))
    else:
        table(list(frame.columns), [[str(v) for v in r] for r in rows])
