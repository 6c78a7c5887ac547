"""The command that reads documents as a draft of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from datamap.cli.base import main
from datamap.cli.inputs import refuse_own_input
from datamap.cli.options import FORCE, Outputs, format_of
from datamap.cli.outputs import print_table, write_json
from datamap.labels.counting import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from datamap.drafting.drafted import Drafted


def _print_tables(found: Drafted) -> None:
    data = found.data
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


DRAFT: Outputs = {"table": _print_tables, "json": lambda found: write_json(found.data)}


@main.command(short_help="Read notices, vendor lists and registers as a draft of a map.")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("-o", "--output", type=click.Path(), help="The draft to write (.yaml); its reading list is beside it.")
@format_of(DRAFT)
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
    write: Callable[[Drafted], None],
    maps: tuple[str, ...],
    facts: str | None,
    strict: bool,
    force: bool,
) -> None:
    """Read notices, vendor lists, annexes and registers as a draft of a map.

    Every fact has its words; what is not certain is proposed, or on the reading list, and never improves a verdict.
    """
    from datamap.drafting import draft as documents
    from datamap.drafting import drafted, layouts
    from datamap.drafting import output as made

    taught = layouts.parse(maps)
    if output:
        for file in files:
            refuse_own_input(output, file)
        drafted.targets(output, force=force)
    found = drafted.Drafted(documents.draft(files, maps=taught, facts=facts))
    if output:
        found.save(output, force=force)
    write(found)
    left = made.open_points(found.merged)
    click.echo(f"{count(left, 'entries')} to confirm or read", err=True)
    if strict and left:
        context.exit(1)
