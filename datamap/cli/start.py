"""Commands to start with: a new inventory, and a check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from datamap.cli.base import main
from datamap.cli.options import FORCE, INVENTORIES
from datamap.errors import DatamapError, InputError
from datamap.labels.counting import count
from datamap.model.vocabulary import shown

if TYPE_CHECKING:
    from datamap.model import Inventory


@main.command(short_help="Write a commented inventory to start from.")
@click.argument("file", type=click.Path())
@click.option(
    "--template",
    "template",
    multiple=True,
    metavar="NAME,...",
    help="Propose usual activities: payroll, recruiting, newsletter, shop ... An unknown name lists all of them.",
)
@click.option("--ask", is_flag=True, help="Ask for the organisation and its activities, one question at a time.")
@FORCE
def init(file: str, template: tuple[str, ...], ask: bool, force: bool) -> None:
    """Write a commented inventory to start from.

    With --template it contains usual activities as proposals, which improve no verdict until a person confirms them.
    The schema that lets editors complete and check it is written beside it.
    """
    import datetime as dt

    from datamap.files import writing
    from datamap.formats.yaml import schema, starter, templates

    path = Path(file)
    writing.check(path, writing.INVENTORY, force=force)
    chosen = templates.parse_names(template) if template else []
    if ask:
        organisation, chosen = _ask(chosen)
        text = templates.text(chosen, dt.date.today(), **organisation)
    else:
        text = templates.text(chosen, dt.date.today()) if chosen else starter.TEXT
    writing.write(path, text, force=force)
    beside = path.parent / "inventory.schema.json"
    if not beside.exists() and not writing.is_link(beside):
        writing.write(beside, schema.schema_text())
    click.echo(f"Wrote {file}. Next: datamap check {file}", err=True)


def _ask(chosen: list[str]) -> tuple[dict[str, str], list[str]]:
    """The organisation and its activities, as someone answers; questions go to stderr."""
    from datamap.formats.yaml import templates
    from datamap.model import arguments

    def place(given: str) -> str:
        try:
            return arguments.parse_place(given, "country")
        except DatamapError as e:
            raise click.UsageError(str(e)) from e

    def officer(given: str) -> str:
        if templates.is_doubtful(given):
            raise click.UsageError(f"'{given}' may state that there is none. Expected none, or a name with an e-mail")
        return given

    name = click.prompt("Name of the organisation", err=True)
    country = click.prompt("Its country", value_proc=place, err=True)
    email = click.prompt("Its e-mail address for questions on data protection", err=True)
    dpo = click.prompt(
        "Its data protection officer: name, e-mail; none; nothing if not known",
        default="",
        show_default=False,
        value_proc=officer,
        err=True,
    )
    click.echo("Which activities does it have? Each becomes a proposal to confirm later.", err=True)
    more = (n for n, label in templates.names().items() if n not in chosen and click.confirm(label, err=True))
    return {"name": name, "country": country, "email": email, "dpo": dpo}, [*chosen, *more]


@main.command(short_help="Read inventories and report every problem with its line.")
@INVENTORIES
def check(inventories: tuple[str, ...]) -> None:
    """Read inventories, or Parquet folders of tables, and report every problem with its line."""
    from datamap import formats
    from datamap.files import partitions as parquet

    folders, files = parquet.split(inventories)
    if folders:
        from datamap.cli import partitions

        problems = partitions.check(folders)
        try:
            formats.read_many(files)
        except InputError as e:
            problems += e.problems
        if problems:
            raise InputError(problems)
    for inventory in formats.read_many(files):
        sizes = [count(len(getattr(inventory, list_)), list_) for list_ in ("categories", "purposes", "recipients")]
        click.echo(f"{inventory.meta.id}: {', '.join(sizes)}; no problem")
        _show_understood(inventory)
        _show_proposals(inventory)


def _show_understood(inventory: Inventory) -> None:
    """A line for each value that the file has in words, with how it was read."""
    origin = inventory.origin
    if origin is None:
        return
    for path, text, meaning in origin.understood:
        click.echo(f"  {origin.file}:{origin.line(path)}: {shown(text)} read as {meaning}")


def _show_proposals(inventory: Inventory) -> None:
    """A line with the open proposals of an inventory, those that would change a verdict first."""
    if '"proposed"' not in inventory.model_dump_json(warnings=False):
        return  # nothing is: the tables, and pandas with them, are not needed
    from datamap.tables import from_inventories, proposals

    tables = from_inventories([inventory])
    if proposals.find(tables) is not None:
        from datamap.findings import proposals as listing
        from datamap.pipeline import audit

        click.echo(f"{inventory.meta.id}: {listing.headline(audit(tables).proposals)}")
