"""The command that looks up what is known about a vendor, and proposes it for the recipients of a map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from datamap.cli.base import main
from datamap.cli.options import AS_OF, FORCE, KNOWN_ON, format_of
from datamap.cli.outputs import print_table, write_csv, write_json
from datamap.errors import CallError
from datamap.model import arguments
from datamap.model.vocabulary import shown

if TYPE_CHECKING:
    from datamap.vendors import Service, Vendors

COLUMNS = ("fact", "value", "confidence", "source")


def _table(name: str, day: dt.date, vendors: Vendors, found: tuple[Service, ...]) -> None:
    from datamap.vendors import answer

    for n, service in enumerate(found):
        click.echo(f"{'' if not n else chr(10)}{service.brand}: {service.service}")
        print_table(COLUMNS, answer.rows(service, day))


def _json(name: str, day: dt.date, vendors: Vendors, found: tuple[Service, ...]) -> None:
    from datamap.vendors import answer

    write_json(answer.answer(vendors, found, name, day))


def _csv(name: str, day: dt.date, vendors: Vendors, found: tuple[Service, ...]) -> None:
    from datamap.vendors import answer

    write_csv(("service", *COLUMNS), [(s.id, *row) for s in found for row in answer.rows(s, day)])


@main.command(short_help="Show what is known about a vendor: its companies, who is behind them, its documents.")
@click.argument("name", required=False)
@click.option("--fill", metavar="INVENTORY", help="Propose the facts for the recipients of this inventory.")
@click.option("-o", "--output", type=click.Path(), help="With --fill: the draft to write (.yaml).")
@FORCE
@AS_OF
@KNOWN_ON
@format_of({"table": _table, "json": _json, "csv": _csv})
def known(
    name: str | None,
    fill: str | None,
    output: str | None,
    force: bool,
    as_of: dt.date | None,
    known_on: dt.date | None,
    write: Callable[..., Any],
) -> None:
    """Show what is known about a vendor, with the source and the age of every fact.

    NAME is a brand, another name of it, or a company. What is known suggests and never decides: check it against your
    own contract.
    """
    from datamap import vendors

    day = as_of or dt.date.today()
    if (name is None) == (fill is None):
        raise CallError("known: expected the name of a vendor, or --fill INVENTORY -o DRAFT.yaml")
    if (fill is None) != (output is None):
        raise CallError("known: --fill and -o belong together. Expected --fill INVENTORY -o DRAFT.yaml")
    facts = vendors.load(known_on).on(day)
    found = vendors.find(facts, [name or ""])
    if not found:
        names = vendors.listed(facts)
        raise CallError(f"known: {shown(name)} is not known. {arguments.list_expected(name or '', names)}")
    write(name, day, facts, found)
    click.echo(f"Facts about vendors {facts.version}, as of {day}. They suggest; your own contract decides", err=True)
