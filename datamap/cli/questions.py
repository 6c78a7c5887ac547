"""Commands for questions: forms for the people who know, and their answers back into the inventory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from datamap.cli.base import main
from datamap.cli.inputs import Problems, judge
from datamap.cli.options import DPF_LIST, FORCE, INVENTORY, format_of, ignored_format, judging
from datamap.cli.outputs import print_table, write_csv, write_json
from datamap.errors import CallError
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.forms.form import Form
    from datamap.forms.merging import Merged
    from datamap.law.terms import Terms


@main.command(short_help="Write a form with at most seven questions for each person who knows.")
@INVENTORY
@click.option("-o", "--output", required=True, type=click.Path(), help="The folder for the forms.")
@click.option(
    "--language",
    type=click.Choice(["en", "fr", "cs", "de"]),
    help="Language of the forms and e-mails; without it, the inventory's, else English.",
)
@FORCE
@judging
@ignored_format
def ask(inventory: str, output: str, language: str | None, force: bool, terms: Terms) -> None:
    """Write an Excel form and an e-mail for each person who knows what the inventory lacks.

    Owners, IT, procurement, vendors and the privacy office are asked what each of them knows. A form has at most seven
    questions, those that change a verdict first. A vendor that publishes its facts gets no form: the address is
    printed instead. Questions that a person passed on (NAME.questions.yaml) go to the person named.
    """
    from datamap.forms import reroutes
    from datamap.questions import asking

    audit = judge((inventory,), terms)
    if len(audit.inventories) != 1:
        raise CallError(f"ask: {inventory} has {count(len(audit.inventories), 'inventories')}. Expected one inventory")
    round_ = asking.plan_round(audit, terms.day, reroutes.read(reroutes.beside(inventory)), language)
    folder = Path(output)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())) and not force:
        raise CallError(f"-o: {output} exists and is not an empty folder. Expected a new one, or --force")
    _write_forms(folder, round_.forms, force=force)
    for vendor, address in round_.published:
        click.echo(f"{vendor} publishes its facts; read {address}", err=True)
    if round_.waiting:
        click.echo(f"{count(round_.waiting, 'questions')} for the next round", err=True)
    asked = sum(len(f.questions) for f in round_.forms)
    click.echo(f"{count(len(round_.forms), 'forms')}, {count(asked, 'questions')}", err=True)


def _write_forms(folder: Path, forms: Sequence[Form], *, force: bool) -> None:
    """Write forms and e-mails: all of them, or none."""
    from datamap.files import folders, writing
    from datamap.forms.form import mail_text, write_form
    from datamap.forms.merging import unique_id

    files: dict[str, str | bytes] = {}
    taken: set[str] = set()
    for form in forms:
        name = unique_id(form.person, taken)
        taken.add(name)
        files[f"{name}.xlsx"] = write_form(form)
        files[f"{name}.txt"] = mail_text(form, f"{name}.xlsx")
    if not files:
        return
    with folders.folder(folder):
        writing.write_all({folder / name: data for name, data in files.items()}, force=force)
    for name in files:
        if name.endswith(".xlsx"):
            click.echo(str(folder / name))


COLUMNS = ("status", "form", "cell", "question", "answer", "detail")


def _rows(merged: Merged) -> list[tuple[str, ...]]:
    return [(o.status, Path(o.file).name, o.place, o.question, o.answer, o.detail) for o in merged.outcomes]


def _print_table(merged: Merged) -> None:
    print_table(COLUMNS, _rows(merged))


def _print_json(merged: Merged) -> None:
    rows: list[dict[str, Any]] = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(merged)]
    write_json({"answers": rows, "not_imported": merged.untaken})


def _print_csv(merged: Merged) -> None:
    write_csv(COLUMNS, _rows(merged))


ANSWERS = {"table": _print_table, "json": _print_json, "csv": _print_csv}


@main.command(short_help="Merge the answers of forms into the inventory, answer by answer.")
@INVENTORY
@click.argument("forms", nargs=-1, required=True, type=click.Path())
@click.option("--check", is_flag=True, help="Report what would become of each answer, and write nothing.")
@click.option("--allow-untaken", is_flag=True, help="Exit with 0 although some answers were not imported.")
@DPF_LIST
@format_of(ANSWERS)
@click.pass_context
def answers(
    ctx: click.Context,
    inventory: str,
    forms: tuple[str, ...],
    check: bool,
    allow_untaken: bool,
    dpf_list: tuple[str, ...],
    write: Any,
) -> None:
    """Merge the answers of forms into the inventory, and report what became of each.

    An answer from the organisation confirms a fact; that of a vendor is evidence, and a claim of the Data Privacy
    Framework is checked against the list (--dpf-list). What contradicts the map or another form, is based on facts that
    have changed since, or was not understood, is reported and writes nothing: then the exit code is 1.
    """
    import datetime as dt

    from datamap import formats
    from datamap.forms import merging, reroutes, returned
    from datamap.law.terms import Terms

    problems, day = Problems(), dt.date.today()
    map_ = problems.read(formats.read, inventory)
    given = [problems.read(returned.read_form, form) for form in dict.fromkeys(forms)]
    participants = problems.read(Terms(day, None, (), dpf_list).participants)
    beside = reroutes.beside(inventory)
    earlier = problems.read(reroutes.read, beside)
    problems.refuse()
    if not map_.origin or not map_.origin.save:
        raise CallError(f"answers: {inventory} is not an inventory in YAML. Expected a file that ends in .yaml")
    merged = merging.merge(map_, given, day, participants)
    if not check:
        if merged.inventory != map_:
            merged.inventory.save()
        if merged.reroutes:
            reroutes.write(beside, [*earlier, *merged.reroutes])
    write(merged)
    total = count(len(merged.outcomes), "answers")
    click.echo(f"{total}, {merged.untaken} not imported{'; nothing was written' if check else ''}", err=True)
    if merged.untaken and not allow_untaken:
        ctx.exit(1)
