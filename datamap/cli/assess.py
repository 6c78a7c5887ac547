"""The command on assessments: the list, the form of one, and forms read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from datamap.cli.base import main
from datamap.cli.inputs import Problems, judge, refuse_own_input
from datamap.cli.options import FORCE, INVENTORY, Outputs, format_of, judging
from datamap.cli.outputs import print_table, print_terms, write_csv, write_json
from datamap.errors import CallError
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.forms.assessment_returned import Change
    from datamap.law.terms import Terms
    from datamap.model.assessment import AssessmentKind
    from datamap.pipeline import Audit

FORMS = (".xlsx", ".docx")
NOTHING = {
    "tia": "No transfer needs an assessment.",
    "dpia-screening": "No activity needs a screening.",
    "balancing-test": "No activity relies on a legitimate interest.",
    "compelling-interests": "No transfer relies on compelling legitimate interests.",
}
STATES = {
    "missing": "bold red",
    "obtain": "bold red",
    "not-in-force": "yellow",
    "does-not-follow": "bold red",
    "negative": "bold red",
    "stale": "yellow",
    "overdue": "yellow",
}


def _rows(audit: Audit) -> list[dict[str, Any]]:
    from datamap.questions import assess as asking

    return asking.overview(audit, click.get_current_context().params["kind"])


def _table(audit: Audit) -> None:
    rows = _rows(audit)
    print_terms(audit)
    if not rows:
        click.echo(NOTHING[click.get_current_context().params["kind"]])
        return
    if rows[0]["activity_id"]:
        _activities(rows)
        return
    columns = ("state", "recipient", "country", "exporter", "tool", "assessment", "review on", "changed")
    shown = [
        (
            r["state"],
            r["recipient"],
            r["country"],
            r["exporter"] or "the organisation",
            r["tool"] or "-",
            r["assessment"] or "-",
            r["review_on"] or "-",
            ", ".join(r["changed"]) or "-",
        )
        for r in rows
    ]
    print_table(columns, shown, STATES)


def _activities(rows: list[dict[str, Any]]) -> None:
    shown = [
        (
            r["state"],
            r["activity"],
            r["outcome"] if r["outcome"] != "unknown" else "-",
            r["assessment"] or "-",
            r["review_on"] or "-",
            ", ".join(r["changed"]) or "-",
        )
        for r in rows
    ]
    print_table(("state", "activity", "outcome", "assessment", "review on", "changed"), shown, STATES)


def _json(audit: Audit) -> None:
    write_json({**audit.stamp(), "assessments": _rows(audit)})


def _csv(audit: Audit) -> None:
    from datamap.questions.assess import COLUMNS

    rows = _rows(audit)
    write_csv(COLUMNS, [[" ".join(r[c]) if c == "changed" else r[c] for c in COLUMNS] for r in rows])


LIST: Outputs = {"table": _table, "json": _json, "csv": _csv}


@main.command(short_help="List the assessments: needed, in force, stale, due; write and read their forms.")
@INVENTORY
@click.argument("key", required=False)
@click.option("-o", "--output", type=click.Path(), help="The form to write for KEY (.xlsx or .docx).")
@click.option(
    "--kind",
    type=click.Choice(tuple(NOTHING)),
    default="tia",
    help="Transfer impact assessments (default), whether a DPIA is required (Art. 35), balancing tests (Art. 6(1)(f)), "
    "compelling legitimate interests (Art. 49(1), second subparagraph).",
)
@click.option(
    "--layout",
    type=click.Choice(["edpb", "cnil"]),
    default="edpb",
    help="Order of a transfer impact assessment: the EDPB's six steps (default), or the CNIL's guide.",
)
@click.option("--import", "returned", multiple=True, type=click.Path(), help="A form that was filled in; repeatable.")
@FORCE
@judging
@format_of(LIST)
def assess(
    inventory: str,
    key: str | None,
    output: str | None,
    kind: AssessmentKind,
    layout: str,
    returned: tuple[str, ...],
    force: bool,
    terms: Terms,
    write: Callable[[Audit], None],
) -> None:
    """List what needs an assessment, what has one, and what is missing, stale or due.

    With KEY, the id of an assessment, a recipient or an activity, and -o, write its form: what the map, the law and the
    country sheets state is filled in with its source, the rest is open. With --import, read forms that were filled in
    back into the inventory: all of them, or none.
    """
    if returned:
        if key or output:
            raise CallError("assess: --import reads forms back. Expected no KEY and no -o with it")
        _import(inventory, returned)
        return
    if bool(key) != bool(output):
        raise CallError("assess: a form needs KEY and -o FILE. Expected both, or neither for the list")
    if not key or not output:
        write(judge((inventory,), terms))
        return
    from datamap.files import writing

    refuse_own_input(output, inventory)
    writing.check(output, FORMS, force=force)
    writing.write(output, _form(judge((inventory,), terms), key, (layout, kind), output), force=force)
    click.echo(f"Fill in the column Answer, then: datamap assess {inventory} --import {output}", err=True)
    click.echo(output)


def _form(audit: Audit, key: str, of: tuple[str, AssessmentKind], output: str) -> bytes:
    from datamap.questions import assess as asking

    draft = asking.draft(audit, key, *of)
    if Path(output).suffix.lower() == ".docx":
        from datamap.publish.assessment import write_docx

        return write_docx(draft)
    from datamap.forms.assessment import write_xlsx

    return write_xlsx(draft)


def _import(inventory: str, files: tuple[str, ...]) -> None:
    from datamap import formats
    from datamap.forms import assessment_returned

    problems = Problems()
    map_ = problems.read(formats.read, inventory)
    forms = [problems.read(assessment_returned.read_form, file) for file in dict.fromkeys(files)]
    problems.refuse()
    if not map_.origin or not map_.origin.save:
        raise CallError(f"assess: {inventory} is not an inventory in YAML. Expected a file that ends in .yaml")
    merged, changes = assessment_returned.merge(map_, forms)
    if merged != map_:
        merged.save()
    _report(changes)


def _report(changes: tuple[Change, ...]) -> None:
    rows = [(c.assessment, c.point, c.before or "-", c.after or "-") for c in changes]
    if rows:
        print_table(("assessment", "point", "before", "now"), rows)
    click.echo(f"{count(len(rows), 'changes')}", err=True)
