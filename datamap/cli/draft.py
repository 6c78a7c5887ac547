"""The command that reads documents as a draft of a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from datamap.cli.base import main
from datamap.cli.inputs import refuse_own_input
from datamap.cli.options import FORCE
from datamap.cli.outputs import print_table, write_json
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.drafting.merge import Merged


@main.command(short_help="Read notices, vendor lists and registers as a draft of a map.")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("-o", "--output", type=click.Path(), help="The draft to write (.yaml); its reading list is beside it.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Format of the output.",
)
@click.option(
    "--map", "maps", multiple=True, metavar="LABEL=FACT", help='Teach what a label means: --map "Where=country".'
)
@click.option("--facts", type=click.Path(), help="JSON with facts that were found; each needs its exact words.")
@click.option("--strict", is_flag=True, help="Exit with 1 if something is to be confirmed or read.")
@FORCE
@click.pass_context
def draft(
    context: click.Context,
    files: tuple[str, ...],
    output: str | None,
    format_: str,
    maps: tuple[str, ...],
    facts: str | None,
    strict: bool,
    force: bool,
) -> None:
    """Read notices, vendor lists, annexes and registers as a draft of a map.

    Every fact has its words; what is not certain is on the reading list and never improves a verdict.
    """
    from datamap.drafting import draft as drafting
    from datamap.drafting import layouts
    from datamap.drafting import output as made
    from datamap.files import writing

    taught = layouts.parse(maps)
    if output:
        for file in files:
            refuse_own_input(output, file)
        writing.check(output, writing.INVENTORY, force=force)
    found = drafting.draft(files, maps=taught, facts=facts)
    if output:
        _write(found, output, force)
    if format_ == "json":
        write_json(made.as_data(found))
    else:
        _print(found)
    left = made.open_points(found)
    click.echo(f"{count(left, 'entries')} to confirm or read", err=True)
    if strict and left:
        context.exit(1)


def _write(found: Merged, output: str, force: bool) -> None:
    from datamap.drafting import output as made
    from datamap.drafting import writer
    from datamap.files import writing
    from datamap.formats.yaml import writer as yaml_writer

    inventory = writer.inventory(found).inventory
    text = writer.head(found) + yaml_writer.dump(inventory)
    writing.write(output, text, force=force)
    beside = Path(output).with_name(f"{Path(output).stem}.reading.md")
    writing.write(beside, made.reading_text(found), force=True)


def _print(found: Merged) -> None:
    from datamap.drafting import output as made

    data = made.as_data(found)
    rows = [
        (r["name"], ", ".join(r["countries"]), ", ".join(r["safeguards"]), "" if r["sure"] else "to confirm")
        for r in data["recipients"]
    ]
    if rows:
        print_table(("recipient", "countries", "safeguards", ""), rows)
    rows = [(p["name"], ", ".join(p["legal_basis"]), ", ".join(p["retention_all"]), "") for p in data["purposes"]]
    if rows:
        print_table(("activity", "legal bases", "retention", ""), rows)
    rows = [(a["activity"], ", ".join(a["countries"]), ", ".join(a["safeguards"]), "") for a in data["activities"]]
    if rows:
        print_table(("to a recipient that is not named", "countries", "safeguards", ""), rows)
    left = [(e["what"], e["words"], e["why"]) for e in data["reading"]]
    if left:
        print_table(("to read", "words", "why"), left)
