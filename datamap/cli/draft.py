"""The command that reads documents as a draft of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from datamap.cli.base import main
from datamap.cli.inputs import refuse_own_input
from datamap.cli.options import FORCE, Outputs, format_of
from datamap.cli.outputs import print_table, write_json
from datamap.files.pausing import without_collector
from datamap.labels.counting import count
from datamap.model.period import spelt

if TYPE_CHECKING:
    from collections.abc import Callable

    from datamap.questions.drafted import Drafted


def _print_tables(found: Drafted) -> None:
    data = found.data
    rows = [
        (r["name"], ", ".join(r["countries"]), ", ".join(r["safeguards"]), "" if r["sure"] else "to confirm")
        for r in data["recipients"]
    ]
    if rows:
        print_table(("recipient", "countries", "safeguards", ""), rows)
    rows = [
        (p["name"], ", ".join(map(_article, p["legal_basis"])), ", ".join(map(spelt, p["retention_all"])), "")
        for p in data["purposes"]
    ]
    if rows:
        print_table(("activity", "legal bases", "retention", ""), rows)
    rows = [(a["activity"], ", ".join(a["countries"]), ", ".join(a["safeguards"]), "") for a in data["activities"]]
    if rows:
        print_table(("to a recipient that is not named", "countries", "safeguards", ""), rows)
    left = [(e["what"], e["words"], e["why"]) for e in data["reading"]]
    if left:
        print_table(("to read", "words", "why"), left)


def _article(code: str) -> str:
    """``6.1.b`` as people write it: Art. 6(1)(b)."""
    article, *parts = code.split(".")
    return f"Art. {article}{''.join(f'({part})' for part in parts)}" if article.isdigit() else code


def _tell_of_decisions(found: Drafted) -> None:
    """State how many stored decisions were applied, and which do not hold for these documents."""
    if found.earlier is not None and found.earlier.decisions and found.carried_over is not None:
        lapsed = found.carried_over.lapsed
        no_longer = f"; {len(lapsed)} no longer apply" if len(lapsed) > 1 else "; 1 no longer applies" if lapsed else ""
        click.echo(f"{count(len(found.carried_over.applied), 'stored decisions')} applied{no_longer}", err=True)
        for one in lapsed:
            click.echo(f"  {one}", err=True)


DRAFT: Outputs = {"table": _print_tables, "json": lambda found: write_json(found.data)}


@main.command(short_help="Read notices, vendor lists and registers as a draft of a map.")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("-o", "--output", type=click.Path(), help="The draft to write (.yaml); its reading list is beside it.")
@format_of(DRAFT)
@click.option(
    "--map", "maps", multiple=True, metavar="LABEL=FACT", help='Teach what a label means: --map "Where=country".'
)
@click.option("--facts", type=click.Path(), help="JSON with facts that were found; each needs its exact words.")
@click.option(
    "--decisions",
    type=click.Path(),
    help="Decisions on an earlier draft; without it, NAME.decisions.yaml beside the draft to write.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if something is to be confirmed or read.")
@FORCE
@click.pass_context
@without_collector
def draft(
    context: click.Context,
    files: tuple[str, ...],
    output: str | None,
    write: Callable[[Drafted], None],
    maps: tuple[str, ...],
    facts: str | None,
    decisions: str | None,
    strict: bool,
    force: bool,
) -> None:
    """Read notices, vendor lists, annexes and registers as a draft of a map.

    Every fact has its words; what is not certain is proposed, or on the reading list, and never improves a verdict.

    Decisions on an earlier draft are applied to what is based on the same words, so that only what is new is asked.
    """
    from datamap import formats
    from datamap.drafting import layouts
    from datamap.questions import drafted

    taught = layouts.parse(maps)
    if output:
        for file in (*files, decisions or ""):
            refuse_own_input(output, file)
        drafted.targets(output, force=force)
    stored = decisions or (formats.file_beside(output) if output else None)
    found = drafted.draft(files, maps=taught, facts=facts, decisions=stored)
    if output:
        found.save(output, force=force)
    write(found)
    _tell_of_decisions(found)
    left = found.open_points
    click.echo(f"{count(left, 'entries')} to confirm or read", err=True)
    if strict and left:
        context.exit(1)
