"""The command that looks up what is known about a vendor, and proposes it for the recipients of a map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from datamap.cli.base import main
from datamap.cli.inputs import refuse_own_input
from datamap.cli.options import AS_OF, FORCE, KNOWN_ON, format_of
from datamap.cli.outputs import print_table, write_csv, write_json
from datamap.errors import CallError
from datamap.labels.counting import count
from datamap.model import arguments
from datamap.model.vocabulary import shown

PLAIN = "known: expected the name of a vendor, or --fill INVENTORY -o DRAFT.yaml"


@dataclass(frozen=True)
class _Shown:
    """What the command prints: tables with their titles, or plain data."""

    columns: tuple[str, ...]
    tables: Sequence[tuple[str, Sequence[tuple[str, ...]]]]
    data: dict[str, Any]

    def print(self) -> None:
        """The tables, one below the other."""
        for n, (title, rows) in enumerate(self.tables):
            if title:
                click.echo(f"{'' if not n else chr(10)}{title}")
            if rows:
                print_table(self.columns, rows)

    def write_csv(self) -> None:
        """All rows, with the title of their table first."""
        titled = any(title for title, _ in self.tables)
        rows = [((title, *row) if titled else row) for title, rows in self.tables for row in rows]
        write_csv(("service", *self.columns) if titled else self.columns, rows)


OUTPUTS: dict[str, Callable[..., None]] = {
    "table": _Shown.print,
    "json": lambda shown: write_json(shown.data),
    "csv": _Shown.write_csv,
}


@main.command(short_help="Show what is known about a vendor: its companies, who is behind them, its documents.")
@click.argument("name", required=False)
@click.option("--fill", metavar="INVENTORY", help="Propose the facts for the recipients of this inventory.")
@click.option("-o", "--output", type=click.Path(), help="With --fill: the draft to write (.yaml).")
@FORCE
@AS_OF
@KNOWN_ON
@format_of(OUTPUTS)
def known(
    name: str | None,
    fill: str | None,
    output: str | None,
    force: bool,
    as_of: dt.date | None,
    known_on: dt.date | None,
    write: Callable[[_Shown], None],
) -> None:
    """Show what is known about a vendor, with the source and the age of every fact.

    NAME is a brand, another name of it, or a company. What is known suggests and never decides: check it against your
    own contract.

    With --fill, the facts become proposals in a draft of the inventory, and what differs becomes questions in the
    reading list beside it. Nothing that is recorded is replaced; `datamap review DRAFT` is where people decide.
    """
    day = as_of or dt.date.today()
    if (name is None) == (fill is None):
        raise CallError(PLAIN)
    if (fill is None) != (output is None):
        raise CallError("known: --fill and -o belong together. Expected --fill INVENTORY -o DRAFT.yaml")
    if fill is not None and output is not None:
        _fill(fill, output, force, day, known_on, write)
    else:
        _look_up(name or "", day, known_on, write)


def _look_up(name: str, day: dt.date, known_on: dt.date | None, write: Callable[[_Shown], None]) -> None:
    """Print what is known about the services that a name means; a name that is not known is refused."""
    from datamap import vendors
    from datamap.vendors import answer

    facts = vendors.load(known_on).on(day)
    found = vendors.find(facts, [name])
    if not found:
        raise CallError(f"known: {shown(name)} is not known. {arguments.list_expected(name, vendors.listed(facts))}")
    tables = [(f"{s.brand}: {s.service}", answer.rows(s, day)) for s in found]
    write(_Shown(("fact", "value", "confidence", "source"), tables, answer.answer(facts, found, name, day)))
    click.echo(f"Facts about vendors {facts.version}, as of {day}. They suggest; your own contract decides", err=True)


def _fill(
    file: str, output: str, force: bool, day: dt.date, known_on: dt.date | None, write: Callable[[_Shown], None]
) -> None:
    """Write a draft with what the facts suggest for the recipients of an inventory, and print what that is."""
    from datamap import formats, law, vendors
    from datamap.questions import drafted, filling

    refuse_own_input(output, file)
    drafted.targets(output, force=force)
    filled = filling.fill(formats.read(file), vendors.load(known_on), law.load(known_on), day)
    written, _ = filled.save(output, force=force)
    write(_Shown(("recipient", "field", "value", "fact"), [("", filled.rows)], filled.data))
    proposed = sum(len(s.proposals) + len(s.legs) for _, s in filled.suggested)
    click.echo(f"{count(proposed, 'proposals')}, {count(len(filled.reading), 'questions')}", err=True)
    click.echo(f"To confirm, reject or correct them: datamap review {written}", err=True)
