"""Commands that write one file for people: the record and the flow diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from datamap.cli.base import main
from datamap.cli.inputs import judge, refuse_own_input
from datamap.cli.options import FORCE, INVENTORY, ignored_format, judging
from datamap.cli.outputs import print_terms

if TYPE_CHECKING:
    from datamap.law.terms import Terms


@main.command(short_help="Write the record of processing activities (Art. 30) as a workbook.")
@INVENTORY
@judging
@ignored_format
@click.option(
    "-o", "--output", default="ropa.xlsx", show_default=True, type=click.Path(), help="The workbook to write (.xlsx)."
)
@click.option(
    "--layout",
    type=click.Choice(["record", "minimum", "ico", "cnil", "cz", "dsk"]),
    default="record",
    show_default=True,
    help="Arrangement of the sheets: 'ico', 'cnil' and 'dsk' follow the model of an authority, 'cz' the published "
    "practice of Czech public bodies.",
)
@click.option(
    "--for",
    "edition",
    type=click.Choice(["authority", "internal"]),
    default="authority",
    show_default=True,
    help="Whom it is for: the authority's edition contains nothing of the audit; 'internal' adds verdicts and "
    "findings.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "fr", "cs", "de"]),
    help="Language of the labels in layouts 'record' and 'minimum'; without it, the inventory's, else English.",
)
@click.option(
    "--anonymise-contacts",
    is_flag=True,
    help="Withhold names of contact persons, e-mail addresses and telephone numbers.",
)
@click.option(
    "--baseline",
    type=click.Path(),
    help="An earlier inventory, workbook or report folder: the change log of the internal edition lists what changed.",
)
@FORCE
def ropa(
    inventory: str,
    terms: Terms,
    output: str,
    force: bool,
    layout: str,
    edition: str,
    language: str | None,
    anonymise_contacts: bool,
    baseline: str | None,
) -> None:
    """Write the record of processing activities (Art. 30) as a workbook."""
    from datamap.errors import CallError
    from datamap.files import writing
    from datamap.publish import record
    from datamap.publish.record.build import check_choices
    from datamap.questions import changes

    check_choices(layout, edition, language)
    if baseline and edition != "internal":
        raise CallError(
            "--baseline: only the internal edition has a change log. Expected --for internal, or no baseline"
        )

    refuse_own_input(output, inventory, baseline)
    writing.check(output, writing.WORKBOOK, force=force)
    audit = judge((inventory,), terms)
    since = changes.log(changes.since(audit, baseline)) if baseline else None
    record.write_ropa(
        audit,
        output,
        layout,
        edition=edition,
        language=language,
        anonymise_contacts=anonymise_contacts,
        changes=since,
        force=force,
    )
    print_terms(audit)
    click.echo(output)


@main.command(short_help="Write the flow diagram as a page, a picture or a graph.")
@INVENTORY
@judging
@ignored_format
@click.option(
    "-o",
    "--output",
    default="flows.html",
    show_default=True,
    type=click.Path(),
    help="The file to write: .html (interactive), .svg or .png (need the extra 'pictures'), .graphml.",
)
@FORCE
def flows(inventory: str, terms: Terms, output: str, force: bool) -> None:
    """Write the flow diagram as a page, a picture or a graph.

    The ending of the file chooses: an interactive page that opens without a network, a picture for a document, or a
    graph with verdicts, safeguards and findings for programs that query graphs.
    """
    from datamap.files import writing
    from datamap.publish import drawing

    refuse_own_input(output, inventory)
    writing.check(output, drawing.SUFFIXES, force=force)
    audit = judge((inventory,), terms)
    drawing.write_diagram(audit, output, force=force)
    print_terms(audit)
    click.echo(output)
