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
@click.option("-o", "--output", type=click.Path(), help="Write the result here, and leave the draft as it is.")
def review(draft: str, decisions: str | None, output: str | None) -> None:
    """Show the open proposals of a draft, those that would change a verdict first.

    With --apply, confirm, reject, correct or merge them as a file of decisions (NAME.decisions.yaml) states. Comments
    of the draft stay.
    """
    from datamap import formats

    inventory = formats.read(draft)
    if decisions is None:
        if output:
            raise CallError("-o: there is nothing to write. Expected --apply with it")
        _show(inventory)
        return
    refuse_own_input(output or "", decisions)
    _apply(inventory, decisions, output)


def _show(inventory: Inventory) -> None:
    from datamap.cli.outputs import print_table
    from datamap.pipeline import audit

    found = audit(inventory).proposals
    columns = ("subject_kind", "subject_id", "field", "value", "words", "changes")
    rows = list(found[list(columns)].itertuples(index=False, name=None))
    print_table(("kind", "id", "field", "value", "words", "if confirmed"), rows)
    click.echo(count(len(rows), "open proposals"), err=True)


def _apply(inventory: Inventory, decisions: str, output: str | None) -> None:
    from datamap.findings import acceptances, deciding

    given = acceptances.read(decisions)
    problems = _unknown(inventory, given)
    try:
        done = deciding.apply(inventory, given.decisions)
    except InputError as e:
        problems += e.problems
    if problems:
        raise InputError(problems)
    path = done.inventory.save(output)
    applied, others = count(len(done.applied), "decisions"), count(len(done.unmatched), "decisions")
    click.echo(f"{applied} applied; {others} on no open proposal", err=True)
    click.echo(str(path))


def _unknown(inventory: Inventory, given: Acceptances) -> list[Problem]:
    """Decisions on findings that the inventory does not have."""
    from datamap.pipeline import audit

    on_findings = [(a.fingerprint, file, line) for a, file, line in given.items]
    on_findings += [(d.fingerprint, file, line) for d, file, line in given.decisions if d.decision == "do"]
    if not on_findings:
        return []
    known = set(audit(inventory).findings.frame["fingerprint"])
    return [
        Problem(file, line, "fingerprint", f"no finding has the fingerprint {print_}", "one that datamap audit prints")
        for print_, file, line in on_findings
        if print_ not in known
    ]
