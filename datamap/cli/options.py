"""Arguments and options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import click

from datamap.model import arguments

Outputs = Mapping[str, Callable[..., None]]
"""The formats of a command: name -> the function that writes its result to stdout."""


class Day(click.ParamType):
    """An ISO date."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.date:
        """The date; only YYYY-MM-DD, because a script is written once and runs for years."""
        day = arguments.day_or_none(value)
        if day is None or (isinstance(value, str) and value.replace("-", "") != day.isoformat().replace("-", "")):
            self.fail(arguments.explain_bad_day(value), param, ctx)
        return day


INVENTORIES = click.argument("inventories", nargs=-1, required=True, type=click.Path())
INVENTORY = click.argument("inventory", type=click.Path())
FORCE = click.option(
    "--force", is_flag=True, help="Replace a file that datamap did not write, or that was edited since."
)
ACCEPTANCES = click.option(
    "--acceptances",
    type=click.Path(),
    multiple=True,
    help="File of accepted findings. Default: NAME.decisions.yaml (or NAME.acceptances.yaml) beside NAME.yaml.",
)
JOBS = click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Number of processes on this machine."
)
SCHEDULER = click.option(
    "--scheduler", metavar="ADDRESS", help="Send the work to the Dask scheduler at this address (tcp://host:8786)."
)
AS_OF = click.option(
    "--as-of", type=Day(), help="Apply the law and the inventory of this day, YYYY-MM-DD. Default: today."
)
KNOWN_ON = click.option("--known-on", type=Day(), help="Use the law pack as it was on this day.")
DPF_LIST = click.option(
    "--dpf-list",
    "dpf_list",
    type=click.Path(),
    multiple=True,
    help="Check claims against this workbook of Data Privacy Framework participants. Repeat it for other dates.",
)
WITHOUT = click.option(
    "--without",
    multiple=True,
    metavar="ID",
    help="Leave out an instrument, as if it had been annulled: eu-us-dpf, scc-2021, dpf.",
)


def format_of(outputs: Outputs) -> Callable:
    """The option ``--format``. The command receives the function that writes the chosen format as ``write``."""

    def add(command: Callable) -> Callable:
        @wraps(command)
        def with_writer(*args: Any, format_: str, **options: Any) -> Any:
            return command(*args, write=outputs[format_], **options)

        choices = click.Choice(list(outputs))
        return click.option(
            "--format", "format_", type=choices, default="table", show_default=True, help="Format of the output."
        )(with_writer)

    return add


def judging(command: Callable) -> Callable:
    """The options of every command that applies the law. The command receives them as ``terms``."""

    @wraps(command)
    def with_terms(
        *args: Any,
        as_of: dt.date | None,
        known_on: dt.date | None,
        dpf_list: tuple[str, ...],
        without: tuple[str, ...],
        **options: Any,
    ) -> Any:
        from datamap.law.terms import Terms

        return command(*args, terms=Terms(as_of or dt.date.today(), known_on, without, dpf_list), **options)

    return AS_OF(KNOWN_ON(DPF_LIST(WITHOUT(with_terms))))


def ignored_format(command: Callable) -> Callable:
    """``--format`` where a command writes a file: scripts may pass it to every command that judges."""
    choices = click.Choice(["table", "json", "csv"])
    return click.option("--format", type=choices, default="table", hidden=True, expose_value=False)(command)
