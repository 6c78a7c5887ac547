"""The command that settles what a draft only proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from datamap.cli.base import main
from datamap.cli.inputs import refuse_own_input
from datamap.errors import CallError, InputError, Problem
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.findings.acceptances import Acceptances
    from datamap.model import Inventory


@main.command(short_help="Show the open proposals of a draft, or apply the decisions on them.")
@click.argument("draft", type=click.Path())
@click.option("--apply", "decisions", type=click.Path(), help="Apply the decisions in this file to the draft.")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    help="Write a page that shows each fact beside its source (.html); with --apply the result, leaving the draft.",
)
@click.option(
    "--source",
    "sources",
    type=click.Path(),
    multiple=True,
    help="For the page: a source of the draft that is in another folder. May be given several times.",
)
@click.option("--force", is_flag=True, help="Replace a page that was edited, or that datamap did not write.")
def review(draft: str, decisions: str | None, output: str | None, sources: tuple[str, ...], force: bool) -> None:
    """Show the open proposals of a draft, those that would change a verdict first.

    With -o FILE.html, write a page on which a person decides: the text of the sources with every quoted word marked,
    and beside it the facts and the reading list. It saves the decisions as a file.

    With --apply, confirm, reject, correct or merge the proposals as a file of decisions (NAME.decisions.yaml) states.
    Comments of the draft stay.
    """
    from datamap import formats

    inventory = formats.read(draft)
    if decisions is None:
        if output:
            _write_page(inventory, draft, output, sources, force=force)
        elif sources or force:
            raise CallError("--source, --force: there is no page to write. Expected -o FILE.html with it")
        else:
            _show(inventory)
        return
    if sources or force:
        raise CallError("--apply: it writes no page. Expected no --source and no --force with it")
    refuse_own_input(output or "", decisions)
    _apply(inventory, decisions, output)


def _write_page(inventory: Inventory, draft: str, output: str, sources: tuple[str, ...], *, force: bool) -> None:
    from datamap.pipeline import audit
    from datamap.publish.review import write_review

    for file in (draft, *sources):
        refuse_own_input(output, file)
    path, missing = write_review(audit(inventory), draft, output, sources, force=force)
    for document, why in missing.items():
        name = document or "the document of some facts"
        click.echo(f"{name}: {why}; its facts are shown without text. Expected --source with its file", err=True)
    click.echo(str(path))


def _show(inventory: Inventory) -> None:
    from datamap.cli.outputs import print_table
    from datamap.pipeline import audit

    found = audit(inventory).proposals
    columns = ("subject_kind", "subject_id", "field", "value", "words", "changes")
    rows = list(found[list(columns)].itertuples(index=False, name=None))
    print_table(("kind", "id", "field", "value", "words", "if confirmed"), rows)
    click.echo(count(len(rows), "open proposals"), err=True)


def _apply(inventory: Inventory, decisions: str, output: str | None) -> None:
    from datamap.files import writing
    from datamap.findings import acceptances, deciding, whole_sources

    given = acceptances.read(decisions)
    problems = _unknown(inventory, given)
    try:
        done = deciding.apply(inventory, given.decisions)
    except InputError as e:
        problems += e.problems
    if problems:
        raise InputError(problems)
    if done.whole:  # a later version is asked about what is new in the source: the file keeps what was decided on
        writing.write(decisions, whole_sources.kept_as(decisions, done.whole), force=True)
    path = done.inventory.save(output)
    applied, others = count(len(done.applied), "decisions"), count(len(done.unmatched), "decisions")
    answers = sum(d.decision == "answer" for d, _, _ in given.decisions)
    are = "is" if answers == 1 else "are"
    kept = f"; {count(answers, 'answers')} to the reading list {are} kept in {decisions}" if answers else ""
    click.echo(f"{applied} applied; {others} on no open proposal{kept}", err=True)
    for (decision, _, _), each in done.whole.items():
        click.echo(f"{decision.source}: kept in {decisions} as {count(len(each), 'decisions')}", err=True)
    click.echo(str(path))


def _unknown(inventory: Inventory, given: Acceptances) -> list[Problem]:
    """Accepted findings that the inventory does not have. What is to be done is done when its finding is gone."""
    from datamap.pipeline import audit

    on_findings = [(a.fingerprint, file, line) for a, file, line in given.items]
    if not on_findings:
        return []
    known = set(audit(inventory).findings.frame["fingerprint"])
    return [
        Problem(file, line, "fingerprint", f"no finding has the fingerprint {print_}", "one that datamap audit prints")
        for print_, file, line in on_findings
        if print_ not in known
    ]
