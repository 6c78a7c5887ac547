"""Commands that write one file for people: the record, the flow diagram, and notices."""

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


@main.command(short_help="Write the privacy notice (Art. 13, 14), or the documents of a processor.")
@INVENTORY
@judging
@ignored_format
@click.option(
    "--for",
    "audience",
    metavar="NAME",
    help="Id or name of the category of people that the notice is for, such as customers; with --pack annexes, of "
    "the recipient.",
)
@click.option(
    "--pack",
    type=click.Choice(["subprocessors", "change", "annexes", "contract"]),
    help="Instead of a notice: the page on sub-processors, the letter to customers on a change of them, the annexes of "
    "the 2021 clauses, or the annex of a processing contract.",
)
@click.option("-o", "--output", required=True, type=click.Path(), help="The file to write: .md, .html or .docx.")
@click.option(
    "--language",
    type=click.Choice(["en", "fr", "cs", "de"]),
    help="Language of the phrases; without it, the inventory's, else English. Labels of the map stay as they are.",
)
@click.option("--notice-days", type=click.IntRange(1, 365), help="Days that customers have to object to a change.")
@click.option(
    "--authorisation",
    type=click.Choice(["specific", "general"]),
    help="What was agreed on sub-processors in the clauses: Annex III belongs to a specific authorisation only.",
)
@FORCE
def notice(
    inventory: str,
    terms: Terms,
    output: str,
    force: bool,
    language: str | None,
    audience: str | None,
    pack: str | None,
    notice_days: int | None,
    authorisation: str | None,
) -> None:
    """Write the privacy notice to one category of people (Art. 13, 14), or the documents of a processor.

    It states what matters first, then each activity that concerns these people, the recipients, and the rights that
    follow from the legal bases. What the map does not know is marked as not yet determined.
    """
    from datamap.files import writing
    from datamap.publish import notice as papers

    _check_notice(audience, pack, notice_days, authorisation)
    refuse_own_input(output, inventory)
    writing.check(output, papers.SUFFIXES, force=True)
    audit = judge((inventory,), terms)
    if pack == "subprocessors":
        paper = papers.subprocessors(audit, language)
    elif pack == "change":
        paper = papers.change(audit, language, notice_days)
    elif pack == "annexes":
        paper = papers.annexes(audit, language, audience, authorisation)
    elif pack == "contract":
        paper = papers.contract(audit, language)
    else:
        paper = papers.notice(audit, audience or "", language)
    papers.write(paper, output, force=force)
    print_terms(audit)
    click.echo(output)


def _check_notice(audience: str | None, pack: str | None, days: int | None, authorisation: str | None) -> None:
    """Refuse options that do not belong together."""
    from datamap.errors import CallError

    if not pack and not audience:
        raise CallError("notice: whom it is for is missing. Expected --for with a category of people, or --pack")
    if audience and pack not in (None, "annexes"):
        raise CallError(f"--for: --pack {pack} is for all customers. Expected --for without --pack, or with annexes")
    if days and pack != "change":
        raise CallError("--notice-days: only the letter on a change has a window. Expected --pack change with it")
    if authorisation and pack != "annexes":
        raise CallError("--authorisation: only the annexes depend on it. Expected --pack annexes with it")
