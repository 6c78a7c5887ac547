"""A group on the command line: Parquet folders, several processes, Dask clusters."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from datamap.cli import outputs
from datamap.errors import InputError, Problem
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.group.group import Group
    from datamap.law.terms import Terms


def run(
    paths: tuple[str, ...], terms: Terms, scheduler: str | None = None, output: str | None = None, **options: Any
) -> Group:
    """:func:`datamap.group.group.audit_group` on the terms of the command line."""
    from datamap.group import group

    return group.audit_group(
        paths,
        terms.day,
        known_on=terms.known_on,
        without=terms.without,
        dpf_list=terms.dpf_list,
        scheduler=scheduler or "",
        output=output or "",
        **options,
    )


def print_terms(group: Group) -> None:
    """The terms of a group's audit on stderr, with how many controllers in how many partitions."""
    stamp = group.stamp()
    inputs = stamp["inputs"]
    dates = sorted({i["date"] for i in inputs})
    period = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    partitions = f"{len(group.judged)} of {count(len(group.parts), 'partitions')}"
    controllers = f"{count(len(inputs), 'controllers')} in {partitions}, of {period}"
    click.echo(outputs.terms_text(stamp, controllers), err=True)
    if group.note:
        click.echo(group.note, err=True)


def end(problems: Iterable[Problem], found: bool = False) -> None:
    """Exit: with code 2 where something could not be read, whatever was found in the rest; else with 1 on findings."""
    problems = list(problems)
    if problems:
        click.echo(str(InputError(problems)), err=True)
        lost = len({p.file.rpartition("/")[0] if p.file.endswith(".parquet") else p.file for p in problems})
        be = "is" if lost == 1 else "are"
        click.echo(f"{count(lost, 'partitions')} could not be judged and {be} not in this result", err=True)
        sys.exit(2)
    if found:
        sys.exit(1)


def check(folders: Iterable[Path]) -> list[Problem]:
    """Read Parquet partitions, print what is in each, and return every problem."""
    from datamap.tables import parquet

    folders = list(folders)
    problems = [p for found in parquet.clashes(folders).values() for p in found]
    for folder in folders:
        try:
            tables = parquet.load(folder)
        except InputError as e:
            problems += e.problems
            continue
        sizes = [count(len(tables["inventories"]), "controllers")]
        sizes += [count(len(tables[name]), name) for name in ("categories", "purposes", "recipients")]
        fine = "" if any(str(folder) in p.file for p in problems) else "; no problem"
        click.echo(f"{folder}: {', '.join(sizes)}{fine}")
    return problems
